"""From records that change, come and go to the edits of the text that make it so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from mineralreg.checks.finding import Finding
from mineralreg.document.canonical import format_text
from mineralreg.document.document import Document
from mineralreg.document.layout import render_block
from mineralreg.document.splice import Edit, insert, put, put_value, remove
from mineralreg.document.syntax import SpanMap
from mineralreg.edit.lookup import Table, unlisted
from mineralreg.records.schema import key_order
from mineralreg.reference.vocabulary import RECORD_KINDS
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
    refuse: Callable[[Sequence[Finding]], None] | None = None,
) -> Change:
    """The change of a file in which these records are new.

    Records stand by their paths as they shall be, None for one that goes; those that come have
    their kinds beside them. Countries that they name and the registry does not list yet are added
    too. For the rest see `Change`.
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
    whole: dict[str, Any] = dict(data)
    for path, record in records.items():
        kind = path[0]
        if path == HEADER:
            edits += _header(spans, headed, data.get(kind), record or {})
            whole[kind] = record
        elif kind in headed:
            before = data[kind][path[1]]
            if record is None:
                edits += remove(spans, path)
            elif record != before:
                edits += put(spans, path, before, record, order)
    arrays = {path[0] for path in records if path != HEADER} | {kind for kind, _ in added}
    for kind in (name for name in RECORD_KINDS if name in arrays):
        extra = [record for of, record in added if of == kind]
        rows = [records.get((kind, at), row) for at, row in enumerate(data.get(kind, ()))]
        rows = whole[kind] = [*(row for row in rows if row is not None), *extra]
        if kind not in headed and spans.find((kind,)):  # one array of inline tables
            edits += put_value(spans, kind, data[kind], rows, order)
            continue
        if extra:
            block = "\n".join(render_block(kind, record, order) for record in extra)
            edits += insert(spans, kind, block)
        if not rows:
            del whole[kind]
    return Change(tuple(edits), whole, tuple(ids), (*news, *said), refuse)


def _header(spans: SpanMap, headed: set[Any], before: Any, record: Table) -> list[Edit]:
    order = key_order()
    if "registry" in headed:
        return put(spans, HEADER, before, record, order)
    if before is not None:
        return put_value(spans, "registry", before, record, order)
    block = render_block("registry", record, order).replace("[[registry]]", "[registry]", 1)
    return insert(spans, "registry", block)


def arranged(document: Document) -> str:
    """The text of a file in canonical form, with the line ends that most of its lines have."""
    return format_text(document.text, key_order(), newline=document.newline, data=document.data)


def arrange(document: Document) -> Change:
    """Plan to put a file in canonical form. What it parses to stays the same."""
    new = arranged(document)
    edits = () if new == document.text else (Edit(0, len(document.text), new),)
    state = "in canonical form" if edits else "in canonical form already"
    return Change(edits, document.data, (), (f"{document.name} is {state}",))
