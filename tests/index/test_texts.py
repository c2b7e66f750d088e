"""The texts of an index can be made in another process; the index holds the same then."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from mineralreg.index import texts
from mineralreg.index.open import open_index
from mineralreg.index.texts import build_apart
from mineralreg.loading import load
from mineralreg.records.registry import Registry

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
SAMPLE = Path(__file__).parent.parent / "data" / "sample.toml"


def index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> sqlite3.Connection:
    monkeypatch.setenv("MINERALREG_CACHE", str(folder))
    opened = open_index(SAMPLE.read_bytes(), lambda: load(SAMPLE))
    assert opened.built
    assert opened.path is not None
    assert os.listdir(folder) == [os.path.basename(opened.path)]
    return opened.connection


def contents(connection: sqlite3.Connection) -> list[str]:
    return [line for line in connection.iterdump() if "record_text_data" not in line]


def test_an_index_made_in_two_processes_holds_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = index(tmp_path / "alone", monkeypatch)
    monkeypatch.setattr("mineralreg.aside.WORTH_IT", 0)
    monkeypatch.setattr("mineralreg.aside.processors", lambda: 2)
    forks: list[int] = []
    fork = os.fork

    def counted() -> int:
        forks.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    together = index(tmp_path / "together", monkeypatch)
    assert forks
    assert contents(together) == contents(alone)
    for word in ("memorandum", "peru", "copper", "usa", "nothing-like-it"):
        query = "SELECT kind, id FROM record_text WHERE record_text MATCH ? ORDER BY rowid"
        wanted = (f'"{word}"',)
        assert together.execute(query, wanted).fetchall() == alone.execute(query, wanted).fetchall()
    check = "SELECT * FROM pragma_integrity_check"
    assert together.execute(check).fetchall() == [("ok",)]


def test_an_index_is_whole_although_the_other_process_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = index(tmp_path / "alone", monkeypatch)
    here, fill = os.getpid(), texts.fill_texts

    def killed_elsewhere(connection: sqlite3.Connection, registry: Registry) -> None:
        fill(connection, registry)
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(texts, "fill_texts", killed_elsewhere)
    monkeypatch.setattr("mineralreg.aside.WORTH_IT", 0)
    monkeypatch.setattr("mineralreg.aside.processors", lambda: 2)
    together = index(tmp_path / "together", monkeypatch)
    assert contents(together) == contents(alone)


def test_every_record_has_its_texts(tmp_path: Path) -> None:
    registry = load(SAMPLE)
    path = tmp_path / "texts.sqlite"
    build_apart(str(path), registry)
    connection = sqlite3.connect(path)
    expected = sorted((kind, record.id) for kind, _, record in registry.records())
    for table in ("record", "record_text"):
        rows = connection.execute(f"SELECT kind, id FROM {table} ORDER BY kind, id").fetchall()
        assert rows == expected
    connection.close()
