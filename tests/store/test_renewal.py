"""An index made from the last one is the index that a whole build makes, table by table."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from examples import tried
from mineralreg.document.document import parse_document
from mineralreg.document.layout import KINDS, render_block
from mineralreg.errors import RegistryError
from mineralreg.index import cache as index_cache
from mineralreg.index.build import build
from mineralreg.query import reconcile
from mineralreg.registry import load_document, open_index
from samples import SAMPLE

Data = dict[str, Any]
Edit = Callable[[Data, random.Random], object]
EVENTS = ("other-event", "ministerial-2026")
COUNTED: list[tuple[str, Data]] = [
    ("agreements", {"selector": {"event": EVENTS[0]}}),
    ("agreements", {"selector": {"event": "Another event"}}),
    ("partners", {"selector": {"event": list(EVENTS)}}),
    ("agreements", {"selector": {"country": "peru"}}),
    (
        "partners",
        {
            "selector": {"event": EVENTS[0]},
            "members": [{"agreement": "us-peru-2024", "confidence": "certain"}],
        },
    ),
]
"""What claims count: of an event by its id or name or of one of two, of a party, what they list."""


def sample() -> Data:
    data = tomli.loads(SAMPLE)
    sourced = {"sources": ["wire-2026-02-05"]}
    event = {"id": EVENTS[0], "name": "Another event", "date": "2026-02-05", "hosts": ["peru"]}
    data["event"].append(event | sourced)
    for number, (unit, counted) in enumerate(COUNTED):
        claim = {"id": f"claim-{number}", "statement": "So many", "count": 1, "unit": unit}
        data["claim"].append(claim | {"as_of": "2026-09-01"} | counted | sourced)
    return data


def keep(path: Path, data: Data) -> None:
    """Write a registry in the house layout."""
    header = render_block("registry", data["registry"])
    blocks = [render_block(kind, one) for kind in KINDS[1:] for one in data[kind]]
    text = "\n".join(["schema_version = 1\n", header, *blocks])
    path.write_text(text, encoding="utf-8")


def some(data: Data, chance: random.Random, *kinds: str) -> Data:
    """Some record of one of these kinds."""
    found: Data = chance.choice(data[chance.choice(kinds)])
    return found


def add_source(data: Data, chance: random.Random, **more: Any) -> None:
    id = f"new-{chance.randrange(10**6)}"
    source = {"id": id, "title": "A paper", "publisher": "P", "kind": "press"}
    data["source"].append(source | more)


def add_agreement(data: Data, chance: random.Random) -> None:
    copy = {**some(data, chance, "agreement"), "id": f"new-{chance.randrange(10**6)}"}
    copy.pop("former_ids", None)
    data["agreement"].append(copy)


def drop_party(data: Data, _: random.Random) -> None:
    parties = data["agreement"][0]["parties"]
    del parties[: len(parties) - 1]


def add_both(data: Data, chance: random.Random) -> None:
    """A new source, a new agreement, and a note on another record."""
    add_source(data, chance)
    add_agreement(data, chance)
    RENEWED["note"](data, chance)


def remove(data: Data, chance: random.Random) -> None:
    rows = data[chance.choice(("claim", "agreement"))]
    del rows[chance.randrange(len(rows))]


def rename(data: Data, chance: random.Random) -> None:
    one = some(data, chance, "source")
    one |= {"id": f"{one['id']}-x", "former_ids": [*one.get("former_ids", ()), one["id"]]}


def swap(data: Data, chance: random.Random) -> None:
    rows = data["agreement"]
    one, other = chance.sample(range(len(rows)), 2)
    rows[one], rows[other] = rows[other], rows[one]


def add_one_with_a_past(data: Data, chance: random.Random) -> None:
    """A new source with a former id, which a record in front of it cites."""
    past = f"past-{chance.randrange(10**6)}"
    add_source(data, chance, former_ids=[past])
    data["agreement"][0]["sources"].append(past)


RENEWED: dict[str, Edit] = {
    "note": lambda data, chance: some(data, chance, *KINDS[1:]).update(
        notes=f"Note {chance.random()} on 锂 and Perú"
    ),
    "act": lambda data, chance: data["agreement"][-chance.randint(1, 4)]["actions"].insert(
        0, {"action": "amended", "date": f"2026-0{chance.randrange(1, 9)}-1{chance.randrange(9)}"}
    ),
    "event": lambda data, chance: some(data, chance, "agreement").update(
        event=chance.choice(EVENTS)
    ),
    "party": drop_party,
    "withdrawn": lambda data, chance: some(data, chance, "agreement").update(withdrawn="Wrong."),
    "count": lambda data, chance: some(data, chance, "claim").update(count=chance.randrange(5)),
    "title": lambda data, chance: some(data, chance, "source").update(title=f"{chance.random()}"),
    "name of an event": lambda data, chance: some(data, chance, "event").update(
        name=f"Event {chance.randrange(9)}"
    ),
    "source": add_source,
    "agreement": add_agreement,
    "both": add_both,
}
"""Edits after which a part of the last index is kept."""
EDITS: dict[str, Edit] = RENEWED | {
    "remove": remove,
    "rename": rename,
    "swap": swap,
    "name of a partner": lambda data, chance: some(data, chance, "partner").update(
        aliases=[f"N{chance.random()}"]
    ),
    "past": add_one_with_a_past,
    "header": lambda data, chance: data["registry"].update(scope=f"{chance.random()}"),
}


def tables(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'record_text_%'"
    ).fetchall()
    return {
        name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for (name,) in names
    }


def search(connection: sqlite3.Connection) -> list[Any]:
    words = ("note", "perú", "锂", "paper", "memorandum", "amended")
    query = "SELECT ?, id FROM record_text WHERE record_text MATCH ? ORDER BY id"
    return [row for word in words for row in connection.execute(query, (word, f'"{word}"*'))]


def opened(path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> sqlite3.Connection:
    monkeypatch.setenv("MINERALREG_CACHE", str(cache))
    return open_index(str(path)).connection


def of_all_at_once(path: Path) -> sqlite3.Connection:
    """An index of the parsed file, which no stream was read for."""
    raw = path.read_bytes()
    index = sqlite3.connect(":memory:", isolation_level=None)
    build(index, load_document(parse_document(raw, str(path))))
    reconcile.add(index)
    return index


@tried(40)
@given(st.lists(st.sampled_from([*EDITS]), min_size=1, max_size=4), st.integers(0, 10**9))
def test_the_index_after_edits_is_that_of_a_whole_build(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    edits: list[str],
    seed: int,
) -> None:
    folder = tmp_path_factory.mktemp("edited")
    path, cache = folder / "agreements.toml", folder / "cache"
    data, chance = sample(), random.Random(seed)
    keep(path, data)
    opened(path, cache, monkeypatch).close()
    for number, edit in enumerate(edits):
        EDITS[edit](data, chance)
        keep(path, data)
        try:
            whole = opened(path, folder / f"whole-{number}", monkeypatch)
        except RegistryError:  # the edits contradict each other
            with pytest.raises(RegistryError):
                opened(path, cache, monkeypatch)
            return
        renewed = opened(path, cache, monkeypatch)
        assert tables(renewed) == tables(whole) == tables(of_all_at_once(path))
        assert search(renewed) == search(whole)
        assert renewed.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        whole.close()
        renewed.close()


@pytest.mark.parametrize("edit", RENEWED)
@pytest.mark.parametrize("seed", range(4))
def test_one_record_is_replaced(
    edit: str, seed: int, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = sample()
    keep(path, data)
    opened(path, tmp_path / "cache", monkeypatch).close()
    RENEWED[edit](data, random.Random(seed))
    keep(path, data)

    def whole(*_: object) -> None:
        raise AssertionError("the index was built whole")

    monkeypatch.setattr(index_cache, "_stream", whole)
    renewed = opened(path, tmp_path / "cache", monkeypatch)
    assert tables(renewed) == tables(of_all_at_once(path))
    renewed.close()


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("damage", ["cut", "changed", "hashes cut", "hashes of another"])
def test_a_damaged_index_is_not_built_on(
    damage: str, large: bool, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:  # not read over again where it is as it was written
        monkeypatch.setattr(index_cache, "_CHECKED_ALWAYS", 0)
    data, cache = sample(), tmp_path / "cache"
    keep(path, data)
    opened(path, cache, monkeypatch).close()
    (last,) = cache.glob("*.sqlite")
    beside = last.with_name(last.name + ".toml")
    content = last.read_bytes()
    if damage == "cut":
        last.write_bytes(content[: len(content) // 2])
    elif damage == "changed":
        last.write_bytes(content.replace(b"Memorandum", b"Memorandam"))
    elif damage == "hashes cut":
        beside.write_bytes(beside.read_bytes()[:-8])
    else:
        keep(beside, {**data, "source": [*data["source"][1:], data["source"][0]]})
    RENEWED["note"](data, random.Random(2))
    keep(path, data)
    after = tables(opened(path, cache, monkeypatch))
    assert after == tables(opened(path, tmp_path / "fresh", monkeypatch))
