"""Random TOML documents in every legal style, for the property tests of `mineralreg.text`."""

import datetime
import json
from pathlib import Path
from typing import Any

import tomli
from hypothesis import strategies as st

TOML_FILES = sorted((Path(__file__).parent.parent / "data" / "toml" / "valid").rglob("*.toml"))

WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cs"]), max_size=8
)
COMMENT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=10).map(
    lambda words: "#" + words
)
COMMENT_OR_NONE = st.just("") | COMMENT
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))


TEXT = st.text(max_size=60) | st.text("ab\n\r\t\"'\\é\x7f\x00\u202e", max_size=12)
SCALARS = (
    TEXT
    | st.integers()
    | st.floats(allow_nan=False)
    | st.booleans()
    | DAYS
    | st.times()
    | st.datetimes(timezones=st.none() | st.just(datetime.UTC))
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
RECORDS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(TEXT, VALUES, max_size=5)


def parses(text: str) -> bool:
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError:
        return False
    return True


def basic(text: str) -> str:
    """A string between double quotes; what TOML and JSON escape differently is left raw."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


BLANKS = st.text(" \t", max_size=2)
GAPS = st.lists(
    st.sampled_from([" ", "\t", "\n"]) | COMMENT.map(lambda words: words + "\n"), max_size=2
).map("".join)
"""Blanks, and where a line may end also line ends and comments."""


@st.composite
def scalars(draw: st.DrawFn) -> str:
    """The text of a string, number, truth value, date or time."""
    text = draw(WORDS)
    plain = "".join(c for c in text if c >= " " and c not in "'\x7f")
    return draw(
        st.sampled_from(
            [
                basic(text),
                f"'{plain}'",
                f"'''\n{plain}\n# no comment\n[[not.a.header]]\n'''",
                '"""' + basic(text)[1:-1] + '\\\n   ""x = [\n"""',
                '"""a""\\"""""',
                "''''quoted''''",
                '"\\e\\x41 # no comment"',
                "true",
                "-17",
                "0xdead_beef",
                "6.02e+23",
                "-inf",
                draw(DAYS).isoformat(),
                f"{draw(DAYS).isoformat()} 07:32:00.5Z",
                "1979-05-27T07:32",
                "23:59:59",
            ]
        )
    )


@st.composite
def keys(draw: st.DrawFn, name: str) -> str:
    """One of the ways to write a name."""
    ways = [basic(name)]
    if name and all(c.isascii() and (c.isalnum() or c in "-_") for c in name):
        ways.append(name)
    if "'" not in name and all(c >= " " and c != "\x7f" for c in name):
        ways.append(f"'{name}'")
    return draw(st.sampled_from(ways))


NAMES = st.sampled_from(["a", "b", "id", "parties", "sources", "a.b", "é", "]", "="]) | WORDS


@st.composite
def values(draw: st.DrawFn, depth: int = 3) -> str:
    """The text of any value."""
    kind = draw(st.sampled_from(["scalar", "scalar", "array", "table"] if depth else ["scalar"]))
    if kind == "scalar":
        return draw(scalars())
    parts: list[str] = []
    if kind == "array":
        parts = draw(st.lists(values(depth - 1), max_size=3))
    else:
        names = draw(st.lists(NAMES, max_size=3, unique=True))
        for name in names:
            key = draw(keys(name))
            if draw(st.booleans()):
                key += f" . {draw(keys(draw(NAMES)))}"
            parts.append(f"{key}{draw(BLANKS)}= {draw(values(depth - 1))}")
    body = draw(GAPS)
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        comma = "," if not last or draw(st.booleans()) else ""
        body += part + draw(GAPS) + comma + draw(GAPS)
    return f"[{body}]" if kind == "array" else f"{{{body}}}"


@st.composite
def entries(draw: st.DrawFn, names: st.SearchStrategy[str] = NAMES) -> str:
    """Lines of a table."""
    text = ""
    for name in draw(st.lists(names, max_size=4, unique=True)):
        key = draw(keys(name))
        if draw(st.integers(0, 4)) == 0:
            key += f". {draw(keys(draw(NAMES)))}"
        comment = draw(COMMENT_OR_NONE)
        text += draw(GAPS) + f"{key} = {draw(values())} {comment}\n"
    return text


KINDS = st.sampled_from(["partner", "agreement", "source", "claim", "registry", "other", "é"])


@st.composite
def _documents(draw: st.DrawFn) -> str:
    text = draw(entries(NAMES.map(lambda name: f"root-{name}")))
    for kind in draw(st.lists(KINDS, max_size=5)):
        header = draw(keys(kind))
        if kind == "registry":
            headers = ["[ registry-table ]"]
        else:
            subs = draw(st.lists(st.sampled_from(["x", "y.z"]), max_size=2, unique=True))
            headers = [f"[[{header} ]]", *(f"[{header}.sub-{sub}]" for sub in subs)]
            headers += [f"[[{header}.list]]"] * draw(st.integers(0, 2))
        for one in headers:
            text += f"{draw(GAPS)}{one} {draw(COMMENT_OR_NONE)}\n{draw(entries())}"
    text += draw(COMMENT_OR_NONE)
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


DOCUMENTS = _documents().filter(parses)
"""Whole documents: arrays of tables, tables, sub-tables, dotted and quoted keys, comments."""
