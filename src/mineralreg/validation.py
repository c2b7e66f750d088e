"""From paths to what is wrong in each file: `mineralreg.validate` and the command of that name."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date

from mineralreg import __version__
from mineralreg.checks.context import Earlier
from mineralreg.checks.engine import examine
from mineralreg.checks.finding import Checked, Report, Severity
from mineralreg.checks.register import CHECKS, wanted_codes
from mineralreg.checks.style import unreadable
from mineralreg.checks.suppress import Baseline, read_baseline, split_accepted
from mineralreg.document.content import DocumentError, read_bytes, read_stdin
from mineralreg.document.document import parse_document
from mineralreg.errors import UsageError
from mineralreg.git import read_revision
from mineralreg.reference.filters import read_date
from mineralreg.store.locate import locate

STDIN = "-"


def validate(
    *paths: str | os.PathLike[str],
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    baseline: str | None = None,
    against: str | None = None,
    today: str | None = None,
    strict: bool = False,
    level: Severity = "info",
) -> Report:
    """Find every problem of registry files.

    Args:
        paths: The files; `-` is standard input. Without one the registry that `load` would take.
        select: Codes of checks, or beginnings such as `MR4`; none means all.
        ignore: The same, left out.
        baseline: A file with accepted findings, as `validate --write-baseline` writes it.
        against: A git revision to compare with.
        today: The day for checks that depend on time, such as `2026-02-04`.
        strict: Whether warnings fail.
        level: The least severity whose places are looked up, which takes time where there are many.

    Raises:
        UsageError: An unknown code, a baseline or revision that cannot be read, or `today` is not
            a full date.
    """
    codes = wanted_codes(select, ignore)
    accepted = read_baseline(baseline) if baseline is not None else Baseline()
    day = _day(today)
    files = []
    for path in [os.fspath(path) for path in paths] or [locate().path]:
        checked = _checked(path, codes, against, day, level)
        left, known = split_accepted(checked.findings, accepted)
        files.append(checked._replace(findings=left, accepted=known))
    return Report(tuple(files), CHECKS, strict, __version__)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    day = read_date(text, "today")
    if day.precision != "day":
        raise UsageError(f"--today {day} is not a full date", help="write it as 2026-02-04")
    return day.latest


def _checked(
    path: str,
    codes: frozenset[str],
    against: str | None,
    today: date | None,
    level: Severity,
) -> Checked:
    name, raw = "<stdin>" if path == STDIN else path, b""
    try:
        raw = read_stdin() if path == STDIN else read_bytes(path)
        document = parse_document(raw, name)
    except DocumentError as error:
        text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
        return Checked(name, (unreadable(error, name),), text if error.code == "MR002" else "")
    found = examine(
        document,
        codes=codes,
        today=today,
        against=_earlier(path, against) if against else None,
        level=level,
    )
    return Checked(name, found.findings, document.text, found.suppressed)


def _earlier(path: str, revision: str) -> Earlier:
    if path == STDIN:
        reason = "standard input has no earlier revision"
        raise UsageError(reason, help="name the file instead of -")
    try:
        document = parse_document(read_revision(path, revision), f"{path}@{revision}")
    except DocumentError as error:
        raise UsageError(
            f"the file of revision {revision!r} cannot be read: {error.message}",
            help="compare with a revision in which it is valid TOML",
        ) from None
    return Earlier(revision, document)
