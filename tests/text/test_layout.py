"""The layout of records and of whole files, `fmt`: one form, the same data, the same comments."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli
from documents import COMMENT, DAYS, DOCUMENTS, RECORDS, TEXT, TOML_FILES, VALUES, parses
from hypothesis import given
from hypothesis import strategies as st
from test_splice import comments

from examples import tried
from inside import soon
from mineralreg.document.canonical import CanonicalForms, first_difference, format_text
from mineralreg.document.document import newline_of
from mineralreg.document.layout import Item, KeyOrder, print_value, render_block, to_item
from mineralreg.document.splice import same
from mineralreg.document.syntax import SpanMap

ORDER = {
    "": ["schema_version", "root-id", "root-b", "root-a"],
    "registry": ["title", "version"],
    "source": ["id", "title", "sources"],
    "agreement": ["id", "title", "parties", "actions", "sub-x", "list", "a", "b"],
    "agreement.actions": ["action", "date", "sources"],
    "agreement.parties": ["id", "a"],
}


@given(RECORDS, TEXT)
def test_a_record_reads_back_as_it_was(record: dict[str, Any], kind: str) -> None:
    assert tomli.loads(render_block(kind, record)) == {kind: [record]}
    assert tomli.loads(render_block(["a", kind], record)) == {"a": {kind: [record]}}


@given(VALUES)
def test_inline_values_keep_to_one_line(value: Any) -> None:
    text = print_value(Item("table", items=to_item({"w": value}).items))
    assert "\n" not in text
    assert tomli.loads(f"v = {text}") == {"v": {"w": value}}


def test_none_has_no_form() -> None:
    with pytest.raises(TypeError):
        render_block("a", {"k": None})


def difference(text: str, order: KeyOrder = ORDER) -> int | None:
    return first_difference(SpanMap(text), tomli.loads(text), order)


def check(text: str, order: KeyOrder = ORDER) -> str:
    """Format a text and check all that must hold of the result."""
    whole = format_text(text, order)
    assert same(tomli.loads(whole), tomli.loads(text))
    done, plain = whole.replace("\r\n", "\n"), text.replace("\r\n", "\n")
    assert whole == done.replace("\n", newline_of(text))
    assert comments(done) == comments(plain)
    assert format_text(done, order) == done
    assert difference(done, order) is None
    assert "\r" not in done
    assert done == "" or (done.endswith("\n") and not done.endswith("\n\n"))
    at = difference(text, order)
    assert (at is None) == (plain == done)
    if at is not None:
        assert done.startswith(text[:at].replace("\r\n", "\n"))
        assert not at or text[at - 1] == "\n"
    return done


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("\n\n", ""),
        ("# only\n\n\n# comments", "# only\n\n# comments\n"),
        ("#:schema x\n\n\n\na = 1", "#:schema x\na = 1\n"),
        ("#:schema x\n[[a]]", "#:schema x\n\n[[a]]\n"),
        ("# head\n\n[[b]]\n[[source]]", "# head\n\n[[source]]\n\n[[b]]\n"),
        ("# of b\n[[b]]\n[[source]]", "[[source]]\n\n# of b\n[[b]]\n"),
        ("[[b]]\n# c\n[[c]]", "[[b]]\n\n# c\n[[c]]\n"),
        ("[[b]]\nx = 1\n# b\n\n# c\n\n[[c]]", "[[b]]\nx = 1\n# b\n\n# c\n\n[[c]]\n"),
        ('[z.y]\n[a]\n[z]\nx."y z" = 1', '[z]\nx."y z" = 1\n\n[z.y]\n\n[a]\n'),
        ("a = [ # in\n]", "a = [  # in\n]\n"),
        ("a = [1, # x\n # y\n]", "a = [\n    1,  # x\n    # y\n]\n"),
        ("a = [[1], [{}]]", "a = [\n    [1],\n    [\n        {},\n    ],\n]\n"),
        # what only TOML 1.1 knows
        ("a = {\n # in\n x = 1 }", "# in\na = { x = 1 }\n"),
        ("a = {\n b = 1, # in\n}\n", "# in\na = { b = 1 }\n"),
        ("a = {b = [1, # in\n 2],} # c\n", "# in\na = { b = [1, 2] }  # c\n"),
        (
            "a = [\n{ # open\n x = 1, # one\n # end\n}, # behind\n]",
            "a = [\n    # open\n    # one\n    # end\n    { x = 1 },  # behind\n]\n",
        ),
        ('a = "\\e[0m\\x41\\\\x41"\n', 'a = "\\u001b[0m\\u0041\\\\x41"\n'),
        ("a = 07:32\nb = 1979-05-27T07:32Z", "a = 07:32:00\nb = 1979-05-27T07:32:00Z\n"),
        ('[[source]]\nid = "\\e"\n', '[[source]]\nid = "\\u001b"\n'),
        ("[[source]]\nid = 07:32\n", "[[source]]\nid = 07:32:00\n"),
    ],
)
def test_small_files(text: str, expected: str) -> None:
    assert check(text) == expected
    assert tomllib.loads(expected) == tomli.loads(text)


@pytest.mark.parametrize(("length", "lines"), [(99, 2), (100, 2), (101, 5)])
def test_one_line_up_to_a_hundred_columns(length: int, lines: int) -> None:
    long = "x" * (length - len('k = ["", "y"]'))
    assert len(render_block("source", {"k": [long, "y"]}).splitlines()) == lines
    apart = f'schema_version = 1\n\n[[source]]\nk = [\n    "{long}",\n    "y",\n]\n'
    assert (check(apart, {"source": ["k"]}) == apart) is (lines == 5)


@pytest.mark.parametrize("file", TOML_FILES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_the_toml_projects_files(file: Path) -> None:
    check(file.read_bytes().decode(), {})


@tried(25)
@given(DOCUMENTS)
def test_random_documents(text: str) -> None:
    check(text)


@tried(60)
@given(st.lists(st.tuples(st.integers(0, 3), RECORDS), max_size=4))
def test_rendered_records_are_in_the_house_layout(records: list[tuple[int, Any]]) -> None:
    kinds = ["source", "agreement", "é", "x"]
    records.sort(key=lambda record: record[0])
    text = "\n".join(render_block(kinds[number], record) for number, record in records)
    assert format_text(text, {}) == text


@st.composite
def registries(draw: st.DrawFn) -> str:
    """A file as people keep it: mostly in the house layout, here and there not."""
    text = ""
    act = st.fixed_dictionaries(
        {"action": TEXT}, optional={"date": DAYS, "sources": st.lists(TEXT)}
    )
    for number in range(draw(st.integers(0, 3))):
        record: dict[str, Any] = {"id": f"a{number}", "title": draw(TEXT)}
        record |= {"parties": draw(st.lists(TEXT)), "actions": draw(st.lists(act, max_size=2))}
        if draw(st.integers(0, 3)) == 0:
            record = dict(draw(st.permutations(list(record.items()))))
        block = render_block("agreement", record)
        lines = block.split("\n")
        if draw(st.integers(0, 2)) == 0 and '"""' not in block:
            lines.insert(draw(st.integers(0, len(lines) - 1)), draw(COMMENT))
        text += draw(st.sampled_from(["", "\n", "\n", "\n\n"])) + "\n".join(lines)
    return text.lstrip("\n") if draw(st.booleans()) else text


@tried(80)
@given(registries().filter(parses))
def test_the_quick_test_of_blocks_agrees_with_printing_them_anew(text: str) -> None:
    check(f"schema_version = 1\n\n{text}")
    done = check(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CanonicalForms, "hold", lambda *_: False)
        assert format_text(text, ORDER).replace("\r\n", "\n") == done


LONG = "[\n    " + ",\n    ".join(f'"source-number-{number}"' for number in range(8)) + ",\n]"


@pytest.mark.parametrize(
    ("old", "new", "canonical"),
    [
        ("", "", True),
        ("[[agreement]]", "# a remark\n[[agreement]]", True),
        ("[[agreement]]", "# a remark \n[[agreement]]", False),
        ("[[agreement]]", "[[ agreement ]]", False),
        ("[[agreement]]", "# of b\n[[source]]\nid = 'b'\n\n# of a\n[[agreement]]", True),
        ("[[agreement]]", "# of b\n[[source]]\nid='b'\n\n# of a\n[[agreement]]", False),
        ('id = "a"', 'id  = "a"', False),
        ('id = "a"', 'id = "a"  # a remark', True),
        ('id = "a"', 'id = "a"  # a remark ', False),
        ('id = "a"', 'id = "a" # a remark', False),
        ('"b", "c"', '"b","c"', False),
        (LONG[1:-1], ", ".join(LONG[1:-1].split(",\n    ")), False),
        ('["b", "c"]', '[\n    "b",\n    "c",\n]', False),
        ("schema_version = 1\n", "schema_version = 1\n\n", False),
        ('"LAST"\n', '"LAST"\n\n', False),
        ('[[source]]\nid = "s"\n\n', "", True),
    ],
)
def test_what_is_canonical(old: str, new: str, canonical: bool) -> None:
    text = (
        'schema_version = 1\n\n[[source]]\nid = "s"\n\n[[agreement]]\nid = "a"\n'
        f'parties = ["b", "c"]\nsources = {LONG}\ntitle = "LAST"\n'
    )
    order = ORDER | {"source": ["id"], "agreement": ["id", "parties", "sources", "title"]}
    changed = text.replace(old, new) if old else text
    forms = CanonicalForms(tomli.loads(changed), order)
    assert (forms.beginning(changed)[1] == len(changed)) is canonical
    assert (check(changed, order) == changed) is canonical


def test_deep_values_stay_as_they_are() -> None:
    text = "a = " + "[{b=" * 150 + "1" + "}]" * 150 + "\n"
    assert "[{b=[{b=" in check(text, {})


@pytest.mark.slow
def test_twenty_thousand_records_are_looked_through() -> None:
    record = {"id": "a", "title": "t" * 80, "parties": ["b", "c"], "actions": [{"action": "s"}] * 4}
    text = "\n".join([render_block("agreement", record)] * 20_000)
    assert difference(text) is None
    assert difference("[[agreement]]\n" + text) == 14


@pytest.mark.parametrize("inner", ['"' + "x" * 120 + '"', "1, # a comment\n", '"""\ntext"""'])
def test_each_level_of_nesting_is_printed_once(inner: str) -> None:
    depth = 40
    with soon():
        formatted = format_text(f"x = {'[' * depth}{inner}{']' * depth}\n", {})
        assert format_text(formatted, {}) == formatted
    assert formatted.count("[") == depth
