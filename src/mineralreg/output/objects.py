"""Answers as JSON: whole records, keys as in the registry file plus the computed ones.

A listing without `--columns` is an array of records, a record a line, passed on as the index holds
them; with `--columns`, and for all other answers, objects with those keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.output.escape import json_visible
from mineralreg.query.results import Changes, Counts, Detail, Listing, Overview, Records, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.output.terminal import Look


def json(value: Any, _look: Look) -> Iterator[str]:
    """One JSON document: an array for several, an object for a summary or one record shown."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], Detail):
        yield json_visible(_text(_loaded(value[0].json), indent=2)) + "\n"
    elif isinstance(value, Counts | Overview):
        yield json_visible(_text(_object(value), indent=2)) + "\n"
    else:
        opened = False
        for item in _items(value):
            yield (",\n" if opened else "[\n") + item
            opened = True
        yield "\n]\n" if opened else "[]\n"


def jsonl(value: Any, _look: Look) -> Iterator[str]:
    """A JSON object a line."""
    for item in _items(value):
        yield item + "\n"


def counts_object(value: Counts) -> dict[str, Any]:
    """A count as the object that `summary --by X -f json` promises."""
    groups = [
        {**dict(zip(value.by, group.values, strict=True)), "count": group.count}
        for group in value.groups
    ]
    return {"by": list(value.by), "total": value.total, "groups": groups}


def verdict_object(value: Verdict) -> dict[str, Any]:
    """A verdict as the object that `reconcile -f json` promises."""
    found: dict[str, Any] = {
        "claim": value.claim,
        "statement": value.statement,
        "source": list(value.sources),
        **value._asdict(),
    }
    del found["sources"]
    return found


def _items(value: Any) -> Iterator[str]:
    if isinstance(value, Records):
        yield from map(json_visible, value.texts)
    elif isinstance(value, Listing):
        names = [column.name for column in value.columns]
        for row in value.rows:
            yield json_visible(_text(dict(zip(names, row, strict=True))))
    elif isinstance(value, Changes):
        for change in value.changes:
            fields = [field._asdict() for field in change.fields]
            yield json_visible(_text({**change._asdict(), "fields": fields}))
    elif isinstance(value, Counts):
        for group in counts_object(value)["groups"]:
            yield json_visible(_text(group))
    elif isinstance(value, Overview):
        yield json_visible(_text(_object(value)))
    else:
        for item in value:
            text = item.json if isinstance(item, Detail) else _text(verdict_object(item))
            yield json_visible(text)


def _object(value: Counts | Overview) -> dict[str, Any]:
    if isinstance(value, Counts):
        return counts_object(value)
    return {
        "title": value.title,
        "version": value.version,
        "as_of": value.as_of,
        "totals": dict(value.totals),
        "counts": [counts_object(counts) for counts in value.counts],
        "months": [{"month": month, "count": count} for month, count in value.months],
        "claims": [verdict_object(verdict) for verdict in value.claims],
    }


def _loaded(text: str) -> Any:
    import json as encoding

    return encoding.loads(text)


def _text(value: Any, indent: int | None = None) -> str:
    import json as encoding

    return encoding.dumps(value, ensure_ascii=False, indent=indent)
