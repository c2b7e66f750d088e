"""`export atom`: a feed of acts, newest first, for feed readers and alerts.

An entry keeps its id when its date becomes more exact, when acts are recorded before it and when
the record gets another id: the id names the record as it was first called, the act and its party.
Acts without a date are not in the feed.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from mineralreg.export.selection import Found, header
from mineralreg.output.escape import visible

_ACTS = """
SELECT
    r.id AS record,
    coalesce(json_extract(r.json, '$.title'), json_extract(r.json, '$.name')) AS title,
    json_extract(r.json, '$.former_ids[0]') AS first_id,
    c.action, c.date, c.earliest, c.latest, c.partner, p.name, c.place, c.note,
    (
        SELECT json_group_array(url)
        FROM (
            SELECT coalesce(s.url, s.archive_url) AS url
            FROM act_source AS x
            JOIN source AS s ON s.id = x.source
            WHERE x.act = c.id AND coalesce(s.url, s.archive_url) IS NOT NULL
            ORDER BY x.position
        )
    ) AS urls
FROM act AS c
JOIN record AS r ON r.id = coalesce(c.agreement, c.initiative)
    AND r.kind = iif(c.agreement IS NULL, 'initiative', 'agreement')
LEFT JOIN partner AS p ON p.id = c.partner
WHERE json_extract(r.json, '$.withdrawn') IS NULL
AND c.earliest IS NOT NULL AND c.latest >= ? AND c.earliest <= ?
ORDER BY record, c.position
"""


def render_atom(part: sqlite3.Connection, found: Found | None) -> Iterator[str]:
    """The acts of the records found as an Atom feed."""
    since, until = (found.asked.since, found.asked.until) if found else (None, None)
    span = (since.earliest.isoformat() if since else "", until.latest.isoformat() if until else "9")
    acts = _newest_first(part.execute(_ACTS, span))
    meta = header(part)
    title, filters = meta["title"], meta.get("filters")
    newest = acts[0]["earliest"] if acts else meta.get("as_of_latest") or "1970-01-01"
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield _element("id", f"urn:mineralreg:acts{f':{quote(filters)}' if filters else ''}")
    yield _element("title", f"{title}: acts{f' ({filters})' if filters else ''}")
    yield _element("updated", _time(newest))
    yield f"<author>{_element('name', title).rstrip()}</author>\n"
    if meta.get("license"):
        yield _element("rights", meta["license"])
    for act in acts:
        yield from _entry(act)
    yield "</feed>\n"


def _newest_first(rows: sqlite3.Cursor) -> list[dict[str, Any]]:
    """The acts with their ids."""
    seen: Counter[str] = Counter()
    names = [column[0] for column in rows.description]
    acts = [dict(zip(names, row, strict=True)) for row in rows]
    for act in acts:
        parts = (act["first_id"] or act["record"], act["action"], act["partner"])
        key = ":".join(filter(None, parts))
        seen[key] += 1
        act["key"] = f"urn:mineralreg:act:{key}" + (f":{seen[key]}" if seen[key] > 1 else "")
    acts.sort(key=lambda act: act["key"])
    return sorted(acts, key=lambda act: (act["earliest"], act["latest"]), reverse=True)


def _entry(act: dict[str, Any]) -> Iterator[str]:
    who = f" by {act['name']}" if act["name"] else ""
    done = f"{act['action'].replace('-', ' ')}{who}"
    place = f" in {act['place']}" if act["place"] else ""
    note = f". {act['note']}" if act["note"] else ""
    yield "<entry>\n"
    yield _element("id", act["key"])
    yield _element("title", f"{act['title']}: {done}")
    yield _element("updated", _time(act["earliest"]))
    for number, url in enumerate(json.loads(act["urls"])):
        rel = "via" if number else "alternate"
        yield f'<link rel="{rel}" href={quoteattr(visible(url))}/>\n'
    yield f"<category term={quoteattr(act['action'])}/>\n"
    yield _element("summary", f"{act['record']}: {done} {act['date']}{place}{note}")
    yield "</entry>\n"


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"


def _element(name: str, text: str) -> str:
    allowed = visible(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    return f"<{name}>{escape(allowed)}</{name}>\n"
