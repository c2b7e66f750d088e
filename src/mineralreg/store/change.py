"""Change a registry file: lock, read, plan, check, replace, so that nothing is ever lost.

What a change is (edits of the text, and what the text must then say) is planned by a function that
is given the file as it is under the lock. Everything that can refuse comes before the one step that
replaces the file.
"""

from __future__ import annotations

import errno
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from dataclasses import replace as with_fields
from typing import Any, TypeAlias

from mineralreg import atomic
from mineralreg.checks.engine import examine
from mineralreg.checks.finding import Finding, subject
from mineralreg.checks.register import CHECKS
from mineralreg.checks.suppress import split_accepted
from mineralreg.document.document import Document, read_document
from mineralreg.document.splice import Edit, SpliceError, apply, verify
from mineralreg.errors import WriteRefused
from mineralreg.store.locate import Location, in_package

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
    except (OSError, NotImplementedError) as error:
        if isinstance(error, NotImplementedError):
            error = OSError(errno.ENOLCK, "the file system has no locks")
        what = f"'{target}' cannot be locked: '{path}' cannot be opened"
        raise atomic.refusal(what, error) from None
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
    """A planned change."""

    edits: tuple[Edit, ...]
    """Against the text that the plan was made for; none at all for no change."""
    intended: dict[str, Any]
    """What the changed text must parse to."""
    ids: tuple[str, ...] = ()
    """Records that were added, changed or removed, in order."""
    said: tuple[str, ...] = ()
    """What to tell when it is done, each without a final stop."""
    refuse: Callable[[Sequence[Finding]], None] | None = None
    """Raises when the change is not to be made for the errors it would bring; None refuses any."""


Plan: TypeAlias = "Callable[[Document], Change]"
"""Makes a change from the file as it is. It may raise any error to refuse."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change, as planned under the lock."""

    change: Change
    path: str
    """The registry file, as the location names it."""
    before: str
    """Its text before."""
    after: str
    """Its text after, or as it would be after."""
    consequences: tuple[Finding, ...] = ()
    """Errors on other records that should now be changed as well."""


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
        new = proven(old, change) if change.edits else old
        consequences = new_errors(old, new, change) if check and change.edits else ()
        if change.edits and not dry_run:
            atomic.sweep(target)
            atomic.replace(target, new.raw, old.raw)
    return Outcome(change, location.path, old.text, new.text, consequences)


def refuse(location: Location) -> str:
    """Refuse a file that is not to be written; give back the real path of any other.

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
    atomic.refuse_unwritable(target)
    return target


def proven(old: Document, change: Change) -> Document:
    """The document after a change.

    Raises:
        WriteRefused: The edits overlap, or do something else than is intended.
    """
    try:
        text = apply(old.text, change.edits)
        verify(text, change.intended)
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
    before = _errors(old) if errors else ()
    known = Counter((one.code, one.fingerprint) for one in before)
    found, _ = split_accepted(errors, known)
    fresh = tuple(one._replace(file=_spot(new, one), place=None) for one in found)
    wrong = [finding for finding in fresh if finding.code not in CONSEQUENCES]
    if change.refuse is not None:
        change.refuse(wrong)
    elif wrong:
        raise refusal(old, wrong)
    return fresh


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
    record = finding.record or subject(document.data, finding.path[:2])
    key = next((part for part in finding.path[2:] if isinstance(part, str)), None)
    return f"{record}, key {key!r}" if key else record


def _errors(document: Document) -> list[Finding]:
    codes = [code for code, check in CHECKS.items() if check.severity == "error"]
    found = examine(document, codes=codes).findings
    return [finding for finding in found if finding.severity == "error"]
