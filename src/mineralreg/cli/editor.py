"""`mineralreg edit`: one record in the editor, until it is valid or given up.

What the checks find is put above the record as comments, and the editor opens again. A text that
could not be written is never thrown away.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mineralreg.cli.changes import change
from mineralreg.cli.session import say
from mineralreg.errors import MineralregError, UsageError, WriteRefused

if TYPE_CHECKING:
    from mineralreg.cli.session import Session

ROUNDS = 20
"""How often the editor opens for one text; more is a script that never gets it right."""


def edit_record(session: Session, id: str, *, dry_run: bool) -> None:
    """Edit the record and write it back."""
    from mineralreg.atomic import refuse_unwritable
    from mineralreg.document.document import read_document
    from mineralreg.edit.edit_text import text_of, without_remarks
    from mineralreg.store.change import refuse_packaged

    location = session.location
    refuse_packaged(location)
    refuse_unwritable(os.path.realpath(location.path))
    old = text_of(read_document(location.path), id)
    with tempfile.TemporaryDirectory(prefix="mineralreg-") as folder:
        path = Path(folder) / "record.toml"
        path.write_text(old, encoding="utf-8")
        open_editor(path)
        new = without_remarks(_read(path))
        if new == old:
            say(f"{id} is unchanged; nothing was written")
            return
        _write_until_valid(session, id, old, new, path, dry_run=dry_run)


def _write_until_valid(
    session: Session, id: str, old: str, new: str, path: Path, *, dry_run: bool
) -> None:
    """Write the text; while it is refused, open the editor again, unless it comes back the same."""
    from mineralreg.edit.edit_text import replace_text, with_remarks, without_remarks

    for round in range(ROUNDS):
        try:
            change(session, replace_text(id, old, new), dry_run=dry_run)
            return
        except MineralregError as error:
            findings = getattr(error, "findings", ())
            last = round == ROUNDS - 1
            if last or (not findings and not isinstance(error, UsageError)):
                raise _kept(error, new, id) from None
            help = f" ({error.help})" if error.help else ""
            path.write_text(with_remarks(new, findings, error.message + help), encoding="utf-8")
            try:
                open_editor(path)
            except UsageError:
                raise _kept(error, new, id) from None
            again = without_remarks(_read(path))
            if again == new:
                raise _kept(error, new, id) from None
            new = again


def open_editor(path: Path) -> None:
    """Open a file in `$VISUAL`, `$EDITOR` or vi, and wait until it is closed.

    Raises:
        UsageError: The editor cannot be started or ends with an error.
    """
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        words = shlex.split(chosen)
        code = subprocess.call([*words, str(path)], stdout=_screen())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"the editor {chosen!r} cannot be started: {reason}",
            help="name yours in the variable VISUAL or EDITOR",
        ) from None
    if code != 0:
        raise UsageError(
            f"the editor {chosen!r} exited with {code}; nothing was written",
            help="check the variables VISUAL and EDITOR",
        )


def _screen() -> int | None:
    """Where an editor draws: stdout if it is a terminal, else stderr, as stdout is for the id."""
    if sys.stdout.isatty():
        return None
    try:
        return sys.stderr.fileno()
    except (OSError, ValueError):
        return None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the edited file cannot be read: {error}") from None


def _kept(error: MineralregError, text: str, id: str) -> MineralregError:
    """The refusal, with the place where the edited text was saved."""
    handle, place = tempfile.mkstemp(prefix="mineralreg-", suffix=".toml")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    return WriteRefused(
        f"{id} was not changed: {error.message}",
        help=f"your text is in {place}",
        findings=getattr(error, "findings", ()),
    )
