"""An index made from the last one is the index that a whole build makes, table by table."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import tried
from mineralreg.document.document import parse_document
from mineralreg.errors import RegistryError
from mineralreg.index import cache as index_cache
from mineralreg.index.build import build
from mineralreg.query import reconcile
from mineralreg.registry import load_document, open_index
from samples import SAMPLE

OTHERS = """
[[event]]
id = "other-event"
name = "Another event"
date = 2026-02-05
hosts = ["peru"]
sources = ["wire-2026-02-05"]
"""
CLAIM = """
[[claim]]
id = "claim-{}"
statement = "So many were signed"
count = 1
unit = "{}"
as_of = 2026-09-01
sources = ["wire-2026-02-05"]
{}
"""
_OF_OTHER = 'selector = {{ event = "other-event" }}'
COUNTED = (
    ("agreements", _OF_OTHER),
    ("agreements", 'selector = {{ event = "Another event" }}'),
    ("partners", 'selector = {{ event = ["other-event", "ministerial-2026"] }}'),
    ("agreements", 'selector = {{ country = "peru" }}'),
    ("partners", _OF_OTHER + '\nmembers = [{{ agreement = "{first}", confidence = "certain" }}]'),
)
"""What claims count: of an event by its id or name or of one of two, of a party, what they list."""
Records = list[str]


def sample() -> Records:
    (first, *_) = [one for one in split(SAMPLE) if one.startswith("agreement]]")]
    first = first.split('"')[1]
    claims = (
        CLAIM.format(number, unit, counted.format(first=first))
        for number, (unit, counted) in enumerate(COUNTED)
    )
    before, mark, behind = SAMPLE.partition("\n[[claim]]")
    return split(before + OTHERS + mark + behind + "".join(claims))


def split(text: str) -> Records:
    return text.split("\n[[")


def joined(records: Records) -> str:
    return "\n[[".join(records)


def of_kind(records: Records, kind: str) -> list[int]:
    return [at for at, one in enumerate(records) if one.startswith(f"{kind}]]")]


def new_note(records: Records, chance: random.Random) -> None:
    kind = chance.choice(["agreement", "source", "partner", "initiative", "event", "claim"])
    at = chance.choice(of_kind(records, kind))
    said = f'notes = "Note {chance.random()} on 锂 and Perú"'
    lines = [line for line in records[at].splitlines() if not line.startswith("notes =")]
    records[at] = "\n".join([*lines, said, ""])


def new_act(records: Records, chance: random.Random) -> None:
    at = of_kind(records, "agreement")[-chance.randint(1, 4)]
    day = f"20{chance.randrange(26, 27)}-0{chance.randrange(1, 9)}-1{chance.randrange(9)}"
    records[at] = records[at].replace(
        "actions = [", f'actions = [\n    {{ action = "amended", date = {day} }},', 1
    )


def move(records: Records, chance: random.Random) -> None:
    at = chance.choice(of_kind(records, "agreement"))
    lines = [line for line in records[at].splitlines() if not line.startswith("event =")]
    event = chance.choice(("other-event", "ministerial-2026"))
    records[at] = "\n".join([*lines, f'event = "{event}"', ""])


def drop_party(records: Records, _: random.Random) -> None:
    at = of_kind(records, "agreement")[0]
    records[at] = records[at].replace('parties = ["united-states", ', "parties = [", 1)


def withdraw(records: Records, chance: random.Random) -> None:
    at = chance.choice(of_kind(records, "agreement"))
    if "withdrawn =" not in records[at]:
        records[at] += 'withdrawn = "It was another paper."\n'


def count_anew(records: Records, chance: random.Random) -> None:
    at = chance.choice(of_kind(records, "claim"))
    lines = [line for line in records[at].splitlines() if not line.startswith("count =")]
    records[at] = "\n".join([*lines, f"count = {chance.randrange(5)}", ""])


def title_source(records: Records, chance: random.Random) -> None:
    at = chance.choice(of_kind(records, "source"))
    records[at] = records[at].replace('title = "', f'title = "{chance.randrange(9)} ', 1)


def add_source(records: Records, chance: random.Random) -> None:
    id = f"new-{chance.randrange(10**6)}"
    body = f'source]]\nid = "{id}"\ntitle = "A paper"\npublisher = "P"\nkind = "press"\n'
    records.insert(of_kind(records, "source")[-1] + 1, body)


def add_agreement(records: Records, chance: random.Random) -> None:
    last = of_kind(records, "agreement")[-1]
    copy = records[chance.choice(of_kind(records, "agreement"))]
    old = copy.split('id = "', 1)[1].split('"', 1)[0]
    lines = [line for line in copy.splitlines() if not line.startswith("former_ids")]
    text = "\n".join(lines).replace(f'id = "{old}"', f'id = "new-{chance.randrange(10**6)}"', 1)
    records.insert(last + 1, text + "\n")


def remove(records: Records, chance: random.Random) -> None:
    del records[chance.choice(of_kind(records, "claim") + of_kind(records, "agreement"))]


def rename(records: Records, chance: random.Random) -> None:
    at = chance.choice(of_kind(records, "source"))
    old = records[at].split('id = "', 1)[1].split('"', 1)[0]
    records[at] = records[at].replace(f'id = "{old}"', f'id = "{old}-x"\nformer_ids = ["{old}"]', 1)


def swap(records: Records, chance: random.Random) -> None:
    one, other = chance.sample(of_kind(records, "agreement"), 2)
    records[one], records[other] = records[other], records[one]


def name_a_partner(records: Records, chance: random.Random) -> None:
    records[chance.choice(of_kind(records, "partner"))] += f'\naliases = ["N{chance.random()}"]\n'


def name_an_event(records: Records, chance: random.Random) -> None:
    at = chance.choice(of_kind(records, "event"))
    records[at] = records[at].replace('name = "', f'name = "{chance.randrange(9)} ', 1)


def title_registry(records: Records, chance: random.Random) -> None:
    records[0] = records[0].replace("[registry]", f'[registry]\nscope = "{chance.random()}"', 1)


def add_one_with_a_past(records: Records, chance: random.Random) -> None:
    """A new source with a former id, which a record in front of it cites."""
    past = f"past-{chance.randrange(10**6)}"
    add_source(records, chance)
    records[of_kind(records, "source")[-1]] += f'former_ids = ["{past}"]\n'
    at = of_kind(records, "agreement")[0]
    records[at] = records[at].replace("sources = [", f'sources = ["{past}", ', 1)


def add_both(records: Records, chance: random.Random) -> None:
    """A new source, a new agreement, and a note on another record."""
    add_source(records, chance)
    add_agreement(records, chance)
    new_note(records, chance)


EDITS: list[Callable[[Records, random.Random], None]] = [
    new_note,
    new_act,
    move,
    drop_party,
    withdraw,
    count_anew,
    title_source,
    add_source,
    add_agreement,
    remove,
    rename,
    swap,
    name_a_partner,
    name_an_event,
    add_one_with_a_past,
    add_both,
    title_registry,
]
RENEWED = (
    *(new_note, new_act, move, drop_party, withdraw, count_anew, title_source),
    *(add_source, add_agreement, add_both, name_an_event),
)


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
@given(st.lists(st.sampled_from(EDITS), min_size=1, max_size=4), st.integers(0, 10**9))
def test_the_index_after_edits_is_that_of_a_whole_build(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    edits: list[Callable[[Records, random.Random], None]],
    seed: int,
) -> None:
    folder = tmp_path_factory.mktemp("edited")
    path = folder / "agreements.toml"
    records = sample()
    chance = random.Random(seed)
    path.write_text(joined(records), encoding="utf-8")
    opened(path, folder / "cache", monkeypatch).close()
    for edit in edits:
        edit(records, chance)
        path.write_text(joined(records), encoding="utf-8")
        try:
            whole = opened(path, folder / f"whole-{len(list(folder.iterdir()))}", monkeypatch)
        except RegistryError:  # the edits contradict each other
            with pytest.raises(RegistryError):
                opened(path, folder / "cache", monkeypatch)
            return
        renewed = opened(path, folder / "cache", monkeypatch)
        assert tables(renewed) == tables(whole) == tables(of_all_at_once(path))
        assert search(renewed) == search(whole)
        assert renewed.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        whole.close()
        renewed.close()


@pytest.mark.parametrize("edit", RENEWED)
@pytest.mark.parametrize("seed", range(4))
def test_one_record_is_replaced(
    edit: Callable[[Records, random.Random], None],
    seed: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "agreements.toml"
    records = sample()
    path.write_text(joined(records), encoding="utf-8")
    opened(path, tmp_path / "cache", monkeypatch).close()
    edit(records, random.Random(seed))
    path.write_text(joined(records), encoding="utf-8")

    def whole(*_: object) -> None:
        raise AssertionError("the index was built whole")

    monkeypatch.setattr(index_cache, "_stream", whole)
    renewed = opened(path, tmp_path / "cache", monkeypatch)
    assert tables(renewed) == tables(of_all_at_once(path))
    renewed.close()


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("damage", ["cut", "changed", "hashes cut", "hashes of another"])
def test_a_damaged_index_is_not_built_on(
    damage: str, large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:  # not read over again where it is as it was written
        monkeypatch.setattr(index_cache, "_CHECKED_ALWAYS", 0)
    path, cache = tmp_path / "agreements.toml", tmp_path / "cache"
    records = sample()
    path.write_text(joined(records), encoding="utf-8")
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
        other = [*records[:1], *records[2:], records[1]]
        beside.write_bytes(joined(other).encode())
    new_note(records, random.Random(2))
    path.write_text(joined(records), encoding="utf-8")
    after = tables(opened(path, cache, monkeypatch))
    assert after == tables(opened(path, tmp_path / "fresh", monkeypatch))
