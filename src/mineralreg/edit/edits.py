"""From records that change, come and go to the edits of the text that make it so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from mineralreg.checks.finding import Finding
from mineralreg.document.canonical import format_text
from mineralreg.document.document import Document
from mineralreg.document.layout import KINDS, render_block
from mineralreg.document.splice import Edit, insert, put, put_text, put_value, remove
from mineralreg.document.syntax import SpanMap
from mineralreg.edit.lookup import Table, unlisted
from mineralreg.errors import WriteRefused
from mineralreg.records.schema import key_order
from mineralreg.store.change import Change, Plan

P = ParamSpec("P")


def planned(function: Callable[Concatenate[Document, P], Change]) -> Callable[P, Plan]:
    """Make of a function that changes a document one that gives the plan of that change."""

    @wraps(function)
    def plan(*args: P.args, **kwargs: P.kwargs) -> Plan:
        return lambda document: function(document, *args, **kwargs)

    return plan


HEADER = ("registry",)
"""The path of the header of a registry file."""


def changed(
    document: Document,
    records: Mapping[tuple[Any, ...], Table | None],
    added: Sequence[tuple[str, Table]] = (),
    *,
    ids: Iterable[str] = (),
    said: Iterable[str] = (),
    text: str | None = None,
    refuse: Callable[[Sequence[Finding]], None] | None = None,
) -> Change:
    """The change of a file in which these records are new.

    Records stand by their paths as they shall be, None for one that goes; those that come have
    their kinds beside them. Countries that they name and the registry does not list yet are added
    too. A text takes the place of the one record that changes. For the rest see `Change`.
    """
    data, order, spans = document.data, key_order(), SpanMap(document.text)
    new = [(str(path[0]), record) for path, record in records.items() if record]
    countries = unlisted(data, [*new, *added])
    added = [*added, *(("partner", one) for one, _ in countries)]
    news = [
        f"added partner {one['id']} ({name}), which was not listed yet" for one, name in countries
    ]
    headed = {block.path[0] for block in spans.blocks if block.path}
    edits: list[Edit] = []
    for path, record in records.items():
        if path[0] in headed:
            before = data[path[0]] if path == HEADER else data[path[0]][path[1]]
            try:
                if text is not None:
                    edits += put_text(spans, path, text)
                elif record is None:
                    edits += remove(spans, path)
                elif record != before:
                    edits += put(spans, path, before, record, order)
            except KeyError:  # [[registry]], or [registry.part] alone
                raise _unlike(document, path[0], "a table under a header") from None
    whole: dict[str, Any] = {**data}
    touched = {*(path[0] for path in records), *(kind for kind, _ in added)}
    for kind in (name for name in KINDS if name in touched):
        extra = [record for of, record in added if of == kind]
        if kind in HEADER:
            whole[kind] = records[HEADER]
            extra = [] if kind in data else [whole[kind]]
        else:
            rows = data.get(kind, [])
            if not isinstance(rows, list):
                raise _unlike(document, kind, "a list of records")
            kept = [records.get((kind, at), row) for at, row in enumerate(rows)]
            whole[kind] = [*(row for row in kept if row is not None), *extra]
        if kind in data and kind not in headed:  # an inline table, or an array of them
            edits += put_value(spans, kind, data[kind], whole[kind], order)
        elif extra:
            blocks = "\n".join(render_block(kind, record, order) for record in extra)
            edits += insert(spans, kind, blocks)
        elif kind not in HEADER and not whole[kind]:
            del whole[kind]
    return Change(tuple(edits), whole, tuple(ids), (*news, *said), refuse)


def _unlike(document: Document, kind: str, wanted: str) -> WriteRefused:
    help = "correct that first; nothing was changed"
    return WriteRefused(f"{kind!r} in '{document.name}' is not {wanted}", help=help)


def arranged(document: Document) -> str:
    """The text of a file in canonical form, with the line ends that most of its lines have."""
    return format_text(document.text, key_order(), document.data)


def arrange(document: Document) -> Change:
    """Plan to put a file in canonical form. What it parses to stays the same."""
    new = arranged(document)
    edits = () if new == document.text else (Edit(0, len(document.text), new),)
    state = "in canonical form" if edits else "in canonical form already"
    return Change(edits, document.data, (), (f"{document.name} is {state}",))
