"""How many statements a question takes, and that none of them reads a whole table in vain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from registries import asked, connect

from mineralreg.query import summary
from mineralreg.query.complete import completions
from mineralreg.query.listing import list_records
from mineralreg.query.show import show
from mineralreg.reference.vocabulary import LEVELS

INDEX = connect()
QUESTIONS: dict[str, tuple[int, Callable[[], Any]]] = {
    "partners": (1, lambda: list_records(INDEX, "partner").rows()),
    "by party": (4, lambda: summary.counts(INDEX, ["party"])),
    "by mineral": (4, lambda: summary.counts(INDEX, ["mineral"])),
    "newest acts": (1, lambda: list_records(INDEX, "act", limit=3).rows()),
    "a country": (4, lambda: list_records(INDEX, "agreement", asked(country="Peru")).rows()),
    "completion": (1, lambda: completions(lambda: INDEX, "show names", "us-", ["show"])),
    "a partner": (12, lambda: show(INDEX, "peru")),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_takes_few_statements(name: str) -> None:
    most, ask = QUESTIONS[name]
    statements: list[str] = []
    INDEX.set_trace_callback(statements.append)
    ask()
    INDEX.set_trace_callback(None)
    assert 0 < len(statements) <= most


def test_the_newest_acts_are_those_of_the_whole_list() -> None:
    every = list_records(INDEX, "act").rows()
    for limit in range(len(every) + 2):
        assert list_records(INDEX, "act", limit=limit).rows() == every[:limit]


@pytest.mark.parametrize("name", ["party", "mineral", "topic", "initiative", "source"])
def test_counts_by_a_linked_table_are_the_same_with_a_filter_that_all_meet(name: str) -> None:
    with_filter = summary.counts(INDEX, [name], asked(level=list(LEVELS)))
    assert summary.counts(INDEX, [name]).groups == with_filter.groups
