"""What keeps questions quick: few statements, and plans that go by an index."""

from collections.abc import Callable

import pytest
from registries import INDEX, asked

from mineralreg.query import complete, listing, summary
from mineralreg.query.show import show
from mineralreg.query.where import where
from mineralreg.reference.vocabulary import LEVELS


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
    assert index in " ".join(row[3] for row in INDEX.execute(query, asked_for.params))


SORT, GROUP = "USE TEMP B-TREE FOR ORDER BY", "USE TEMP B-TREE FOR GROUP BY"
WITHDRAWN = {f"SCAN {table} USING INDEX agreement_withdrawn" for table in ("r", "agreement")}


@pytest.mark.parametrize(
    ("ask", "most", "allowed"),
    [
        (  # the partners, in the order of their ids
            lambda: listing.Listing(INDEX, "partner").rows(),
            1,
            {
                "SCAN r USING INDEX sqlite_autoindex_partner_1",
                "SCAN k",
                "SCAN agreement USING INDEX agreement_withdrawn",
            },
        ),
        (
            lambda: listing.Listing(INDEX, "agreement", limit=10).ids(),
            1,
            {"SCAN r USING INDEX agreement_date"},
        ),
        (  # sorted are the acts of a record, and the initiatives
            lambda: listing.Listing(INDEX, "act", limit=10).ids(),
            1,
            {
                "SCAN r USING INDEX agreement_date",
                "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY",
                "SCAN r",
                SORT,
            },
        ),
        # grouped are the partners that were counted, and the withdrawn agreements
        (lambda: summary.counts(INDEX, ["party"]), 4, {"SCAN x", GROUP, *WITHDRAWN}),
        (lambda: summary.counts(INDEX, ["mineral"]), 4, {GROUP, *WITHDRAWN}),
        (  # the ids that begin so
            lambda: complete.completions(lambda: INDEX, "record", "us-"),
            1,
            {"SCAN r"},
        ),
        (lambda: listing.Listing(INDEX, "agreement", asked(country="Peru")).rows(), 4, None),
        (lambda: show(INDEX, "peru"), 12, None),
        (lambda: summary.overview(INDEX), 80, None),
    ],
)
def test_a_question_takes_few_statements_and_reads_no_more_than_it_must(
    ask: Callable[[], object], most: int, allowed: set[str] | None
) -> None:
    statements: list[str] = []
    INDEX.set_trace_callback(statements.append)
    ask()
    INDEX.set_trace_callback(None)
    assert 0 < len(statements) <= most
    plans = [INDEX.execute(f"EXPLAIN QUERY PLAN {one}").fetchall() for one in statements]
    costly = {
        line
        for plan in plans
        for (*_, line) in plan
        if any(word in line for word in ("TEMP B-TREE", "AUTOMATIC"))
        or (line.startswith("SCAN ") and "COVERING INDEX" not in line)
    }
    assert allowed is None or costly - {"SCAN CONSTANT ROW"} <= allowed


def test_the_newest_acts_are_those_of_the_whole_list() -> None:
    every = listing.Listing(INDEX, "act").rows()
    for limit in range(len(every) + 2):
        assert listing.Listing(INDEX, "act", limit=limit).rows() == every[:limit]


@pytest.mark.parametrize("name", ["party", "mineral", "topic", "initiative", "source"])
def test_counts_by_a_linked_table_are_the_same_with_a_filter_that_all_meet(name: str) -> None:
    with_filter = summary.counts(INDEX, [name], asked(level=list(LEVELS)))
    assert summary.counts(INDEX, [name]).groups == with_filter.groups
