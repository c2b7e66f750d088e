"""Small registries for the tests of questions, and their index in memory."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import tomli_w

from mineralreg.document.document import parse_document
from mineralreg.index.build import build
from mineralreg.query.filters import Filters, from_selector
from mineralreg.query.listing import Listing
from mineralreg.registry import load_document

if TYPE_CHECKING:
    from collections.abc import Mapping

SAMPLE = """
schema_version = 1
partner = [
    { id = "peru", iso = "PER" },
    { id = "united-states", iso = "USA", former_ids = ["america"] },
    { id = "south-korea", iso = "KOR" },
    { id = "france", iso = "FRA" },
    { id = "united-kingdom", iso = "GBR" },
    { id = "japan", iso = "JPN" },
    { id = "chad", iso = "TCD" },
    { id = "european-union", kind = "bloc", name = "European Union", aliases = ["EU"] },
    { id = "acme", kind = "company", name = "Acme Mining", parent = "united-states" },
]

[registry]
title = "A sample"
version = "2026.7.4"
as_of = 2026-07-04

[[source]]
id = "wire"
title = "A report"
publisher = "The Wire"
kind = "press"
published = 2026-02-05
url = "https://example.org/1"

[[source]]
id = "gazette"
title = "The text"
publisher = "The Gazette"
kind = "official"
url = "https://example.org/2"

[[agreement]]
id = "us-peru-2024"
title = "Memorandum on investment"
kind = "memorandum"
parties = ["united-states", "peru"]
minerals = ["copper"]
sources = ["wire"]
actions = [{ action = "signed", date = 2024-08-29, place = "Lima" }]
relations = [{ type = "distinct-from", agreement = "us-peru-2026" }]

[[agreement]]
id = "us-peru-2026"
former_ids = ["peru-us-2026"]
title = "Memorandum on critical minerals"
title_status = "official"
kind = "memorandum"
legal_nature = "non-binding"
field_sources = { legal_nature = ["gazette"] }
parties = ["united-states", "peru"]
minerals = ["rare-earths", "critical-minerals"]
topics = ["finance"]
event = "meeting-2026"
initiatives = ["forge"]
sources = ["wire"]
actions = [
    { action = "announced", date = "2026-01" },
    { action = "signed", date = 2026-02-04, sources = ["gazette"] },
    { action = "took-effect", date = "2026-05" },
]
signatories = [{ partner = "peru", name = "Ana Ruiz", office = "Minister" }]
amounts = [{ value = 10, unit = "USD billion", qualifier = "up to", what = "loan" }]
variants = [{ field = "signed", value = "2026-02-05", sources = ["wire"], note = "A day late." }]
notes = "A note."

[[agreement]]
id = "eu-japan-2023"
title = "Arrangement of old"
kind = "arrangement"
level = "inter-agency"
parties = ["european-union", "japan"]
minerals = ["neodymium"]
sources = ["gazette"]
actions = [{ action = "signed", date = "2023" }]

[[agreement]]
id = "eu-chad-2019"
title = "Framework with Chad"
kind = "framework"
parties = ["european-union", "chad"]
sources = ["gazette"]
actions = [{ action = "signed", date = 2019-03-01 }]

[[agreement]]
id = "acme-japan"
title = "Purchase of ore"
kind = "contract"
level = "commercial"
parties = ["acme", "japan"]
sources = ["wire"]
contested = "Acme denies it."
actions = [{ action = "announced" }]

[[agreement]]
id = "mistaken"
title = "A mistake"
kind = "treaty"
parties = ["japan", "france"]
sources = ["wire"]
actions = [{ action = "signed", date = 2025-01-01 }]
withdrawn = "It was another paper."

[[initiative]]
id = "msp"
name = "Minerals Security Partnership"
acronym = "MSP"
kind = "partnership"
sources = ["wire"]
actions = [
    { action = "launched", date = 2022-06-14 },
    { action = "superseded", date = 2026-02-04 },
]
members = [
    { partner = "united-states" },
    { partner = "south-korea", role = "chair", from = "2024-07", to = 2026-02-04 },
    { partner = "european-union", from = 2023-01-01 },
    { partner = "japan", role = "observer" },
    { partner = "france", from = "2025" },
]

[[initiative]]
id = "forge"
name = "Forum on Resource Geostrategic Engagement"
acronym = "FORGE"
aliases = ["Forum on Geostrategic Resource Engagement"]
kind = "forum"
predecessors = ["msp"]
sources = ["wire"]
actions = [{ action = "launched", date = 2026-02-04 }]
members = [
    { partner = "south-korea", role = "chair", from = 2026-02-04, to = "2026-06" },
]

[[event]]
id = "meeting-2026"
name = "Ministerial Meeting"
aliases = ["The Meeting"]
date = 2026-02-04
place = "Washington, D.C."
hosts = ["united-states"]
participants = ["peru", "south-korea", "european-union", "chad"]
sources = ["wire"]

[[claim]]
id = "three-countries"
statement = "Three countries came"
count = 3
unit = "participants"
as_of = 2026-02-04
selector = { event = "meeting-2026" }
sources = ["wire"]

[[claim]]
id = "two-with-peru"
statement = "The United States has two memoranda"
count = 2
unit = "agreements"
as_of = "2026-02"
selector = { country = "united-states", kind = "memorandum" }
names = ["peru", "chad"]
sources = ["wire"]
"""


def connect(text: str = SAMPLE) -> sqlite3.Connection:
    """The index of a registry, in memory."""
    raw = text.encode()
    connection = sqlite3.connect(":memory:", isolation_level=None)
    build(connection, load_document(parse_document(raw, "registry.toml")), "0" * 32)
    connection.execute("PRAGMA query_only = ON")
    return connection


def connect_to(registry: Mapping[str, Any]) -> sqlite3.Connection:
    """The index of a registry that is given as plain values."""
    return connect(tomli_w.dumps(registry))


def asked(**filters: Any) -> Filters:
    """Filters from plain values: `asked(country="Peru", since="2026")`."""
    return from_selector(filters)


def ids(index: sqlite3.Connection, kind: str, *given: Any, **how: Any) -> list[str]:
    return Listing(index, kind, *given, **how).ids()


def count(index: sqlite3.Connection, kind: str, *given: Any) -> int:
    return Listing(index, kind, *given).count()


def notes(index: sqlite3.Connection, kind: str, *given: Any) -> tuple[str, ...]:
    return Listing(index, kind, *given).notes


def records_json(index: sqlite3.Connection, kind: str, *given: Any, **how: Any) -> list[str]:
    return list(Listing(index, kind, *given, **how).texts())
