"""Places of values: an oracle over the TOML project's files and random documents."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from documents import DOCUMENTS, TOML_FILES
from hypothesis import given
from hypothesis import strategies as st

from examples import tried
from mineralreg.document import syntax
from mineralreg.document.syntax import Extent, Lines, SpanMap


def leaves(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Path and value of every scalar, empty list and empty table."""
    if not isinstance(data, dict | list) or not data:
        yield path, data
        return
    for part, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield from leaves(value, (*path, part))


def check_every_leaf(text: str) -> None:
    """The text of each leaf's place, parsed, is the leaf; its key's place names it."""
    places = SpanMap(text)
    for path, value in leaves(tomli.loads(text)):
        if not path:
            continue
        place = places.find(path)
        assert place is not None, path
        written = text[place.value.start : place.value.end]
        if value == {} and not written.startswith("{"):
            assert written.startswith("[") == (place.value != place.key), path
            assert tomli.loads(written if written.startswith("[") else f"[{written}]")
        else:
            assert repr(tomli.loads(f"v = {written}")["v"]) == repr(value), path
        if isinstance(path[-1], str):
            key = text[place.key.start : place.key.end]
            assert list(tomli.loads(f"{key} = 0")) == [path[-1]]
        assert places.locate(path) == place.value
        assert places.locate((*path, "no such key")) == place.value


@pytest.mark.parametrize("file", TOML_FILES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_every_leaf_of_the_toml_projects_files(file: Path) -> None:
    check_every_leaf(file.read_bytes().decode())


@tried(40)
@given(DOCUMENTS)
def test_every_leaf_of_random_documents(text: str) -> None:
    check_every_leaf(text)


TEXT = """\
#:schema ./x.json
schema_version = 1
# head of the registry

# about the first
# more about it
[[agreement]]  # trailing
id = "a"
text = '''
# no comment'''
# tail
[[agreement.actions]]
action = "signed"

[[agreement]]
parties = ["peru", {x.y = "é", z = [1, 2]}]
selector.event = "e"
[a.b."c.d"]
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("schema_version",), "schema_version", "1"),
        (("agreement",), "agreement", "[[agreement]]"),
        (("agreement", 0), "agreement", "[[agreement]]"),
        (("agreement", 0, "id"), "id", '"a"'),
        (("agreement", 0, "actions"), "actions", "[[agreement.actions]]"),
        (("agreement", 0, "actions", 0), "actions", "[[agreement.actions]]"),
        (("agreement", 0, "actions", 0, "action"), "action", '"signed"'),
        (("agreement", 1, "parties", 0), '"peru"', '"peru"'),
        (("agreement", 1, "parties", 1, "x"), "x", "x"),
        (("agreement", 1, "parties", 1, "x", "y"), "y", '"é"'),
        (("agreement", 1, "parties", 1, "z", 1), "2", "2"),
        (("agreement", 1, "selector"), "selector", "selector"),
        (("a",), "a", "a"),
        (("a", "b"), "b", "b"),
        (("a", "b", "c.d"), '"c.d"', '[a.b."c.d"]'),
    ],
)
def test_key_and_value(path: tuple[str | int, ...], key: str, value: str) -> None:
    place = SpanMap(TEXT).find(path)
    assert place is not None
    assert TEXT[slice(*place.key)] == key
    assert TEXT[slice(*place.value)] == value
    assert SpanMap(TEXT).locate(path, key=True) == place.key


@pytest.mark.parametrize(
    "path",
    [
        *(("nothing",), ("agreement", 2), ("agreement", 0, "nothing")),
        *(("agreement", 1, "parties", 2), ("agreement", 1, "parties", 0, "x")),
        *(("agreement", 0, "actions", 1), ("schema_version", "x"), ("a", "b", "c")),
    ],
)
def test_what_is_not_there(path: tuple[str | int, ...]) -> None:
    assert SpanMap(TEXT).find(path) is None


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        *((("agreement", 1), 15, 1), (("agreement", 0, "nothing"), 7, 1)),
        (("agreement", 1, "parties", 1, "z", 1), 16, 40),
    ],
)
def test_line_and_column(path: tuple[str | int, ...], line: int, column: int) -> None:
    places = SpanMap(TEXT)
    assert places.line_column(places.locate(path).start) == (line, column)


def extent(text: str, path: tuple[str | int, ...]) -> Extent:
    places = SpanMap(text)
    return places.extent(places.blocks_under(path)[0])


def test_extent_holds_the_comment_above_but_no_string_that_looks_like_one() -> None:
    first = extent(TEXT, ("agreement", 0))
    assert TEXT[first.lead :].startswith("# about the first\n# more about it\n[[agreement]]")
    assert TEXT[: first.end].endswith("# no comment'''")
    action = extent(TEXT, ("agreement", 0, "actions", 0))
    assert TEXT[action.lead :].startswith("# tail\n")
    text = "[a]\nx = '''\n# no comment'''\n[b]\n"
    assert text[extent(text, ("b",)).lead :] == "[b]\n"
    assert extent("#:schema x\n[b]", ("b",)).lead == 11


def test_what_no_header_makes_is_no_block() -> None:
    assert SpanMap("a = {}").blocks_under(("a",)) == []


def test_deep_nesting_does_not_disturb_what_follows() -> None:
    text = "x = " + "[{a = " * 150 + "'[b]\"'" + "}]" * 150 + "\n[c]\nd = 1\n"
    places = SpanMap(text)
    assert [block.path for block in places.blocks] == [(), ("c",)]
    assert text[slice(*places.locate((*("x",), *((0, "a") * 150))))] == "'[b]\"'"


@pytest.mark.slow
def test_six_megabytes_with_long_strings_and_odd_brackets() -> None:
    text = '[[r]]\nid = "x"\nparties = ["a", "b"]\nl = [ { a = [1, [[2]]] }, ]\n\n' * 100_000
    text += "s = '''" + "[[r]]\n" * 100_000 + "'''\nt = \"" + '\\"' * 500_000 + '"\n'
    places = SpanMap(text)
    assert len(places.blocks) == 100_001
    assert places.find(("r", 99_999, "t")) is not None


def test_a_long_value_is_read_once_for_all_places_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    read_value = syntax.read_value

    def read(text: str, position: int) -> syntax.Node:
        reads.append(position)
        return read_value(text, position)

    monkeypatch.setattr(syntax, "read_value", read)
    spans = SpanMap(f"[[x]]\na = [{'{ b = 1 }, ' * 50}]\nc = [{'2, ' * 50}]\n")
    for number in range(50):
        assert spans.find(("x", 0, "a", number, "b"))
        assert spans.find(("x", 0, "c", number))
    assert len(reads) < 250


@given(st.text("ab\n\ré", max_size=60), st.integers(0, 5000), st.sampled_from([1, 2, 1000]))
def test_lines_agree_with_splitting(text: str, offset: int, times: int) -> None:
    text *= times
    lines = Lines(text)
    head = text[:offset].split("\n")
    assert lines.line_column(offset) == (len(head), len(head[-1]) + 1)
    for number, line in enumerate(text.split("\n")[:100], 1):
        assert lines.line_text(number) == line.removesuffix("\r")
        assert lines.line_column(lines.line_start(number)) == (number, 1)
    for number in (0, -1, text.count("\n") + 2):
        with pytest.raises(IndexError):
            lines.line_start(number)
