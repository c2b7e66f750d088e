"""MR0xx and MR9xx: the file as text: unreadable, untidy, or not in canonical form.

A registry has millions of texts and nearly all are clean. So the texts of many records are joined
and searched together, and only a text in which something is found is looked at by itself.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

from mineralreg.checks.context import Context
from mineralreg.checks.finding import (
    START,
    Check,
    Finding,
    Path,
    Place,
    part_of,
    place_of,
    record_id,
    subject,
)
from mineralreg.document.content import DocumentError
from mineralreg.document.document import newline_of
from mineralreg.document.syntax import PIECE, Lines, Span

_TOGETHER = 500
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff"
    "\ufff9-\ufffd"
)
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_MOJIBAKE = re.compile("Ã[\x80-\xbf]|Â[\x80-\xbf]|â€[\x80-\u2122]")
_STRAY = re.compile(r"^[ \t\xa0]|[ \t\xa0]$|[ \t\xa0](?=\n)|\S[ \t\xa0]{2,}\S")
_SIGNS = ("  ", "Ã", "Â", "â€", "\ufffc", "\ufffd", *(f" {sign}" for sign in _FORMULA))
_UNPRINTED = re.compile(f"[{_UNSEEN}\t\xa0]| \n")
"""These show where texts with a blank between two may be untidy, or begin like a formula."""


@Check(
    "MR901",
    "not-canonical",
    "warning",
    title="the file is not in canonical form",
    why="One order and one layout keep reviews to what really changed.",
    fix="Run `mineralreg fmt`.",
    example='id="us-peru-2026"   # no blanks around the equals sign',
    label="the first line that would change",
)
def not_canonical(context: Context) -> Iterator[Finding]:
    if any(finding.code == "MR101" for finding in context.shape):
        return  # an unknown key has no canonical place
    spans, offset = context.spans, context.layout_error
    if offset is None:
        return
    line, column = spans.line_column(offset)
    place = Place(line, column, line, max(len(spans.line_text(line)) + 1, column))
    yield not_canonical.at((), not_canonical.title, place=place)


def untidy_texts(context: Context) -> Iterator[Finding]:
    """MR902 and MR903 for every text of the file."""
    header = context.document.header
    tables: list[tuple[Path, Any]] = [(("registry",), header)] if header else []
    tables += [(item.path, item.record) for item in context.rows()]
    for start in range(0, len(tables), _TOGETHER):
        some = tables[start : start + _TOGETHER]
        texts: list[str] = []
        ends = [_gather(table, texts) for _, table in some]
        wrong: dict[int, set[str]] = {}
        for number in _suspicious(texts):
            wrong.setdefault(bisect_right(ends, number), set()).add(texts[number])
        for number, suspects in wrong.items():
            path, table = some[number]
            for here, text in _places_of(suspects, path, table):
                yield from _look_at(context.data, here, text)


def _gather(value: Any, into: list[str]) -> int:
    """Collect the texts in a value, which is at most as deep as the parser allows."""
    for item in value.values() if type(value) is dict else value:
        kind = type(item)
        if kind is str:
            into.append(item)
        elif kind is list or kind is dict:
            _gather(item, into)
    return len(into)


def _suspicious(texts: list[str]) -> Iterable[int]:
    """The numbers of the texts that deserve a closer look."""
    joined = " ".join(["", *texts, ""])
    if not (joined.isascii() or unicodedata.is_normalized("NFC", joined)):
        return range(len(texts))
    signs = (sign for sign in _SIGNS if sign[-1] in joined)
    hints = [at for sign in signs for at in _occurrences(joined, sign)]
    if not joined.isprintable():
        hints += [found.start() for found in _UNPRINTED.finditer(joined)]
    starts = list(accumulate([len(text) + 1 for text in texts], initial=0)) if hints else []
    return [bisect_right(starts, hint) - 1 for hint in sorted(hints)]


def _occurrences(text: str, sign: str) -> Iterator[int]:
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def _places_of(texts: set[str], path: Path, value: Any) -> list[tuple[Path, str]]:
    """Where some texts stand in a value."""
    found: list[tuple[Path, str]] = []
    for key, item in value.items() if type(value) is dict else enumerate(value):
        kind = type(item)
        if kind is str:
            if item in texts:
                found.append(((*path, key), item))
        elif kind is list or kind is dict:
            found += _places_of(texts, (*path, key), item)
    return found


def _look_at(data: dict[str, Any], path: Path, text: str) -> Iterator[Finding]:
    if not text.strip():
        return
    if faults := list(_faults(text)):
        yield _finding(untidy_text, data, path, f"has {' and '.join(faults)}")
    if text.startswith(_FORMULA):
        what = "begins like a formula, which a spreadsheet would run"
        yield _finding(formula_text, data, path, what, label=f"begins with {text[0]!r}")


def _faults(text: str) -> Iterator[str]:
    if not unicodedata.is_normalized("NFC", text):
        yield "letters that are put together from parts (not NFC)"
    if found := _MOJIBAKE.search(text):
        yield f"mojibake ({found[0]!a})"
    if found := _INVISIBLE.search(text):
        if found[0] == "\ufffd":
            yield "a replacement character where a letter was lost"
        else:
            yield f"the invisible character {found[0]!a}"
    if "\t" in text:
        yield "a tab"
    if _STRAY.search(text):
        yield "stray blanks"


def _finding(check: Check, data: dict[str, Any], path: Path, what: str, **more: Any) -> Finding:
    keys = [part for part in path if isinstance(part, str)]
    message = f"the text in '{keys[-1]}' of {subject(data, part_of(path))} {what}"
    return check.at(path, message, record=record_id(data, path), **more)


untidy_text = Check(
    "MR902",
    "untidy-text",
    "warning",
    title="text that is not NFC, has stray blanks, control characters or mojibake",
    why="Two texts that look alike should be alike: searches and comparisons go by code points"
    " (Unicode Standard Annex 15 for NFC). Mojibake is UTF-8 that was read as Latin-1.",
    fix="Rewrite the text; `mineralreg explain MR902` says what is looked for.",
    example='place = "Washington,  D.C. "',
    label="untidy",
    find=untidy_texts,
)
formula_text = Check(
    "MR903",
    "formula-text",
    "warning",
    title="text that a spreadsheet would run as a formula",
    why="A cell that begins with =, +, - or @ is executed by spreadsheets that open a CSV export"
    " (OWASP: CSV injection).",
    fix="Begin the text with a letter, or put it between quotation marks.",
    example='title = "=HYPERLINK(…)"',
    find=untidy_texts,
)
unused_suppression = Check(
    "MR904",
    "unused-suppression",
    "warning",
    title="a suppression that suppresses nothing",
    why="What it excused was mended, or it stands at the wrong place or names the wrong code.",
    fix="Remove the comment, or move it to the line or above the record that it is meant for.",
    example="# mineralreg: ignore[MR405] no second source yet",
    label="not needed",
)


_NEWER = tuple(
    re.compile(pattern)
    for pattern in (
        r"\{[^}\n]*\n",
        r"\n[ \t]*\}",
        r",[ \t]*\}",
        r"\},[ \t]*(?:#[^\n]*)?\r?\n\s*[\w\"'-]+\s*=",
        r"\\[ex]",
    )
)
"""Where TOML 1.1 may be used; what looks like it in a text value is seen by reading the block."""
_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*(\\[ex])")


@Check(
    "MR905",
    "newer-toml",
    "info",
    title="TOML 1.1 syntax, which readers of TOML 1.0 refuse",
    why="Python's own reader up to 3.14, and many editors, know TOML 1.0 only: an inline table on"
    " one line without remarks or a comma at its end, and no \\e and \\x.",
    fix="Run `mineralreg fmt`, which writes the same in TOML 1.0.",
    example='actions = [{\n    action = "signed",  # in the capital\n}]',
    label="not TOML 1.0",
)
def newer_toml(context: Context) -> Iterator[Finding]:
    text, data = context.document.text, context.data
    if context.layout_error is None:
        return
    places = [found.start() for pattern in _NEWER for found in pattern.finditer(text)]
    if not places:
        return
    spans = context.spans
    starts = [block.header.start for block in spans.blocks]
    numbers = {bisect_right(starts, place) - 1 for place in places}
    for number in sorted(numbers):
        block = spans.blocks[number]
        seen: set[str] = set()
        for what, start, end in _newer(text, block.header.end, block.stop):
            if what not in seen:
                seen.add(what)
                yield newer_toml.at(
                    block.path,
                    f"{subject(data, block.path)} uses TOML 1.1: {what}",
                    record=record_id(data, block.path),
                    place=place_of(spans, Span(start, end)),
                )


def _newer(text: str, start: int, stop: int) -> Iterator[tuple[str, int, int]]:
    """What of TOML 1.1 a stretch of a file uses, with where it stands."""
    open_tables: list[str] = []
    comma = False
    while start < stop and (piece := PIECE.match(text, start)):
        found, at, start = piece[0], piece.start(), piece.end()
        if found in "[{":
            open_tables.append(found)
        elif found in "]}":
            if found == "}" and comma:
                yield "a comma at the end of an inline table", at, at + 1
            open_tables.pop()
        elif found[0] in "\"'":
            if found[0] == '"' and (escape := _ESCAPE.search(found)):
                yield f"the escape {escape[1]}", at + escape.start(1), at + escape.end(1)
        else:
            inside = bool(open_tables) and open_tables[-1] == "{"
            if found[0] == "#":
                if inside:
                    yield "a remark in an inline table", at, start
                continue
            if inside and "\n" in found:
                end = at + found.index("\n")
                yield "a line end in an inline table", max(end - 1, at), end
            if not found.isspace():
                comma = found.rstrip().endswith(",")
            continue
        comma = False


unreadable_file = Check(
    "MR001",
    "unreadable-file",
    "error",
    title="the file cannot be read, or is not UTF-8",
    why="TOML is UTF-8 text by its definition. A folder, a pipe, a file without read permission or"
    " one in another encoding holds no registry; nothing else can be checked.",
    fix="Check the path and its permissions, and save the file as UTF-8.",
    example="$ mineralreg validate no-such-file.toml",
    label="not readable",
)
invalid_toml = Check(
    "MR002",
    "invalid-toml",
    "error",
    title="the file is not valid TOML",
    why="The parser stopped here, so nothing behind this place was read. Nesting and numbers that"
    " are beyond the parser's limits count as well.",
    fix="Correct the syntax at the place shown and run validate again.",
    example='title = "no closing quote',
    label="the parser stopped here",
)


def unreadable(error: DocumentError, name: str) -> Finding:
    """MR001 and MR002: the finding that a failure to read or parse a file amounts to."""
    place, column = START, error.column or 1
    if error.line is not None:
        place = Place(error.line, column, error.line, column + 1)
    check = invalid_toml if error.code == "MR002" else unreadable_file
    return check.at((), error.message, help=error.help, place=place, file=name)


@Check(
    "MR004",
    "byte-order-mark-or-mixed-line-ends",
    "warning",
    title="the file starts with a byte-order mark, or mixes LF and CRLF",
    why="Both are invisible in most editors and make whole files differ in a review. TOML allows"
    " either line end but nobody mixes them on purpose.",
    fix="Save the file without a byte-order mark and with one kind of line end.",
    example="(a file whose first bytes are EF BB BF)",
)
def mixed_marks(context: Context) -> Iterator[Finding]:
    """A byte-order mark, or both line ends, shown at the first line with the rarer one."""
    document, text = context.document, context.document.text
    if document.has_bom:
        label = "an invisible character stands before this"
        message = "the file starts with a byte-order mark"
        yield mixed_marks.at((), message, label=label, place=START)
    if document.mixed_newlines:
        rare, name = ("\r\n", "CRLF") if newline_of(text) == "\n" else (r"(?<!\r)\n", "LF")
        at = re.search(rare, text).start()  # type: ignore[union-attr]  # both are there
        line, column = Lines(text).line_column(at)
        place, label = Place(line, column, line, column), f"the first line that ends with {name}"
        yield mixed_marks.at((), "the file mixes LF and CRLF line ends", label=label, place=place)
