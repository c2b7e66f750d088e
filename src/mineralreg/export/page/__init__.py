"""`export html`: one self-contained page with a map, a timeline, charts, claims and all records.

The template beside this file names the style and the scripts, in order. The content security policy
has the hashes of exactly these, so nothing else on the page can run or load.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from mineralreg.export.page.payload import content, words
from mineralreg.export.selection import Found
from mineralreg.query.reconcile import reconcile
from mineralreg.reference.filters import NOTHING

_READABLE = 1_000_000
"""Up to so many characters the data stand in the page as they are; more are compressed."""

_FILE = re.compile(r"\{\{(\w+\.\w+)\}\}")
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_SEALED = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)


def render_html(part: sqlite3.Connection, found: Found | None = None) -> Iterator[str]:
    """The registry, or the part that was found, as a page.

    The whole leaves out what was withdrawn; a part has no claims, which are about the whole.
    """
    shown = content(part, reconcile(part).verdicts if found is None else ())
    asked = NOTHING if found is None else found.asked
    folder = files("mineralreg.export.page")
    template = (folder / "page.html").read_text(encoding="utf-8")
    whole = _FILE.sub(lambda match: (folder / match[1]).read_text(encoding="utf-8"), template)
    hashes = {tag: _hash(text) for tag, text in _SEALED.findall(whole)}
    partners = {partner["id"]: partner["name"] for partner in shown["partners"]}
    data = embedded(shown)
    packed = len(data) > _READABLE
    values = {
        "policy": (
            f"default-src 'none'; script-src {hashes['script']}; style-src {hashes['style']}; "
            "img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
        ),
        "data": _base64(gzip.compress(data.encode(), 6, mtime=0)) if packed else data,
        "packed": ' data-packed="gzip"' if packed else "",
        "lines": "\n".join(_line(agreement, partners) for agreement in shown["agreements"]),
        **{key: html.escape(word) for key, word in words(shown, asked).items()},
    }
    yield _SLOT.sub(lambda match: values[match[1]], whole)


def embedded(value: Any) -> str:
    """JSON that can stand inside a script element: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _hash(text: str) -> str:
    return f"'sha256-{_base64(hashlib.sha256(text.encode()).digest())}'"


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _line(agreement: dict[str, Any], partners: dict[str, str]) -> str:
    """One agreement for a browser that runs no script."""
    names = ", ".join(partners[id] for id in agreement["parties"])
    date = agreement.get("date") or "no date"
    text = f"{date} · {agreement['title']} · {names} · {agreement['status']}"
    return f'<li dir="auto">{html.escape(text)}</li>'
