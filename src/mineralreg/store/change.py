"""Change a registry file: lock, read, plan, check, replace, so that nothing is ever lost.

What a change is (edits of the text, and what the text must then say) is planned by a function that
is given the file as it is under the lock. Everything that can refuse comes before the one step that
replaces the file.
"""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from dataclasses import replace as with_fields
from typing import TYPE_CHECKING, Any

from mineralreg.atomic import refuse_unwritable, remedy_for, replace, sweep
from mineralreg.document.document import read_document
from mineralreg.document.splice import Edit, SpliceError, apply, verify
from mineralreg.errors import InputRefused, WriteRefused
from mineralreg.store.locate import Location, in_package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mineralreg.checks.finding import Finding
    from mineralreg.document.document import Document
    from mineralreg.document.syntax import Path


WAIT = 30.0
"""Seconds to wait for another writer before giving up."""

_POLL = 0.02


def lock_path(target: str) -> str:
    """The lock file of a registry file, given by its real path."""
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name}.lock")


@contextmanager
def locked(target: str, wait: float = WAIT) -> Iterator[None]:
    """Hold the right to write a registry file.

    Args:
        target: The registry file, by its real path, so that every name of it has the same lock.
        wait: Seconds to wait for another writer.

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
    except NotImplementedError:  # filelock's word for a file system without locks
        raise WriteRefused(
            f"'{target}' cannot be locked: the file system of '{path}' has no locks",
            help="write a copy on a local disk, and bring it back; nothing was changed",
        ) from None
    except OSError as error:
        raise WriteRefused(
            f"'{target}' cannot be locked: '{path}' cannot be opened: {error.strerror or error}",
            help=f"{remedy_for(error)}; nothing was changed",
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
        places: For records that came from an input, where a key (or None) stands in it.
        problems: What is wrong with the input, at its places; such a change is not made.
    """

    edits: tuple[Edit, ...]
    intended: dict[str, Any]
    ids: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    places: Mapping[Path, Callable[[str | None], str]] = field(default_factory=dict)
    problems: tuple[Finding, ...] = ()


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
    consequences: tuple[Finding, ...] = field(default=())


def write(
    location: Location,
    plan: Callable[[Document], Change],
    *,
    dry_run: bool = False,
    check: bool = True,
    wait: float = WAIT,
) -> Outcome:
    """Change a registry file.

    Args:
        location: The registry.
        plan: Makes the change from the file as it is. It may raise any error to refuse.
        dry_run: Do everything but lock and replace.
        check: Refuse errors that the change brings. Only a change of layout needs no check.
        wait: Seconds to wait for another writer.

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

    Returns:
        Errors on other records that follow from the change (`CONSEQUENCES`).

    Raises:
        UsageError: What came in a file is wrong; all of it is told at its places.
        WriteRefused: The change brings other errors.
    """
    errors = _errors(new)
    known = Counter(map(_identity, _errors(old))) if errors else Counter()
    fresh: list[Finding] = []
    for finding in errors:
        if known[_identity(finding)]:
            known[_identity(finding)] -= 1
        else:
            fresh.append(finding)
    wrong = [finding for finding in fresh if finding.code not in CONSEQUENCES]
    if change.problems or (change.places and wrong):
        refuse_input(change, wrong)
    if wrong:
        many = f"{len(wrong)} errors" if len(wrong) > 1 else "an error"
        raise WriteRefused(
            f"the change would bring {many} into '{old.name}'",
            help=f"nothing was changed; `mineralreg explain {wrong[0].code}` says more",
            findings=wrong,
        )
    return tuple(fresh)


def refuse_input(change: Change, wrong: Sequence[Finding]) -> None:
    """Refuse records that came in a file, with everything that is wrong at its place in it.

    Raises:
        InputRefused: Always.
    """
    said = {finding.path for finding in change.problems}
    troubled = {path[:2]: {p[2] for p in said if p[:2] == path[:2]} for path in said}
    found = list(change.problems)
    for finding in wrong:
        record, key = finding.path[:2], finding.path[2:3]
        keys = troubled.get(record, set())
        if (*record, *key) in said or any(f"'{one}'" in finding.message for one in keys):
            continue  # what could not be read is lacking
        place = change.places.get(record)
        if place is not None:
            named = key[0] if key else next(iter(re.findall(r"'(\w+)'$", finding.message)), None)
            message = finding.message.replace(
                f"{record[0]} {finding.record!r}", f"this {record[0]}"
            )
            where = place(str(named) if named else None)
            finding = with_fields(finding, message=message, file=where, place=None)  # noqa: PLW2901
        found.append(finding)
    order = {path: number for number, path in enumerate(change.places)}
    found.sort(key=lambda finding: order.get(finding.path[:2], len(order)))
    many = f"{len(found)} problems" if len(found) > 1 else "one problem"
    raise InputRefused(
        f"{many} in the records to be added, so none was added",
        help="correct them and run the command again"
        if not any(finding.code == "MR102" for finding in found)
        else "correct them and run the command again; a field that all of them lack can be given "
        "beside --from, such as --kind",
        findings=found,
    )


def _errors(document: Document) -> list[Finding]:
    from mineralreg.checks.engine import examine
    from mineralreg.checks.register import CHECKS

    codes = [code for code, check in CHECKS.items() if check.severity == "error"]
    examination = examine(document, codes=codes)
    return [finding for finding in examination.findings if finding.severity == "error"]


def _identity(finding: Finding) -> tuple[str, str | None, str]:
    return finding.code, finding.record, finding.message
