"""What keeps questions quick: few statements, and plans that go by an index."""

from collections.abc import Callable

import pytest
from registries import asked, connect

from mineralreg.query import complete, listing, summary
from mineralreg.query.show import show
from mineralreg.query.where import where
from mineralreg.reference.vocabulary import LEVELS

INDEX = connect()


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({"country": "Peru"}, "agreement_party_partner"),
        ({"between": ["Peru", "USA"]}, "agreement_party_partner"),
        ({"mineral": "copper"}, "agreement_mineral_mineral"),
        ({"topic": "finance"}, "agreement_topic_topic"),
        ({"initiative": "forge"}, "agreement_initiative_initiative"),
        ({"event": "meeting-2026"}, "agreement_event"),
        ({"source": "wire"}, "agreement_source_source"),
        ({"status": "suspended"}, "agreement_status"),
        ({"since": "2026", "certain": True}, "agreement_date"),
    ],
)
def test_a_filter_goes_by_an_index(filters: dict[str, object], index: str) -> None:
    asked_for = where(INDEX, "agreement", asked(**filters))
    query = f"EXPLAIN QUERY PLAN SELECT r.id FROM agreement AS r WHERE {asked_for.sql}"
    plan = INDEX.execute(query, asked_for.params)
    assert index in " ".join(row[3] for row in plan)


QUESTIONS: dict[str, tuple[Callable[[], object], set[str]]] = {
    "list partners": (
        lambda: listing.Listing(INDEX, "partner").rows(),
        {
            "SCAN r",  # the partners, by folded names
            "SCAN k",
            "USE TEMP B-TREE FOR ORDER BY",
            "SCAN agreement USING INDEX agreement_withdrawn",
        },
    ),
    "list agreements --limit 10": (
        lambda: listing.Listing(INDEX, "agreement", limit=10).ids(),
        {"SCAN r USING INDEX agreement_date"},
    ),
    "list actions --limit 10": (
        lambda: listing.Listing(INDEX, "act", limit=10).ids(),
        {
            "SCAN r USING INDEX agreement_date",
            "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY",
            "SCAN r",  # the initiatives
            "USE TEMP B-TREE FOR ORDER BY",
        },
    ),
    "summary --by party": (
        lambda: summary.counts(INDEX, ["party"]),
        {
            "SCAN x",
            "USE TEMP B-TREE FOR GROUP BY",  # of the partners that were counted
            "SCAN r USING INDEX agreement_withdrawn",
            "SCAN agreement USING INDEX agreement_withdrawn",
        },
    ),
    "summary --by mineral": (
        lambda: summary.counts(INDEX, ["mineral"]),
        {
            "SCAN r USING INDEX agreement_withdrawn",
            "SCAN agreement USING INDEX agreement_withdrawn",
            "USE TEMP B-TREE FOR GROUP BY",  # of the withdrawn
        },
    ),
    "completion of show": (
        lambda: complete.completions(lambda: INDEX, "show names", "us-", ()),
        {"SCAN r"},  # of the ids that begin so
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_reads_no_more_than_it_must(name: str) -> None:
    ask, allowed = QUESTIONS[name]
    plan = {line for statement in _statements(ask) for line in _plan(statement)}
    costly = {
        line
        for line in plan
        if "TEMP B-TREE" in line
        or "AUTOMATIC" in line
        or (line.startswith("SCAN ") and "COVERING INDEX" not in line)
    }
    assert costly - {"SCAN CONSTANT ROW"} <= allowed


FEW: dict[str, tuple[int, Callable[[], object]]] = {
    "partners": (1, QUESTIONS["list partners"][0]),
    "by party": (4, QUESTIONS["summary --by party"][0]),
    "by mineral": (4, QUESTIONS["summary --by mineral"][0]),
    "newest acts": (1, QUESTIONS["list actions --limit 10"][0]),
    "a country": (
        4,
        lambda: listing.Listing(INDEX, "agreement", asked(country="Peru")).rows(),
    ),
    "completion": (1, QUESTIONS["completion of show"][0]),
    "a partner": (12, lambda: show(INDEX, "peru")),
    "two claims": (80, lambda: summary.overview(INDEX)),
}


@pytest.mark.parametrize("name", FEW)
def test_a_question_takes_few_statements(name: str) -> None:
    most, ask = FEW[name]
    assert 0 < len(_statements(ask)) <= most


def test_the_newest_acts_are_those_of_the_whole_list() -> None:
    every = listing.Listing(INDEX, "act").rows()
    for limit in range(len(every) + 2):
        assert listing.Listing(INDEX, "act", limit=limit).rows() == every[:limit]


@pytest.mark.parametrize("name", ["party", "mineral", "topic", "initiative", "source"])
def test_counts_by_a_linked_table_are_the_same_with_a_filter_that_all_meet(name: str) -> None:
    with_filter = summary.counts(INDEX, [name], asked(level=list(LEVELS)))
    assert summary.counts(INDEX, [name]).groups == with_filter.groups


def _statements(ask: Callable[[], object]) -> list[str]:
    found: list[str] = []
    INDEX.set_trace_callback(found.append)
    try:
        ask()
    finally:
        INDEX.set_trace_callback(None)
    return found


def _plan(statement: str) -> list[str]:
    return [row[3] for row in INDEX.execute(f"EXPLAIN QUERY PLAN {statement}")]
