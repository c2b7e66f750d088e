"""Reports that other programs read: SARIF against its schema, JUnit as XML, GitHub's escapes."""

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import tomli
from checking import validate, written

from mineralreg.checks.finding import Checked, Finding, Place, Report
from mineralreg.checks.register import CHECKS
from mineralreg.output.formats import render
from mineralreg.output.report_data import checkout_name
from mineralreg.output.report_text import FORMATS
from mineralreg.output.terminal import Look
from samples import CLEAN, DATA

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


def test_sarif_names_rules_that_fired_only(
    tmp_path: Path, sarif: jsonschema.Draft4Validator
) -> None:
    code, out, _ = validate("-f", "sarif", written(tmp_path, BROKEN))
    document = json.loads(out)
    assert code == 1
    assert list(sarif.iter_errors(document)) == []
    run = document["runs"][0]
    fired = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert fired == {result["ruleId"] for result in run["results"]} >= {"MR201", "MR205"}
    double = next(result for result in run["results"] if result["ruleId"] == "MR205")
    assert double["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 10


def test_reports_of_a_clean_file(tmp_path: Path, sarif: jsonschema.Draft4Validator) -> None:
    path = written(tmp_path, CLEAN)
    code, out, _ = validate("-f", "sarif", path)
    document = json.loads(out)
    assert (code, document["runs"][0]["results"]) == (0, [])
    assert list(sarif.iter_errors(document)) == []
    suites = ElementTree.fromstring(validate("-f", "junit", path)[1])  # with one test that passes
    assert (suites.attrib["tests"], suites.attrib["failures"]) == ("1", "0")


@pytest.mark.parametrize("strict", [False, True])
def test_junit_fails_where_validate_fails(strict: bool) -> None:
    report = every_code()._replace(strict=strict)
    root = ElementTree.fromstring(drawn("junit", report))
    failing = [finding for finding in report.findings if report.fails(finding)]
    assert len(root.findall(".//failure")) == int(root.attrib["failures"]) == len(failing)
    assert len(root.findall(".//testcase")) == int(root.attrib["tests"]) == len(CHECKS)


def test_github_has_a_command_a_line() -> None:
    lines = drawn("github", every_code()).splitlines()
    assert len(lines) == len(CHECKS)
    for line in lines:
        assert line.startswith(("::error file=", "::warning file=", "::notice file="))
        properties, _, data = line[2:].partition("::")
        assert "ä%2Cb%3Ac.toml" in properties
        assert data.startswith("50%25 of ")
        assert "%0A" in data


@pytest.mark.parametrize(
    ("ending", "start"),
    [("sarif", "{"), ("xml", "<?xml"), ("json", "{"), ("txt", "error[MR"), ("pdf", "")],
)
def test_the_ending_of_the_file_chooses(tmp_path: Path, ending: str, start: str) -> None:
    target = tmp_path / f"report.{ending}"
    code, out, err = validate("-o", str(target), written(tmp_path, BROKEN))
    assert (code, out) == (1 if start else 2, "")
    assert ("selects no report format" in err) == (not start)
    assert not start or target.read_text(encoding="utf-8").startswith(start)


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
    ("typed", "folder", "workspace", "named"),
    [
        ("data/a.toml", "", None, "data/a.toml"),
        ("./data/a.toml", "", None, "data/a.toml"),
        ("a.toml", "data", None, "data/a.toml"),
        ("../data/a.toml", "data", None, "data/a.toml"),
        ("{here}/data/a.toml", "data", None, "data/a.toml"),
        ("data/a.toml", "", "{here}/data", "a.toml"),
        ("data/a.toml", "", "{here}/other", "data/a.toml"),  # outside: the root of git
        ("<stdin>", "", None, "<stdin>"),
    ],
)
def test_files_are_named_from_the_root_of_the_checkout(
    typed: str,
    folder: str,
    workspace: str | None,
    named: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = tmp_path / "check out"
    for part in (".git", "data", "other"):
        (here / part).mkdir(parents=True)
    monkeypatch.chdir(here / folder)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    if workspace:
        monkeypatch.setenv("GITHUB_WORKSPACE", workspace.format(here=here))
    assert checkout_name(typed.format(here=here)) == named


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("concise", "a.toml:1:1: error[MR601]"),
        ("github", ",line=1,endLine=1,col=1,endColumn=2,"),
        ("sarif", '"startLine": 1'),
        ("junit", "a.toml:1:1"),
        ("json", '"line": 1'),
    ],
)
def test_without_a_place_a_finding_stands_at_the_start(name: str, said: str) -> None:
    lost = Checked("a.toml", (Finding("MR601", "error", "x", file="a.toml"),), "")
    assert said in drawn(name, every_code()._replace(files=(lost,)))
