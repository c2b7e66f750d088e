"""MR901 to MR903: layout, text that is not what it looks like, text that runs as a formula.

A registry has millions of texts and nearly all are clean. So the texts of many records are joined
and searched together, and only where something is found each text is looked at by itself.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from mineralreg.checks.finding import Check, Finding, Path, Place, record_id, subject
from mineralreg.document.layout import first_difference
from mineralreg.document.syntax import Lines
from mineralreg.records.schema import key_order
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.document.document import Document


_TOGETHER = 500
_BETWEEN = "`"
"""Stands between joined texts. In a text it only costs a closer look."""
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_HINTS = (
    "  ",
    f" {_BETWEEN}",
    f"{_BETWEEN} ",
    " \n",
    "\t",
    "\xa0",
    "Ã",
    "Â",
    "â€",
    *(_BETWEEN + start for start in _FORMULA),
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffd]"
)
_MOJIBAKE = re.compile("Ã[\x80-\xbf]|Â[\x80-\xbf]|â€[\x80-\u2122]")
_STRAY = re.compile(r"^[ \t\xa0]|[ \t\xa0]$|[ \t\xa0](?=\n)|\S[ \t\xa0]{2,}\S")


def not_canonical(document: Document) -> Iterator[Finding]:
    """MR901: `fmt` would change the file; shown at the first line that it would."""
    offset = first_difference(document.text, key_order())
    if offset is None:
        return
    lines = Lines(document.text)
    line, column = lines.line_column(offset)
    end = len(lines.line_text(line)) + 1
    yield Finding(
        "MR901",
        "warning",
        "the file is not in canonical form",
        label="the first line that would change",
        help="run `mineralreg fmt`",
        place=Place(line, column, line, max(end, column)),
    )


def untidy_text(document: Document) -> Iterator[Finding]:
    """MR902 and MR903 for every text of the file."""
    data = document.data
    header = data.get("registry")
    if isinstance(header, dict):
        yield from _look_at(data, ("registry",), header)
    for kind in RECORD_KINDS:
        rows = document.tables(kind)
        for start in range(0, len(rows), _TOGETHER):
            some = rows[start : start + _TOGETHER]
            if _suspicious(some):
                for number, row in enumerate(some, start):
                    if _suspicious([row]):
                        yield from _look_at(data, (kind, number), row)


def _suspicious(rows: list[dict[str, Any]]) -> bool:
    texts: list[str] = [""]
    for row in rows:
        _gather(row, texts)
    texts.append("")
    joined = _BETWEEN.join(texts)
    if not joined.isascii() and not unicodedata.is_normalized("NFC", joined):
        return True
    if any(hint in joined for hint in _HINTS):
        return True
    return not joined.isprintable() and _INVISIBLE.search(joined) is not None


def _gather(value: Any, into: list[str]) -> None:
    """Collect the texts in a value, which is at most as deep as the parser allows."""
    for item in value.values() if type(value) is dict else value:
        kind = type(item)
        if kind is str:
            into.append(item)
        elif kind is list or kind is dict:
            _gather(item, into)


def _look_at(data: dict[str, Any], path: Path, value: Any) -> Iterator[Finding]:
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        here: Path = (*path, key)
        if isinstance(item, dict | list):
            yield from _look_at(data, here, item)
        elif isinstance(item, str) and item.strip():
            faults = list(_faults(item))
            if faults:
                yield _finding(data, here, "MR902", f"has {' and '.join(faults)}", "untidy")
            if item.startswith(_FORMULA):
                what = "begins like a formula, which a spreadsheet would run"
                yield _finding(data, here, "MR903", what, f"begins with {item[0]!r}")


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


_HELP = {
    "MR902": "rewrite the text; `mineralreg explain MR902` says what is looked for",
    "MR903": "begin the text with a letter, or put it between quotation marks",
}


def _finding(data: dict[str, Any], path: Path, code: str, what: str, label: str) -> Finding:
    keys = [part for part in path if isinstance(part, str)]
    table = path[:4] if len(path) > 4 and isinstance(path[3], int) else path[:2]
    if path[0] == "registry":
        table = path[:1]
    return Finding(
        code,
        "warning",
        f"the text in '{keys[-1]}' of {subject(data, table)} {what}",
        path,
        record=record_id(data, path),
        label=label,
        help=_HELP[code],
    )


STYLE = (
    Check(
        "MR901",
        "not-canonical",
        "warning",
        "the file is not in canonical form",
        "One order and one layout keep reviews to what really changed.",
        "Run `mineralreg fmt`.",
        'id="us-peru-2026"   # no blanks around the equals sign',
    ),
    Check(
        "MR902",
        "untidy-text",
        "warning",
        "text that is not NFC, has stray blanks, control characters or mojibake",
        "Two texts that look alike should be alike: searches and comparisons go by code points"
        " (Unicode Standard Annex 15 for NFC). Mojibake is UTF-8 that was read as Latin-1.",
        "Rewrite the text; the message says what is wrong with it.",
        'place = "Washington,  D.C. "',
    ),
    Check(
        "MR903",
        "formula-text",
        "warning",
        "text that a spreadsheet would run as a formula",
        "A cell that begins with =, +, - or @ is executed by spreadsheets that open a CSV export"
        " (OWASP: CSV injection).",
        "Begin the text with a letter, or put it in quotation marks.",
        'title = "=HYPERLINK(…)"',
    ),
    Check(
        "MR904",
        "unused-suppression",
        "warning",
        "a suppression that suppresses nothing",
        "What it excused was mended, or it stands at the wrong place or names the wrong code.",
        "Remove the comment, or move it to the line or above the record that it is meant for.",
        "# mineralreg: ignore[MR405] no second source yet",
    ),
)
