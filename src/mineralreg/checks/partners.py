"""MR207 and MR209: codes and names of partners against the table of the world's countries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.checks.finding import Finding, Label, Path
from mineralreg.checks.naming import quoted, record_id
from mineralreg.reference.countries import countries
from mineralreg.reference.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.context import Context


def partner_findings(context: Context) -> Iterator[Finding]:
    """Both checks of this module."""
    yield from unknown_codes(context)
    yield from ambiguous_names(context)


def unknown_codes(context: Context) -> Iterator[Finding]:
    """MR207: `iso` is no code of ISO 3166-1 alpha-3."""
    for position, row in enumerate(context.rows("partner")):
        code = row.get("iso")
        if not isinstance(code, str) or not code.strip() or countries().by_alpha3(code):
            continue
        path: Path = ("partner", position, "iso")
        meant = countries().resolve(code[:100], suggest=False).country
        if meant is None and isinstance(row.get("id"), str):
            name = row["id"][:100].replace("-", " ")
            meant = countries().resolve(name, suggest=False).country
        yield Finding(
            "MR207",
            "error",
            f"partner {quoted(record_id(context.data, path) or '?')} has the unknown country code"
            f" {quoted(code)}",
            path,
            record=record_id(context.data, path),
            label="no code of ISO 3166-1 alpha-3",
            help=f"did you mean '{meant.alpha3}' ({meant.name})?"
            if meant
            else "leave iso out and give kind and name, if it is no country or territory",
        )


def ambiguous_names(context: Context) -> Iterator[Finding]:
    """MR209: a name, alias or code that two recorded partners answer to."""
    owners: dict[str, tuple[int, Path | None]] = {}
    named = list(_written_names(context))
    for position, row in enumerate(context.rows("partner")):
        code = row.get("iso")
        country = countries().by_alpha3(code) if isinstance(code, str) else None
        if country is None:
            continue
        iso: Path = ("partner", position, "iso")
        taken = owners.setdefault(country.alpha3.lower(), (position, iso))
        if taken[0] != position:
            yield _clash(context, iso, str(code), taken)
            continue
        for name in (country.name, country.alpha2, *country.aliases):
            owners.setdefault(fold(name), (position, None))
    for path, text in named:
        folded, position = fold(text), int(path[1])
        if not folded:  # signs only: no question can mean it
            continue
        taken = owners.setdefault(folded, (position, path))
        if taken[0] != position:
            yield _clash(context, path, text, taken)
            continue
        row = context.rows("partner")[position]
        match = countries().resolve(text, suggest=False) if "iso" in row else None
        if match and match.country and match.country.alpha3 != row["iso"] and taken[1] == path:
            yield Finding(
                "MR209",
                "error",
                f"{quoted(text)} means {match.country.name}, not partner"
                f" {quoted(record_id(context.data, path) or '?')}",
                path,
                record=record_id(context.data, path),
                label=f"a name of {match.country.name}",
                help="take it out of this partner's names",
            )


def _written_names(context: Context) -> Iterator[tuple[Path, str]]:
    for position, row in enumerate(context.rows("partner")):
        if ("partner", position) in context.broken:
            continue
        if isinstance(row.get("name"), str):
            yield ("partner", position, "name"), row["name"]
        for number, alias in enumerate(row.get("aliases", ())):
            yield ("partner", position, "aliases", number), alias


def _clash(context: Context, path: Path, text: str, taken: tuple[int, Path | None]) -> Finding:
    other: Path = ("partner", taken[0])
    own = quoted(record_id(context.data, path) or "?")
    also = Label(
        "the other partner" if taken[1] is None else "the same name here",
        taken[1] or (*other, "id"),
    )
    return Finding(
        "MR209",
        "error",
        f"{quoted(text)} means both partner {quoted(record_id(context.data, other) or '?')} and"
        f" partner {own}",
        path,
        record=record_id(context.data, path),
        label="means two partners",
        help="keep the name at the partner that it really means",
        also=(also,),
    )
