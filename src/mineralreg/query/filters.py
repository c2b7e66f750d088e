"""The filters of `list`, `summary`, `export` and of a claim's selector, as one value.

A filter holds what was written, not what it means: `where.py` looks the words up in the registry
that the question is put to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mineralreg.dates import PartialDate


class Filters(NamedTuple):
    """What a question asks for. Several values of one field: any of them; several fields: all.

    Attributes:
        country: Names or codes of countries and territories that are a party.
        party: Names of partners of any kind that are a party.
        between: Names of partners that are parties together, all of them.
        status: Words of `vocabulary.STATUSES`.
        kind: Words for the kind of the listed record.
        legal_nature: Words of `vocabulary.LEGAL_NATURES`.
        level: Words of `vocabulary.LEVELS`.
        mineral: Names of minerals; a mineral also finds its groups, a group its members.
        topic: Words of `vocabulary.TOPICS`.
        initiative: Ids, names, acronyms or aliases of initiatives.
        event: Ids, names or aliases of events.
        region: Names of M49 regions or subregions in which a party lies.
        source: Ids, titles or publishers of sources that are cited.
        since: No earlier than the first day of this date.
        until: No later than the last day of this date.
        as_of: As things stood at the end of the last day of this date.
        search: Words that the record's texts hold, all of one value.
        via_blocs: Take in what a country is party to through a bloc that it belonged to.
        certain: Drop what a partial date leaves open.
        withdrawn: Take in withdrawn records.
    """

    country: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    legal_nature: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    mineral: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    initiative: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None
    as_of: PartialDate | None = None
    search: tuple[str, ...] = ()
    via_blocs: bool = False
    certain: bool = False
    withdrawn: bool = False

    def asked(self, *names: str) -> tuple[str, ...]:
        """Those of the named filters (all of them without names) that are set."""
        return tuple(name for name in names or self._fields if getattr(self, name))

    def without(self, *names: str) -> Filters:
        """The same with some of them not set."""
        return self._replace(**{name: getattr(NOTHING, name) for name in names})

    def only(self, *names: str) -> Filters:
        """Some of them, and no other."""
        return Filters(**{name: getattr(self, name) for name in names})

    @property
    def day(self) -> str | None:
        """The last day of `as_of` in ISO form, or None."""
        return self.as_of.latest.isoformat() if self.as_of else None


NOTHING = Filters()
"""No filter: every record that was not withdrawn."""

_DATES = ("since", "until", "as_of")
_FLAGS = ("via_blocs", "certain", "withdrawn")


def option(name: str) -> str:
    """The command-line option of a filter: `legal_nature` is `--legal-nature`."""
    return "--" + name.replace("_", "-")


def read_date(text: str, name: str = "date") -> PartialDate:
    """Read a date as a filter takes it: `2026`, `2026-02` or `2026-02-04`.

    Args:
        text: As written.
        name: The filter, for the message.

    Raises:
        UsageError: The text is no date.
    """
    from mineralreg.dates import DateError, PartialDate

    try:
        return PartialDate.parse(text.strip())
    except DateError:
        raise UsageError(
            f"{option(name)} {text[:40]!r} is no date", help="write 2026, 2026-02 or 2026-02-04"
        ) from None


def from_selector(selector: Mapping[str, Any]) -> Filters:
    """The filters that a claim's selector stands for.

    Args:
        selector: The selector as JSON gives it: texts, lists of texts, true or false.

    Raises:
        UsageError: A key that is no filter, or a date that is none.
    """
    values: dict[str, Any] = {}
    for key, value in selector.items():
        name = key.replace("-", "_")
        if name not in Filters._fields:
            raise UsageError(f"{key!r} is no filter", help=f"filters: {', '.join(Filters._fields)}")
        if value is None:
            continue
        if name in _DATES:
            values[name] = read_date(str(value), name)
        elif name in _FLAGS:
            values[name] = bool(value)
        else:
            values[name] = (value,) if isinstance(value, str) else tuple(value)
    return Filters(**values)
