"""Edits: what is intended happens, and every other byte stays."""

import datetime
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import tomli
from documents import documents
from hypothesis import assume, given
from hypothesis import strategies as st
from test_render import RECORDS, VALUES
from test_spans import parses

from examples import tried
from mineralreg.document.canonical import format_text
from mineralreg.document.layout import render_block
from mineralreg.document.splice import (
    Edit,
    SpliceError,
    apply,
    insert,
    put,
    put_text,
    put_value,
    remove,
    verify,
)
from mineralreg.document.syntax import PIECE, SpanMap

Path = tuple[Any, ...]

REGISTRY = """\
#:schema ./agreements.schema.json
schema_version = 1

# What this is about.
[registry]
title = "T"

# ---- Sources ----

[[source]]
id = "s"  # the first source
# about s

# ---- Agreements ----

# the first
[[agreement]]
id = "a"
parties = ["peru", "japan"]  # two of them
actions = [
    { action = "signed", date = 2026-02-04 },  # in Lima
]

# the second
[[agreement]]
id = "b"
topics = [
  # money first
  "finance",
  "mining" # and digging
]
[[agreement.actions]]
action = "signed"

[[agreement.actions]]
action = "amended"

[[claim]]
id = "c"
selector = { event = "e" }
"""

ORDER = {
    "agreement": ["id", "kind", "parties", "topics", "actions", "notes"],
    "agreement.actions": ["action", "date", "place"],
    "claim": ["id", "selector"],
    "claim.selector": ["level", "event"],
}
Plan = Callable[[SpanMap], list[Edit]]


def changes(path: Path, **values: Any) -> Plan:
    """The plan that gives a record other values; None takes a key away."""

    def plan(spans: SpanMap) -> list[Edit]:
        before = inside(tomli.loads(spans.text), path)
        record = {k: v for k, v in {**before, **values}.items() if v is not None}
        return put(spans, path, before, record, ORDER)

    return plan


def change(text: str, plan: Plan) -> str:
    spans = SpanMap(text)
    edits = plan(spans)
    new = apply(text, edits)
    tomli.loads(new)
    return new


def difference(old: str, new: str) -> list[str]:
    """Lines that came (+) or went (-), in the order of the files."""
    import difflib

    lines = difflib.ndiff(old.splitlines(), new.splitlines())
    return [line for line in lines if line[0] in "+-"]


def comments(text: str) -> Counter[str]:
    """Every comment of a text with its number."""
    found = (piece[0] for piece in PIECE.finditer(text))
    return Counter(piece.rstrip() for piece in found if piece.startswith("#"))


CASES: list[tuple[str, Plan, list[str]]] = [
    (
        "insert behind the last of its kind and its comment",
        lambda spans: insert(spans, "source", '[[source]]\nid = "t"\n'),
        ["+ ", "+ [[source]]", '+ id = "t"'],
    ),
    (
        "insert behind the sub-tables of the last of its kind",
        lambda spans: insert(spans, "agreement", '[[agreement]]\nid = "z"\n'),
        ["+ [[agreement]]", '+ id = "z"', "+ "],
    ),
    (
        "insert a kind that is not there yet",
        lambda spans: insert(spans, "partner", '[[partner]]\nid = "p"\n'),
        ["+ ", "+ [[partner]]", '+ id = "p"'],
    ),
    (
        "remove with comments and one gap",
        lambda spans: remove(spans, ("agreement", 0)),
        ["- # the first", "- [[agreement]]", '- id = "a"',
         '- parties = ["peru", "japan"]  # two of them', "- actions = [",
         "-     { action = \"signed\", date = 2026-02-04 },  # in Lima", "- ]", "- "],
    ),
    (
        "remove the last",
        lambda spans: remove(spans, ("claim", 0)),
        ["- ", "- [[claim]]", '- id = "c"', '- selector = { event = "e" }'],
    ),
    (
        "a value, its comment stays",
        changes(("agreement", 0), parties=["cuba"]),
        ['- parties = ["peru", "japan"]  # two of them', '+ parties = ["cuba"]  # two of them'],
    ),
    (
        "a new key in canonical order",
        changes(("agreement", 0), kind="treaty"),
        ['+ kind = "treaty"'],
    ),
    (
        "a key that is not listed",
        changes(("source", 0), zzz=1),
        ["+ zzz = 1"],
    ),
    (
        "a record in another layout comes out canonical, sub-tables stay sub-tables",
        changes(("agreement", 1), notes="a\nb"),
        ['-   # money first', '+     # money first', '-   "finance",', '+     "finance",',
         '-   "mining" # and digging', '+     "mining",  # and digging',
         '+ notes = """', "+ a", '+ b"""', "+ "],
    ),
    (
        "a key of an inline table",
        changes(("claim", 0), selector={"event": "e", "level": "x"}),
        ['- selector = { event = "e" }', '+ selector = { level = "x", event = "e" }'],
    ),
    (
        "a key of an item",
        changes(("agreement", 0), actions=[
            {"action": "signed", "date": datetime.date(2026, 2, 4), "place": "Lima"}]),
        ['-     { action = "signed", date = 2026-02-04 },  # in Lima',
         '+     { action = "signed", date = 2026-02-04, place = "Lima" },  # in Lima'],
    ),
    (
        "an item more, comments stay with theirs",
        changes(("agreement", 0), actions=[
            {"action": "announced"}, {"action": "signed", "date": datetime.date(2026, 2, 4)}]),
        ['+     { action = "announced" },'],
    ),
    (
        "the table of the registry",
        changes(("registry",), title="U"),
        ['- title = "T"', '+ title = "U"'],
    ),
    (
        "a key goes with its comments",
        changes(("agreement", 0), actions=None),
        ["- actions = [", '-     { action = "signed", date = 2026-02-04 },  # in Lima', "- ]"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "plan", "expected"), CASES, ids=[case[0] for case in CASES])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_exact_change(name: str, plan: Plan, expected: list[str], newline: str) -> None:
    text = REGISTRY.replace("\n", newline)
    new = change(text, plan)
    found = difference(text, new)
    assert [line for line in found if line.strip("+- ")] == [
        line for line in expected if line.strip("+- ")
    ]
    assert Counter(found) == Counter(expected)
    assert new.count("\n") == new.count(newline)
    assert new.endswith(newline)
    assert not new.endswith(newline * 2)
    bare = change(text.removesuffix(newline), plan)
    assert bare == new.removesuffix(newline)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", '[[event]]\nid = "e"\n'),
        ("# head\n", '# head\n\n[[event]]\nid = "e"\n'),
        ("x = 1", 'x = 1\n\n[[event]]\nid = "e"'),
        ("[[claim]]\n", '[[event]]\nid = "e"\n\n[[claim]]\n'),
        ("# c\n[[claim]]\n", '[[event]]\nid = "e"\n\n# c\n[[claim]]\n'),
        ("#:schema x\n[[claim]]\n", '#:schema x\n\n[[event]]\nid = "e"\n\n[[claim]]\n'),
        ("[[source]]\n# c\n[[claim]]", '[[source]]\n\n[[event]]\nid = "e"\n\n# c\n[[claim]]'),
    ],
)
def test_insert_into_odd_files(text: str, expected: str) -> None:
    assert change(text, lambda s: insert(s, "event", '[[event]]\nid = "e"\n')) == expected


def test_two_plans_at_one_place_keep_their_order() -> None:
    spans = SpanMap(REGISTRY)
    edits = insert(spans, "source", '[[source]]\nid = "t"\n')
    edits += insert(spans, "source", '[[source]]\nid = "u"\n')
    found = tomli.loads(apply(REGISTRY, edits))["source"]
    assert [record["id"] for record in found] == ["s", "t", "u"]


@pytest.mark.parametrize(
    "plan",
    [
        lambda s: remove(s, ("agreement", 7)),
        lambda s: remove(s, ("nothing",)),
        lambda s: put(s, ("agreement", 7), {}, {}, {}),
        lambda s: put_text(s, ("agreement", 7), ""),
        lambda s: put_value(s, "nothing", [], [], {}),
    ],
)
def test_what_is_not_there(plan: Plan) -> None:
    with pytest.raises(KeyError):
        plan(SpanMap(REGISTRY))


def test_apply_refuses_overlaps() -> None:
    assert apply("abc", [Edit(2, 3, "z"), Edit(0, 1, "x"), Edit(1, 1, "y")]) == "xybz"
    for edits in ([Edit(0, 2, ""), Edit(1, 3, "")], [Edit(0, 4, "")], [Edit(2, 1, "")]):
        with pytest.raises(SpliceError):
            apply("abc", edits)


@pytest.mark.parametrize("intended", [{"a": 2, "b": 2}, {"a": 2, "b": True}, {"a": 2}])
def test_verify_refuses(intended: dict[str, Any]) -> None:
    new = apply("a = 1 # c\nb = 1", [Edit(4, 5, "2")])
    verify(new, {"a": 2, "b": 1})
    with pytest.raises(SpliceError, match="does not say what was intended"):
        verify(new, intended)
    with pytest.raises(SpliceError, match="does not parse"):
        verify("a = [", {})


def inside(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


SUB_TABLES = """\
# above
[[agreement]]  # header
id = "a"
term.duration = "P5Y"  # five
term.notice = "P6M"

# first act
[[agreement.actions]]
action = "signed"
# below the first

[[agreement.actions]]  # second
action = "amended"
# at the end

[[claim]]
"""


TERM = 'term.duration = "P5Y"  # five\nterm.notice = "P6M"\n'
ACTS = SUB_TABLES[SUB_TABLES.index("\n# first act") : SUB_TABLES.index("# at the end")]


@pytest.mark.parametrize(
    ("values", "old", "new"),
    [
        (
            {"actions": [{"action": "announced"}, {"action": "signed"}, {"action": "amended"}]},
            "\n# first act\n",
            '\n[[agreement.actions]]\naction = "announced"\n\n# first act\n',
        ),
        (
            {"actions": [{"action": "signed", "date": "2026"}, {"action": "amended"}]},
            '"signed"\n',
            '"signed"\ndate = "2026"\n',
        ),
        (
            {"actions": [{"action": "amended"}]},
            '\n# first act\n[[agreement.actions]]\naction = "signed"\n# below the first\n',
            "",
        ),
        (
            {"term": {"duration": "P1Y"}},
            TERM,
            '# five\nterm = { duration = "P1Y" }\n',
        ),
        ({"actions": None}, ACTS, ""),
        ({"actions": "x"}, f"{TERM}{ACTS}", f'actions = "x"\n{TERM}'),
    ],
)
def test_sub_tables_and_dotted_keys(values: dict[str, Any], old: str, new: str) -> None:
    assert old in SUB_TABLES
    found = change(SUB_TABLES, changes(("agreement", 0), **values))
    assert found == SUB_TABLES.replace(old, new)


def test_a_table_under_a_header_of_its_own() -> None:
    text = '[[agreement]]\nid = "a"\n\n[agreement.term]  # t\nduration = "P5Y"  # five\n# end\n'
    found = change(text, changes(("agreement", 0), term={"duration": "P1Y", "notice": "P6M"}))
    assert found == text.replace('"P5Y"  # five\n', '"P1Y"  # five\nnotice = "P6M"\n')


def test_parts_of_a_record_that_stand_apart_come_together() -> None:
    text = (
        '[[agreement]]\nid = "a"\n\n# b\n[[claim]]\n\n'
        '# act\n[[agreement.actions]]\naction = "x"\n\n[z]\n'
    )
    found = change(text, changes(("agreement", 0), notes="n"))
    assert found == (
        '[[agreement]]\nid = "a"\nnotes = "n"\n\n# act\n[[agreement.actions]]\naction = "x"\n'
        "\n# b\n[[claim]]\n\n[z]\n"
    )


@pytest.mark.parametrize(
    ("text", "key", "value", "expected"),
    [
        ("event = []  # e\n", "event", [{"id": "e"}], 'event = [\n    { id = "e" },\n]  # e\n'),
        (
            'event = [\n  {id="x"}, # c\n]\nx = 1',
            "event",
            [{"id": "x"}, {"id": "e"}],
            'event = [\n    { id = "x" },  # c\n    { id = "e" },\n]\nx = 1',
        ),
        (
            'registry.title = "T"  # t\nregistry.version = "1"\nx = 1\n',
            "registry",
            {"title": "U"},
            'registry = { title = "U" }  # t\nx = 1\n',
        ),
    ],
)
def test_values_in_front_of_all_headers(text: str, key: str, value: Any, expected: str) -> None:
    before = tomli.loads(text)[key]
    assert change(text, lambda s: put_value(s, key, before, value, {})) == expected


def paths_of_records(spans: SpanMap) -> list[Path]:
    return sorted({b.path for b in spans.blocks if len(b.path) == 2 and isinstance(b.path[1], int)})


@tried(25)
@given(documents().filter(parses), st.data())
def test_random_edits_of_random_documents(text: str, data: st.DataObject) -> None:
    """The result parses to what is intended; what is outside the record stays."""
    spans, intended = SpanMap(text), tomli.loads(text)
    kind = data.draw(st.sampled_from(["insert", "put", "remove"]))
    if kind == "insert":
        name = data.draw(st.sampled_from(["source", "agreement", "claim", "new"]))
        record = data.draw(RECORDS)
        edits = insert(spans, name, render_block(name, record))
        intended.setdefault(name, []).append(record)
    else:
        assume(paths_of_records(spans))
        name, at = path = data.draw(st.sampled_from(paths_of_records(spans)))
        rows = intended[name]
        if kind == "put":
            keys = data.draw(st.lists(st.sampled_from([*rows[at], "new"])))
            record = {**rows[at], **{key: data.draw(VALUES) for key in keys}}
            gone = data.draw(st.lists(st.sampled_from(list(record)))) if record else []
            record = {key: value for key, value in record.items() if key not in gone}
            edits = put(spans, path, rows[at], record, {})
            rows[at] = record
        else:
            edits = remove(spans, path)
            del rows[at]
            if not rows:
                del intended[name]
    new = apply(text, edits)
    verify(new, intended)
    if kind == "insert":
        assert comments(text) <= comments(new)
    if "\r\n" in text:
        assert new.count("\n") == new.count("\r\n")
    if text.strip():
        assert not re.search("[^\n]\r?\n$", text) or new.endswith("\n") or not new


@tried(25)
@given(documents().filter(parses), st.data())
def test_a_record_that_is_printed_anew_stays_canonical(text: str, data: st.DataObject) -> None:
    text = format_text(text, {})
    spans = SpanMap(text)
    assume(paths_of_records(spans))
    path = data.draw(st.sampled_from(paths_of_records(spans)))
    before = inside(tomli.loads(text), path)
    new = apply(text, put(spans, path, before, {**before, "new": data.draw(VALUES)}, {}))
    assert format_text(new, {}) == new
    assert apply(text, put(spans, path, before, dict(before), {})) == text
