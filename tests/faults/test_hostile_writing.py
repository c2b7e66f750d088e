"""Hostile text that is written: kept to the letter, or refused with nothing changed."""

import json
from pathlib import Path

import pytest
import tomli
from hostile import TEXTS, obeyed
from running import done, outcome

from inside import Stream
from mineralreg.output.escape import visible
from samples import SAMPLE

ID = "us-peru-2026"


@pytest.fixture(autouse=True)
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "agreements.toml"
    path.write_text(SAMPLE, encoding="utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MINERALREG_CACHE", str(tmp_path / "cache"))
    return path


def notes(path: Path) -> str | None:
    """The notes that the file has for the one agreement, read by the parser alone."""
    data = tomli.loads(path.read_bytes().decode())
    (found,) = (record for record in data["agreement"] if record["id"] == ID)
    value: str | None = found.get("notes")
    return value


def test_set_writes_any_text_so_that_it_reads_back_to_the_letter(registry: Path) -> None:
    for text in TEXTS.values():
        found = outcome("set", ID, f"notes={text}")
        assert found.code == 0, found.stderr
        assert not obeyed(found.stdout + found.stderr)
        assert notes(registry) == text.strip()
        assert len(tomli.loads(registry.read_bytes().decode())["partner"]) == SAMPLE.count(
            "[[partner]]"
        )


def test_add_from_json_keeps_any_text_to_the_letter(registry: Path) -> None:
    records = [
        {"id": f"x-{name}", "kind": "company", "name": text + name, "notes": text}
        for name, text in TEXTS.items()
    ]
    stdin = "\n".join(map(json.dumps, records))
    assert outcome("add", "partner", "--from", "-", "--yes", stdin=stdin).code == 0
    written = tomli.loads(registry.read_bytes().decode())["partner"]
    for record in records:
        assert record in written


def test_a_text_that_utf8_cannot_hold_is_refused_and_changes_nothing(registry: Path) -> None:
    for text in ("\udcff", "a\ud800b"):
        for arguments in (
            ("set", ID, f"notes={text}"),
            ("set", ID, f"{text}=1"),
            ("act", ID, "ratified", "--note", text),
            ("add", "partner", "--name", text, "--yes"),
            ("remove", text),
        ):
            found = outcome(*arguments)
            assert found.code in (2, 4), arguments
            assert not obeyed(found.stdout + found.stderr)
            assert registry.read_bytes() == SAMPLE.encode()


def test_any_text_as_a_field_an_id_or_an_action_is_refused_and_changes_nothing(
    registry: Path,
) -> None:
    for text in TEXTS.values():
        for arguments in (
            *(("set", ID, f"{text}=1"), ("set", text, "notes=x"), ("set", ID, f"kind={text}")),
            *(("act", ID, "--", text), ("act", "--", text, "signed"), ("add", "--", text)),
            *(("remove", "--", text)),
        ):
            found = outcome(*arguments)
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
