"""Notes beside an answer: that it is empty, what it leaves out, and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from mineralreg.query.as_of import horizon
from mineralreg.query.results import noun
from mineralreg.query.where import RULES, Where, only_through_blocs, where
from mineralreg.reference.filters import Filters, option
from mineralreg.reference.vocabulary import ENDED_STATUSES

_LACKING = {
    "legal_nature": ("r.legal_nature = 'not-stated'", "do not state their legal nature"),
    "topic": ("r.id NOT IN (SELECT agreement FROM agreement_topic)", "name no topic"),
    "mineral": ("r.id NOT IN (SELECT agreement FROM agreement_mineral)", "name no mineral"),
    "signatory": (
        "r.id NOT IN (SELECT agreement FROM signatory WHERE role = 'signatory')",
        "name no signatory",
    ),
}
"""Fields that a record may leave open: the condition for that, and the words of the note."""


def hints(kind: str, filters: Filters, found: Where, *, empty: bool) -> tuple[str, ...]:
    """The notes beside an answer about the records of a kind, the most important first."""
    notes = [*_hints(kind, filters, found), *found.notes]
    if empty:
        one = noun(kind, 1)
        said = f"no {one} matches" if filters.asked() else f"the registry holds no {one} yet"
        notes.insert(0, said)
    return tuple(dict.fromkeys(notes))


def _hints(kind: str, filters: Filters, found: Where) -> Iterator[str]:
    yield from _left_open(kind, filters, found)
    if kind == "agreement":
        yield from _about_agreements(found.connection, filters)
    elif kind == "act":
        of_records = filters.without("since", "until", "action", "undated")
        yield from _about_agreements(found.connection, of_records, named=True)
    else:  # all that is asked of a vocabulary's words is asked of the agreements that name them
        asked = filters.only(*RULES[kind].through) if kind in RULES else filters
        through = asked.without("counterpart")
        if through.asked("since", "until", "as_of"):
            party = through._replace(party=asked.party or asked.counterpart)
            of_these = where(found.connection, "agreement", party)
            yield from _left_open("agreement", party, of_these, named=True)
        yield from _about_agreements(found.connection, through, named=True)


def _left_open(kind: str, filters: Filters, found: Where, *, named: bool = False) -> Iterator[str]:
    """The notes on dates that are open: what only may match, and what is left out for want of one.

    Where the answer is about something else, they say what is counted (`named`).
    """
    if found.possible and (number := found.count(found.doubt)):
        whole = found.count()
        of = f"{whole} {noun(kind, whole)}" if named else whole
        matches = f"of {of} only possibly match{'es' if number == 1 else ''}"
        why = "as a date is not known to the day; --certain leaves such records out"
        yield f"{number} {matches}, {why}"
    if found.undated:
        undated = found.part(found.table)
        undated.require(found.undated)
        if number := undated.count():
            them = "it" if number == 1 else "them"
            yield f"{_left_out(kind, number, 'no date')}; --undated includes {them}"
    if filters.as_of and kind == "agreement":
        ever = where(found.connection, kind, filters.without("as_of"))
        if number := ever.count("r.id NOT IN (SELECT agreement FROM act WHERE agreement > '')"):
            yield f"{_left_out(kind, number, 'no recorded act')} by --as-of"


def _left_out(kind: str, number: int, what: str) -> str:
    has, is_ = ("has", "is") if number == 1 else ("have", "are")
    return f"{number} {noun(kind, number)} {has} {what} and {is_} left out"


def _about_agreements(
    connection: sqlite3.Connection, filters: Filters, *, named: bool = False
) -> Iterator[str]:
    """The notes on any answer about the agreements that filters find.

    How many more there are through each bloc that a country belonged to, unless they are in the
    answer; that a partner or initiative is known but in no agreement; what the records do not say.
    Where the answer is about something else, they say that agreements are meant (`named`).
    """
    for name in filters.asked("country", "party"):
        ids = Where(connection, "agreement").ids(name, getattr(filters, name))
        more = [*_through_blocs(connection, filters.without(name, "via_blocs"), ids, named)]
        if not filters.withdrawn:
            yield from _of_partners(connection, ids, bool(more) or filters.via_blocs)
        if more and not filters.via_blocs:
            yield f"not shown: {', '.join(more)}; add --via-blocs to see them"
    if any("expir" in value.lower() for value in (*filters.status, *filters.action)):
        yield from _past_their_day(connection, filters.without("status", "action"))
    if filters.initiative and not named:
        yield from _of_initiatives(connection, filters)
    for name in filters.asked(*_LACKING):
        if name == "legal_nature" and any("not" in value for value in filters.legal_nature):
            continue
        condition, say = _LACKING[name]
        asked = where(connection, "agreement", filters.without(name))
        if silent := asked.count(condition):
            number = f"{silent} of {asked.count()}{' agreements' if named else ''}"
            yield f"{number} {say}, so {option(name)} leaves them out"


def _through_blocs(
    connection: sqlite3.Connection, filters: Filters, ids: list[str], named: bool
) -> Iterator[str]:
    """How many agreements there are through each bloc, apart from those of the partners' own."""
    asked, through = only_through_blocs(connection, filters, ids)
    for bloc, condition in through:
        if more := asked.count(condition):
            name = asked.book.partners[bloc].name
            number = f"{more} {noun('agreement', more)}" if named else f"{more}"
            yield f"{number} through {f'the {name}' if ' ' in name else name}"


def _of_partners(connection: sqlite3.Connection, ids: list[str], through: bool) -> Iterator[str]:
    """Partners without an agreement of their own."""
    own = " of its own" if through else ""
    for id in ids:
        for (name,) in connection.execute(
            "SELECT p.name FROM partner AS p WHERE p.id = ? AND NOT EXISTS "
            "(SELECT 1 FROM agreement_party AS x JOIN agreement AS a ON a.id = x.agreement "
            "WHERE x.partner = p.id AND a.withdrawn IS NULL)",
            (id,),
        ):
            yield f"{name} is in the registry, but party to no agreement{own}"


def _past_their_day(connection: sqlite3.Connection, filters: Filters) -> Iterator[str]:
    """Agreements past their stated end, without a source that they ended."""
    asked = where(connection, "agreement", filters)
    day = asked.bind(filters.day or horizon(connection))
    asked.require(f"substr(r.term_until || '-99-99', 1, 10) < {day}")
    asked.require(f"r.status NOT IN {asked.any_of(ENDED_STATUSES)}")
    if number := asked.count():
        yield (
            f"{number} {noun('agreement', number)} had a last day that has passed, but no source "
            "tells of the end: `mineralreg list --columns id,until,status --sort until`"
        )


def _of_initiatives(connection: sqlite3.Connection, filters: Filters) -> Iterator[str]:
    """Initiatives with members and without agreements."""
    for id in Where(connection, "agreement").ids("initiative", filters.initiative):
        for name, number in connection.execute(
            "SELECT coalesce(i.acronym, i.name), count(DISTINCT m.partner) FROM initiative AS i "
            "JOIN membership AS m ON m.initiative = i.id WHERE i.id = ? AND NOT EXISTS "
            "(SELECT 1 FROM agreement_initiative WHERE initiative = i.id) GROUP BY i.id",
            (id,),
        ):
            who = f"{name}, which has {number} {noun('members', number)}"
            yield f"no agreement belongs to {who}: `mineralreg show {id}` lists them"
