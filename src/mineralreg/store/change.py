"""Change a registry file: lock, read, plan, check, replace, so that nothing is ever lost.

What a change is (edits of the text, and what the text must then say) is planned by a function that
is given the file as it is under the lock. Everything that can refuse comes before the one step that
replaces the file.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from dataclasses import replace as with_fields
from typing import TYPE_CHECKING, Any, TypeAlias

from mineralreg.atomic import refuse_unwritable, remedy_for, replace, sweep
from mineralreg.document.document import read_document
from mineralreg.document.splice import Edit, SpliceError, apply, verify
from mineralreg.errors import WriteRefused
from mineralreg.store.locate import Location, in_package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mineralreg.checks.finding import Finding
    from mineralreg.document.document import Document


WAIT = 30.0
"""Seconds to wait for another writer before giving up, unless told otherwise."""

_POLL = 0.02


def lock_path(target: str) -> str:
    """The lock file of a registry file, given by its real path."""
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name}.lock")


@contextmanager
def locked(target: str, wait: float = WAIT) -> Iterator[None]:
    """Hold the right to write a file, given by its real path, as all its names share a lock.

    Raises:
        WriteRefused: Another writer held it all that time, or there can be no lock file.
    """
    from filelock import FileLock, Timeout

    path = lock_path(target)
    try:
        mode = stat.S_IMODE(os.stat(target).st_mode) & 0o666
        lock = FileLock(path, timeout=wait, mode=mode, thread_local=False)
        lock.acquire(poll_interval=_POLL)
    except Timeout:
        raise WriteRefused(
            f"another mineralreg has been writing '{target}' for more than {wait:g} seconds",
            help="run the command again when it is done; nothing was changed",
        ) from None
    except (OSError, NotImplementedError) as error:  # the latter: a file system without locks
        reason = getattr(error, "strerror", None) or "the file system has no locks"
        remedy = remedy_for(error) if isinstance(error, OSError) else "write a copy on a local disk"
        raise WriteRefused(
            f"'{target}' cannot be locked: '{path}' cannot be opened: {reason}",
            help=f"{remedy}; nothing was changed",
        ) from None
    try:
        yield
    finally:
        lock.release()


CONSEQUENCES = frozenset({"MR501"})
"""Errors that a change may bring because the record to put right is another one.

A claim counts records. The record that changes its count and the claim cannot be written in one
step, so the claim is reported and not a reason to refuse.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """A planned change.

    Attributes:
        edits: Against the text that the plan was made for; none at all for no change.
        intended: What the changed text must parse to.
        ids: Records that were added, changed or removed, in order.
        said: What to tell when it is done, each without a final stop.
        refuse: Is given the errors that the change would bring, and raises when it is not to be
            made; None refuses any.
    """

    edits: tuple[Edit, ...]
    intended: dict[str, Any]
    ids: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    refuse: Callable[[Sequence[Finding]], None] | None = None


Plan: TypeAlias = "Callable[[Document], Change]"
"""Makes a change from the file as it is. It may raise any error to refuse."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change.

    Attributes:
        change: The change as planned under the lock.
        path: The registry file, as the location names it.
        before: Its text before.
        after: Its text after, or as it would be after.
        consequences: Findings on other records that should now be changed as well.
    """

    change: Change
    path: str
    before: str
    after: str
    consequences: tuple[Finding, ...] = ()


def write(
    location: Location,
    plan: Plan,
    *,
    dry_run: bool = False,
    check: bool = True,
    wait: float = WAIT,
) -> Outcome:
    """Change a registry file; a dry run does everything but lock and replace.

    Only a change of layout needs no check for errors that it brings.

    Raises:
        WriteRefused: The registry is the packaged copy or has no write permission, the change
            brings errors, another writer or an editor was in the way, or the system refused.
            Nothing changed.
        RegistryError: The file cannot be read or is not valid TOML.
    """
    target = refuse(location)
    with nullcontext() if dry_run or not os.path.exists(target) else locked(target, wait):
        old = read_document(location.path)
        change = plan(old)
        new = proven(old, change)
        consequences = new_errors(old, new, change) if check and change.edits else ()
        if change.edits and not dry_run:
            sweep(target)
            replace(target, new.raw, old.raw)
    return Outcome(change, location.path, old.text, new.text, consequences)


def refuse(location: Location) -> str:
    """Refuse a file that is not to be written.

    Returns:
        Its real path.

    Raises:
        WriteRefused: It is the copy packaged with the program, or has no write permission.
    """
    if location.packaged or in_package(location.path):
        raise WriteRefused(
            "the registry packaged with mineralreg is read only",
            help="`mineralreg init` starts a registry of your own, "
            "`mineralreg init --packaged` with a copy of this data",
        )
    target = os.path.realpath(location.path)
    refuse_unwritable(target)
    return target


def proven(old: Document, change: Change) -> Document:
    """The document after a change.

    Raises:
        WriteRefused: The edits do something else than is intended, or change something else too.
    """
    if not change.edits:
        return old
    try:
        text = apply(old.text, change.edits)
        verify(old.text, text, change.edits, change.intended)
    except SpliceError as error:
        raise WriteRefused(
            f"the change cannot be made as text in '{old.name}': {error}",
            help="make it in an editor; nothing was changed",
        ) from None
    return with_fields(old, text=text, raw=old.encode(text), data=change.intended)


def new_errors(old: Document, new: Document, change: Change) -> tuple[Finding, ...]:
    """Check the whole result of a change; errors that were there before are let be.

    A finding names the record and the key: the line is one of a text that is never written.

    Returns:
        Errors on other records that follow from the change (`CONSEQUENCES`).

    Raises:
        UsageError: The change says so of its input.
        WriteRefused: The change brings other errors.
    """
    errors = _errors(new)
    known = Counter(map(_identity, _errors(old))) if errors else Counter()
    fresh: list[Finding] = []
    for finding in errors:
        if known[_identity(finding)]:
            known[_identity(finding)] -= 1
        else:
            fresh.append(finding._replace(file=_spot(new, finding), place=None))
    wrong = [finding for finding in fresh if finding.code not in CONSEQUENCES]
    if change.refuse is not None:
        change.refuse(wrong)
    elif wrong:
        raise refusal(old, wrong)
    return tuple(fresh)


def refusal(document: Document, errors: Sequence[Finding]) -> WriteRefused:
    """The refusal of a change for the errors that it would bring."""
    many = f"{len(errors)} errors" if len(errors) > 1 else "an error"
    return WriteRefused(
        f"the change would bring {many} into '{document.name}'",
        help=f"nothing was changed; `mineralreg explain {errors[0].code}` says more",
        findings=errors,
    )


def _spot(document: Document, finding: Finding) -> str:
    """The record and the key that a finding is about."""
    from mineralreg.checks.finding import subject

    record = finding.record or subject(document.data, finding.path[:2])
    key = next((part for part in finding.path[2:] if isinstance(part, str)), None)
    return f"{record}, key {key!r}" if key else record


def _errors(document: Document) -> list[Finding]:
    from mineralreg.checks.engine import examine
    from mineralreg.checks.register import CHECKS

    codes = [code for code, check in CHECKS.items() if check.severity == "error"]
    examination = examine(document, codes=codes)
    return [finding for finding in examination.findings if finding.severity == "error"]


def _identity(finding: Finding) -> tuple[str, str | None, str]:
    return finding.code, finding.record, finding.message
