"""Reports that other programs read: SARIF against its schema, JUnit as XML, GitHub's escapes."""

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import tomli

from inside import run_inside
from mineralreg.checks.finding import Checked, Finding, Place, Report
from mineralreg.checks.register import CHECKS
from mineralreg.output.formats import render
from mineralreg.output.report_data import checkout_name
from mineralreg.output.report_text import FORMATS
from mineralreg.output.terminal import Look
from samples import CLEAN, DATA, kept

ROOT = Path(__file__).parent.parent.parent
SCHEMA = DATA / "sarif" / "sarif-schema-2.1.0.json"
BROKEN = (
    CLEAN.replace('"peru"]', '"preu"]')
    .replace("2026-02-04", "2026-01-01")
    .replace("courier-2026", "gazette-2026")
)


@pytest.fixture(scope="module")
def sarif() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def every_code() -> Report:
    """A finding of each code, with texts that formats must escape."""
    findings = tuple(
        Finding(
            code,
            check.severity,
            f"50% of <'{code}'>, \"quoted\": a,b\nand \x1b[31m",
            help="do: this, & that",
            file="dir with blank/ä,b:c.toml",
            place=Place(number, 1, number, 5) if number % 5 else None,
        )
        for number, (code, check) in enumerate(CHECKS.items())
    )
    return Report((Checked("dir with blank/ä,b:c.toml", findings, ""),), CHECKS, False, "1.0")


def drawn(name: str, report: Report) -> str:
    return "".join(render(name, report, Look(), FORMATS))


def test_sarif_is_valid_whatever_is_found(sarif: jsonschema.Draft4Validator) -> None:
    document = json.loads(drawn("sarif", every_code()))
    assert list(sarif.iter_errors(document)) == []
    run = document["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(CHECKS)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    places = (result["locations"][0]["physicalLocation"] for result in run["results"])
    assert all(place["region"]["startLine"] >= 1 for place in places)


@pytest.mark.parametrize("text", [BROKEN, CLEAN], ids=["broken", "clean"])
def test_sarif_names_rules_that_fired_only(
    text: str, path: Path, sarif: jsonschema.Draft4Validator
) -> None:
    path.write_text(text, encoding="utf-8")
    told = run_inside("validate", "-f", "sarif", str(path))
    document = json.loads(told.stdout)
    assert list(sarif.iter_errors(document)) == []
    run = document["runs"][0]
    fired = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert fired == {result["ruleId"] for result in run["results"]}
    assert fired >= ({"MR201", "MR205"} if told.code else set())
    for double in (result for result in run["results"] if result["ruleId"] == "MR205"):
        assert double["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 10


def test_junit_of_a_clean_file_has_one_test_that_passes(place: Path) -> None:
    kept(place, CLEAN)
    suites = ElementTree.fromstring(run_inside("validate", "-f", "junit").stdout)
    assert (suites.attrib["tests"], suites.attrib["failures"]) == ("1", "0")


@pytest.mark.parametrize("strict", [False, True])
def test_junit_fails_where_validate_fails(strict: bool) -> None:
    report = every_code()._replace(strict=strict)
    root = ElementTree.fromstring(drawn("junit", report))
    failing = [finding for finding in report.findings if report.fails(finding)]
    assert len(root.findall(".//failure")) == int(root.attrib["failures"]) == len(failing)
    assert len(root.findall(".//testcase")) == int(root.attrib["tests"]) == len(CHECKS)


def test_sarif_leads_to_the_page_of_each_check() -> None:
    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    driver = json.loads(drawn("sarif", every_code()))["runs"][0]["tool"]["driver"]
    assert driver["informationUri"] == project["urls"]["Repository"]
    for rule in driver["rules"]:
        address, _, anchor = rule["helpUri"].partition("#")
        assert address == f"{driver['informationUri']}/blob/main/docs/checks.md"
        assert f"\n### {anchor.upper()}\n" in page


@pytest.mark.parametrize(
    ("typed", "workspace", "named"),
    [
        *(("a.toml", "", "data/a.toml"), ("../data/a.toml", "", "data/a.toml")),
        *(("{here}/data/a.toml", "", "data/a.toml"), ("<stdin>", "", "<stdin>")),
        ("a.toml", "{here}/other", "data/a.toml"),  # outside: the root of git
    ],
)
def test_files_are_named_from_the_root_of_the_checkout(
    typed: str, workspace: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "check out"
    for part in (".git", "data", "other"):
        (here / part).mkdir(parents=True)
    monkeypatch.chdir(here / "data")
    monkeypatch.setenv("GITHUB_WORKSPACE", workspace.format(here=here))
    assert checkout_name(typed.format(here=here)) == named
