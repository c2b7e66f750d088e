"""The pieces of a query under construction: bound values, conditions, notes.

Every value that a user wrote travels as a bound parameter; SQL text is only ever this package's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mineralreg.query.suggest import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

Value = str | int | float | None

NEVER = "0"
_WORD = r'"([^"]*)"|(\S+)'


class Where(NamedTuple):
    """Which records a question is about, as SQL over the alias `r`.

    Attributes:
        sql: Condition on `r`.
        params: Values bound by name.
        notes: Hints for stderr.
        table: Table or common table expression that `r` stands for.
        tables: Name and SQL of the common table expressions that this needs.
        possible: Expression that is true for a record that only may belong to the answer.
    """

    sql: str
    params: dict[str, Value]
    notes: tuple[str, ...]
    table: str
    tables: dict[str, str]
    possible: str = NEVER

    @property
    def with_sql(self) -> str:
        """`WITH …` that defines the common table expressions, or ""."""
        defined = ",\n".join(f"{name} AS ({sql})" for name, sql in self.tables.items())
        return f"WITH {defined} " if defined else ""

    def select(self, columns: str, rest: str = "") -> str:
        """A whole statement: `SELECT columns FROM the records, rest`."""
        return f"{self.with_sql}SELECT {columns} FROM {self.table} AS r WHERE {self.sql} {rest}"


class Terms:
    """Collects the values, conditions and notes of one query.

    Args:
        params: Values bound so far, for a part of a larger query; new ones are added to it.
    """

    def __init__(self, params: dict[str, Value] | None = None) -> None:
        self.params = {} if params is None else params
        self.conditions: list[str] = []
        self.possible: list[str] = []
        self.notes: list[str] = []
        self.tables: dict[str, str] = {}

    def bind(self, value: Value) -> str:
        """The placeholder of a value."""
        name = f"v{len(self.params)}"
        self.params[name] = clean(value) if isinstance(value, str) else value
        return f":{name}"

    def any_of(self, values: Iterable[str]) -> str:
        """`(:v0, :v1)`, to stand behind IN; empty for no values, which nothing is in."""
        return f"({', '.join(self.bind(value) for value in values)})"

    def require(self, condition: str) -> None:
        """Add a condition that records must meet."""
        self.conditions.append(condition)

    def take(self, part: Where) -> None:
        """Take over what a part of the query needs and says, but for its condition."""
        self.tables.update(part.tables)
        for text in part.notes:
            self.note(text)

    def note(self, text: str | None) -> None:
        """Add a hint, once."""
        if text and text not in self.notes:
            self.notes.append(text)

    def where(self, table: str) -> Where:
        """The finished condition."""
        return Where(
            sql=" AND ".join(f"({condition})" for condition in self.conditions) or "1",
            params=self.params,
            notes=tuple(self.notes),
            table=table,
            tables=self.tables,
            possible=" OR ".join(f"({one})" for one in self.possible) or NEVER,
        )


def full_text(texts: Iterable[str]) -> str | None:
    """An FTS5 query for any text that a user may write; None when it holds no word.

    All words of one text must be there, each as the beginning of a word; words in double quotes
    must follow each other. Several texts are alternatives. No character has a special meaning.
    """
    alternatives = []
    for text in texts:
        parts = [phrase or word for phrase, word in re.findall(_WORD, clean(text))]
        parts = [part for part in parts if any(character.isalnum() for character in part)]
        if parts:
            quoted = ('"' + part.replace('"', '""') + '"*' for part in parts)
            alternatives.append(" AND ".join(quoted))
    return " OR ".join(f"({one})" for one in alternatives) or None
