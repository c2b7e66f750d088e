"""The filters of `list`, `summary`, `export` and of a claim's selector, as one value.

A filter holds what was written, not what it means: `where.py` resolves names against a registry.
The command line makes an option of each.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.reference import vocabulary

if TYPE_CHECKING:
    from mineralreg.dates import PartialDate

MOST_VALUES = 500
"""Values of one filter; more are refused before the database would refuse them."""


Values = tuple[str, ...]
Names = Annotated[Values, "NAME"]
Partners = Annotated[Names, "partner"]
Day = Annotated["PartialDate | None", "DATE"]
Flag = Annotated[bool, ""]


class Filters(NamedTuple):
    """The filters of a query, each with its placeholder and its help.

    What stands between the two is what its values name, as the view `link` calls it. A record must
    match any of the values of each filter that is set.
    """

    country: Annotated[Partners, "Country or territory: Peru, PER, Perú, Korea, Rep."] = ()
    party: Annotated[Partners, "Any partner, including blocs, companies and agencies."] = ()
    between: Annotated[Partners, "Partners that must all be parties; give two or more."] = ()
    counterpart: Annotated[Partners, "Partners that have an agreement with each of these."] = ()
    status: Annotated[Values, "STATUS", "Status, such as signed or in-force."] = ()
    kind: Annotated[Values, "KIND", "Kind, such as memorandum or treaty."] = ()
    legal_nature: Annotated[Values, "NATURE", "binding, non-binding, mixed or not-stated."] = ()
    level: Annotated[
        Values, "LEVEL", "intergovernmental, inter-agency, subnational or commercial."
    ] = ()
    mineral: Annotated[
        Names, "mineral", "Mineral or group of minerals; a mineral also finds its groups."
    ] = ()
    topic: Annotated[Values, "TOPIC", "topic", "Topic, such as finance or geological-mapping."] = ()
    initiative: Annotated[Names, "initiative", "Initiative by id, name, acronym or alias."] = ()
    event: Annotated[Names, "event", "Event by id, name or alias."] = ()
    region: Annotated[
        Partners, "UN M49 region or subregion in which a party lies, such as Africa."
    ] = ()
    source: Annotated[Names, "source", "Source by id or title, or all of a publisher."] = ()
    signatory: Annotated[
        Names, "signatory", "Person or body that signed, as sources write the name."
    ] = ()
    action: Annotated[
        Values, "ACTION", "Records with such an act, such as ratified; for actions, the act itself."
    ] = ()
    since: Annotated[Day, "On or after this date: 2026, 2026-02 or 2026-02-04."] = None
    until: Annotated[Day, "On or before this date."] = None
    as_of: Annotated[Day, "As things stood at the end of that day."] = None
    search: Annotated[Values, "TEXT", "Full-text search in titles, names, notes and acts."] = ()
    via_blocs: Annotated[Flag, "Include what a country is party to through a bloc."] = False
    certain: Annotated[Flag, "Only records whose date certainly matches."] = False
    undated: Annotated[Flag, "With since or until: include records without a date."] = False
    withdrawn: Annotated[Flag, "Include withdrawn records."] = False

    def asked(self, *names: str) -> tuple[str, ...]:
        """The names of the filters that are set, among those given or among all."""
        return tuple(name for name in names or self._fields if getattr(self, name))

    def without(self, *names: str) -> "Filters":
        """A copy without some filters."""
        return self._replace(**{name: getattr(NOTHING, name) for name in names})

    def only(self, *names: str) -> "Filters":
        """A copy with only some filters."""
        return Filters(**{name: getattr(self, name) for name in names})

    @property
    def day(self) -> str | None:
        """The last day of `as_of` in ISO form, or None."""
        return self.as_of.latest.isoformat() if self.as_of else None


NOTHING = Filters()
"""No filter: every record that was not withdrawn."""

_MARKS = {name: given.__metadata__ for name, given in Filters.__annotations__.items()}

HELP = {name: (marks[0], marks[-1]) for name, marks in _MARKS.items()}
"""The placeholder and the help of each filter's option, in the order of the help."""

LINKS: dict[str, str] = {name: to for name, (_, *marks, _) in _MARKS.items() for to in marks}
"""The filters that go by the view `link`, each with what it leads to."""

PARTIES = ("country", "party", "between", "counterpart")
"""The filters whose values are partners."""

WORDS: dict[str, tuple[str, ...]] = {
    "status": vocabulary.STATUSES,
    "kind": vocabulary.AGREEMENT_KINDS,
    "legal_nature": vocabulary.LEGAL_NATURES,
    "level": vocabulary.LEVELS,
    "topic": vocabulary.TOPICS,
    "action": vocabulary.INITIATIVE_ACTIONS,
}
"""The values of the filters that take words, for agreements."""


def takes(name: str) -> str:
    """How many values a filter takes: `many`, `one`, or none (`flag`)."""
    return {"DATE": "one", "": "flag"}.get(HELP[name][0], "many")


def option(name: str) -> str:
    """The command-line option of a filter: `legal_nature` is `--legal-nature`."""
    return "--" + name.replace("_", "-")


def limit(what: str, number: int, most: int, named: str = "values") -> None:
    """Refuse what is given more values than can be asked for at once."""
    if number > most:
        more = "ask several times, or use `mineralreg sql`"
        raise UsageError(f"{what} takes at most {most} {named}", help=more)


def worded(filters: Filters) -> str:
    """The filters as the command line writes them."""
    import shlex

    words: list[str] = []
    for name in filters.asked():
        value = getattr(filters, name)
        for one in value if takes(name) == "many" else (value,):
            words += [option(name)] if one is True else [option(name), shlex.quote(str(one))]
    return " ".join(words)


def read_date(text: str, name: str = "date") -> "PartialDate":
    """Read a date as a filter takes it, for the message by name: `2026`, `2026-02` …"""
    from mineralreg.dates import DateError, PartialDate

    try:
        return PartialDate.parse(text.strip())
    except DateError:
        named = f"{option(name)} " if name in HELP else ""
        raise UsageError(
            f"{named}{text[:40]!r} is not a valid date",
            help="write 2026, 2026-02 or 2026-02-04",
        ) from None


def from_selector(selector: Mapping[str, Any]) -> Filters:
    """The filters of a claim's selector, or of the options of the command line; None for none."""
    values: dict[str, Any] = {}
    for key, value in selector.items():
        name = key.replace("-", "_")
        if name not in Filters._fields:
            filters = ", ".join(Filters._fields)
            raise UsageError(f"{key!r} is not a filter", help=f"filters: {filters}")
        if value is None:
            continue
        if takes(name) == "one":
            values[name] = read_date(str(value), name)
        elif takes(name) == "flag":
            values[name] = bool(value)
        else:
            values[name] = (value,) if isinstance(value, str) else tuple(value)
    return Filters(**values)
