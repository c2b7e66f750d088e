"""What the page shows, as plain values: the records as they are, names to show, and the map.

Records go into the page whole, so that everything in them can be looked at; only what the page
needs of other tables is put beside them.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from mineralreg.export.selection import header, records
from mineralreg.query.reconcile import Verdict
from mineralreg.query.results import noun, stated
from mineralreg.reference import vocabulary
from mineralreg.reference.filters import Filters
from mineralreg.reference.minerals import minerals


def content(part: sqlite3.Connection, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Everything that the page's script reads, the claims as these verdicts."""
    partners = _partners(part)
    return {
        "meta": header(part),
        "statuses": vocabulary.STATUSES,
        "partners": partners,
        "minerals": _minerals(part),
        "agreements": _agreements(part),
        "initiatives": list(records(part, "initiative")),
        "events": list(records(part, "event")),
        "sources": list(records(part, "source")),
        "claims": [
            {key: value for key, value in verdict._asdict().items() if value not in (None, ())}
            for verdict in verdicts
        ],
        "former": dict(part.execute("SELECT id, record FROM record_id WHERE id <> record")),
        "map": _map({partner.get("iso") for partner in partners}),
    }


def _agreements(part: sqlite3.Connection) -> list[dict[str, Any]]:
    """Agreements from the latest to the earliest, undated ones last.

    Those that were withdrawn are only there when filters have found them.
    """
    rows = part.execute(
        "SELECT r.json FROM agreement_overview AS o "
        "JOIN record AS r ON r.kind = 'agreement' AND r.id = o.id "
        "WHERE o.withdrawn IS NULL OR EXISTS (SELECT 1 FROM meta WHERE key = 'filters') "
        "ORDER BY o.date_earliest IS NULL, o.date_earliest DESC, o.date_latest DESC, o.id"
    )
    return [json.loads(text) for (text,) in rows]


def _partners(part: sqlite3.Connection) -> list[dict[str, Any]]:
    rows = part.execute(
        "SELECT id, name, kind, iso, region, (SELECT group_concat(alias, ' ') FROM partner_alias "
        "WHERE partner = p.id) AS aliases FROM partner AS p ORDER BY name"
    )
    keys = [column[0] for column in rows.description]
    return [stated(dict(zip(keys, row, strict=True))) for row in rows]


def _minerals(part: sqlite3.Connection) -> dict[str, str]:
    """The words that people write for each mineral that an agreement names."""
    named = {id for (id,) in part.execute("SELECT DISTINCT mineral FROM agreement_mineral")}
    return {
        mineral.id: " ".join((mineral.name, *mineral.aliases))
        for mineral in minerals()
        if mineral.id in named
    }


def _map(codes: set[str | None]) -> dict[str, Any]:
    """The outlines of the world, with dots only for partners."""
    text = (files("mineralreg.export") / "outlines.json").read_text(encoding="utf-8")
    world: dict[str, Any] = json.loads(text)
    del world["note"]
    drawn = world["shapes"]
    world["land"] = [world["land"], *(drawn[code] for code in sorted(drawn.keys() - codes))]
    world["shapes"] = {code: path for code, path in drawn.items() if code in codes}
    world["dots"] = {code: at for code, at in world["dots"].items() if code in codes}
    return world


_WORDS = {
    "level": "{}",
    "legal_nature": "{}",
    "status": "{}",
    "kind": "{}",
    "country": "of {}",
    "party": "of {}",
    "between": "between {}",
    "mineral": "on {}",
    "topic": "on {}",
    "region": "in {}",
    "initiative": "under {}",
    "event": "made at {}",
    "source": "citing {}",
    "signatory": "signed by {}",
    "action": "that were {}",
    "since": "since {}",
    "until": "until {}",
    "as_of": "as things stood on {}",
    "search": "with the words “{}”",
}
"""How a filter is said, in the order in which filters are said."""

_SLUG = re.compile(r"[a-z]+(-[a-z]+)+")
"""A word of a vocabulary or an id that is no name and no date."""


def words(shown: dict[str, Any], asked: Filters) -> dict[str, str]:
    """The words of the head, the first lines and the foot of a page, by place in the template."""
    meta, count = shown["meta"], len(shown["agreements"])
    registry = meta["title"]
    first, _, rest = meta.get("scope", "").partition(". ")
    selection = selection_words(asked, _names(shown))
    heading = f"Agreements {selection}" if selection else registry
    about = (
        f"From {registry}" if selection else None,
        f"Facts up to {meta['as_of']}" if "as_of" in meta else None,
        f"Version {meta['version']}" if "version" in meta else None,
    )
    counted = f"{count:,} {noun('agreement', count)}"
    return {
        "registry": registry,
        "heading": heading,
        "title": f"{heading} · {registry}" if selection else registry,
        "description": f"{counted}. {first or registry}{'.' if rest else ''}",
        "about": " · ".join(filter(None, about)),
        "lead": first + ("." if rest else ""),
        "scope": rest,
        "rest": "" if rest else "hidden",
        "count": str(count),
        "whole": "" if selection else "hidden",
        "selection": f"agreements {selection}",
        "made": f"mineralreg {meta['program_version']}",
        "license": meta.get("license", "not stated"),
    }


def _names(shown: dict[str, Any]) -> dict[str, str]:
    """The names of what a filter may be about, by whatever a filter may call it."""
    return {
        str(key).casefold(): record["name"]
        for kind in ("events", "initiatives", "partners")
        for record in shown[kind]
        for key in (record["id"], record["name"], record.get("acronym"), record.get("iso"))
        if key
    }


def selection_words(asked: Filters, names: Mapping[str, str]) -> str:
    """Filters in words: `of Peru or Chile, on lithium, since 2025`.

    Args:
        asked: The filters.
        names: Names to show, by the ids, codes and names that a filter may use, in lower case.
    """
    order = dict.fromkeys((*_WORDS, *asked._fields))
    said = ((name, getattr(asked, name)) for name in order)
    return ", ".join(_said(name, value, names) for name, value in said if value)


def _said(name: str, value: Any, names: Mapping[str, str]) -> str:
    plain = name.replace("_", " ")
    if value is True:
        return plain
    values = map(str, value if isinstance(value, tuple) else (value,))
    shown = [names.get(one.casefold(), one) for one in values]
    shown = [one.replace("-", " ") if _SLUG.fullmatch(one) else one for one in shown]
    together = " and " if name == "between" else " or "
    return _WORDS.get(name, plain + " {}").format(together.join(shown))
