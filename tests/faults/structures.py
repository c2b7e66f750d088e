"""Draws registries of changed structure: ids, references, selectors, dates, doubles, types."""

import copy
import random
from datetime import date, datetime
from typing import Any

import tomli_w

from mineralreg.document.document import parse

KINDS = ("source", "partner", "agreement", "initiative", "event", "claim")
REFERENCES = {
    "agreement": ("parties", "sources", "minerals", "topics", "initiatives", "event"),
    "initiative": ("sources", "predecessors"),
    "event": ("hosts", "participants", "sources"),
    "claim": ("names", "sources"),
    "partner": ("parent", "iso"),
}
TARGETS = {
    **{"sources": "source", "event": "event", "predecessors": "initiative"},
    "initiatives": "initiative",
}
ACTIONS = (
    *("signed", "ratified", "entered-into-force", "suspended", "resumed", "expired"),
    *("launched", "superseded", "endorsed", "lost"),
)
NAMES = ("Peru", "PER", "EU", "Congo", "Áo", "nobody", "Kingdom of Nowhere", "south-america", "")
DAYS: tuple[Any, ...] = (
    *("2026", "2026-02", "2026-02?", "2026-02-04~", "0001", "9999-12-31", "2026-13", "spring"),
    *(date(1, 1, 1), date(2026, 2, 4), date(2026, 2, 3), date(9999, 12, 31), 2026),
    datetime(2026, 2, 4, 1),
)
VALUES: tuple[Any, ...] = ("", " ", "x", 0, -1, 2**63, 1.5, True, [], ["x"], [["x"]], {}, {"a": 1})
SELECTORS: dict[str, tuple[Any, ...]] = {
    "country": NAMES,
    "party": NAMES,
    "between": (["peru", "united-states"], ["EU", "EU"], ["Congo", "peru"], ["peru"]),
    "kind": ("memorandum", ["memorandum", "framework"], "memo"),
    "status": ("signed", "in-force", "lost"),
    "mineral": ("copper", "rare-earths", "neodymium", "coper"),
    "topic": ("finance", "research", "money"),
    "event": ("ministerial-2026", "Ministerial on minerals", "nowhere"),
    "initiative": ("ore-forum", "FOO", "nothing"),
    "region": ("south-america", "Atlantis"),
    "since": DAYS,
    "until": DAYS,
    "search": ("Ores", '"', "lithium*", "NEAR("),
    "certain": (True, "yes"),
    "via_blocs": (True, 1),
}


class Structure:
    """A registry under change."""

    def __init__(self, base: dict[str, Any], chance: random.Random) -> None:
        self.data = copy.deepcopy(base)
        self.chance = chance

    def records(self, kind: str = "") -> list[dict[str, Any]]:
        kinds = (kind,) if kind else KINDS
        found = [record for each in kinds for record in self.data.get(each, [])]
        return [record for record in found if isinstance(record, dict)]

    def ids(self, kind: str = "") -> list[Any]:
        names = [[one.get("id"), *listed(one.get("former_ids"))] for one in self.records(kind)]
        return [name for each in names for name in each] or ["none"]

    def places(self) -> list[dict[str, Any]]:
        """The records and the tables inside them."""
        return [each for record in self.records() for each in (record, *inner(record))]

    def rename(self) -> None:
        """Give a record another id, mostly with its old one among the former ones."""
        record = self.chance.choice(self.records())
        old, new = record.get("id"), f"new-{self.chance.randrange(9)}"
        record["id"] = self.chance.choice([new, new, new, self.chance.choice(self.ids())])
        if self.chance.random() < 0.8:
            record["former_ids"] = [*listed(record.get("former_ids")), old]

    def remember(self) -> None:
        """Add a former id: a new one, or one that is taken."""
        record = self.chance.choice(self.records())
        taken = self.chance.choice([*self.ids(), record.get("id")])
        former = self.chance.choice(["once-1", "once-2", "once-3", taken])
        record["former_ids"] = [*listed(record.get("former_ids")), former]

    def refer(self) -> None:
        """Point a reference at another record, by its id, a former id or a name."""
        kind = self.chance.choice([kind for kind in REFERENCES if self.records(kind)])
        record, key = self.chance.choice(self.records(kind)), self.chance.choice(REFERENCES[kind])
        pool = [*self.ids(), *NAMES]
        if key in ("minerals", "topics", "iso"):
            pool = ["lithium", "finance", "FRA", "x"]
        elif self.chance.random() < 0.7:
            pool = self.ids(TARGETS.get(key, "partner"))
        value = self.chance.choice(pool)
        record[key] = [*listed(record.get(key)), value] if key.endswith("s") else value

    def select(self) -> None:
        """Ask something else in a claim, or count something else."""
        for claim in self.chance.sample(self.records("claim"), min(1, len(self.records("claim")))):
            keys = self.chance.sample(list(SELECTORS), self.chance.randrange(1, 4))
            claim["selector"] = {key: self.chance.choice(SELECTORS[key]) for key in keys}
            units = ("agreements", "partners", "members", "participants", "other")
            claim["unit"] = self.chance.choice(units)
            claim["expect"] = self.chance.choice(["match", "short", "long", "unknowable"])
            claim["explanation"] = "It was counted otherwise."

    def date(self) -> None:
        """Put another day somewhere that has one."""
        place = self.chance.choice(self.places())
        keys = ("date", "from", "to", "as_of", "published", "start", "end", "checked")
        key = self.chance.choice([key for key in keys if key in place] or ["date"])
        place[key] = self.chance.choice(DAYS)

    def act(self) -> None:
        """Add an act to an agreement or initiative."""
        record = self.chance.choice(self.records("agreement") + self.records("initiative") or [{}])
        act = {"action": self.chance.choice(ACTIONS), "date": self.chance.choice(DAYS)}
        if self.chance.random() < 0.3:
            act["partner"] = self.chance.choice(self.ids("partner"))
        record["actions"] = [*listed(record.get("actions")), act]

    def double(self) -> None:
        """Repeat a record, or an item of one of its lists."""
        kind = self.chance.choice([kind for kind in KINDS if self.records(kind)])
        record = self.chance.choice(self.records(kind))
        lists = [key for key, value in record.items() if isinstance(value, list) and value]
        if lists and self.chance.random() < 0.6:
            key = self.chance.choice(lists)
            record[key] = [*record[key], record[key][0]]
        else:
            self.data[kind].append(copy.deepcopy(record))

    def retype(self) -> None:
        """Give a key a value of another type, take it away, or add one that nobody knows."""
        place = self.chance.choice(self.places())
        key = self.chance.choice([*place, "unknown"])
        if self.chance.random() < 0.3:
            place.pop(key, None)
        else:
            place[key] = self.chance.choice(VALUES)

    def remove(self) -> None:
        """Take a record away, whatever refers to it."""
        kind = self.chance.choice([kind for kind in KINDS if self.records(kind)])
        self.data[kind].remove(self.chance.choice(self.records(kind)))


CHANGES = (
    *(Structure.rename, Structure.rename, Structure.remember, Structure.refer, Structure.refer),
    *(Structure.select, Structure.select, Structure.date, Structure.act, Structure.double),
    *(Structure.retype, Structure.remove),
)


def listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, list) else []


def inner(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The tables inside a record."""
    values = [value for value in record.values() if isinstance(value, list | dict)]
    flat = [each for value in values for each in (value if isinstance(value, list) else [value])]
    return [each for each in flat if isinstance(each, dict)]


def drawn(text: str, chance: random.Random) -> str:
    """A changed registry as TOML, with comments at its records and at some lines."""
    structure = Structure(parse(text), chance)
    for _ in range(chance.choice([1, 1, 2, 3])):
        chance.choice(CHANGES)(structure)
    lines = []
    for at, line in enumerate(tomli_w.dumps(structure.data).splitlines()):
        if line.startswith("[[") and chance.random() < 0.2:
            lines.append(f"# comment {at}")
        plain = line.startswith(("id = ", "title = ", "kind = ")) and chance.random() < 0.1
        lines.append(f"{line}  # remark {at}" if plain else line)
    return "\n".join(lines) + "\n"
