"""Parses a long text in parts, in several processes at once, where that surely gives the same.

A registry is a long row of blocks, so it can be cut in front of a header and its parts parsed on
their own. Of a very long one that saves memory as well, even with one processor: equal texts become
one object part by part. A cut that falls into a string or an array makes both parts invalid, and
whatever could mean something else together than apart is not put together: then the caller parses
the whole.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import tomli

from mineralreg.aside import LARGE, aside, processors

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Meanwhile: TypeAlias = Callable[[], object] | None

_MOST = 4
"""Parts; with more, putting them together takes as long as parsing them."""
_ELSEWHERE = 1.2
"""How long the parts for other processes are beside the one for this process, which has something
else to do meanwhile and puts all together."""
_HEADER = re.compile(r"^\[", re.MULTILINE)
_TOMLError = (tomli.TOMLDecodeError, RecursionError, ValueError)


def parse_in_parts(text: str, meanwhile: Meanwhile = None) -> dict[str, Any] | None:
    """What tomli makes of a text.

    Args:
        text: TOML without a byte-order mark.
        meanwhile: Something else to do while other processes parse.

    Returns:
        None when the parts do not surely say together what the whole says, or one is no TOML.
    """
    large = len(text) >= LARGE
    first, *others = _cut(text, _MOST if large else min(processors(), _MOST))
    if not others or not _begins_with_tables(first):
        return None
    with ExitStack() as stack:
        begun = [
            stack.enter_context(aside(partial(_parse, part), size=len(text))) for part in others
        ]
        if meanwhile is not None:
            meanwhile()
        try:
            whole = (_parse if large else tomli.loads)(first)
            for part in begun:
                if not _add(whole, part.result()):
                    return None
        except _TOMLError:
            return None
    return whole


def _cut(text: str, parts: int) -> list[str]:
    """The text in parts that all but the first begin with `[[`."""
    positions = [0]
    unit = len(text) / (1 + (parts - 1) * _ELSEWHERE)
    for number in range(1, parts):
        wanted = int(unit * (1 + (number - 1) * _ELSEWHERE))
        found = text.find("\n[[", max(wanted, positions[-1]))
        if found < 0:
            break
        positions.append(found + 1)
    return [text[start:end] for start, end in zip(positions, [*positions[1:], None], strict=True)]


def _begins_with_tables(text: str) -> bool:
    """Whether nothing but plain values stands in front of the first header.

    Then every list on the top level was made by `[[headers]]`, and more headers may add to it.
    """
    header = _HEADER.search(text)
    try:
        above = tomli.loads(text[: header.start()] if header else text)
    except _TOMLError:
        return False
    return not any(isinstance(value, dict | list) for value in above.values())


def _add(whole: dict[str, Any], part: dict[str, Any]) -> bool:
    """Put a later part behind; False when only the whole text says what they mean together."""
    for key, value in part.items():
        known = whole.setdefault(key, value)
        if known is not value:
            if not isinstance(known, list) or not isinstance(value, list):
                return False
            known += value
    return True


def _parse(text: str) -> dict[str, Any]:
    """Parse a part, with one object for equal texts and dates: less to send and to keep."""
    known: dict[Any, Any] = {}
    found: dict[str, Any] = _shared(tomli.loads(text), known)
    return found


def _shared(value: Any, known: dict[Any, Any]) -> Any:
    kind = type(value)
    if kind is str or kind is date:
        return known.setdefault(value, value)
    if kind is dict:
        return {known.setdefault(key, key): _shared(item, known) for key, item in value.items()}
    if kind is list:
        for position, item in enumerate(value):  # in place, so that never two of all are kept
            value[position] = _shared(item, known)
    return value
