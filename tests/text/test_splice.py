"""Edits: what is intended happens, and every other byte stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import tomli
from documents import documents, tried
from hypothesis import assume, given
from hypothesis import strategies as st
from test_render import RECORDS, VALUES
from test_spans import parses

from mineralreg.document.layout import render_block
from mineralreg.document.splice import (
    Edit,
    SpliceError,
    append_item,
    apply,
    block_span,
    insert_block,
    remove_block,
    remove_item,
    replace_block,
    set_key,
    set_keys,
    unset_key,
    verify,
)
from mineralreg.document.syntax import PIECE, SpanMap

Path = tuple[str | int, ...]

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

Plan = Callable[[SpanMap], list[Edit]]


def change(text: str, plan: Plan) -> str:
    spans = SpanMap(text)
    edits = plan(spans)
    new = apply(text, edits)
    verify(text, new, edits, tomli.loads(new))
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
        lambda spans: insert_block(spans, "source", '[[source]]\nid = "t"\n'),
        ["+ ", "+ [[source]]", '+ id = "t"'],
    ),
    (
        "insert behind the sub-tables of the last of its kind",
        lambda spans: insert_block(spans, "agreement", '[[agreement]]\nid = "z"\n'),
        ["+ [[agreement]]", '+ id = "z"', "+ "],
    ),
    (
        "insert a kind that is not there yet",
        lambda spans: insert_block(spans, "partner", '[[partner]]\nid = "p"\n'),
        ["+ ", "+ [[partner]]", '+ id = "p"'],
    ),
    (
        "remove with comments and one gap",
        lambda spans: remove_block(spans, ("agreement", 0)),
        ["- # the first", "- [[agreement]]", '- id = "a"',
         '- parties = ["peru", "japan"]  # two of them', "- actions = [",
         "-     { action = \"signed\", date = 2026-02-04 },  # in Lima", "- ]", "- "],
    ),
    (
        "remove the last",
        lambda spans: remove_block(spans, ("claim", 0)),
        ["- ", "- [[claim]]", '- id = "c"', '- selector = { event = "e" }'],
    ),
    (
        "replace, comments stay",
        lambda spans: replace_block(spans, ("source", 0), '[[source]]\nid = "t"\n'),
        ['- id = "s"  # the first source', '+ id = "t"'],
    ),
    (
        "replace a value, its comment stays",
        lambda spans: set_key(spans, ("agreement", 0), "parties", ["cuba"]),
        ['- parties = ["peru", "japan"]  # two of them', '+ parties = ["cuba"]  # two of them'],
    ),
    (
        "a new key in canonical order",
        lambda spans: set_key(
            spans, ("agreement", 0), "kind", "treaty", ["id", "kind", "parties"]
        ),
        ['+ kind = "treaty"'],
    ),
    (
        "new keys, one before all others and one unknown",
        lambda spans: set_keys(spans, ("source", 0), {"zzz": 1, "aaa": 2}, ["aaa", "id"]),
        ["+ aaa = 2", "+ zzz = 1"],
    ),
    (
        "a new key beside sub-tables",
        lambda spans: set_key(spans, ("agreement", 1), "notes", "a\nb"),
        ['+ notes = """', "+ a", '+ b"""'],
    ),
    (
        "a key of an inline table",
        lambda spans: set_key(spans, ("claim", 0, "selector"), "level", "x", ["level", "event"]),
        ['- selector = { event = "e" }', '+ selector = { level = "x", event = "e" }'],
    ),
    (
        "a key of an item",
        lambda spans: set_key(spans, ("agreement", 0, "actions", 0), "place", "Lima"),
        ['-     { action = "signed", date = 2026-02-04 },  # in Lima',
         '+     { action = "signed", date = 2026-02-04, place = "Lima" },  # in Lima'],
    ),
    (
        "a key of a sub-table",
        lambda spans: set_key(spans, ("agreement", 1, "actions", 1), "date", "2026"),
        ['+ date = "2026"'],
    ),
    (
        "a key in front of all headers",
        lambda spans: set_key(spans, (), "other", 1),
        ["+ other = 1"],
    ),
    (
        "sub-tables replaced by a value",
        lambda spans: set_key(spans, ("agreement", 1), "actions", []),
        ["+ actions = []", "- [[agreement.actions]]", '- action = "signed"', "- ",
         "- [[agreement.actions]]", '- action = "amended"'],
    ),
    (
        "append to one line",
        lambda spans: append_item(spans, ("agreement", 0, "parties"), "cuba"),
        ['- parties = ["peru", "japan"]  # two of them',
         '+ parties = ["peru", "japan", "cuba"]  # two of them'],
    ),
    (
        "append to many lines without a final comma",
        lambda spans: append_item(spans, ("agreement", 1, "topics"), "offtake"),
        ['-   "mining" # and digging', '+   "mining", # and digging', '+   "offtake"'],
    ),
    (
        "append to many lines with a final comma",
        lambda spans: append_item(spans, ("agreement", 0, "actions"), {"action": "ratified"}),
        ['+     { action = "ratified" },'],
    ),
    (
        "append to an array of tables",
        lambda spans: append_item(spans, ("agreement", 1, "actions"), {"action": "lapsed"}),
        ["+ ", "+ [[agreement.actions]]", '+ action = "lapsed"'],
    ),
    (
        "append to what is not there",
        lambda spans: append_item(spans, ("source", 0, "tags"), "x", ["tags", "id"]),
        ['+ tags = ["x"]'],
    ),
    (
        "remove an item on its own line, with its comments",
        lambda spans: remove_item(spans, ("agreement", 1, "topics", 0)),
        ["-   # money first", '-   "finance",'],
    ),
    (
        "remove the last item of a line",
        lambda spans: remove_item(spans, ("agreement", 0, "parties", 1)),
        ['- parties = ["peru", "japan"]  # two of them', '+ parties = ["peru"]  # two of them'],
    ),
    (
        "unset a key of many lines",
        lambda spans: unset_key(spans, ("agreement", 0), "actions"),
        ["- actions = [", '-     { action = "signed", date = 2026-02-04 },  # in Lima', "- ]"],
    ),
    (
        "unset a key of an inline table",
        lambda spans: unset_key(spans, ("claim", 0, "selector"), "event"),
        ['- selector = { event = "e" }', "+ selector = {}"],
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
        ("event = []\n", 'event = [\n    { id = "e" },\n]\n'),
        ('event = [{id="x"}]\n', 'event = [{id="x"}, { id = "e" }]\n'),
    ],
)
def test_insert_into_odd_files(text: str, expected: str) -> None:
    assert change(text, lambda s: insert_block(s, "event", '[[event]]\nid = "e"\n')) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t = { a.b = 1, c = 2 }\n", "t = { a = 3, c = 2 }\n"),
        ("t = { c = 2, a.b = 1, a.d = 4 }\n", "t = { c = 2, a = 3 }\n"),
        ("t = { a.b = 1 }\n", "t = { a = 3 }\n"),
        ("u = { t.a.b = 1, t.c = 2, x = 5 }\n", "u = { t.a = 3, t.c = 2, x = 5 }\n"),
    ],
)
def test_set_a_key_that_dotted_keys_make_in_an_inline_table(text: str, expected: str) -> None:
    path = ("t",) if text.startswith("t") else ("u", "t")
    assert change(text, lambda s: set_key(s, path, "a", 3, ("a", "c"))) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_an_array_in_the_place_of_the_only_block_ends_as_the_file_did(end: str) -> None:
    text = (end or "\n") + f"[[event]]{end}"
    assert change(text, lambda s: set_key(s, (), "event", [])).endswith(f"event = []{end}")


def test_two_plans_at_one_place_keep_their_order() -> None:
    spans = SpanMap(REGISTRY)
    edits = insert_block(spans, "source", '[[source]]\nid = "t"\n')
    edits += insert_block(spans, "source", '[[source]]\nid = "u"\n')
    found = tomli.loads(apply(REGISTRY, edits))["source"]
    assert [record["id"] for record in found] == ["s", "t", "u"]


def test_block_span_is_what_replace_replaces() -> None:
    spans = SpanMap(REGISTRY)
    start, end = block_span(spans, ("agreement", 1))
    assert REGISTRY[start:end].startswith("# the second\n[[agreement]]")
    assert REGISTRY[start:end].endswith('action = "amended"\n')
    edits = replace_block(spans, ("agreement", 1), REGISTRY[start:end], comments=True)
    assert apply(REGISTRY, edits) == REGISTRY
    with pytest.raises(KeyError):
        block_span(spans, ("agreement", 2))


@pytest.mark.parametrize(
    "plan",
    [
        lambda s: remove_block(s, ("agreement", 7)),
        lambda s: remove_block(s, ("nothing",)),
        lambda s: set_key(s, ("agreement", 7), "id", 1),
        lambda s: unset_key(s, ("agreement", 0), "nothing"),
        lambda s: remove_item(s, ("agreement", 0, "parties", 2)),
        lambda s: append_item(s, ("agreement", 7, "parties"), 1),
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


@pytest.mark.parametrize(
    ("new", "intended", "reason"),
    [
        ("a = 2 # c\nb = 1", {"a": 2, "b": 2}, "does not say what was intended"),
        ("a = 2 # c\nb = 1", {"a": 2, "b": True}, "does not say what was intended"),
        ("a = 2 # d\nb = 1", {"a": 2, "b": 1}, "text behind offset 5 changed"),
        ("a  = 2 # c\nb = 1", {"a": 2, "b": 1}, "text before offset 4 changed"),
        ("a = 3 # c\nb = 1", {"a": 2, "b": 1}, "not what was to be written"),
    ],
)
def test_verify_refuses(new: str, intended: dict[str, Any], reason: str) -> None:
    old, edits = "a = 1 # c\nb = 1", [Edit(4, 5, "2")]
    verify(old, apply(old, edits), edits, {"a": 2, "b": 1})
    with pytest.raises(SpliceError, match=reason):
        verify(old, new, edits, intended)
    with pytest.raises(SpliceError, match="does not parse"):
        verify("a = 1", "a = [", [Edit(4, 5, "[")], {})


def containers(data: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """All tables and arrays of parsed data."""
    found: list[tuple[Path, Any]] = [(path, data)] if isinstance(data, dict | list) else []
    parts = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in parts if isinstance(data, dict | list) else ():
        if isinstance(value, dict | list):
            found += containers(value, (*path, key))
    return found


def inside(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def is_block(spans: SpanMap, path: Path) -> bool:
    return any(spans.blocks[n].path == path for n in spans.blocks_under(path))


@pytest.mark.slow
@tried(80)
@given(documents().filter(parses), st.data())
def test_many_random_edits_of_random_documents(text: str, data: st.DataObject) -> None:
    check_random_edit(text, data)


@tried(20)
@given(documents().filter(parses), st.data())
def test_random_edits_of_random_documents(text: str, data: st.DataObject) -> None:
    check_random_edit(text, data)


def check_random_edit(text: str, data: st.DataObject) -> None:
    """Whatever is edited, the result parses to what is intended; style and comments stay."""
    spans, intended = SpanMap(text), tomli.loads(text)
    path, target = data.draw(st.sampled_from(containers(intended)))
    target = inside(intended, path)
    kind = data.draw(st.sampled_from(["insert", "set", "unset", "remove", "append", "replace"]))
    if kind == "insert":
        name = data.draw(st.sampled_from(["source", "agreement", "claim", "new"]))
        record = data.draw(RECORDS)
        edits = insert_block(spans, name, render_block(name, record))
        intended.setdefault(name, []).append(record)
    elif kind == "append":
        assume(isinstance(target, list))
        value = data.draw(VALUES)
        assume(isinstance(value, dict) or not is_block(spans, (*path, 0)))
        edits = append_item(spans, path, value)
        target.append(value)
    elif kind in ("remove", "replace") and isinstance(target, list):
        assume(target)
        index = data.draw(st.integers(0, len(target) - 1))
        if kind == "replace":
            assume(is_block(spans, (*path, index)) and len(path) == 1)
            target[index] = record = data.draw(RECORDS)
            block = render_block(str(path[0]), record)
            edits = replace_block(spans, (*path, index), block)
        else:
            edits = remove_block(spans, (*path, index))
            del target[index]
            if not target and is_block(spans, (*path, 0)):
                del inside(intended, path[:-1])[path[-1]]
    else:
        assume(isinstance(target, dict))
        kind = "set" if kind == "set" else "unset"
        key = data.draw(st.sampled_from([*target, "new"]))
        try:
            if kind == "set":
                value = data.draw(VALUES)
                edits = set_key(spans, path, key, value, data.draw(st.permutations(list(target))))
                target[key] = value
            else:
                edits = unset_key(spans, path, key)
                del target[key]
        except KeyError:
            assert key not in target or kind == "set"
            assert key == "new" or not is_block(spans, path)
            return
    new = apply(text, edits)
    if kind in ("unset", "remove"):
        found = tomli.loads(new)
        assert _without_empty(found) == _without_empty(intended)
        intended = found
    verify(text, new, edits, intended)
    if kind in ("insert", "append"):
        assert comments(text) <= comments(new)
    if "\r\n" in text:
        assert new.count("\n") == new.count("\r\n")
    if text.strip():
        assert not re.search("[^\n]\r?\n$", text) or new.endswith("\n") or not new


def _without_empty(data: Any) -> Any:
    """Data without the tables that exist only because something is in them."""
    if isinstance(data, dict):
        return {k: v for k, v in ((k, _without_empty(v)) for k, v in data.items()) if v != {}}
    return [_without_empty(item) for item in data] if isinstance(data, list) else repr(data)
