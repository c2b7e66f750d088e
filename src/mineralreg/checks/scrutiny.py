"""Whether records that are read one by one can be loaded together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mineralreg.checks import references
from mineralreg.checks.context import Context, collect
from mineralreg.document.document import Document
from mineralreg.query.book import IndexBook
from mineralreg.records.schema import references as links_of
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    import sqlite3

OF_WORDS = (
    references.unknown_mineral_or_topic.find,
    references.unknown_country_code.find,
    references.ambiguous_alias.find,
)
"""What looks for words and names that mean nothing or two things."""


class Scrutiny:
    """Takes note of records that come one by one, and tells whether they can be loaded together.

    It looks for what `loadable` looks for, but for ids that are used twice: the index refuses them.
    """

    def __init__(self) -> None:
        self._mentioned: dict[str, set[str]] = {kind: set() for kind in RECORD_KINDS}
        self._words: dict[str, set[str]] = {"minerals": set(), "topics": set()}
        self._tables: dict[str, list[dict[str, Any]]] = {"partner": []}

    def add(self, kind: str, table: dict[str, Any]) -> None:
        """Take note of a record of which the shape is valid."""
        collect(table, links_of(kind), self._mentioned)
        for key, words in self._words.items():
            words.update(table.get(key, ()))
        if kind in self._tables:
            self._tables[kind].append(table)

    def passed(self, index: sqlite3.Connection) -> bool:
        """Whether all that the records mention is in the index, and all their words are known."""
        known = (
            "SELECT count(*) FROM json_each(?) AS m JOIN record_id AS i ON i.id = m.value "
            "WHERE i.kind = ?"
        )
        for kind, ids in self._mentioned.items():
            if index.execute(known, (json.dumps([*ids]), kind)).fetchone() != (len(ids),):
                return False
        words = {key: [*words] for key, words in self._words.items()}
        data = {"agreement": [words], **self._tables}
        context = Context(Document("", b"", "", data, "", False, False), None)
        context.book = IndexBook(index)
        return not any(find and next(find(context), None) for find in OF_WORDS)
