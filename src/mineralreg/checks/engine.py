"""Runs every check on a file and says what it found, in file order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from mineralreg.checks import references
from mineralreg.checks.context import Context, Earlier, prepare
from mineralreg.checks.finding import UNREADABLE, Finding, Severity, at_least, placed
from mineralreg.checks.register import CHECKS
from mineralreg.checks.suppress import apply_suppressions
from mineralreg.checks.time import after_as_of
from mineralreg.document.document import Document
from mineralreg.document.syntax import SpanMap
from mineralreg.records.models import Registry

ALL_CODES = tuple(CHECKS)
_NEEDED_TO_LOAD = (
    references.duplicate_id.find,
    references.former_id_clash.find,
    *references.OF_WORDS,
    references.unknown_targets,
)
"""What looks for errors that would make answers wrong."""
_OF_REFERENCES = (*_NEEDED_TO_LOAD, references.unknown_selections)
"""The same and what looks for claims that cannot be answered, which say so themselves."""


class Examination(NamedTuple):
    """What was found in one file.

    Attributes:
        findings: In file order, with their places; without those that the file suppresses.
        suppressed: How many the file suppresses.
        registry: The records, or None when some are broken.
    """

    findings: tuple[Finding, ...]
    suppressed: int
    registry: Registry | None


def examine(
    document: Document,
    *,
    codes: Iterable[str] = ALL_CODES,
    today: date | None = None,
    against: Earlier | None = None,
    level: Severity = "info",
) -> Examination:
    """Check a file.

    Args:
        document: The file.
        codes: What to look for. MR003 is always reported.
        today: The day for checks that depend on time; without it they are left out, so that an
            old revision never begins to fail.
        against: A revision for MR601 to MR603; without it they are left out.
        level: The least severity whose places are looked up; the others stand behind.
    """
    wanted = {*codes, *UNREADABLE}
    context = prepare(document, today, against)
    found = list(context.shape)
    if context.registry is None:
        version = next(finding for finding in found if finding.code == "MR003")
        return Examination(placed([version], SpanMap(document.text), document.name), 0, None)
    found += _run(_OF_REFERENCES, context)
    context.wrong = list(found)
    broken = any(finding.severity == "error" for finding in found)
    others = {check.find: None for check in CHECKS.values() if check.code in wanted}
    found += _run([find for find in others if find not in _OF_REFERENCES], context)
    found = [one for one in found if one.code in wanted and not _dragged(one, context)]
    silent = _silent(context, wanted)
    found, suppressed = apply_suppressions(found, context.spans, document.name, silent)
    found = [one for one in found if one.code in wanted]  # MR904 may not be
    severities = at_least(level)
    shown = [finding for finding in found if finding.severity in severities]
    hidden = [finding for finding in found if finding.severity not in severities]
    findings = (*placed(shown, context.spans, document.name), *hidden)
    return Examination(findings, suppressed, None if broken else context.registry)


def _run(
    finds: Iterable[Callable[[Context], Iterator[Finding]] | None], context: Context
) -> Iterator[Finding]:
    """What these functions find."""
    for find in finds:
        if find is not None:
            yield from find(context)


def _dragged(finding: Finding, context: Context) -> bool:
    """Whether it speaks of the time or sense of a record that breaks its own shape."""
    return finding.code[:3] in ("MR3", "MR4") and finding.path[:2] in context.broken


def _silent(context: Context, wanted: set[str]) -> set[str]:
    """The codes of which nothing can be said, as they were not looked for everywhere."""
    if context.broken or context.unreadable:
        return set(ALL_CODES)
    silent = set(ALL_CODES) - wanted
    if context.against is None:
        silent |= {code for code in ALL_CODES if code.startswith("MR6")}
    if context.today is None:
        silent.add(after_as_of.code)
    return silent


def loadable(document: Document) -> tuple[Registry | None, tuple[Finding, ...]]:
    """Check what loading needs: the shape of every record, and that what they name is there.

    Returns:
        The registry and no findings, or None and the errors (MR003, MR1xx and MR2xx) in file
        order with their places. Other checks do not stand in the way of questions.
    """
    context = prepare(document)
    found = [*context.shape]
    if context.registry is not None:
        found += _run(_NEEDED_TO_LOAD, context)
    if not found:
        return context.registry, ()
    return None, placed(found, SpanMap(document.text), document.name)
