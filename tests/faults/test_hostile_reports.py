"""Reports on a file that attacks whoever reads its report: terminals, CI logs, XML, JSON."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import tomli_w
from hostile import TEXTS, document, obeyed, settled

import mineralreg
from inside import run_inside
from mineralreg.output.formats import render
from mineralreg.output.report_text import FORMATS
from mineralreg.output.terminal import Look


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A registry in which hostile texts stand where keys, ids, words and dates belong."""
    data = document()
    for number, text in enumerate(TEXTS.values()):
        data["agreement"][number].update(
            {text: text, "kind": text, "parties": [text], "event": text, "minerals": [text]}
        )
        data["partner"][number]["iso"] = text
        data["event"][number]["date"] = text
        data["source"][number]["id"] = text
        data["claim"][number]["selector"] = {"country": text, text: text}
        data["initiative"][number]["actions"][0]["action"] = text
        data[text] = text
    with settled(tmp_path_factory.mktemp("broken"), tomli_w.dumps(data)) as path:
        yield path


@pytest.fixture(scope="module")
def reports(broken: Path) -> dict[str, str]:
    report = mineralreg.validate(broken)
    return {one.name: "".join(render(one.name, report, Look(), FORMATS)) for one in FORMATS}


def test_no_report_holds_what_a_terminal_obeys(reports: dict[str, str]) -> None:
    for format, text in reports.items():
        assert not obeyed(text), format
    told = run_inside("validate", "-f", "full", "--color", "always")
    assert told.code == 1
    assert "\x1b[" in told.stdout
    assert not obeyed(told.stdout + told.stderr, colored=True)


def test_every_report_tells_the_same_findings_in_its_own_syntax(reports: dict[str, str]) -> None:
    findings = json.loads(reports["json"])["findings"]
    assert len(findings) > 10 * len(TEXTS)
    assert len(json.loads(reports["sarif"])["runs"][0]["results"]) == len(findings)
    suites = ElementTree.fromstring(reports["junit"])
    assert len(list(suites.iter("testcase"))) == len(findings)
    lines = reports["github"].splitlines()
    assert len(lines) == len(findings)
    assert all(re.match(r"::(error|warning|notice) [^\x00-\x1f]+::\S", line) for line in lines)
    assert len(reports["concise"].splitlines()) == len(findings)


def test_a_workflow_command_in_a_record_is_not_one_in_the_report(tmp_path: Path) -> None:
    text = "x\n::set-env name=PATH::/evil\r\n::stop-commands::pause%0A::add-mask::y"
    path = tmp_path / "x.toml"
    path.write_text(tomli_w.dumps({"schema_version": 1, text: 1, "agreement": [{"id": text}]}))
    told = run_inside("validate", "-f", "github", str(path)).stdout
    assert told.splitlines()
    assert all(re.match(r"::(error|warning|notice) ", line) for line in told.splitlines())


@pytest.mark.parametrize("question", ["list", "where", "show x"])
def test_loading_says_the_same_and_obeys_nothing(broken: Path, question: str) -> None:
    told = run_inside(*question.split())
    assert told.code == 3
    assert not obeyed(told.stdout + told.stderr)
