"""Texts that try to drive what shows them, and a registry that holds them wherever text can be."""

import contextlib
import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w

TEXTS = {
    "rich-markup": "[bold red]x[/] [link=https://evil.example]y[/link] :boom: [@click=quit]z[/] [/",
    "ansi": "\x1b[31mred\x1b[0m\x1b[2J\x1b[6n\x9b31m\x1b]0;title\x07\x1bP+q\x1b\\",
    "osc-link": "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\ \x1b]52;c;ZXZpbA==\x07",
    "bidi": "safe \u202egnp.exe\u202c \u2066x\u2069 \u200f\u200e\u061c",
    "blanks": "a\tb\nc\r\nd\re\x0bf\x0cg\x85h\u2028i\u2029j",
    "nul": "before\x00after",
    "separators": "one\x1ctwo\x1dthree\x1efour\x1ffive; six · seven",
    "formula": '=HYPERLINK("https://evil.example","x")',
    "formula-plus": "+1+cmd|' /C calc'!A0",
    "formula-at": "@SUM(1)",
    "formula-minus": "-3-4",
    "formula-tab": "\t=1+2",
    "formula-wide": "＝5+6",
    "script": "</script><script>alert(1)</script><img src=x onerror=alert(1)>",
    "comment": "<!--<script> ]]> --> & &lt; &#x3c; ' \" ` </style></title></textarea>",
    "sql": "'; DROP TABLE agreement; -- \" OR 1=1 /*",
    "full-text": '"unclosed NEAR(a b) OR title:x* ^a AND NOT (',
    "like": "%_%\\%",
    "markdown": "| a | b |\n# c\n[x](javascript:alert(1)) ![y](z) **b** `c` <b>d</b> ~~e~~ $f$",
    "shell": "$(id) `id` ${HOME} ; touch evil | cat && %s %(x)s {0.__class__} {x!r}",
    "toml": '"""\n[[partner]]\nid = "smuggled"\n\'\'\' # \\ \\u0041',
    "long-word": "Donaudampfschifffahrt" * 500,
    "wide": "漢字" * 60 + "한국어ｆｕｌｌ",
    "emoji": "👩‍👩‍👧‍👦🇵🇪🏴󠁧󠁢󠁥󠁮󠁧󠁿☢️" * 8,
    "combining": "e" + "\u0301" * 300 + "\u0489" * 50,
    "invisible": "a\u200bb\u2060c\ufeffd\u00ade\U000e0041f\u180eg",
    "not-characters": "\ufffe\uffff\U0010ffff\ue000",
    "json": '{"id": "x"}\\u0000\\" [1,2',
    "path": "../../../../etc/passwd\\..\\con",
}
"""Each by what it attacks; TOML can hold every one of them."""

FORMULAS = tuple("=+-@\t\r＝＋－＠")
KINDS = ("source", "partner", "event", "initiative", "agreement", "claim")

_SGR = re.compile(r"\x1b\[[0-9;]*m")
_BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_MARKS = "\u061c\u200e\u200f\u2028\u2029"


def obeyed(text: str, *, colored: bool = False) -> set[str]:
    """Characters in the text that a terminal would obey, or that turn what follows around.

    Args:
        text: What a command printed.
        colored: Sequences that only set a colour are the program's own.
    """
    if colored:
        text = _SGR.sub("", text)
    return {
        character
        for character in set(text)
        if (unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t")
        or unicodedata.bidirectional(character) in _BIDI
        or character in _MARKS
    }


def document() -> dict[str, Any]:
    """A registry that loads: for each hostile text one record of each kind full of it."""
    found: dict[str, Any] = {
        "schema_version": 1,
        "registry": {
            "title": TEXTS["ansi"],
            "version": TEXTS["script"],
            "license": TEXTS["bidi"],
            "scope": TEXTS["blanks"],
        },
    }
    for name, text in TEXTS.items():
        for kind, record in _records(name, text).items():
            found.setdefault(kind, []).append(record)
    return found


def _records(name: str, text: str) -> dict[str, dict[str, Any]]:
    source, partner, event = f"source-{name}", f"partner-{name}", f"event-{name}"
    initiative, agreement = f"initiative-{name}", f"agreement-{name}"
    act = {"date": "2026-02", "place": text, "partner": partner, "note": text}
    address = "https://evil.example/" + re.sub(r"\s", "", text)

    def texts(*keys: str) -> dict[str, Any]:
        return dict.fromkeys(keys, text)

    amounts = [{"value": 1, **texts("unit", "qualifier", "what")}]
    variants = [{"sources": [source], **texts("field", "value", "note")}]
    named = {"name": text + name, "aliases": [text], "notes": text}
    told = {"sources": [source], "variants": variants, "notes": text}
    found: dict[str, dict[str, Any]] = {
        "source": {
            **{"kind": "press", "published": "2026?", "url": address, "archive_url": address},
            **texts("title", "publisher", "via", "notes"),
        },
        "partner": {"kind": "company", **named},
        "event": {
            **{"date": "2026-02-04", "place": text, "hosts": [partner], "participants": [partner]},
            **(named | told),
        },
        "initiative": {
            **{"acronym": text, "kind": "forum", "amounts": amounts},
            "actions": [{"action": "launched", **act}],
            "members": [{"partner": partner, "from": "2026", "note": text}],
            **(named | told),
        },
        "agreement": {
            **{"title": text, "kind": "memorandum", "parties": [partner], "minerals": ["copper"]},
            **{"topics": ["finance"], "event": event, "initiatives": [initiative]},
            "actions": [{"action": "signed", **act}],
            "signatories": [{"partner": partner, **texts("name", "office", "body")}],
            **{"amounts": amounts, "contested": text},
            "relations": [{"type": "distinct-from", "agreement": agreement}],
            **told,
        },
        "claim": {
            **{"count": 3, "unit": "agreements", "as_of": "2026-03", "expect": "short"},
            **{"selector": {"party": partner, "search": text}, "names": [partner]},
            **{"sources": [source], **texts("statement", "explanation", "notes")},
        },
    }
    return {kind: {"id": f"{kind}-{name}", **record} for kind, record in found.items()}


def toml() -> str:
    """That registry as a file."""
    return tomli_w.dumps(document())


@contextlib.contextmanager
def settled(folder: Path, text: str) -> Iterator[Path]:
    """A registry in a folder that is the current one meanwhile."""
    path = folder / "agreements.toml"
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("MINERALREG_REGISTRY", str(path))
        yield path


def cells(text: str) -> list[list[str]]:
    """The rows of a CSV file, which all have as many cells, none of them a formula."""
    csv.field_size_limit(1_000_000)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1
    run = [cell for row in rows for cell in row if cell.startswith(FORMULAS)]
    assert not [cell for cell in run if not re.fullmatch(r"-?\d+", cell)]
    return rows
