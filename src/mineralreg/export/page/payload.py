"""What the page shows, as plain values: the records as they are, names to show, and the map.

Records go into the page whole, so that everything in them can be looked at; only what the page
needs of other tables is put beside them.
"""

from __future__ import annotations

import json
import re
import shlex
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mineralreg.export.selection import header, records
from mineralreg.reference import vocabulary
from mineralreg.reference.minerals import minerals

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from mineralreg.query.reconcile import Verdict


def content(part: sqlite3.Connection, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Everything that the page's script reads.

    Args:
        part: Connection to the index or to a selection of it.
        verdicts: The claims to show, beside what is recorded.
    """
    partners = _partners(part)
    codes = {partner["iso"] for partner in partners if "iso" in partner}
    return {
        "meta": header(part),
        "statuses": vocabulary.STATUSES,
        "partners": partners,
        "minerals": _minerals(part),
        "agreements": list(_agreements(part)),
        "initiatives": list(records(part, "initiative")),
        "events": list(records(part, "event")),
        "sources": list(records(part, "source")),
        "claims": [_claim(verdict) for verdict in verdicts],
        "former": dict(part.execute("SELECT id, record FROM record_id WHERE id <> record")),
        "map": _map(codes),
    }


def _agreements(part: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Agreements from the latest to the earliest, undated ones last.

    Those that were withdrawn are only there when filters have found them.
    """
    rows = part.execute(
        "SELECT r.json FROM agreement_overview AS o "
        "JOIN record AS r ON r.kind = 'agreement' AND r.id = o.id "
        "WHERE o.withdrawn IS NULL OR EXISTS (SELECT 1 FROM meta WHERE key = 'filters') "
        "ORDER BY o.date_earliest IS NULL, o.date_earliest DESC, o.date_latest DESC, o.id"
    )
    for (text,) in rows:
        yield json.loads(text)


def _partners(part: sqlite3.Connection) -> list[dict[str, Any]]:
    rows = part.execute(
        "SELECT id, name, kind, iso, region, (SELECT group_concat(alias, ' ') FROM partner_alias "
        "WHERE partner = p.id) AS aliases FROM partner AS p ORDER BY name"
    )
    keys = [column[0] for column in rows.description]
    return [{key: value for key, value in zip(keys, row, strict=True) if value} for row in rows]


def _minerals(part: sqlite3.Connection) -> dict[str, str]:
    """The words that people write for each mineral that an agreement names."""
    named = {id for (id,) in part.execute("SELECT DISTINCT mineral FROM agreement_mineral")}
    return {
        mineral.id: " ".join((mineral.name, *mineral.aliases))
        for mineral in minerals()
        if mineral.id in named
    }


def _claim(verdict: Verdict) -> dict[str, Any]:
    return {key: value for key, value in verdict._asdict().items() if value not in (None, ())}


def _map(codes: set[str]) -> dict[str, Any]:
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
    "legal-nature": "{}",
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
    "as-of": "as things stood on {}",
    "search": "with the words “{}”",
}
"""How a filter is said, in the order in which filters are said."""

_SLUG = re.compile(r"[a-z]+(-[a-z]+)+")
"""A word of a vocabulary or an id that is no name and no date."""


def words(shown: dict[str, Any]) -> dict[str, str]:
    """The words of the head, of the first lines and of the foot, by their place in the template.

    Args:
        shown: What `content` gives.
    """
    meta, count = shown["meta"], len(shown["agreements"])
    registry = meta.get("title") or "Agreements"
    scope = meta.get("scope", "")
    first, _, rest = scope.partition(". ")
    about = [f"Facts up to {meta['as_of']}"] if meta.get("as_of") else []
    if meta.get("version"):
        about.append(f"Version {meta['version']}")
    selection = selection_words(meta.get("filters", ""), _names(shown))
    heading = f"Agreements {selection}" if selection else registry
    if selection:
        about.insert(0, f"From {registry}")
    counted = f"{count:,} agreement{'' if count == 1 else 's'}"
    return {
        "registry": registry,
        "heading": heading,
        "title": f"{heading} · {registry}" if selection else registry,
        "description": f"{counted}. {first or registry}{'.' if rest else ''}",
        "about": " · ".join(about),
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


def selection_words(filters: str, names: Mapping[str, str]) -> str:
    """The filters of a selection in words: `of Peru or Chile, on lithium, since 2025`.

    Args:
        filters: The filters as the command line writes them.
        names: Names to show, by the ids, codes and names that a filter may use, in lower case.
    """
    given: dict[str, list[str]] = {}
    option = ""
    for word in shlex.split(filters):
        if word.startswith("--"):
            option = word[2:]
            given.setdefault(option, [])
        else:
            given[option].append(names.get(word.casefold(), word))
    rank = {name: place for place, name in enumerate(_WORDS)}
    return ", ".join(
        _said(option, given[option])
        for option in sorted(given, key=lambda option: rank.get(option, len(rank)))
    )


def _said(option: str, values: list[str]) -> str:
    plain = option.replace("-", " ")
    if not values:
        return plain
    together = " and " if option == "between" else " or "
    shown = [value.replace("-", " ") if _SLUG.fullmatch(value) else value for value in values]
    return _WORDS.get(option, plain + " {}").format(together.join(shown))
