"""From paths and options to what was found in each file: what `validate` does before it reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineralreg.checks.baseline import Baseline, read_baseline, split_accepted
from mineralreg.checks.file import unreadable
from mineralreg.checks.finding import Checked
from mineralreg.document.content import DocumentError, read_bytes
from mineralreg.document.document import parse_document, read_stdin
from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mineralreg.checks.engine import Earlier
    from mineralreg.dates import PartialDate
    from mineralreg.document.document import Document
    from mineralreg.query.results import Verdict
    from mineralreg.records.models import Registry

STDIN = "-"


class Wanted(NamedTuple):
    """How to examine files.

    Attributes:
        codes: What to look for.
        baseline: Path of a file with accepted findings.
        against: A git revision to compare with.
        today: The day for checks that depend on time.
    """

    codes: frozenset[str]
    baseline: str | None = None
    against: str | None = None
    today: PartialDate | None = None


def examined(paths: Iterable[str], wanted: Wanted) -> tuple[Checked, ...]:
    """Examine files one after the other; `-` is standard input.

    Raises:
        UsageError: The baseline or the revision cannot be read, or `today` is no day.
    """
    baseline = _baseline(wanted.baseline)
    found = []
    for path in paths:
        checked = _examined(path, wanted)
        left, accepted = split_accepted(checked.findings, baseline)
        found.append(checked._replace(findings=left, accepted=accepted))
    return tuple(found)


def _examined(path: str, wanted: Wanted) -> Checked:
    name, raw = path, b""
    try:
        if path == STDIN:
            name = "<stdin>"
            document = read_stdin()
        else:
            raw = read_bytes(path)
            document = parse_document(raw, path)
    except DocumentError as error:
        text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
        return Checked(name, (unreadable(error, name),), text if error.code == "MR002" else "")
    from mineralreg.checks.engine import examine  # and with it pydantic: an eighth of a second

    found = examine(
        document,
        codes=wanted.codes,
        today=wanted.today.latest if wanted.today else None,
        against=_earlier(path, wanted.against) if wanted.against else None,
        recount=recount,
    )
    return Checked(name, found.findings, document.text, found.suppressed)


def recount(registry: Registry) -> Iterator[tuple[str, Verdict | UsageError]]:
    """Reconcile the claims of a registry, one by one, in an index of its own in memory."""
    from mineralreg.index.cache import in_memory
    from mineralreg.query.reconcile import read, verdict

    searches = any(claim.selector and claim.selector.search for claim in registry.claim)
    connection = in_memory(registry, texts=searches)
    try:
        for claim in registry.claim:
            try:
                yield claim.id, verdict(connection, read(connection, claim.id))
            except UsageError as error:
                yield claim.id, error
    finally:
        connection.close()


def _earlier(path: str, revision: str) -> Earlier:
    from mineralreg.checks.engine import Earlier
    from mineralreg.git import read_revision

    if path == STDIN:
        raise UsageError(
            "what comes on standard input has no earlier revision",
            help="name the file instead of -",
        )
    try:
        document: Document = parse_document(read_revision(path, revision), f"{path}@{revision}")
    except DocumentError as error:
        raise UsageError(
            f"the file of revision {revision!r} cannot be read: {error.message}",
            help="compare with a revision in which it is valid TOML",
        ) from None
    return Earlier(revision, document.data)


def _baseline(path: str | None) -> Baseline:
    if path is None:
        return Baseline()
    try:
        text = read_bytes(path).decode()
    except DocumentError as error:
        raise UsageError(error.message, help="write one with --write-baseline FILE") from None
    except UnicodeDecodeError:
        raise UsageError(f"'{path}' is no baseline: it is not UTF-8") from None
    return read_baseline(text, path)
