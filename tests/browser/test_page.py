"""The page in a real browser: Chromium, its driver, selenium, and axe-core for accessibility.

MINERALREG_PEERS names the folder that scripts/install-peers.sh filled. Whoever asks for these
tests (`-m browser`) without it gets a failure, not a silent pass.
"""

import csv
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mineralreg.export import write
from mineralreg.export.selection import Found
from mineralreg.reference.filters import Filters
from mineralreg.registry import open_index
from mineralreg.store.locate import packaged_path
from samples import SAMPLE, SAMPLE_FILE, edited, kept

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",  # a container may have little of it
)
ENTER, RIGHT, DOWN = "\ue007", "\ue014", "\ue015"
"""Keys as WebDriver sends them."""
WIDTHS = (390, 1280, 1920)
PATIENCE = 200
"""Seconds that a page may take on a busy machine."""
RECORD = "document.querySelector('tr.detail')"
TEXT = "one.textContent"
PERU = '[data-partner="peru"]'
OF_PERU = Found(("us-peru-2026",), Filters(country=("Peru",)))


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    started.set_script_timeout(PATIENCE)
    yield started
    started.quit()


class Page:
    """The page of a registry, or of what was found in it, in the window of the browser."""

    def __init__(
        self,
        driver: Any,
        folder: Path,
        registry: Path | str = SAMPLE_FILE,
        found: Found | None = None,
    ) -> None:
        self.driver, self.file = driver, folder / "page.html"
        write("html", open_index(str(registry)).connection, str(self.file), found)
        self.open()

    def open(self, state: str = "", width: int = 1280, theme: str = "light") -> None:
        """Open the page afresh, in a window of this width; `state` goes behind its `#`."""
        self.driver.get("about:blank")
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        # Chromium keeps 50 steps; beyond them it drops the one that a test would go back to.
        self.tell("Page.resetNavigationHistory")
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self.tell("Emulation.setDeviceMetricsOverride", **size)
        features = [{"name": "prefers-color-scheme", "value": theme}]
        self.tell("Emulation.setEmulatedMedia", features=features)
        self.driver.get(f"{self.file.as_uri()}#{state}" if state else self.file.as_uri())
        self.settle()

    def settle(self) -> None:
        """Wait until the page's script is done, and for what it leaves to the next frame."""
        self.wait("document.documentElement.dataset.ready === 'yes'")
        self.driver.execute_async_script(
            "const done = arguments[0]; requestAnimationFrame(() => setTimeout(done))"
        )

    def tell(self, command: str, **values: Any) -> Any:
        """Give a command of Chromium's own protocol."""
        return self.driver.execute_cdp_cmd(command, values)

    def run(self, script: str, *values: Any) -> Any:
        return self.driver.execute_script(script, *values)

    def value(self, expression: str) -> Any:
        return self.run(f"return {expression}")

    def wait(self, condition: str) -> None:
        """Wait until a condition holds, and what it asks about is there."""
        from selenium.common.exceptions import JavascriptException
        from selenium.webdriver.support.ui import WebDriverWait

        patient = WebDriverWait(self.driver, PATIENCE, 0.05, [JavascriptException])
        patient.until(lambda _: self.value(condition))

    def go(self, state: str) -> None:
        """Follow a link within the page."""
        self.run("location.hash = arguments[0]", state)

    def one(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def all(self, selector: str) -> list[Any]:
        elements: list[Any] = self.driver.find_elements("css selector", selector)
        return elements

    def each(self, selector: str, expression: str) -> list[Any]:
        """What an expression says of each element, `one`."""
        all = f"[...document.querySelectorAll({json.dumps(selector)})]"
        values: list[Any] = self.value(f"{all}.map(one => {expression})")
        return values

    def press(self, selector: str) -> None:
        """Choose a mark or button, wherever it lies."""
        click = "dispatchEvent(new Event('click', {bubbles: true}))"
        self.run(f"document.querySelector(arguments[0]).{click}", selector)

    def search(self, text: str) -> list[str]:
        field = self.one("#_search")
        field.clear()
        field.send_keys(text)
        return self.shown

    @property
    def shown(self) -> list[str]:
        """The ids of the agreements in the window of the list."""
        return self.each("#_rows tr[id]", "one.id")

    @property
    def state(self) -> str:
        """What the address says after its #."""
        said: str = self.value("location.hash.slice(1)")
        return said

    @property
    def focus(self) -> Any:
        return self.driver.switch_to.active_element


@pytest.fixture(scope="module")
def shipped_page(driver: Any, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return Page(driver, tmp_path_factory.mktemp("page"), packaged_path())


@pytest.fixture(scope="module")
def sample_page(driver: Any, tmp_path_factory: pytest.TempPathFactory) -> Page:
    folder = tmp_path_factory.mktemp("small")
    harm = "</script><img src=x onerror=document.title='owned'>"
    return Page(driver, folder, kept(folder, edited(SAMPLE, ("Framework on supply chains", harm))))


@pytest.fixture
def page(shipped_page: Page) -> Page:
    shipped_page.open()
    return shipped_page


@pytest.fixture
def small(sample_page: Page) -> Page:
    sample_page.open()
    return sample_page


def test_filters_as_one_types(small: Page) -> None:
    assert small.search("seabed") == ["us-cook-islands-2025"]
    assert small.one("#_count").text == "1 of 5 agreements"
    assert small.search("perú rare") == ["us-peru-2026"]
    assert len(small.search("(")) == 5  # no word at all
    assert small.search("zzz") == []
    assert "No agreement matches" in small.one("#_rows").text


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("pero", {"us-peru-2026", "us-peru-2024", "eu-peru-2024"}),  # a typo
        ("Peru Untied", {"us-peru-2026", "us-peru-2024"}),
        ("zela de hugo", {"us-peru-2026"}),  # any order
        ("an agreement between Peru and the US", {"us-peru-2026", "us-peru-2024"}),
        ("august 2024", {"us-peru-2024"}),
        ("REE", {"us-peru-2026"}),  # a name of rare earths, not agREEment
    ],
)
def test_finds_what_people_write(small: Page, written: str, found: set[str]) -> None:
    assert set(small.search(written)) == found


def test_whole_words_come_first(page: Page) -> None:
    names = [page.one(f"#{id} .parties").text for id in page.search("niger")]
    whole = ["Niger" in name.replace(",", "").split() for name in names]
    assert whole == sorted(whole, reverse=True)
    assert "Peru" in page.one(f"#{page.search('Peru minrals')[0]}").text


def test_other_records_are_found_too(small: Page) -> None:
    small.search("ore forum")
    small.one("#_also a").click()
    small.wait("document.getElementById('ore-forum').open")


def test_the_address_restores_the_view_after_a_reload(small: Page) -> None:
    small.press(PERU)
    small.search("memorandum")
    small.press("th.title button")
    small.press("a.title")
    small.wait(RECORD)
    before = small.shown, small.driver.title, small.state
    assert before[2].endswith("?party=peru&search=memorandum&sort=title")
    assert sorted(before[0]) == ["us-peru-2024", "us-peru-2026"]
    small.driver.refresh()
    small.settle()
    small.wait(RECORD)
    assert (small.shown, small.driver.title, small.state) == before
    assert small.one("#_search").get_attribute("value") == "memorandum"
    assert small.one(".chip").text.startswith("Peru")
    assert small.one("th.title").get_attribute("aria-sort") == "ascending"


def test_back_returns_to_the_view_before(small: Page) -> None:
    small.press(PERU)
    small.press("#us-peru-2024 a.title")
    small.wait(RECORD)
    small.driver.back()
    small.wait(f"!{RECORD}")
    assert small.state == "?party=peru"
    small.driver.back()
    small.wait("document.querySelectorAll('#_rows tr[id]').length === 5")


def test_period_pair_and_several_values_are_in_the_address(small: Page) -> None:
    small.open("?party=peru,south-korea&status=signed,announced")
    assert len(small.all(".chip")) == 4
    assert {"us-peru-2026", "us-korea-2026"} <= set(small.shown)
    small.open("?between=peru,united-states")
    assert set(small.shown) == {"us-peru-2024", "us-peru-2026"}
    small.open("?acts=2026-02")
    assert "us-peru-2026" in small.shown
    assert "us-peru-2024" not in small.shown
    small.open("?party=atlantis&mineral=unobtainium")  # of another registry
    assert len(small.shown) == 5


def test_the_title_follows_what_is_shown(small: Page) -> None:
    assert small.driver.title == "Sample of agreements"
    small.press(PERU)
    assert small.driver.title == "Peru · Sample of agreements"
    small.press("#us-peru-2024 a.title")
    title = small.one("#us-peru-2024 a.title").text
    assert small.driver.title == f"{title} · Sample of agreements"


def test_links_and_files_of_the_view(small: Page, tmp_path: Path) -> None:
    small.open("?party=peru")
    small.run(
        "Object.defineProperty(navigator, 'clipboard',"
        "{value: {writeText: async (text) => { window.copied = text }}})"
    )
    link, as_csv, as_json = small.all("#_tools button")
    link.click()
    small.wait("window.copied !== undefined")
    assert small.value("window.copied") == f"{small.file.as_uri()}#?party=peru"
    small.tell("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    deadline = time.monotonic() + PATIENCE
    for button, name in ((as_csv, "agreements.csv"), (as_json, "agreements.json")):
        button.click()
        while not (tmp_path / name).exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
    with (tmp_path / "agreements.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == small.shown
    assert "Peru" in rows[0]["parties"]
    records = json.loads((tmp_path / "agreements.json").read_text(encoding="utf-8"))
    stored = dict(open_index(str(SAMPLE_FILE)).connection.execute("SELECT id, json FROM record"))
    assert records == [json.loads(stored[id]) for id in small.shown]


@pytest.mark.parametrize("state", ["?mineral=rare-earths", "?party=peru"])
def test_minerals_and_partners_of_a_record_lead_on(small: Page, state: str) -> None:
    small.open("us-peru-2026")
    small.wait(RECORD)
    small.press(f'.facts a[href="#{state}"]')
    small.wait(f"!{RECORD}")
    assert small.state == state
    assert "us-peru-2026" in small.shown


def test_the_matrix_filters_like_the_map(small: Page) -> None:
    pair = '.pair[data-pair="peru united-states"]'
    mark = small.one(pair)
    assert mark.get_attribute("aria-label") == "Peru and United States: 2 agreements"
    small.press(pair)
    assert set(small.shown) == {"us-peru-2024", "us-peru-2026"}
    assert small.one(pair).get_attribute("aria-pressed") == "true"
    assert small.one(".chip").text.startswith("Peru and United States")
    small.press(pair)
    assert len(small.shown) == 5
    small.search("rare")
    assert small.one(pair).text == "1"


def test_the_matrix_has_the_25_most_connected_by_count_or_region(page: Page) -> None:
    names = page.each("#_matrix th[scope=row]", TEXT)
    assert len(names) == 25
    assert names[0] == "United States"
    page.press("#_matrix-sort button:last-of-type")
    assert page.each("#_matrix .region", TEXT)[:2] == ["Africa", "Americas"]
    assert sorted(page.each("#_matrix th[scope=row]", TEXT)) == sorted(names)


def test_what_names_nothing_in_particular_stands_apart(page: Page) -> None:
    apart = [one.text for one in page.all(".apart .name")]
    assert {"Critical minerals, unspecified", "Not stated"} <= set(apart)
    assert not page.all(".apart .bar")
    page.press(PERU)
    counts = [one.text for one in page.all(".barlist .number")]
    assert counts
    assert "0" not in counts


def test_the_timeline_folds_the_years_before_2019(page: Page) -> None:
    assert page.each("#_timeline .year", TEXT)[0] == "2019"
    assert "before 2019" in page.one("#_time-hint button").text
    page.one("#_time-hint button").click()
    assert page.each("#_timeline .year", TEXT)[0] < "2019"
    page.open("?acts=2011-10")
    assert page.each("#_timeline .year", TEXT)[0] < "2019"


def test_on_a_phone_search_and_list_come_first(page: Page) -> None:
    page.open(width=390)
    ids = "'_search', '_rows', '_facets', '_map', '_matrix', '_timeline'"
    tops = page.value(f"[{ids}].map(id => document.getElementById(id).getBoundingClientRect().top)")
    assert tops == sorted(tops)
    assert tops[0] < 844


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_to_choose_is_smaller_than_24_pixels(page: Page, width: int) -> None:
    page.open(width=width)
    bins = ", .bin" if width < 600 else ""  # a pointer hits a narrow bar of the whole height
    boxes = page.each(
        f"button, summary, input, a.title, #_nav a{bins}",
        "[one.outerHTML.slice(0, 80), one.getBoundingClientRect()]",
    )
    assert len(boxes) > 50
    assert [
        (name, box)
        for name, box in boxes
        if box["width"] and (box["width"] < 23.5 or box["height"] < 23.5)
    ] == []


def test_claims_are_folded_until_they_are_asked_for(page: Page) -> None:
    assert not page.one("details.claim").is_displayed()
    page.one(".tally.short").click()
    seen = [one for one in page.all("details.claim") if one.is_displayed()]
    assert seen
    assert all("short" in one.get_attribute("class") for one in seen)


def test_the_list_grows_by_windows(page: Page) -> None:
    assert len(page.shown) == 25
    page.one("#_more button").click()
    assert len(page.shown) == 125
    assert page.focus.get_attribute("href").endswith(f"#{page.shown[25]}")
    page.one("#_more button:last-of-type").click()
    assert len(page.shown) == int(page.one("#_count").text.split()[0])


def test_bars_and_map_filter_and_chips_take_it_back(small: Page) -> None:
    small.open("?kind=memorandum")
    assert set(small.shown) == {"us-peru-2024", "us-peru-2026"}
    small.one(".chip").click()
    assert len(small.shown) == 5
    small.press("#_facets .facet:nth-of-type(5) button")
    assert "kind=" in small.state
    small.one(".clear").click()
    mark = small.one('[data-partner="cook-islands"]')
    assert mark.get_attribute("aria-label") == "Cook Islands: 1 agreement"
    assert mark.find_elements("css selector", "circle")
    small.press('[data-partner="cook-islands"]')
    assert small.shown == ["us-cook-islands-2025"]
    assert mark.get_attribute("aria-pressed") == "true"


def test_sorts_by_a_column(small: Page) -> None:
    heads = small.all("th button")
    assert small.shown[0] in ("us-peru-2026", "us-korea-2026")
    heads[0].click()
    assert small.shown[0] == "eu-peru-2024"
    assert small.one("th.date").get_attribute("aria-sort") == "ascending"
    heads[1].click()
    assert small.one("th.title").get_attribute("aria-sort") == "ascending"


@pytest.mark.parametrize("id", ["us-peru-2026", "peru-us-2026"])
def test_a_record_opens_at_its_address(small: Page, id: str) -> None:
    small.open(id)
    small.wait(RECORD)
    record = small.one("tr.detail").text
    for text in ("Hugo de Zela", "Announced", "Where sources disagree"):
        assert text.upper() in record.upper()
    links = [link.get_attribute("href") for link in small.all("tr.detail .sources a")]
    assert "https://news.example/peru-2026" in links
    assert small.focus.get_attribute("href").endswith("#us-peru-2026")
    assert small.state == "us-peru-2026"
    small.one(".cite summary").click()
    said = small.one(".cite p").text
    for part in ("United States, Peru", "Record us-peru-2026 in: Sample of agreements", "2026"):
        assert part in said


def test_claims_events_sources_and_partners_have_addresses(small: Page) -> None:
    for id in ("three-in-a-day", "ministerial-2026", "ore-forum"):
        small.go(id)
        small.wait(f"document.getElementById('{id}').open")
    assert "short" in small.one("#three-in-a-day").text
    small.go("commission-2024")
    small.wait("document.getElementById('commission-2024') !== null")
    small.go("south-korea")
    small.wait("document.querySelectorAll('#_rows tr[id]').length === 1")


def test_map_and_timeline_are_drawn(page: Page) -> None:
    boxes = page.each("#_map .state", "one.getBoundingClientRect()")
    assert sum(box["width"] > 1 and box["height"] > 1 for box in boxes) > 40
    (height,) = page.each("#_timeline path.act-signed", "one.getBBox().height")
    assert height > 50
    page.run("arguments[0].dispatchEvent(new Event('click'))", page.all("#_timeline .bin")[-1])
    page.wait("document.querySelector('.chip') !== null")
    assert page.one(".chip").text.startswith("Acts in ")


def test_the_keyboard_reaches_map_and_records(small: Page) -> None:
    first = small.one('#_map .state[tabindex="0"]')
    small.run("arguments[0].focus()", first)
    small.focus.send_keys(RIGHT)
    second = small.focus
    assert second.get_attribute("data-partner") != first.get_attribute("data-partner")
    assert small.one("#_tip").is_displayed()
    second.send_keys(ENTER)
    assert second.get_attribute("aria-pressed") == "true"
    title = small.one("a.title")
    title.send_keys(ENTER)
    small.wait(RECORD)
    assert title.get_attribute("aria-expanded") == "true"
    title.send_keys(ENTER)
    small.wait(f"!{RECORD}")
    assert small.focus == title
    small.one(".chip").send_keys(ENTER)
    assert small.focus == small.one("#_search")


def test_the_keyboard_moves_in_the_matrix(small: Page) -> None:
    (stop,) = small.all('#_matrix .pair[tabindex="0"]')
    small.run("arguments[0].focus()", stop)
    row, column = stop.get_attribute("data-pair").split()
    small.focus.send_keys(DOWN)
    below = small.focus
    assert below.get_attribute("data-pair").split()[1] == column
    assert below.get_attribute("data-pair").split()[0] != row
    below.send_keys(ENTER)
    assert small.state.startswith("?between=")
    assert small.focus.get_attribute("aria-pressed") == "true"


def test_an_address_that_no_record_has_says_so(small: Page) -> None:
    small.open("us-atlantis-1900")
    assert "“us-atlantis-1900”" in small.one("#_missing").text
    assert len(small.shown) == 5
    small.go("us-peru-2026")
    small.wait(RECORD)
    assert not small.one("#_missing").is_displayed()


def test_text_runs_in_its_own_direction(driver: Any, tmp_path: Path) -> None:
    arabic = "مذكرة تفاهم بشأن المعادن الحرجة (2026)"
    text = edited(SAMPLE, ("Framework on supply chains", arabic))
    page = Page(driver, tmp_path, kept(tmp_path, text))
    assert page.search("المعادن") == ["us-korea-2026"]
    for selector, direction in (
        ("#us-korea-2026 a.title", "rtl"),
        ("#us-korea-2026 td.parties bdi", "ltr"),
        ("#_search", "rtl"),
    ):
        assert page.each(selector, "getComputedStyle(one).direction")[0] == direction


def test_hostile_text_stays_text(small: Page) -> None:
    small.open("us-korea-2026")
    small.wait(RECORD)
    assert "<img src=x" in small.driver.title
    assert not small.all("img")
    assert "<img src=x" in small.one("#us-korea-2026").text


def test_no_error_and_no_request(page: Page) -> None:
    page.open("us-peru-2026")
    page.wait(RECORD)
    for button in page.all("#_claim-list summary")[:5]:
        page.run("arguments[0].click()", button)
    assert page.driver.get_log("browser") == []
    sent = [json.loads(one["message"])["message"] for one in page.driver.get_log("performance")]
    addresses = {
        message["params"]["request"]["url"].split("#")[0]
        for message in sent
        if message["method"] == "Network.requestWillBeSent"
    }
    assert addresses <= {page.file.as_uri(), "data:,"}


def test_a_partner_at_the_edge_of_the_world_is_on_the_map(driver: Any, tmp_path: Path) -> None:
    page = Page(driver, tmp_path, kept(tmp_path, edited(SAMPLE, ('"COK"', '"TUV"'))))
    (world,) = page.each("#_map svg", "one.getBoundingClientRect()")
    (dot,) = page.each("#_map circle", "one.getBoundingClientRect()")
    assert world["left"] <= dot["left"]
    assert dot["right"] <= world["right"]


def test_what_narrows_down_stays_in_sight(page: Page) -> None:
    page.run("document.querySelectorAll('#_rows tr[id]')[12].scrollIntoView()")
    (bar,), (title,) = (
        page.each(selector, "one.getBoundingClientRect()")
        for selector in ("#_bar", "#_narrow-title")
    )
    assert 0 < bar["bottom"] <= title["top"] < bar["bottom"] + 60


@pytest.mark.parametrize(("width", "unfolded"), [(390, False), (1280, True)])
def test_the_long_list_beside_the_map_is_closed_on_a_phone(
    page: Page, width: int, unfolded: bool
) -> None:
    page.open(width=width)
    assert page.value("_offmap.open") is unfolded
    assert "Not on the map" in page.one("#_offmap").text


def test_a_page_of_a_selection_says_that_it_has_no_claims(driver: Any, tmp_path: Path) -> None:
    page = Page(driver, tmp_path, packaged_path(), OF_PERU)
    foot = page.one("footer").text
    assert "a selection (agreements of Peru)" in foot
    assert page.one("h1").text == "Agreements of Peru"
    assert driver.title.endswith("· Agreements of Peru · Critical minerals agreements")
    assert "Claims are left out" in foot
    assert page.all("#_claims") == []


def test_a_page_of_one_agreement_is_that_record(driver: Any, tmp_path: Path) -> None:
    page = Page(driver, tmp_path, found=OF_PERU)
    assert page.one("tr.detail .record").is_displayed()
    figures = page.one("#_figures").text.split()
    assert figures[:6] == ["agreement", "1", "parties", "2", "year", "2026"]
    assert page.value("scrollY") == 0
    assert not page.one("#_narrow").is_displayed()


def test_a_page_of_no_agreement_says_so_and_offers_nothing(driver: Any, tmp_path: Path) -> None:
    page = Page(driver, tmp_path, found=Found((), Filters(country=("Fiji",))))
    assert "No agreement is in this selection." in page.one("main").text
    assert [one.text for one in page.all("main h2") if one.is_displayed()] == ["Agreements"]
    assert page.each("#_nav a", "one.hash") == ["#_records-title"]


def test_lists_are_in_the_order_of_the_command_line(page: Page) -> None:
    index = open_index(packaged_path()).connection
    newest = index.execute(
        "SELECT date_earliest FROM agreement WHERE withdrawn IS NULL "
        "ORDER BY date_earliest IS NULL, date_earliest DESC, date_latest DESC"
    )
    dates = dict(index.execute("SELECT id, date_earliest FROM agreement"))
    rows = page.shown
    assert [(dates[id],) for id in rows] == newest.fetchmany(len(rows))
    ids = page.each("#_other-list > details", "one.id")
    for kind in ("initiative", "event"):
        found = dict(index.execute(f"SELECT id, date_earliest FROM {kind}"))
        days = [found[id] for id in ids if id in found]
        assert days == sorted(days, reverse=True)


def test_print_is_dark_on_white_and_says_what_is_filtered(page: Page) -> None:
    page.open(theme="dark")
    page.press(PERU)
    assert page.search("rare")
    assert not page.one("#_asked").is_displayed()
    size = {"width": 717, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    page.tell("Emulation.setDeviceMetricsOverride", **size)
    theme = [{"name": "prefers-color-scheme", "value": "dark"}]
    page.tell("Emulation.setEmulatedMedia", media="print", features=theme)
    try:
        assert page.value("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.value("getComputedStyle(document.body).color") == "rgb(28, 33, 38)"
        said = page.one("#_asked").text.replace("agreements", "agreement")
        assert said.endswith(" agreement, filtered by Peru, “rare”.")
        assert not page.one("#_bar").is_displayed()
        (timeline,) = page.each("#_timeline svg", "one.getBoundingClientRect().width")
        assert timeline <= 717
        rows = page.each(".agreements tbody tr", "getComputedStyle(one).display")
        assert rows[0] == "table-row"
    finally:
        page.tell("Emulation.setEmulatedMedia", media="")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page: Page, width: int, theme: str) -> None:
    axe = Path(os.environ["MINERALREG_PEERS"], "node_modules", "axe-core", "axe.min.js")
    page.open("us-peru-2026", width, theme)
    page.wait(RECORD)
    assert page.value("document.documentElement.scrollWidth") <= width
    page.run(
        "for (const one of document.querySelectorAll('.facet .more')) one.click();"
        "for (const one of document.querySelectorAll('details'))"
        "if (one.id !== '_all-sources') one.open = true"
    )
    page.tell("Runtime.evaluate", expression=axe.read_text(encoding="utf-8"))
    found, rules = page.driver.execute_async_script(
        "const done = arguments[0];"
        "axe.run(document, {rules: {'target-size': {enabled: true}}}).then("
        "({violations, passes}) => done([violations, passes.length]),"
        "error => done([[{id: String(error)}], 0]))"
    )
    assert rules > 20
    named = [(one["id"], [node["target"] for node in one.get("nodes", [])][:3]) for one in found]
    assert named == []


def test_ten_thousand_agreements_load_soon_and_in_six_megabytes(
    driver: Any, tmp_path: Path
) -> None:
    """A second of processor time is enough; what grows with the square takes minutes."""
    from benchmarks.generate import write_registry

    write_registry(tmp_path / "agreements.toml", 10_000)
    page = Page(driver, tmp_path, tmp_path / "agreements.toml")
    assert page.file.stat().st_size < 6_000_000
    page.tell("Performance.enable", timeDomain="threadTicks")
    page.open("?search=lithium")
    spent = {one["name"]: one["value"] for one in page.tell("Performance.getMetrics")["metrics"]}
    assert 0 < spent["TaskDuration"] < 10
    assert len(page.shown) == 25
