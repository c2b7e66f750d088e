"""`export html`: one self-contained page with a map, a timeline, charts, claims and all records.

The page is put together from the template, the style and the scripts beside this file. Its content
security policy names the hashes of exactly these, so nothing else on the page can run or load.
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
from mineralreg.query.reconcile import reconcile

SCRIPTS = (
    "minisearch.js",
    "dom.js",
    "dates.js",
    "records.js",
    "search.js",
    "view.js",
    "address.js",
    "bars.js",
    "list.js",
    "download.js",
    "cite.js",
    "detail.js",
    "map.js",
    "matrix.js",
    "timeline.js",
    "claims.js",
    "others.js",
    "start.js",
)
"""The parts of the page's one script, in order."""

_READABLE = 1_000_000
"""Up to so many characters the data stand in the page as they are; more are compressed."""

_SLOT = re.compile(r"\{\{(\w+)\}\}")


def render_html(part: sqlite3.Connection, found: object = None) -> Iterator[str]:
    """The registry, or the part that was found, as a page.

    The whole leaves out what was withdrawn; a part has no claims, which are about the whole.
    """
    yield page(content(part, reconcile(part).verdicts if found is None else ()))


def page(shown: dict[str, Any]) -> str:
    """The page's HTML, from what `content` gives."""
    folder = files("mineralreg.export.page")
    style = (folder / "page.css").read_text(encoding="utf-8")
    parts = [(folder / name).read_text(encoding="utf-8") for name in SCRIPTS]
    script = '"use strict";\n(async () => {\n' + "\n".join(parts) + "})();\n"
    partners = {partner["id"]: partner["name"] for partner in shown["partners"]}
    data = embedded(shown)
    packed = len(data) > _READABLE
    values = {
        "policy": (
            f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
            "img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
        ),
        "style": style,
        "script": script,
        "data": _packed(data) if packed else data,
        "packed": ' data-packed="gzip"' if packed else "",
        "lines": "\n".join(_line(agreement, partners) for agreement in shown["agreements"]),
        **{key: html.escape(word) for key, word in words(shown).items()},
    }
    template = (folder / "page.html").read_text(encoding="utf-8")
    return _SLOT.sub(lambda match: values[match[1]], template)


def embedded(value: Any) -> str:
    """JSON that can stand inside a script element: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _packed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode(), 6, mtime=0)).decode()


def _line(agreement: dict[str, Any], partners: dict[str, str]) -> str:
    """One agreement for a browser that runs no script."""
    names = ", ".join(partners[id] for id in agreement["parties"])
    date = agreement.get("date") or "no date"
    text = f"{date} · {agreement['title']} · {names} · {agreement['status']}"
    return f'<li dir="auto">{html.escape(text)}</li>'
