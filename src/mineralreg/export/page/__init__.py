"""`export html`: one self-contained page with a map, a timeline, charts, claims and all records.

The page is put together from the template, the style and the scripts beside this file. Its content
security policy names the hashes of exactly these, so nothing else on the page can run or load.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mineralreg.export.file import replaced
from mineralreg.export.page.content import content
from mineralreg.export.selection import selected

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from mineralreg.export.selection import Found
    from mineralreg.query.values import Verdict

SCRIPTS = (
    "dom.js",
    "dates.js",
    "records.js",
    "filters.js",
    "bars.js",
    "map.js",
    "timeline.js",
    "detail.js",
    "table.js",
    "claims.js",
    "others.js",
    "start.js",
)
"""The parts of the page's one script, in order."""

_SLOT = re.compile(r"\{\{(\w+)\}\}")


def write_page(index: sqlite3.Connection, target: str, found: Found | None = None) -> None:
    """Write the registry, or the part that was found, as a page.

    Args:
        index: Connection to the index; only read.
        target: The file to write.
        found: The agreements to show; None for all that were not withdrawn. Claims are about the
            whole registry, so a page of a part has none.

    Raises:
        WriteRefused: The file cannot be written; nothing changed.
    """
    verdicts: Sequence[Verdict] = ()
    if found is None:
        from mineralreg.query.reconcile import reconcile

        verdicts = reconcile(index)
    text = page(content(selected(index, found), verdicts))
    with replaced(target) as file:
        file.write(text)


def page(shown: dict[str, Any]) -> str:
    """The page's HTML.

    Args:
        shown: What `content` gives.
    """
    folder = files("mineralreg.export.page")
    style = (folder / "page.css").read_text(encoding="utf-8")
    parts = [(folder / name).read_text(encoding="utf-8") for name in SCRIPTS]
    script = '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"
    values = {
        "policy": policy(style, script),
        "style": style,
        "script": script,
        "data": embedded(shown),
        "lines": "\n".join(_line(agreement) for agreement in shown["agreements"]),
        **_words(shown["meta"], len(shown["agreements"])),
    }
    template = (folder / "page.html").read_text(encoding="utf-8")
    return _SLOT.sub(lambda match: values[match[1]], template)


def policy(style: str, script: str) -> str:
    """The content security policy: this style, this script, and nothing from anywhere."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def embedded(value: Any) -> str:
    """JSON that can stand inside a script element: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _words(meta: dict[str, str], count: int) -> dict[str, str]:
    """The words that stand in the page before its script runs."""
    scope = meta.get("scope", "")
    first, _, rest = scope.partition(". ")
    about = [f"Facts up to {meta['as_of']}"] if meta.get("as_of") else []
    if meta.get("version"):
        about.append(f"Version {meta['version']}")
    if meta.get("filters"):
        about.append(f"Selection: {meta['filters']}")
    words = {
        "title": meta.get("title") or "Agreements",
        "about": " · ".join(about),
        "lead": first + ("." if rest else ""),
        "scope": rest,
        "rest": "" if rest else "hidden",
        "count": str(count),
        "whole": "" if meta.get("filters") else "hidden",
        "filters": meta.get("filters") or "",
        "made": f"mineralreg {meta['program_version']}",
        "license": meta.get("license", "not stated"),
    }
    return {key: html.escape(word) for key, word in words.items()}


def _line(agreement: dict[str, Any]) -> str:
    """One agreement for a browser that runs no script."""
    date = agreement.get("date") or "no date"
    text = f"{date} · {agreement['title']} · {agreement['names']} · {agreement['status']}"
    return f"<li>{html.escape(text)}</li>"
