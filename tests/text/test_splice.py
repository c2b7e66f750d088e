"""Edits: what is intended happens, and every other byte stays."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import tomli
from documents import DOCUMENTS, RECORDS, VALUES
from hypothesis import assume, given
from hypothesis import strategies as st

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
    same,
    verify,
)
from mineralreg.document.syntax import PIECE, SpanMap

Path = tuple[Any, ...]
Plan = Callable[[SpanMap], list[Edit]]
ORDER = {
    "agreement": ["id", "kind", "parties", "topics", "actions", "notes"],
    "agreement.actions": ["action", "date", "place"],
}


def change(text: str, plan: Plan) -> str:
    new = apply(text, plan(SpanMap(text)))
    tomli.loads(new)
    return new


def change_first(text: str, **values: Any) -> str:
    """The text when its first agreement has other values; None takes a key away."""
    before = tomli.loads(text)["agreement"][0]
    record = {key: value for key, value in {**before, **values}.items() if value is not None}
    return change(text, lambda spans: put(spans, ("agreement", 0), before, record, ORDER))


def comments(text: str) -> Counter[str]:
    """Every comment of a text with its number."""
    found = (piece[0] for piece in PIECE.finditer(text))
    return Counter(piece.rstrip() for piece in found if piece.startswith("#"))


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        *(("1", "true", False), ("[1]", "[1.0]", False), ("[{ b = 1 }]", "[{ b = 1.0 }]", False)),
        *(("[1, 2]", "[2, 1]", False), ("[1]", "[1, 1]", False), ("1", "1\nb = 1", False)),
        *(("{ x = [1] }", "{ x = [1, 2] }", False), ("{ x = 1 }", "{ y = 1 }", False)),
        *(("2026-01-01", '"2026-01-01"', False), ("2026-01-01 00:00:00", "2026-01-01", False)),
        *(("1\nb = [2]", "1\nb = [2]", True), ("{ x = nan }", "{ x = nan }", True)),
        ("{ x = 1, y = [nan] }", "{ y = [nan], x = 1 }", True),
    ],
)
def test_equal_values_are_equal_in_type(one: str, other: str, equal: bool) -> None:
    values = [tomli.loads(f"a = {text}") for text in (one, other)]
    assert same(*values) is same(*reversed(values)) is equal


@given(VALUES)
def test_everything_is_the_same_as_itself(value: Any) -> None:
    assert same({"a": [value], "b": value}, {"b": value, "a": [value]})
    assert not same({"a": [value]}, {"a": [value, value]})


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
    for newline in ("\n", "\r\n") if "\n" in text else ("\n",):
        found = change(
            text.replace("\n", newline), lambda s: insert(s, "event", '[[event]]\nid = "e"\n')
        )
        assert found == expected.replace("\n", newline)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_last_record_goes_with_the_gap_above_it(newline: str) -> None:
    rest = f'[[event]]{newline}id = "e"'
    for end in ("", newline):
        text = f"{rest}{newline}{newline}# of it{newline}[[claim]]{end}"
        assert change(text, lambda s: remove(s, ("claim", 0))) == rest + end


def test_edits_at_one_place_keep_their_order_and_overlaps_are_refused() -> None:
    assert apply("abc", [Edit(2, 3, "z"), Edit(0, 1, "x"), Edit(1, 1, "y")]) == "xybz"
    assert apply("ab", [Edit(1, 1, "x"), Edit(1, 1, "y")]) == "axyb"
    for edits in ([Edit(0, 2, ""), Edit(1, 3, "")], [Edit(0, 4, "")], [Edit(2, 1, "")]):
        with pytest.raises(SpliceError):
            apply("abc", edits)


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
        plan(SpanMap("[[agreement]]\n"))


@pytest.mark.parametrize("intended", [{"a": 2, "b": 2}, {"a": 2, "b": True}, {"a": 2}])
def test_verify_refuses(intended: dict[str, Any]) -> None:
    verify("a = 2 # c\nb = 1", {"a": 2, "b": 1})
    with pytest.raises(SpliceError, match="does not say what was intended"):
        verify("a = 2 # c\nb = 1", intended)
    with pytest.raises(SpliceError, match="does not parse"):
        verify("a = [", {})


TERM = 'term.duration = "P5Y"  # five\nterm.notice = "P6M"\n'
FIRST = '\n# first act\n[[agreement.actions]]\naction = "signed"\n# below the first\n'
ACTS = FIRST + '\n[[agreement.actions]]  # second\naction = "amended"\n'
SUB_TABLES = f"""\
# above
[[agreement]]  # header
id = "a"
{TERM}{ACTS}# at the end

[[claim]]
"""


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
        ({"actions": [{"action": "amended"}]}, FIRST, ""),
        ({"term": {"duration": "P1Y"}}, TERM, '# five\nterm = { duration = "P1Y" }\n'),
        ({"actions": None}, ACTS, ""),
        ({"actions": "x"}, f"{TERM}{ACTS}", f'actions = "x"\n{TERM}'),
    ],
)
def test_sub_tables_and_dotted_keys(values: dict[str, Any], old: str, new: str) -> None:
    assert old in SUB_TABLES
    for newline in ("\n", "\r\n"):
        found = change_first(SUB_TABLES.replace("\n", newline), **values)
        assert found == SUB_TABLES.replace(old, new).replace("\n", newline)


def test_a_table_under_a_header_of_its_own() -> None:
    text = '[[agreement]]\nid = "a"\n\n[agreement.term]  # t\nduration = "P5Y"  # five\n# end\n'
    found = change_first(text, term={"duration": "P1Y", "notice": "P6M"})
    assert found == text.replace('"P5Y"  # five\n', '"P1Y"  # five\nnotice = "P6M"\n')


def test_parts_of_a_record_that_stand_apart_come_together() -> None:
    act = '# act\n[[agreement.actions]]\naction = "x"\n\n'
    assert change_first(f'[[agreement]]\nid = "a"\n\n# b\n[[claim]]\n\n{act}[z]\n', notes="n") == (
        f'[[agreement]]\nid = "a"\nnotes = "n"\n\n{act}# b\n[[claim]]\n\n[z]\n'
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
            'registry.title = "T"  # t\nregistry.version = "1"  # w\nx = 1\n',
            "registry",
            {"title": "U"},
            '# w\nregistry = { title = "U" }  # t\nx = 1\n',
        ),
    ],
)
def test_values_in_front_of_all_headers(text: str, key: str, value: Any, expected: str) -> None:
    before = tomli.loads(text)[key]
    assert change(text, lambda s: put_value(s, key, before, value, {})) == expected


@st.composite
def places(draw: st.DrawFn, spans: SpanMap) -> tuple[str, int]:
    """The path of a record of a text."""
    paths = {b.path for b in spans.blocks if len(b.path) == 2 and isinstance(b.path[1], int)}
    assume(paths)
    kind, at = draw(st.sampled_from(sorted(paths)))
    assert isinstance(at, int)
    return str(kind), at


@tried(25)
@given(DOCUMENTS, st.data())
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
        name, at = path = data.draw(places(spans))
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
@given(DOCUMENTS, st.data())
def test_a_record_that_is_printed_anew_stays_canonical(text: str, data: st.DataObject) -> None:
    text = format_text(text, {})
    spans = SpanMap(text)
    name, at = path = data.draw(places(spans))
    before = tomli.loads(text)[name][at]
    new = apply(text, put(spans, path, before, {**before, "new": data.draw(VALUES)}, {}))
    assert format_text(new, {}) == new
    assert apply(text, put(spans, path, before, dict(before), {})) == text
