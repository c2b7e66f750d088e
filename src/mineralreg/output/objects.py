"""Answers as JSON: whole records, keys as in the registry file plus the computed ones.

A listing without `--columns` is an array of records, a record a line, passed on as the index holds
them; with `--columns`, and for all other answers, objects with those keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.output.escape import json_visible
from mineralreg.query.results import as_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.output.terminal import Look
    from mineralreg.query.results import Answer


def json(value: Answer, _look: Look) -> Iterator[str]:
    """One JSON document: an array for several, an object for a summary or one record shown."""
    document = value.document()
    if document is not None:
        yield json_visible(as_json(document, indent=2)) + "\n"
        return
    opened = False
    for text in value.texts():
        yield (",\n" if opened else "[\n") + json_visible(text)
        opened = True
    yield "\n]\n" if opened else "[]\n"


def jsonl(value: Answer, _look: Look) -> Iterator[str]:
    """A JSON object a line."""
    return (json_visible(text) + "\n" for text in value.texts())
