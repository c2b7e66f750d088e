"""Synthetic registries of any size: always the same for a size and seed, and free of findings.

    python -m benchmarks.generate 10000 registry.toml [FINDINGS]

FINDINGS is how many texts with a stray blank each agreement has (none).

They look like the shipped registry: two or three sources an agreement, dated acts, minerals and
topics, events with agreements made at them, initiatives with members, and claims that reconcile.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mineralreg.reference.countries import countries
from mineralreg.reference.minerals import minerals
from mineralreg.reference.vocabulary import AGREEMENT_KINDS, INITIATIVE_KINDS, TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FIRST, LAST = date(2000, 2, 1), date(2026, 10, 30)
AS_OF = date(2026, 11, 20)
WIDTH = 100
PUBLISHERS = ("Ministry of Mines", "Foreign Ministry", "Government Gazette", "Treaty Office")
PAPERS = ("Daily Courier", "Mining Review", "Evening Post", "Metals Weekly", "Trade Monitor")
VOCABULARY = """
cooperation strategic secure sustainable supply chains exploration processing refining investment
research geology recycling offtake standards resilience transition energy battery semiconductors
defence industrial development training responsible
"""
WORDS = tuple(VOCABULARY.split())


class Party(NamedTuple):
    """A country as the registry knows it."""

    id: str
    code: str
    name: str


class Made(NamedTuple):
    """What later records need to know of an agreement."""

    id: str
    event: str | None
    parties: tuple[str, ...]


def write_registry(path: Path, size: int, seed: int = 1, findings: int = 0) -> None:
    """Write a registry.

    Args:
        path: The file to write.
        size: Number of agreements; a thousand come to about 600 kB.
        seed: Another seed gives another registry of the same size.
        findings: How many findings each agreement brings.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for block in blocks(size, seed, findings):
            file.write(block)


def blocks(size: int, seed: int = 1, findings: int = 0) -> Iterator[str]:
    """The registry, record by record."""
    chance = random.Random(f"{size} {seed}")
    parties = [
        Party(country.slug, country.alpha3, country.name)
        for country in countries()
        if country.kind == "country"
    ]
    sources = max(size // 5, 1) * 3
    events = [f"meeting-{number}" for number in range(1, size // 200 + 2)]
    initiatives = [f"initiative-{number}" for number in range(1, size // 500 + 2)]
    yield (
        "#:schema ./agreements.schema.json\nschema_version = 1\n\n[registry]\n"
        f'title = "{size} synthetic agreements"\nversion = "2026.11.20"\nas_of = {AS_OF}\n'
        'license = "CC0-1.0"\n'
    )
    for number in range(sources):
        yield _source(number, chance)
    days = {event: _day(chance) for event in events}
    body: list[str] = []
    made: list[Made] = []
    taken: dict[tuple[frozenset[str], str], list[date]] = {}
    for number in range(size):
        text, about = _agreement(number, parties, sources, days, initiatives, taken, chance)
        flaws = [f"Series  {flaw}" for flaw in range(findings)]
        body.append(f"{text}{_array('series', flaws)}\n" if flaws else text)
        made.append(about)
    meetings = [_event(event, days[event], parties, sources, chance) for event in events]
    circles = [_initiative(one, parties, sources, chance) for one in initiatives]
    used = {party for about in made for party in about.parties}
    used.update(party for _, named in (*meetings, *circles) for party in named)
    yield from (
        f'\n[[partner]]\nid = "{party.id}"\niso = "{party.code}"\n'
        for party in parties
        if party.id in used
    )
    yield from body
    yield from (text for text, _ in circles)
    yield from (text for text, _ in meetings)
    yield from _claims(events[:50], days, made)


def _source(number: int, chance: random.Random) -> str:
    official = number % 3 == 0
    publisher = chance.choice(PUBLISHERS if official else PAPERS)
    day = _day(chance)
    return (
        f'\n[[source]]\nid = "{source_id(number)}"\n'
        f'title = "{_words(chance, 6).capitalize()}"\npublisher = "{publisher}"\n'
        f'kind = "{"official" if official else "press"}"\npublished = {day}\n'
        f'url = "https://example.org/{day.year}/{number}/{_words(chance, 3).replace(" ", "-")}"\n'
        f"retrieved = {AS_OF}\n"
    )


def source_id(number: int) -> str:
    """Id of a source by its number."""
    return f"source-{number}"


def _agreement(
    number: int,
    parties: Sequence[Party],
    sources: int,
    days: dict[str, date],
    initiatives: Sequence[str],
    taken: dict[tuple[frozenset[str], str], list[date]],
    chance: random.Random,
) -> tuple[str, Made]:
    event = chance.choice(list(days)) if chance.random() < 0.2 else None
    while True:
        chosen = chance.sample(parties, 2 if chance.random() < 0.9 else chance.randint(3, 6))
        kind = chance.choice(AGREEMENT_KINDS)
        day = days[event] if event else _day(chance)
        others = taken.setdefault((frozenset(party.id for party in chosen), kind), [])
        if all(abs((day - other).days) > 80 for other in others):
            others.append(day)
            break
    id = f"{chosen[0].id[:20]}-{chosen[1].id[:20]}-{number}".replace("--", "-")
    nth = number % (sources // 3 * 2)  # the press beside an authority, and each source cited
    first = 3 * (number % (sources // 3))
    cited = [first, nth // 2 * 3 + 1 + nth % 2]
    names = " and ".join(party.name for party in chosen[:2])
    what = [mineral.id for mineral in minerals() if mineral.kind == "mineral"]
    lines = [
        "\n[[agreement]]",
        f'id = "{id}"',
        f'title = "{kind.replace("-", " ").capitalize()} on {_words(chance, 4)}, {names}"',
        f'kind = "{kind}"',
        _array("parties", [party.id for party in chosen]),
        _array("minerals", chance.sample(what, chance.randint(1, 4))),
        _array("topics", chance.sample(TOPICS, chance.randint(1, 3))),
    ]
    if event:
        lines.append(f'event = "{event}"')
    if chance.random() < 0.2:
        lines.append(_array("initiatives", [chance.choice(initiatives)]))
    lines.append(_array("sources", [source_id(n) for n in cited]))
    lines += ["actions = [", *(f"    {act}," for act in _acts(day, source_id(first), chance)), "]"]
    if chance.random() < 0.3:
        lines.append(f'notes = "{_words(chance, 14).capitalize()}."')
    return "\n".join(lines) + "\n", Made(id, event, tuple(party.id for party in chosen))


def _acts(day: date, source: str, chance: random.Random) -> Iterator[str]:
    if chance.random() < 0.3:
        yield f'{{ action = "announced", date = {_plain(day - timedelta(days=20))} }}'
    yield f'{{ action = "signed", date = {day}, place = "Capital City", sources = ["{source}"] }}'
    if chance.random() < 0.4:
        later = _plain(day + timedelta(days=chance.randint(1, 15)))
        action = chance.choice(("took-effect", "amended"))
        yield f'{{ action = "{action}", date = {later} }}'


def _event(
    id: str, day: date, parties: Sequence[Party], sources: int, chance: random.Random
) -> tuple[str, list[str]]:
    host, *guests = (party.id for party in chance.sample(parties, 8))
    text = (
        f'\n[[event]]\nid = "{id}"\nname = "{_words(chance, 4).capitalize()} meeting"\n'
        f'date = {day}\nplace = "Capital City"\nhosts = ["{host}"]\n'
        f"{_array('participants', guests)}\n"
        f'sources = ["{source_id(chance.randrange(sources))}"]\n'
    )
    return text, [host, *guests]


def _initiative(
    id: str, parties: Sequence[Party], sources: int, chance: random.Random
) -> tuple[str, list[str]]:
    start = date(2005, 3, 3)
    members = [party.id for party in chance.sample(parties, 6)]
    rows = "".join(f'    {{ partner = "{one}", from = 2010-05-05 }},\n' for one in members)
    text = (
        f'\n[[initiative]]\nid = "{id}"\nname = "{_words(chance, 3).capitalize()} initiative"\n'
        f'kind = "{chance.choice(INITIATIVE_KINDS)}"\n'
        f'sources = ["{source_id(chance.randrange(sources))}"]\n'
        f'actions = [\n    {{ action = "launched", date = {start} }},\n]\nmembers = [\n{rows}]\n'
    )
    return text, members


def _claims(events: Sequence[str], days: dict[str, date], made: Sequence[Made]) -> Iterator[str]:
    for number, event in enumerate(events):
        count = sum(about.event == event for about in made)
        if count:
            yield (
                f'\n[[claim]]\nid = "claim-{number}"\n'
                f'statement = "{count} papers were signed at the meeting"\ncount = {count}\n'
                f'unit = "agreements"\nas_of = {days[event]}\n'
                f'selector = {{ event = "{event}" }}\nsources = ["{source_id(0)}"]\n'
            )


def _array(key: str, values: Sequence[str]) -> str:
    quoted = ", ".join(f'"{value}"' for value in values)
    flat = f"{key} = [{quoted}]"
    if len(flat) <= WIDTH:
        return flat
    return f"{key} = [\n" + "".join(f'    "{value}",\n' for value in values) + "]"


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(count))


def _day(chance: random.Random) -> date:
    return _plain(FIRST + timedelta(days=chance.randrange((LAST - FIRST).days - 20)))


def _plain(day: date) -> date:
    """The day itself, unless it looks like one that a program made up."""
    return day + timedelta(days={(12, 31): 2, (1, 1): 1}.get((day.month, day.day), 0))


if __name__ == "__main__":
    write_registry(Path(sys.argv[2]), int(sys.argv[1]), findings=int([*sys.argv, "0"][3]))
