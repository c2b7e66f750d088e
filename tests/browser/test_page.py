"""The page in a real browser: Chromium, its driver, selenium, and axe-core for accessibility.

MINERALREG_PEERS names the folder that scripts/install-peers.sh filled. Whoever asks for these
tests (`-m browser`) without it gets a failure, not a silent pass.
"""

import os
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
ROWS = "[...document.querySelectorAll('#_rows tr[id]')].map(row => row.id)"
WIDTHS = (390, 1280, 1920)
PATIENCE = 200
"""Seconds that a page may take on a busy machine."""


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


def drawn(folder: Path, registry: Path | str = SAMPLE_FILE, found: Found | None = None) -> str:
    """The address of the page of a registry, or of what was found in it."""
    write("html", open_index(str(registry)).connection, str(folder / "page.html"), found)
    return (folder / "page.html").as_uri()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return drawn(tmp_path_factory.mktemp("page"), packaged_path())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("small")
    harm = "</script><img src=x onerror=document.title='owned'>"
    return drawn(folder, kept(folder, edited(SAMPLE, ("Framework on supply chains", harm))))


def visit(driver: Any, address: str, width: int = 1280, theme: str = "light") -> None:
    """Open a page afresh, in a window of this width, and wait until its script is done."""
    driver.get("about:blank")
    driver.get_log("browser")
    driver.get_log("performance")
    # Chromium keeps 50 steps; beyond them it drops the one that a test would go back to.
    driver.execute_cdp_cmd("Page.resetNavigationHistory", {})
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": theme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    driver.get(address)
    wait_for_script(driver)


def wait_for_script(driver: Any) -> None:
    """Wait until the page's script is done, and for what it leaves to the next frame."""
    wait(driver, "document.documentElement.dataset.ready === 'yes'")
    driver.execute_async_script(
        "const done = arguments[0]; requestAnimationFrame(() => setTimeout(done))"
    )


def shown(driver: Any) -> list[str]:
    """The ids of the agreements in the window of the list."""
    rows: list[str] = driver.execute_script(f"return {ROWS}")
    return rows


def address(driver: Any) -> str:
    """What the address says after its #."""
    said: str = driver.execute_script("return location.hash.slice(1)")
    return said


def reload(driver: Any) -> None:
    driver.refresh()
    wait_for_script(driver)


def press(driver: Any, selector: str) -> None:
    """Choose a mark or button, wherever it lies."""
    driver.execute_script(
        "document.querySelector(arguments[0]).dispatchEvent(new Event('click', {bubbles: true}))",
        selector,
    )


def wait(driver: Any, condition: str) -> None:
    """Wait until a condition holds, and what it asks about is there."""
    from selenium.common.exceptions import JavascriptException
    from selenium.webdriver.support.ui import WebDriverWait

    patient = WebDriverWait(driver, PATIENCE, 0.05, [JavascriptException])
    patient.until(lambda browser: browser.execute_script(f"return {condition}"))


def search(driver: Any, text: str) -> list[str]:
    field = driver.find_element("id", "_search")
    field.clear()
    field.send_keys(text)
    return shown(driver)


def test_filters_as_one_types(driver: Any, small: str) -> None:
    visit(driver, small)
    assert search(driver, "seabed") == ["us-cook-islands-2025"]
    assert driver.find_element("id", "_count").text == "1 of 5 agreements"
    assert search(driver, "perú rare") == ["us-peru-2026"]
    assert len(search(driver, "(")) == 5  # no word at all
    assert search(driver, "zzz") == []
    assert "No agreement matches" in driver.find_element("id", "_rows").text


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
def test_finds_what_people_write(driver: Any, small: str, written: str, found: set[str]) -> None:
    visit(driver, small)
    assert set(search(driver, written)) == found


def test_whole_words_come_first(driver: Any, page: str) -> None:
    visit(driver, page)
    found = search(driver, "niger")
    names = [
        driver.find_element("id", id).find_element("class name", "parties").text for id in found
    ]
    whole = ["Niger" in name.replace(",", "").split() for name in names]
    assert whole == sorted(whole, reverse=True)
    assert "Peru" in driver.find_element("id", search(driver, "Peru minrals")[0]).text


def test_other_records_are_found_too(driver: Any, small: str) -> None:
    visit(driver, small)
    search(driver, "ore forum")
    driver.find_element("css selector", "#_also a").click()
    wait(driver, "document.getElementById('ore-forum').open")


def test_the_address_restores_the_view_after_a_reload(driver: Any, small: str) -> None:
    visit(driver, small)
    press(driver, '[data-partner="peru"]')
    search(driver, "memorandum")
    press(driver, "th.title button")
    press(driver, "a.title")
    wait(driver, "document.querySelector('tr.detail') !== null")
    before = shown(driver), driver.title, address(driver)
    assert before[2].endswith("?party=peru&search=memorandum&sort=title")
    assert sorted(before[0]) == ["us-peru-2024", "us-peru-2026"]
    reload(driver)
    wait(driver, "document.querySelector('tr.detail') !== null")
    assert (shown(driver), driver.title, address(driver)) == before
    assert driver.find_element("id", "_search").get_attribute("value") == "memorandum"
    assert driver.find_element("css selector", ".chip").text.startswith("Peru")
    assert driver.find_element("css selector", "th.title").get_attribute("aria-sort") == "ascending"


def test_back_returns_to_the_view_before(driver: Any, small: str) -> None:
    visit(driver, small)
    press(driver, '[data-partner="peru"]')
    press(driver, "#us-peru-2024 a.title")
    wait(driver, "document.querySelector('tr.detail') !== null")
    driver.back()
    wait(driver, "document.querySelector('tr.detail') === null")
    assert address(driver) == "?party=peru"
    driver.back()
    wait(driver, f"{ROWS}.length === 5")


def test_period_pair_and_several_values_are_in_the_address(driver: Any, small: str) -> None:
    visit(driver, f"{small}#?party=peru,south-korea&status=signed,announced")
    assert len(driver.find_elements("css selector", ".chip")) == 4
    everything = set(shown(driver))
    assert {"us-peru-2026", "us-korea-2026"} <= everything
    visit(driver, f"{small}#?between=peru,united-states")
    assert set(shown(driver)) == {"us-peru-2024", "us-peru-2026"}
    visit(driver, f"{small}#?acts=2026-02")
    assert "us-peru-2026" in shown(driver)
    assert "us-peru-2024" not in shown(driver)
    visit(driver, f"{small}#?party=atlantis&mineral=unobtainium")  # of another registry
    assert len(shown(driver)) == 5


def test_the_title_follows_what_is_shown(driver: Any, small: str) -> None:
    visit(driver, small)
    assert driver.title == "Sample of agreements"
    press(driver, '[data-partner="peru"]')
    assert driver.title == "Peru · Sample of agreements"
    press(driver, "#us-peru-2024 a.title")
    title = driver.find_element("css selector", "#us-peru-2024 a.title").text
    assert driver.title == f"{title} · Sample of agreements"


def test_links_and_files_of_the_view(driver: Any, small: str, tmp_path: Path) -> None:
    import csv
    import json

    visit(driver, f"{small}#?party=peru")
    driver.execute_script(
        "Object.defineProperty(navigator, 'clipboard',"
        "{value: {writeText: async (text) => { window.copied = text }}})"
    )
    link, as_csv, as_json = driver.find_elements("css selector", "#_tools button")
    link.click()
    wait(driver, "window.copied !== undefined")
    assert driver.execute_script("return window.copied") == f"{small}#?party=peru"
    allowed = {"behavior": "allow", "downloadPath": str(tmp_path)}
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", allowed)
    for button, name in ((as_csv, "agreements.csv"), (as_json, "agreements.json")):
        button.click()
        until(lambda name=name: (tmp_path / name).exists())
    with (tmp_path / "agreements.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == shown(driver)
    assert "Peru" in rows[0]["parties"]
    records = json.loads((tmp_path / "agreements.json").read_text(encoding="utf-8"))
    assert [record["id"] for record in records] == shown(driver)
    index = open_index(str(SAMPLE_FILE)).connection
    for record in records:
        (kept,) = index.execute("SELECT json FROM record WHERE id = ?", (record["id"],)).fetchone()
        assert record == json.loads(kept)


def until(condition: Any) -> None:
    import time

    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_record_says_how_to_cite_it(driver: Any, small: str) -> None:
    visit(driver, f"{small}#us-peru-2026")
    driver.find_element("css selector", ".cite summary").click()
    said = driver.find_element("css selector", ".cite p").text
    for part in ("United States, Peru", "Record us-peru-2026 in: Sample of agreements", "2026"):
        assert part in said


def test_minerals_topics_and_partners_of_a_record_lead_on(driver: Any, small: str) -> None:
    visit(driver, f"{small}#us-peru-2026")
    for facet, value in (("mineral", "rare-earths"), ("party", "peru")):
        driver.execute_script("location.hash = 'us-peru-2026'")
        wait(driver, "document.querySelector('tr.detail') !== null")
        press(driver, f'.facts a[href="#?{facet}={value}"]')
        wait(driver, "document.querySelector('tr.detail') === null")
        assert address(driver) == f"?{facet}={value}"
        assert "us-peru-2026" in shown(driver)


def test_the_matrix_filters_like_the_map(driver: Any, small: str) -> None:
    visit(driver, small)
    pair = '.pair[data-pair="peru united-states"]'
    mark = driver.find_element("css selector", pair)
    assert mark.get_attribute("aria-label") == "Peru and United States: 2 agreements"
    press(driver, pair)
    assert set(shown(driver)) == {"us-peru-2024", "us-peru-2026"}
    assert driver.find_element("css selector", pair).get_attribute("aria-pressed") == "true"
    assert driver.find_element("css selector", ".chip").text.startswith("Peru and United States")
    press(driver, pair)
    assert len(shown(driver)) == 5
    search(driver, "rare")
    assert driver.find_element("css selector", pair).text == "1"


def test_the_matrix_has_the_25_most_connected_by_count_or_region(driver: Any, page: str) -> None:
    visit(driver, page)
    rows = "[...document.querySelectorAll('#_matrix th[scope=row]')].map(one => one.textContent)"
    names = driver.execute_script(f"return {rows}")
    assert len(names) == 25
    assert names[0] == "United States"
    press(driver, "#_matrix-sort button:last-of-type")
    regions = driver.execute_script(
        "return [...document.querySelectorAll('#_matrix .region')].map(one => one.textContent)"
    )
    assert regions[:2] == ["Africa", "Americas"]
    assert sorted(driver.execute_script(f"return {rows}")) == sorted(names)


def test_what_names_nothing_in_particular_stands_apart(driver: Any, page: str) -> None:
    visit(driver, page)
    apart = [one.text for one in driver.find_elements("css selector", ".apart .name")]
    assert {"Critical minerals, unspecified", "Not stated"} <= set(apart)
    assert not driver.find_elements("css selector", ".apart .bar")
    press(driver, '[data-partner="peru"]')
    counts = [one.text for one in driver.find_elements("css selector", ".barlist .number")]
    assert counts
    assert "0" not in counts


def test_the_timeline_folds_the_years_before_2019(driver: Any, page: str) -> None:
    visit(driver, page)
    years = "[...document.querySelectorAll('#_timeline .year')].map(one => one.textContent)"
    assert driver.execute_script(f"return {years}")[0] == "2019"
    assert "before 2019" in driver.find_element("css selector", "#_time-hint button").text
    driver.find_element("css selector", "#_time-hint button").click()
    assert driver.execute_script(f"return {years}")[0] < "2019"
    visit(driver, f"{page}#?acts=2011-10")
    assert driver.execute_script(f"return {years}")[0] < "2019"


def test_on_a_phone_search_and_list_come_first(driver: Any, page: str) -> None:
    visit(driver, page, 390)
    tops = driver.execute_script(
        "return ['_search', '_rows', '_facets', '_map', '_matrix', '_timeline']"
        ".map(id => document.getElementById(id).getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)
    assert tops[0] < 844


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_to_choose_is_smaller_than_24_pixels(driver: Any, page: str, width: int) -> None:
    visit(driver, page, width)
    bins = ", .bin" if width < 600 else ""  # a pointer hits a narrow bar of the whole height
    small = driver.execute_script(
        f"return [...document.querySelectorAll('button, summary, input, a.title, #_nav a{bins}')]"
        ".map(one => [one, one.getBoundingClientRect()])"
        ".filter(([one, box]) => box.width && (box.width < 23.5 || box.height < 23.5))"
        ".map(([one, box]) => [one.outerHTML.slice(0, 80), box.width, box.height])"
    )
    assert small == []


def test_claims_are_folded_until_they_are_asked_for(driver: Any, page: str) -> None:
    visit(driver, page)
    assert not driver.find_element("css selector", "details.claim").is_displayed()
    driver.find_element("css selector", ".tally.short").click()
    seen = [
        one for one in driver.find_elements("css selector", "details.claim") if one.is_displayed()
    ]
    assert seen
    assert all("short" in one.get_attribute("class") for one in seen)


def test_the_list_grows_by_windows(driver: Any, page: str) -> None:
    visit(driver, page)
    assert len(shown(driver)) == 25
    driver.find_element("css selector", "#_more button").click()
    assert len(shown(driver)) == 125
    focused = driver.switch_to.active_element.get_attribute("href")
    assert focused.endswith(f"#{shown(driver)[25]}")
    driver.find_element("css selector", "#_more button:last-of-type").click()
    total = int(driver.find_element("id", "_count").text.split()[0])
    assert len(shown(driver)) == total


def test_bars_and_map_filter_and_chips_take_it_back(driver: Any, small: str) -> None:
    visit(driver, small)
    visit(driver, f"{small}#?kind=memorandum")
    assert set(shown(driver)) == {"us-peru-2024", "us-peru-2026"}
    driver.find_element("css selector", ".chip").click()
    assert len(shown(driver)) == 5
    press(driver, "#_facets .facet:nth-of-type(5) button")
    assert "kind=" in address(driver)
    driver.find_element("css selector", ".clear").click()
    mark = driver.find_element("css selector", '[data-partner="cook-islands"]')
    assert mark.get_attribute("aria-label") == "Cook Islands: 1 agreement"
    assert mark.find_elements("css selector", "circle")
    press(driver, '[data-partner="cook-islands"]')
    assert shown(driver) == ["us-cook-islands-2025"]
    assert mark.get_attribute("aria-pressed") == "true"


def test_sorts_by_a_column(driver: Any, small: str) -> None:
    visit(driver, small)
    heads = driver.find_elements("css selector", "th button")
    before = shown(driver)
    heads[0].click()
    after = shown(driver)
    assert before[0] in ("us-peru-2026", "us-korea-2026")
    assert after[0] == "eu-peru-2024"
    assert driver.find_element("css selector", "th.date").get_attribute("aria-sort") == "ascending"
    heads[1].click()
    assert driver.find_element("css selector", "th.title").get_attribute("aria-sort") == "ascending"


@pytest.mark.parametrize("id", ["us-peru-2026", "peru-us-2026"])
def test_a_record_opens_at_its_address(driver: Any, small: str, id: str) -> None:
    visit(driver, f"{small}#{id}")
    wait(driver, "document.querySelector('tr.detail') !== null")
    record = driver.find_element("css selector", "tr.detail").text
    assert "Hugo de Zela" in record
    assert "Announced" in record
    assert "Where sources disagree".upper() in record.upper()
    links = driver.find_elements("css selector", "tr.detail .sources a")
    assert "https://news.example/peru-2026" in [link.get_attribute("href") for link in links]
    assert driver.switch_to.active_element.get_attribute("href").endswith("#us-peru-2026")
    assert address(driver) == "us-peru-2026"


def test_claims_events_sources_and_partners_have_addresses(driver: Any, small: str) -> None:
    visit(driver, small)
    for id in ("three-in-a-day", "ministerial-2026", "ore-forum"):
        driver.execute_script("location.hash = arguments[0]", id)
        wait(driver, f"document.getElementById('{id}').open")
    claim = driver.find_element("id", "three-in-a-day").text
    assert "short" in claim
    driver.execute_script("location.hash = 'commission-2024'")
    wait(driver, "document.getElementById('commission-2024') !== null")
    driver.execute_script("location.hash = 'south-korea'")
    wait(driver, f"{ROWS}.length === 1")


def test_map_and_timeline_are_drawn(driver: Any, page: str) -> None:
    visit(driver, page)
    drawn = driver.execute_script(
        "return [...document.querySelectorAll('#_map .state')].filter(mark => {"
        "const box = mark.getBoundingClientRect(); return box.width > 1 && box.height > 1}).length"
    )
    assert drawn > 40
    height = driver.execute_script(
        "return document.querySelector('#_timeline path.act-signed').getBBox().height"
    )
    assert height > 50
    bins = driver.find_elements("css selector", "#_timeline .bin")
    driver.execute_script("arguments[0].dispatchEvent(new Event('click'))", bins[-1])
    wait(driver, "document.querySelector('.chip') !== null")
    assert driver.find_element("css selector", ".chip").text.startswith("Acts in ")


def test_the_keyboard_reaches_map_and_records(driver: Any, small: str) -> None:
    from selenium.webdriver.common.keys import Keys

    visit(driver, small)
    first = driver.find_element("css selector", '#_map .state[tabindex="0"]')
    driver.execute_script("arguments[0].focus()", first)
    driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    second = driver.switch_to.active_element
    assert second.get_attribute("data-partner") != first.get_attribute("data-partner")
    assert driver.find_element("id", "_tip").is_displayed()
    second.send_keys(Keys.ENTER)
    assert second.get_attribute("aria-pressed") == "true"
    title = driver.find_element("css selector", "a.title")
    title.send_keys(Keys.ENTER)
    wait(driver, "document.querySelector('tr.detail') !== null")
    assert title.get_attribute("aria-expanded") == "true"
    title.send_keys(Keys.ENTER)
    wait(driver, "document.querySelector('tr.detail') === null")
    assert driver.switch_to.active_element == title
    driver.find_element("css selector", ".chip").send_keys(Keys.ENTER)
    assert driver.switch_to.active_element == driver.find_element("id", "_search")


def test_the_keyboard_moves_in_the_matrix(driver: Any, small: str) -> None:
    from selenium.webdriver.common.keys import Keys

    visit(driver, small)
    stops = driver.find_elements("css selector", '#_matrix .pair[tabindex="0"]')
    assert len(stops) == 1
    driver.execute_script("arguments[0].focus()", stops[0])
    row, column = stops[0].get_attribute("data-pair").split()
    driver.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    below = driver.switch_to.active_element
    assert below.get_attribute("data-pair").split()[1] == column
    assert below.get_attribute("data-pair").split()[0] != row
    below.send_keys(Keys.ENTER)
    assert address(driver).startswith("?between=")
    pressed = driver.switch_to.active_element
    assert pressed.get_attribute("aria-pressed") == "true"


def test_an_address_that_no_record_has_says_so(driver: Any, small: str) -> None:
    visit(driver, f"{small}#us-atlantis-1900")
    assert "“us-atlantis-1900”" in driver.find_element("id", "_missing").text
    assert len(shown(driver)) == 5
    driver.execute_script("location.hash = 'us-peru-2026'")
    wait(driver, "document.querySelector('tr.detail') !== null")
    assert not driver.find_element("id", "_missing").is_displayed()


def test_text_runs_in_its_own_direction(driver: Any, tmp_path: Path) -> None:
    arabic = "مذكرة تفاهم بشأن المعادن الحرجة (2026)"
    text = edited(SAMPLE, ("Framework on supply chains", arabic))
    visit(driver, drawn(tmp_path, kept(tmp_path, text)))
    assert search(driver, "المعادن") == ["us-korea-2026"]
    direction = "return getComputedStyle(document.querySelector(arguments[0])).direction"
    assert driver.execute_script(direction, "#us-korea-2026 a.title") == "rtl"
    assert driver.execute_script(direction, "#us-korea-2026 td.parties bdi") == "ltr"
    field = driver.find_element("id", "_search")
    assert driver.execute_script("return getComputedStyle(arguments[0]).direction", field) == "rtl"


def test_hostile_text_stays_text(driver: Any, small: str) -> None:
    visit(driver, f"{small}#us-korea-2026")
    wait(driver, "document.querySelector('tr.detail') !== null")
    assert "<img src=x" in driver.title
    assert not driver.find_elements("css selector", "img")
    assert "<img src=x" in driver.find_element("id", "us-korea-2026").text


def test_no_error_and_no_request(driver: Any, page: str) -> None:
    import json

    visit(driver, f"{page}#us-peru-2026")
    wait(driver, "document.querySelector('tr.detail') !== null")
    for button in driver.find_elements("css selector", "#_claim-list summary")[:5]:
        driver.execute_script("arguments[0].click()", button)
    assert driver.get_log("browser") == []
    sent = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    addresses = {
        message["params"]["request"]["url"]
        for message in sent
        if message["method"] == "Network.requestWillBeSent"
    }
    assert {address.split("#")[0] for address in addresses} <= {page, "data:,"}


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways(driver: Any, page: str, width: int) -> None:
    visit(driver, f"{page}#us-peru-2026", width)
    wait(driver, "document.querySelector('tr.detail') !== null")
    assert driver.execute_script("return document.documentElement.scrollWidth") <= width


def test_a_partner_at_the_edge_of_the_world_is_on_the_map(driver: Any, tmp_path: Path) -> None:
    visit(driver, drawn(tmp_path, kept(tmp_path, edited(SAMPLE, ('"COK"', '"TUV"')))))
    beyond = driver.execute_script(
        "const map = document.querySelector('#_map svg').getBoundingClientRect();"
        "return [...document.querySelectorAll('#_map circle')].map(dot => {"
        "const box = dot.getBoundingClientRect();"
        "return Math.max(map.left - box.left, box.right - map.right)})"
    )
    assert len(beyond) == 1
    assert beyond[0] <= 0


def test_what_narrows_down_stays_in_sight(driver: Any, page: str) -> None:
    visit(driver, page)
    driver.execute_script("document.querySelectorAll('#_rows tr[id]')[12].scrollIntoView()")
    bar, title = (driver.find_element("id", id) for id in ("_bar", "_narrow-title"))
    edges = "return arguments[0].getBoundingClientRect()"
    edge = driver.execute_script(edges, bar)["bottom"]
    assert 0 < edge <= driver.execute_script(edges, title)["top"] < edge + 60


def test_the_long_list_beside_the_map_is_closed_on_a_phone(driver: Any, page: str) -> None:
    for width, open_ in ((390, False), (1280, True)):
        visit(driver, page, width)
        assert driver.execute_script("return _offmap.open") is open_
        assert "Not on the map" in driver.find_element("id", "_offmap").text


def test_a_page_of_a_selection_says_that_it_has_no_claims(driver: Any, tmp_path: Path) -> None:
    part = Found(("us-peru-2026",), Filters(country=("Peru",)))
    visit(driver, drawn(tmp_path, packaged_path(), part))
    foot = driver.find_element("tag name", "footer").text
    assert "a selection (agreements of Peru)" in foot
    assert driver.find_element("tag name", "h1").text == "Agreements of Peru"
    assert driver.title.endswith("· Agreements of Peru · Critical minerals agreements")
    assert "Claims are left out" in foot
    assert driver.find_elements("id", "_claims") == []


def test_a_page_of_one_agreement_is_that_record(driver: Any, tmp_path: Path) -> None:
    part = Found(("us-peru-2026",), Filters(country=("Peru",)))
    visit(driver, drawn(tmp_path, found=part))
    assert driver.find_element("css selector", "tr.detail .record").is_displayed()
    figures = driver.find_element("id", "_figures").text.split()
    assert figures[:6] == ["agreement", "1", "parties", "2", "year", "2026"]
    assert driver.execute_script("return scrollY") == 0
    assert not driver.find_element("id", "_narrow").is_displayed()


def test_a_page_of_no_agreement_says_so_and_offers_nothing(driver: Any, tmp_path: Path) -> None:
    visit(driver, drawn(tmp_path, found=Found((), Filters(country=("Fiji",)))))
    main = driver.find_element("tag name", "main")
    assert "No agreement is in this selection." in main.text
    heads = [head.text for head in main.find_elements("tag name", "h2") if head.is_displayed()]
    assert heads == ["Agreements"]
    links = driver.find_elements("css selector", "#_nav a")
    assert [link.get_attribute("hash") for link in links] == ["#_records-title"]


def test_lists_are_in_the_order_of_the_command_line(driver: Any, page: str) -> None:
    visit(driver, page)
    index = open_index(packaged_path()).connection
    newest = index.execute(
        "SELECT id FROM agreement WHERE withdrawn IS NULL "
        "ORDER BY date_earliest IS NULL, date_earliest DESC, date_latest DESC"
    )
    rows = shown(driver)
    dates = dict(index.execute("SELECT id, date_earliest FROM agreement"))
    assert [dates[id] for id in rows] == [dates[id] for (id,) in newest.fetchmany(len(rows))]
    items = driver.find_elements("css selector", "#_other-list > details")
    ids = [one.get_attribute("id") for one in items]
    for kind in ("initiative", "event"):
        found = dict(index.execute(f"SELECT id, date_earliest FROM {kind}"))
        days = [found[id] for id in ids if id in found]
        assert days == sorted(days, reverse=True)


def test_print_is_dark_on_white_and_says_what_is_filtered(driver: Any, page: str) -> None:
    visit(driver, page, 1280, "dark")
    driver.execute_script(
        "document.querySelector('[data-partner=peru]').dispatchEvent(new Event('click'))"
    )
    assert search(driver, "rare")
    assert not driver.find_element("id", "_asked").is_displayed()
    size = {"width": 717, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    theme = [{"name": "prefers-color-scheme", "value": "dark"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": theme})
    try:
        style = "getComputedStyle(document.body)"
        assert driver.execute_script(f"return {style}.backgroundColor") == "rgb(255, 255, 255)"
        assert driver.execute_script(f"return {style}.color") == "rgb(28, 33, 38)"
        said = driver.find_element("id", "_asked").text
        assert said.endswith(" agreement, filtered by Peru, “rare”.") or said.endswith(
            " agreements, filtered by Peru, “rare”."
        )
        assert not driver.find_element("id", "_bar").is_displayed()
        wide = "return document.querySelector('#_timeline svg').getBoundingClientRect().width"
        assert driver.execute_script(wide) <= 717
        shown = "return getComputedStyle(document.querySelector('.agreements tbody tr')).display"
        assert driver.execute_script(shown) == "table-row"
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(driver: Any, page: str, width: int, theme: str) -> None:
    axe = Path(os.environ["MINERALREG_PEERS"], "node_modules", "axe-core", "axe.min.js")
    visit(driver, f"{page}#us-peru-2026", width, theme)
    wait(driver, "document.querySelector('tr.detail') !== null")
    driver.execute_script(
        "for (const one of document.querySelectorAll('.facet .more')) one.click();"
        "for (const one of document.querySelectorAll('details'))"
        "if (one.id !== '_all-sources') one.open = true"
    )
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": axe.read_text(encoding="utf-8")})
    found, rules = driver.execute_async_script(
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
    address = drawn(tmp_path, tmp_path / "agreements.toml")
    assert (tmp_path / "page.html").stat().st_size < 6_000_000
    driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    visit(driver, f"{address}#?search=lithium")
    metrics = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    spent = {one["name"]: one["value"] for one in metrics}
    assert 0 < spent["TaskDuration"] < 10
    assert len(shown(driver)) == 25
