"""Hostile text that is written: kept to the letter, or refused with nothing changed."""

import json
from pathlib import Path

import pytest
import tomli
from hostile import TEXTS, obeyed
from running import done

from inside import Stream, run_inside
from mineralreg.output.escape import visible
from samples import SAMPLE

ID = "us-peru-2026"


@pytest.fixture(autouse=True)
def registry(place: Path) -> Path:
    return place / "agreements.toml"


def written(path: Path, kind: str) -> dict[str, dict[str, object]]:
    """The records of a kind that the file has, read by the parser alone."""
    return {record["id"]: record for record in tomli.loads(path.read_bytes().decode())[kind]}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_set_writes_any_text_so_that_it_reads_back_to_the_letter(registry: Path, text: str) -> None:
    before = written(registry, "partner")
    found = run_inside("set", ID, f"notes={text}")
    assert found.code == 0, found.stderr
    assert not obeyed(found.stdout + found.stderr)
    assert written(registry, "agreement")[ID]["notes"] == text.strip()
    assert written(registry, "partner") == before


def test_add_from_json_keeps_any_text_to_the_letter(registry: Path) -> None:
    records = {
        f"x-{name}": {"id": f"x-{name}", "kind": "company", "name": text + name, "notes": text}
        for name, text in TEXTS.items()
    }
    stdin = "\n".join(map(json.dumps, records.values()))
    assert run_inside("add", "partner", "--from", "-", "--yes", stdin=stdin).code == 0
    assert records.items() <= written(registry, "partner").items()


NO_TEXTS = ("\udcff", "a\ud800b")
"""What no file could hold as text."""
NAMING = (
    *("set {id} {text}=1", "set {text} notes=x", "set {id} kind={text}", "act {id} -- {text}"),
    *("act -- {text} signed", "add -- {text}", "remove -- {text}"),
)
TELLING = ("set {id} notes={text}", "act {id} ratified --note {text}", "add partner --name {text}")


@pytest.mark.parametrize("line", [*NAMING, *TELLING])
def test_a_text_that_cannot_stand_there_is_refused_and_changes_nothing(
    line: str, registry: Path
) -> None:
    for text in (*NO_TEXTS, *(TEXTS.values() if line in NAMING else ())):
        arguments = [word.format(id=ID, text=text) for word in line.split()]
        found = run_inside(*arguments)
        assert found.code in (2, 4), arguments
        assert not obeyed(found.stdout + found.stderr)
        assert registry.read_bytes() == SAMPLE.encode()


def test_a_dry_run_is_exact_in_a_pipe_and_escaped_on_a_terminal(
    registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = [done("set", ID, f"notes={text}", "--dry-run") for text in TEXTS.values()]
    monkeypatch.setattr(Stream, "terminal", True)
    for text, exact in zip(TEXTS.values(), piped, strict=True):
        shown = done("set", ID, f"notes={text}", "--dry-run")
        assert not obeyed(shown)
        assert shown == visible(exact)
    assert registry.read_bytes() == SAMPLE.encode()
    assert any(map(obeyed, piped))
