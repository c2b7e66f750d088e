"""The options that several commands share: filters, and how the answer is written.

One definition each. `filters` makes the options of `list`, `summary`, `export` and `reconcile`;
`filters_from` makes the value that the query takes from what they were given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.cli.command import flag, option
from mineralreg.errors import UsageError
from mineralreg.output.formats import NAMES
from mineralreg.query.filters import Filters, read_date
from mineralreg.query.filters import option as filter_option

if TYPE_CHECKING:
    from typer.core import TyperOption

FILTERS = "Filters (one repeated: any of them; several: all of them)"
OUTPUT = "Output"

MANY = (
    ("country", "NAME", "Country or territory: Peru, PER, Perú, Korea, Rep."),
    ("party", "NAME", "Any partner: also blocs, companies, agencies."),
    ("between", "NAME", "Partners that must all be parties; give it twice or more."),
    ("status", "STATUS", "Status, such as signed or in-force."),
    ("kind", "KIND", "Kind, such as memorandum or treaty."),
    ("legal_nature", "NATURE", "binding, non-binding, mixed or not-stated."),
    ("level", "LEVEL", "intergovernmental, inter-agency, subnational or commercial."),
    ("mineral", "NAME", "Mineral or group; a mineral is also found through its group."),
    ("topic", "TOPIC", "Topic, such as finance or geological-mapping."),
    ("initiative", "NAME", "Initiative, by id, name or acronym."),
    ("event", "NAME", "Event, by id or name."),
    ("region", "NAME", "Region of a party (UN M49), such as Africa or South America."),
    ("source", "ID", "Source that the record names."),
)
"""Filters that may be given again and again: field, placeholder, help."""

DATES = (
    ("since", "Dated on this day or later; 2026, 2026-02 or 2026-02-04."),
    ("until", "Dated on this day or earlier."),
    ("as_of", "With the status that it had on this day."),
)

FLAGS = (
    ("via_blocs", "Also what binds a country through a bloc it belongs to."),
    ("certain", "Leave out what a partial date leaves open."),
    ("withdrawn", "Also records that turned out wrong."),
)


def filters() -> list[TyperOption]:
    """The filter options, in the order of the help."""
    made = [
        option(filter_option(field), metavar=metavar, help=help, many=True, section=FILTERS)
        for field, metavar, help in MANY
    ]
    made += [
        option(filter_option(field), metavar="DATE", help=help, section=FILTERS)
        for field, help in DATES
    ]
    made.append(
        option(
            "--search",
            metavar="TEXT",
            help="Words in titles, names and notes.",
            many=True,
            section=FILTERS,
        )
    )
    return made + [flag(filter_option(field), help=help, section=FILTERS) for field, help in FLAGS]


def filters_from(given: dict[str, Any]) -> Filters:
    """The value that the query takes.

    Args:
        given: What the options of `filters` were given, by field.

    Raises:
        UsageError: A date that is none.
    """
    values: dict[str, Any] = {field: tuple(given[field] or ()) for field, _, _ in MANY}
    values["search"] = tuple(given["search"] or ())
    for field, _ in DATES:
        text = given[field]
        values[field] = None if text is None else read_date(text, field)
    for field, _ in FLAGS:
        values[field] = bool(given[field])
    return Filters(**values)


def words_of(text: str | None) -> tuple[str, ...] | None:
    """The words of a list with commas, such as `id,date,title`; None when nothing was given.

    Raises:
        UsageError: Commas and blanks only.
    """
    if text is None:
        return None
    words = tuple(word.strip() for word in text.split(",") if word.strip())
    if not words:
        raise UsageError("--columns names no column", help="write it like --columns id,date,title")
    return words


def at_least_none(limit: int | None) -> int | None:
    """A limit, which cannot be less than none at all.

    Raises:
        UsageError: A negative number.
    """
    if limit is not None and limit < 0:
        raise UsageError(f"--limit {limit} is less than none", help="write 0 or more")
    return limit


def output(*, ids: bool = True) -> list[TyperOption]:
    """`--format` and `--output`.

    Args:
        ids: Does the answer have ids of records? Else the help leaves that format out.
    """
    *others, last = NAMES if ids else [name for name in NAMES if name != "ids"]
    words = f"{', '.join(others)} or {last}."
    return [
        option("--format", "-f", metavar="FORMAT", help=words, section=OUTPUT),
        option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to this file; its ending tells the format.",
            section=OUTPUT,
        ),
    ]
