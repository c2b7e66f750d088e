"""Whole records as one text: `export json`, and the sources as `bibtex`, `ris` and `csl-json`.

JSON is one document with a record a line. Keys are those of the registry file, plus what is
computed: status, status_since and date of agreements and initiatives, the names and regions of
partners, and the verdicts on claims. export.schema.json describes it. What goes into reference
managers leaves out withdrawn sources.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from importlib.resources import files

from mineralreg.export.catalogue import known_table
from mineralreg.export.selection import records, texts
from mineralreg.output import bibliography
from mineralreg.query.results import Answer, as_json, stated
from mineralreg.reference.vocabulary import RECORD_KINDS

FORMAT = "urn:mineralreg:export:1"
_HEADER = ("title", "version", "as_of", "license", "scope", "filters")


def render_json(part: sqlite3.Connection, _found: object = None) -> Iterator[str]:
    """The registry, or the part that was found, as one JSON document."""
    meta = dict(part.execute("SELECT key, value FROM meta"))
    yield f'{{\n"format": "{FORMAT}",\n"schema_version": {int(meta["schema_version"])},\n'
    header = stated({key: meta.get(key) for key in _HEADER})
    yield f'"registry": {as_json(header, compact=True)}'
    for kind in RECORD_KINDS:
        yield from _list(kind, texts(part, kind, withdrawn=True))
    yield from _list("verdict", _verdicts(part))
    yield "\n}\n"


def _list(key: str, items: Iterable[str]) -> Iterator[str]:
    yield f',\n"{key}": ['
    for number, item in enumerate(items):
        yield f"{',' if number else ''}\n{item}"
    yield "\n]"


def _verdicts(part: sqlite3.Connection) -> Iterator[str]:
    columns = known_table("verdict").columns
    for row in part.execute("SELECT * FROM verdict"):
        pairs = zip(columns, row, strict=True)
        cells = {c.name: json.loads(v) if c.type == "list" else v for c, v in pairs}
        yield as_json(cells, compact=True)


def schema() -> str:
    """The JSON Schema (draft 2020-12) of the document."""
    return (files("mineralreg.export") / "export.schema.json").read_text(encoding="utf-8")


def render_bibtex(part: sqlite3.Connection, _found: object) -> Iterator[str]:
    """The sources as BibTeX."""
    return bibliography.bibtex(_sources(part))


def render_ris(part: sqlite3.Connection, _found: object) -> Iterator[str]:
    """The sources as RIS."""
    return bibliography.ris(_sources(part))


def render_csl_json(part: sqlite3.Connection, _found: object) -> Iterator[str]:
    """The sources as CSL-JSON."""
    return bibliography.csl_json(_sources(part))


def _sources(part: sqlite3.Connection) -> Answer:
    return Answer(objects=records(part, "source"))
