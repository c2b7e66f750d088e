"""Thousands of inputs that nobody would write: each is answered or refused, none is a traceback.

Everything runs inside this process and is drawn anew each time; the marker `slow` asks for more of
the same. What a run finds stays in Hypothesis' database until it is mended.
"""

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from drawn import (
    ARGUMENTS,
    ASKED,
    QUERIES,
    TEXT,
    TREES,
    broken_bytes,
    broken_registries,
    near_dates,
)
from hostile import obeyed, toml
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from running import outcome

from mineralreg.checks.engine import examine, loadable
from mineralreg.checks.register import CHECKS
from mineralreg.dates import DateError, PartialDate
from mineralreg.document.content import DocumentError
from mineralreg.document.document import parse_document
from mineralreg.errors import MineralregError, UsageError
from mineralreg.index.build import build
from mineralreg.query import listing, names, reconcile, sql, summary
from mineralreg.query.book import IndexBook
from mineralreg.reference.countries import countries
from mineralreg.reference.minerals import minerals
from mineralreg.reference.spelling import fold
from mineralreg.registry import load_document
from samples import SAMPLE

FACTORS = pytest.mark.parametrize(
    "factor", [1, pytest.param(60, marks=pytest.mark.slow)], ids=["quick", "long"]
)


def fuzz(number: int, strategy: SearchStrategy[Any], check: Any) -> Any:
    """A quick test and a long one that put drawn values to the same check."""

    def run(factor: int) -> None:
        settings(max_examples=number * factor)(given(strategy)(check))()

    return FACTORS(run)


def is_a_registry_or_its_problems(data: dict[str, Any]) -> None:
    try:
        text = tomli_w.dumps(data)
    except (TypeError, ValueError):  # arrays of tables that TOML cannot write
        return
    loads_or_says_why(text.encode())


def loads_or_says_why(raw: bytes) -> None:
    """Put a file through everything that a question or `validate` does with it."""
    try:
        read = parse_document(raw, "x.toml")
    except DocumentError as error:
        assert error.code in ("MR001", "MR002")
        assert len(error.message) < 1000
        return
    registry, findings = loadable(read)
    assert (registry is None) == bool(findings)
    examined = examine(read, today=date(2026, 11, 24))
    codes = {one.code for one in examined.findings}
    assert codes == {"MR003"} or {one.code for one in findings} <= codes
    lines = read.text.count("\n") + 1
    for finding in (*findings, *examined.findings):
        assert finding.code in CHECKS
        assert len(finding.message) < 2000
        if finding.place is not None:
            assert 1 <= finding.place.line <= finding.place.end_line <= lines + 1
            assert finding.place.column >= 1
    if registry is not None:
        connection = sqlite3.connect(":memory:")
        build(connection, registry, "x")
        for kind in ("agreement", "partner", "claim", "act"):
            for text in listing.Listing(connection, kind).texts():
                json.loads(text)
            listing.Listing(connection, kind).rows()
        reconcile.reconcile(connection)
        connection.close()


test_a_mutated_registry_loads_or_is_refused_with_places = fuzz(
    25, broken_registries(), is_a_registry_or_its_problems
)


test_a_mutilated_file_loads_or_is_refused_with_places = fuzz(40, broken_bytes(), loads_or_says_why)


def is_a_partial_date_or_none(value: object) -> None:
    try:
        read = PartialDate.coerce(value)
    except DateError as error:
        assert error.message
        assert len(error.message) < 300
        return
    assert read.earliest <= read.latest
    assert PartialDate.parse(read.text) == read
    assert read.text.isascii()
    assert read.before(read) != "yes"
    assert read.after(read) != "yes"


test_any_value_is_a_partial_date_or_refused = fuzz(
    120, st.one_of(near_dates(), TEXT, TREES, st.dates()), is_a_partial_date_or_none
)


@pytest.fixture(scope="module", autouse=True)
def connection() -> Iterator[sqlite3.Connection]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINERALREG_CACHE", "")
        for text, found in ((SAMPLE, OPENED), (toml(), HOSTILE_OPENED)):
            opened = sqlite3.connect(":memory:")
            build(opened, load_document(parse_document(text.encode(), "x")), "x")
            opened.execute("PRAGMA query_only = 1")
            found.append(opened)
        yield OPENED[0]
    for one in (OPENED, HOSTILE_OPENED):
        one.pop().close()


OPENED: list[sqlite3.Connection] = []
HOSTILE_OPENED: list[sqlite3.Connection] = []


def means_something_or_is_refused(text: str) -> None:
    countries().resolve(text)
    countries().resolve_area(text)
    minerals().resolve(text)
    assert fold(fold(text)) == fold(text)
    for book in map(IndexBook, (OPENED[0], HOSTILE_OPENED[0])):
        for ask in (names.partner, names.region):
            try:
                found = ask(book, text)
            except UsageError as error:
                assert error.message
            else:
                assert found.ids or found.note


test_any_text_is_a_name_or_refused = fuzz(20, TEXT, means_something_or_is_refused)


def is_answered_or_refused(asked: Any) -> None:
    kind, wanted, sort, limit, columns = asked
    how = {"sort": sort, "limit": limit}
    for connection in (OPENED[0], HOSTILE_OPENED[0]):
        for ask in (
            partial(_list, connection, kind, wanted, columns=columns, **how),
            partial(_list, connection, kind, wanted),
            partial(summary.counts, connection, tuple(columns or ("status",)), wanted),
            partial(reconcile.reconcile, connection, (), wanted),
        ):
            try:
                ask()
            except UsageError as error:
                assert error.message


def _list(connection: sqlite3.Connection, kind: str, wanted: Any, **how: Any) -> None:
    found = listing.Listing(connection, kind, wanted, **how)
    assert len(found.rows()) == len(list(found.texts())) == len(found.ids()) <= found.count()
    assert all(found.notes)


test_any_filter_is_answered_or_refused = fuzz(20, ASKED, is_answered_or_refused)


def is_rows_or_refused(query: str) -> None:
    connection = OPENED[0]
    try:
        sql.rows(connection, query, seconds=0.2)
    except UsageError as error:
        assert error.message
    finally:
        assert connection.total_changes == CHANGES.setdefault("before", connection.total_changes)
        assert not connection.in_transaction
        assert connection.execute("SELECT count(*) FROM agreement").fetchone()[0] == 6


CHANGES: dict[str, int] = {}

test_any_query_reads_or_is_refused = fuzz(50, QUERIES, is_rows_or_refused)


def ends_as_the_contract_says(arguments: list[str]) -> None:
    found = outcome(*arguments)
    if "csv" not in arguments and "tsv" not in arguments:
        assert not obeyed(found.stdout, colored="always" in arguments)
    assert not obeyed(found.stderr, colored="always" in arguments)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MINERALREG_CACHE", str(tmp_path / "cache"))
    (tmp_path / "agreements.toml").write_text(SAMPLE, encoding="utf-8")
    return tmp_path


@FACTORS
def test_any_arguments_end_with_a_code_of_the_contract(place: Path, factor: int) -> None:
    settings(max_examples=60 * factor)(given(ARGUMENTS)(ends_as_the_contract_says))()
    assert (place / "agreements.toml").read_text(encoding="utf-8") == SAMPLE
    assert {path.name for path in place.iterdir()} == {"agreements.toml", "cache"}


def test_errors_of_the_library_are_of_one_family() -> None:
    for raw in (b"[", b"schema_version = 1\n[[partner]]\n"):
        with pytest.raises(MineralregError):
            load_document(parse_document(raw, "x"))
