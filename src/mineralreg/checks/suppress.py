"""Findings that somebody accepted: marks in the file, and the baseline file.

At the end of a line the comment covers that line; on lines of its own directly above a header, the
record. One without a reason covers nothing, and one that covers nothing is a finding (MR904).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from mineralreg.checks.finding import UNREADABLE, Finding, Path, Place, placed, suggestion
from mineralreg.checks.register import CHECKS
from mineralreg.checks.style import unused_suppression
from mineralreg.document.content import DocumentError, read_bytes
from mineralreg.document.syntax import PIECE, SpanMap, line_start
from mineralreg.errors import UsageError

_MARK = "mineralreg: ignore"
_FORM = re.compile(r"#[ \t]*mineralreg: ignore\[([^\]\n]*)\][ \t]*([^\r\n]*)")


class Suppression(NamedTuple):
    """One code of one suppressing comment."""

    code: str
    """The code that it accepts."""
    reason: str
    """Why, in the file's words; without one it accepts nothing."""
    covers: tuple[int | Path, ...]
    """Its own line, and the path of the record that it stands above, if it does."""
    place: Place
    """Where the comment stands."""


def read_suppressions(spans: SpanMap) -> Iterator[Suppression]:
    """All suppressing comments of a text, in file order."""
    text = spans.text
    if _MARK not in text:
        return
    blocks = spans.blocks
    starts = [block.header.start for block in blocks]
    for found in _FORM.finditer(text):
        at = found.start()
        number = bisect_right(starts, at) - 1
        if not _is_comment(text, starts[number], at):
            continue
        line, column = spans.line_column(at)
        place = Place(line, column, line, column + len(found[0].rstrip()))
        covers: tuple[int | Path, ...] = (line,)
        if number + 1 < len(blocks) and not text[line_start(text, at) : at].strip():
            below = spans.extent(number + 1)
            if below.lead <= at < below.header.start:
                covers = line, blocks[number + 1].path
        for code in found[1].split(","):
            yield Suppression(code.strip(), found[2].strip(), covers, place)


def _is_comment(text: str, start: int, offset: int) -> bool:
    """Whether what stands at an offset is a comment, and not part of a text value."""
    piece = next(one for one in PIECE.finditer(text, start) if one.end() > offset)
    return piece[0].startswith("#") and piece.start() == offset


def apply_suppressions(
    findings: Sequence[Finding], spans: SpanMap, name: str, silent: Collection[str]
) -> tuple[list[Finding], int]:
    """Leave out what a file accepts, add each suppression that accepts nothing, and count.

    Of codes that were not looked for everywhere (`silent`), a suppression may be needed.
    """
    suppressions = [*read_suppressions(spans)]
    by_cover: dict[tuple[str, int | Path], list[Suppression]] = {}
    for one in suppressions:
        for at in one.covers if one.reason and one.code not in UNREADABLE else ():
            by_cover.setdefault((one.code, at), []).append(one)
    codes = {one.code for one in suppressions}
    left = [finding for finding in findings if finding.code not in codes]
    used: set[Suppression] = set()
    for finding in placed((one for one in findings if one.code in codes), spans, name):
        lines = (finding.place.line, finding.place.end_line) if finding.place else ()
        paths = [finding.path[:size] for size in range(1, len(finding.path) + 1)]
        covering = [one for at in (*lines, *paths) for one in by_cover.get((finding.code, at), ())]
        used.update(covering)
        if not covering:
            left.append(finding)
    unused = (one for one in suppressions if one not in used)
    accepted = len(findings) - len(left)
    return [*left, *_report(unused, silent)], accepted


def _report(unused: Iterable[Suppression], silent: Collection[str]) -> Iterator[Finding]:
    """MR904: suppressions that accept nothing."""
    for one in unused:
        more = {}
        if one.code not in CHECKS:
            what, more["label"] = f"names the unknown code '{one.code}'", "no such code"
            more["help"] = suggestion(one.code, CHECKS) or "`mineralreg explain` lists the codes"
        elif not one.reason:
            what = f"of {one.code} gives no reason, so it does not count"
            more["label"] = "no reason"
            more["help"] = "write behind the bracket why the finding is accepted"
        elif one.code in silent:
            continue
        else:
            what = f"of {one.code} suppresses nothing"
        yield unused_suppression.at((), f"the suppression {what}", place=one.place, **more)


VERSION = 1

Baseline = Counter[tuple[str, str]]
"""How often each code and fingerprint is accepted."""


def read_baseline(path: str) -> Baseline:
    """What a baseline file accepts."""
    help = "write one with --write-baseline FILE"
    try:
        held: Any = json.loads(read_bytes(path))
        version = held["version"]
        found = [(str(entry["code"]), str(entry["fingerprint"])) for entry in held["findings"]]
    except DocumentError as error:
        raise UsageError(error.message, help=help) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError(f"'{path}' is not a baseline", help=help) from None
    if version != VERSION:
        raise UsageError(
            f"'{path}' is a baseline of version {str(version)[:20]}, which is unknown here",
            help="write it again with --write-baseline FILE",
        )
    return Counter(entry for entry in found if entry[0] not in UNREADABLE)


def write_baseline(findings: Iterable[Finding]) -> str:
    """The text of a baseline file that accepts these findings."""
    entries = [
        {
            "code": finding.code,
            "record": finding.record,
            "fingerprint": finding.fingerprint,
            "message": finding.message,
        }
        for finding in sorted(findings, key=lambda one: (str(one.record), one.code, one.message))
        if finding.code not in UNREADABLE
    ]
    held = {"version": VERSION, "findings": entries}
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def split_accepted(
    findings: Sequence[Finding], baseline: Baseline
) -> tuple[tuple[Finding, ...], int]:
    """The findings that are new, and how many the baseline accepts."""
    if not baseline:
        return tuple(findings), 0
    left = Counter(baseline)
    new: list[Finding] = []
    for finding in findings:
        key = (finding.code, finding.fingerprint)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(finding)
    return tuple(new), len(findings) - len(new)
