"""Thousands of inputs that nobody would write: each is answered or refused, none is a traceback.

Everything runs inside this process and is drawn anew each time; the marker `slow` asks for more of
the same. What a run finds stays in Hypothesis' database until it is mended.
"""

import contextlib
import json
import os
import random
import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from drawn import (
    ARGUMENTS,
    ASKED,
    BROKEN_REGISTRIES,
    NEAR_DATES,
    QUERIES,
    TEXT,
    TREES,
    broken_bytes,
    tables,
)
from hostile import obeyed, toml
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from inside import run_inside
from mineralreg.checks.engine import examine, loadable
from mineralreg.checks.register import CHECKS
from mineralreg.dates import DateError, PartialDate
from mineralreg.document.content import DocumentError
from mineralreg.document.document import parse, parse_document
from mineralreg.errors import MineralregError, UsageError
from mineralreg.index.build import build
from mineralreg.query import listing, names, reconcile, sql, summary
from mineralreg.query.book import IndexBook
from mineralreg.reference.countries import countries
from mineralreg.reference.minerals import minerals
from mineralreg.reference.spelling import fold
from mineralreg.registry import load_document
from samples import SAMPLE

QUESTIONS = (
    *("list", "list actions", "list partners", "list initiatives", "list events", "list claims"),
    *("list sources", "list --party PER --via-blocs", "list --as-of 2026-02 --certain -f json"),
    *("summary", "summary --by partner", "reconcile", "reconcile -f json", "where"),
    *("diff sample.toml -f json", "export json -o all.json", "export sqlite -o all.sqlite"),
    "export csv -o tables",
)
CHANGES = (
    *("set registry title=New", "set {id} notes=New", "set {id} id=brand-new", "remove {id}"),
    *("act {id} signed --date 2026-03-01", "add partner --iso CHL --yes"),
    "add agreement --title T --kind treaty --party peru --party CHL --source s --signed 2026 --yes",
)
"""Of what stands in a broken registry every record can still be changed, or is refused."""
MARK = re.compile(r"# (?:comment|remark) [0-9]+")


def fuzz(number: int, strategy: SearchStrategy[Any], check: Any) -> Any:
    """A quick test and a long one that put drawn values to the same check."""

    @pytest.mark.parametrize(
        "factor", [1, pytest.param(60, marks=pytest.mark.slow)], ids=["quick", "long"]
    )
    def run(factor: int) -> None:
        settings(max_examples=number * factor)(given(strategy)(check))()

    return run


@contextlib.contextmanager
def or_refused() -> Iterator[None]:
    """Let the block refuse what it is asked, in words."""
    try:
        yield
    except UsageError as error:
        assert error.message


def loads_or_says_why(raw: bytes | str) -> None:
    """Put a file through everything that a question or `validate` does with it."""
    try:
        read = parse_document(raw if isinstance(raw, bytes) else raw.encode(), "x.toml")
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
        with contextlib.closing(sqlite3.connect(":memory:")) as connection:
            build(connection, registry, "x")
            for kind in ("agreement", "partner", "claim", "act"):
                asked = listing.Listing(connection, kind)
                assert len(asked.rows()) == len(list(map(json.loads, asked.texts())))
            reconcile.reconcile(connection)


test_a_mutated_registry_loads_or_is_refused_with_places = fuzz(
    25, BROKEN_REGISTRIES, loads_or_says_why
)
test_a_mutilated_file_loads_or_is_refused_with_places = fuzz(40, broken_bytes(), loads_or_says_why)


def keeps_every_promise(text: str, chance: random.Random) -> bool:
    """Put a registry to commands of every kind; whether `validate` passed it."""
    file = Path("agreements.toml")
    file.write_text(text, encoding="utf-8")
    data = parse(text)
    code = run_inside("validate", "--level", "info", "agreements.toml").code
    assert code in (0, 1, 3)
    ids = [one["id"] for _, one in tables("", data) if isinstance(one.get("id"), str)]
    shown = [f"show {name}" for name in chance.sample(ids, min(2, len(ids))) if name.strip()]
    for question in (*QUESTIONS, *shown) if code == 0 else ("list", "reconcile", "show peru"):
        found = run_inside(*question.split())
        assert found.code in ((0,) if code == 0 else (0, 1, 2, 3)), (question, found.stderr)
    names = [name for name in ids if re.fullmatch("[a-z][a-z0-9-]*", name)] or ["peru"]
    for change in chance.sample(CHANGES, 2):
        found = run_inside(*change.format(id=chance.choice(names)).split(), "--dry-run")
        assert found.code in (0, 2, 3, 4), (change, found.stderr)
    if code == 0:
        with contextlib.closing(sqlite3.connect("all.sqlite")) as exported:
            assert exported.execute("PRAGMA foreign_key_check").fetchall() == []
    if run_inside("fmt", "agreements.toml").code == 0:
        after = file.read_text(encoding="utf-8")
        assert parse(after) == data
        assert sorted(MARK.findall(after)) == sorted(MARK.findall(text))
        assert run_inside("fmt", "--check", "agreements.toml").code == 0
    return code == 0


@pytest.mark.slow
def test_a_mutated_registry_is_refused_or_answers_everything(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINERALREG_CACHE", "")
    (place / "sample.toml").write_text(SAMPLE, encoding="utf-8")
    passed = []

    @settings(max_examples=220)
    @given(BROKEN_REGISTRIES, st.randoms(use_true_random=False))
    def judge(text: str, chance: random.Random) -> None:
        passed.append(keeps_every_promise(text, chance))

    judge()
    assert len(passed) / 10 < sum(passed) < len(passed)


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
    120, st.one_of(NEAR_DATES, TEXT, TREES, st.dates()), is_a_partial_date_or_none
)

OPENED: list[sqlite3.Connection] = []
"""The sample and the hostile registry, for all that is asked below."""


@pytest.fixture(scope="module", autouse=True)
def indexes() -> Iterator[None]:
    for text in (SAMPLE, toml()):
        OPENED.append(sqlite3.connect(":memory:"))
        build(OPENED[-1], load_document(parse_document(text.encode(), "x")), "x")
        OPENED[-1].execute("PRAGMA query_only = 1")
    yield
    while OPENED:
        OPENED.pop().close()


def means_something_or_is_refused(text: str) -> None:
    countries().resolve(text)
    countries().resolve_area(text)
    minerals().resolve(text)
    assert fold(fold(text)) == fold(text)
    for book in map(IndexBook, OPENED):
        for ask in (names.partner, names.region):
            with or_refused():
                found = ask(book, text)
                assert found.ids or found.note


test_any_text_is_a_name_or_refused = fuzz(20, TEXT, means_something_or_is_refused)


def is_answered_or_refused(asked: Any) -> None:
    kind, wanted, sort, limit, columns = asked
    for connection in OPENED:
        for how in ({"sort": sort, "limit": limit, "columns": columns}, {}):
            with or_refused():
                found = listing.Listing(connection, kind, wanted, **how)
                given = len(found.rows()), len(list(found.texts())), len(found.ids())
                assert given == given[:1] * 3
                assert given[0] <= found.count()
                assert all(found.notes)
        with or_refused():
            summary.counts(connection, tuple(columns or ("status",)), wanted)
        with or_refused():
            reconcile.reconcile(connection, (), wanted)


test_any_filter_is_answered_or_refused = fuzz(20, ASKED, is_answered_or_refused)


def is_rows_or_refused(query: str) -> None:
    connection = OPENED[0]
    before = connection.total_changes
    with or_refused():
        sql.rows(connection, query, seconds=0.2)
    assert connection.total_changes == before
    assert not connection.in_transaction
    assert connection.execute("SELECT count(*) FROM agreement").fetchone()[0] == 6


test_any_query_reads_or_is_refused = fuzz(50, QUERIES, is_rows_or_refused)


def ends_as_the_contract_says(arguments: list[str]) -> None:
    found = run_inside(*arguments)
    for text in (found.stderr, "" if {"csv", "tsv"} & set(arguments) else found.stdout):
        assert not obeyed(text, colored="always" in arguments)
    assert os.listdir() == ["agreements.toml"]
    assert Path("agreements.toml").read_text(encoding="utf-8") == SAMPLE


test_any_arguments_end_with_a_code_of_the_contract = pytest.mark.usefixtures("place")(
    fuzz(60, ARGUMENTS, ends_as_the_contract_says)
)


def test_errors_of_the_library_are_of_one_family() -> None:
    for raw in (b"[", b"schema_version = 1\n[[partner]]\n"):
        with pytest.raises(MineralregError):
            load_document(parse_document(raw, "x"))
