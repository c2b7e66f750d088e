"""The page in a real browser: Chromium, its driver, selenium, and axe-core for accessibility.

MINERALREG_PEERS names the folder that scripts/install-peers.sh filled. Whoever asks for these
tests (`-m browser`) without it gets a failure, not a silent pass.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mineralreg.export.page import write_page
from mineralreg.export.selection import Found
from mineralreg.loading import open_index
from mineralreg.store.locate import packaged_path

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parent.parent / "data" / "sample.toml"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ROWS = "[...document.querySelectorAll('tbody tr[id]')].map(row => row.id)"


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
    started.set_script_timeout(60)
    yield started
    started.quit()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "page.html"
    write_page(open_index(packaged_path()).connection, str(path))
    return path.as_uri()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("small")
    text = SAMPLE.read_text(encoding="utf-8")
    text = text.replace(
        "Framework on supply chains", "</script><img src=x onerror=document.title='owned'>"
    )
    (folder / "agreements.toml").write_text(text, encoding="utf-8")
    index = open_index(str(folder / "agreements.toml")).connection
    write_page(index, str(folder / "page.html"))
    return (folder / "page.html").as_uri()


def visit(driver: Any, address: str, width: int = 1280, theme: str = "light") -> None:
    """Open a page afresh, in a window of this width, and wait until its script is done."""
    driver.get("about:blank")
    driver.get_log("browser")
    driver.get_log("performance")
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": theme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    driver.get(address)
    wait(driver, "document.documentElement.dataset.ready === 'yes'")
    wait(driver, f"{ROWS}.length === (JSON.parse(_data.textContent).agreements.length)")


def wait(driver: Any, condition: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(driver, 10, 0.05).until(lambda d: d.execute_script(f"return {condition}"))


def search(driver: Any, text: str) -> list[str]:
    field = driver.find_element("id", "_search")
    field.clear()
    field.send_keys(text)
    wait(driver, "true")
    rows: list[str] = driver.execute_script(f"return {ROWS}")
    return rows


def test_filters_as_one_types(driver: Any, small: str) -> None:
    visit(driver, small)
    assert search(driver, "seabed") == ["us-cook-islands-2025"]
    assert driver.find_element("id", "_count").text == "1 of 5 agreements"
    assert search(driver, "perú rare") == ["us-peru-2026"]
    assert search(driver, "nothing at all") == []
    assert "Nothing matches" in driver.find_element("css selector", "tbody").text


def test_bars_and_map_filter_and_chips_take_it_back(driver: Any, small: str) -> None:
    visit(driver, small)
    driver.execute_script("document.querySelector('#_kind button').click()")
    assert set(driver.execute_script(f"return {ROWS}")) == {"us-peru-2024", "us-peru-2026"}
    driver.find_element("css selector", ".chip").click()
    assert len(driver.execute_script(f"return {ROWS}")) == 5
    mark = driver.find_element("css selector", '[data-partner="cook-islands"]')
    assert mark.get_attribute("aria-label") == "Cook Islands: 1 agreement"
    assert mark.find_elements("css selector", "circle")
    driver.execute_script("arguments[0].dispatchEvent(new Event('click'))", mark)
    assert driver.execute_script(f"return {ROWS}") == ["us-cook-islands-2025"]
    assert mark.get_attribute("aria-pressed") == "true"


def test_sorts_by_a_column(driver: Any, small: str) -> None:
    visit(driver, small)
    heads = driver.find_elements("css selector", "th button")
    before = driver.execute_script(f"return {ROWS}")
    heads[0].click()
    after = driver.execute_script(f"return {ROWS}")
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


def test_hostile_text_stays_text(driver: Any, small: str) -> None:
    visit(driver, f"{small}#us-korea-2026")
    wait(driver, "document.querySelector('tr.detail') !== null")
    assert driver.title == "Sample of agreements"
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


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_nothing_scrolls_sideways(driver: Any, page: str, width: int) -> None:
    visit(driver, f"{page}#us-peru-2026", width)
    wait(driver, "document.querySelector('tr.detail') !== null")
    assert driver.execute_script("return document.documentElement.scrollWidth") <= width


def test_a_partner_at_the_edge_of_the_world_is_on_the_map(driver: Any, tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert 'iso = "COK"' in text
    (tmp_path / "agreements.toml").write_text(text.replace('"COK"', '"TUV"'), encoding="utf-8")
    index = open_index(str(tmp_path / "agreements.toml")).connection
    write_page(index, str(tmp_path / "page.html"))
    visit(driver, (tmp_path / "page.html").as_uri())
    beyond = driver.execute_script(
        "const map = document.querySelector('#_map svg').getBoundingClientRect();"
        "return [...document.querySelectorAll('#_map circle')].map(dot => {"
        "const box = dot.getBoundingClientRect();"
        "return Math.max(map.left - box.left, box.right - map.right)})"
    )
    assert len(beyond) == 1
    assert beyond[0] <= 0


def test_the_long_list_beside_the_map_is_closed_on_a_phone(driver: Any, page: str) -> None:
    for width, open_ in ((390, False), (1280, True)):
        visit(driver, page, width)
        assert driver.execute_script("return _offmap.open") is open_
        assert "Not on the map" in driver.find_element("id", "_offmap").text


def test_a_page_of_a_selection_says_that_it_has_no_claims(driver: Any, tmp_path: Path) -> None:
    index = open_index(packaged_path()).connection
    write_page(index, str(tmp_path / "part.html"), Found(("us-peru-2026",), "--country Peru"))
    visit(driver, (tmp_path / "part.html").as_uri())
    foot = driver.find_element("tag name", "footer").text
    assert "a selection (--country Peru)" in foot
    assert "Claims are left out" in foot
    assert driver.find_elements("id", "_claims") == []


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
        assert said.endswith("agreements, filtered by Peru, “rare”.")
        assert not driver.find_element("id", "_bar").is_displayed()
        wide = "return document.querySelector('#_timeline svg').getBoundingClientRect().width"
        assert driver.execute_script(wide) <= 717
        shown = "return getComputedStyle(document.querySelector('.agreements tbody tr')).display"
        assert driver.execute_script(shown) == "table-row"
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious(driver: Any, page: str, width: int, theme: str) -> None:
    axe = Path(os.environ["MINERALREG_PEERS"], "node_modules", "axe-core", "axe.min.js")
    visit(driver, f"{page}#us-peru-2026", width, theme)
    wait(driver, "document.querySelector('tr.detail') !== null")
    driver.execute_script(
        "for (const one of document.querySelectorAll('details.claim, details.item'))"
        "if (one.id !== '_all-sources') one.open = true"
    )
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": axe.read_text(encoding="utf-8")})
    found, rules = driver.execute_async_script(
        "const done = arguments[0]; axe.run(document).then("
        "({violations, passes}) => done([violations, passes.length]),"
        "error => done([[{id: String(error)}], 0]))"
    )
    assert rules > 20
    serious = [
        (one["id"], [node["target"] for node in one.get("nodes", [])][:3])
        for one in found
        if one.get("impact") not in ("minor", "moderate")
    ]
    assert serious == []


def test_a_thousand_agreements_paint_at_once(driver: Any, tmp_path: Path) -> None:
    import copy

    from mineralreg.export.page import page as drawn
    from mineralreg.export.page.content import content

    shown = content(open_index(packaged_path()).connection, ())
    originals = shown["agreements"]
    shown["agreements"] = []
    for number in range(1000):
        again = copy.deepcopy(originals[number % len(originals)])
        again["id"] += f"-{number}"
        shown["agreements"].append(again)
    path = tmp_path / "large.html"
    path.write_text(drawn(shown), encoding="utf-8")
    visit(driver, path.as_uri())
    (paint,) = driver.execute_script(
        "return performance.getEntriesByName('first-contentful-paint').map(one => one.startTime)"
    )
    assert paint < 2000
