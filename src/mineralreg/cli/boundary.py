"""How a run ends: streams that cannot crash, and every error as a message with its exit code.

The message says what, where and why, the line `help:` what to do. Anything unforeseen is reported
as an internal error with its type and place, still without a traceback.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from mineralreg.errors import InputRefused, MineralregError, RegistryError, UsageError, WriteRefused
from mineralreg.output.escape import one_line, visible
from mineralreg.output.terminal import STYLES, Look, colored, paint

if TYPE_CHECKING:
    from mineralreg.cli.session import Session

USAGE = 2
INTERRUPTED = 130
SHOWN = 5
"""Findings that are printed with an error; `validate` shows all."""
SHOWN_OF_INPUT = 200
"""The same for records to be added, whose findings appear nowhere else."""


def prepare_streams() -> None:
    """Make stdout and stderr safe: UTF-8 on a pipe or file, escapes on a terminal that lacks it."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and len(columns) > 3:
        os.environ["COLUMNS"] = "999"  # Typer fills what it says
    sys.stdout = sys.stdout or io.StringIO()
    sys.stderr = sys.stderr or io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.encoding.lower() != "utf-8" and not stream.isatty():
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


def close_quietly(name: str = "stdout") -> None:
    """Discard what is still to be written to stdout or stderr, whose reader has left."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, getattr(sys, name).fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        setattr(sys, name, io.StringIO())


def guard(session: Session, call: Callable[[], object]) -> int:
    """Run a command and turn whatever ends it into an exit code, with a message for an error."""
    prepare_streams()
    try:
        code = call()
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:
        return explain(error, session.color)
    except SystemExit:  # Typer's answer to a reader of the pipe who has left
        close_quietly()
        return 0
    finally:
        session.close()
    return code if isinstance(code, int) else 0


def explain(error: BaseException, color: str = "auto") -> int:
    """Print what ended a command, for people, and decide the exit code."""
    if isinstance(error, BrokenPipeError):
        close_quietly()
        return 0
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if hasattr(error, "format_message"):  # Typer has no public name for its usage errors
        code, say = USAGE, partial(show_usage_error, error)
    else:
        known = error if isinstance(error, MineralregError) else translate(error)
        code, say = known.exit_code, partial(report, known, color)
    try:
        say()
    except OSError:  # stderr is gone; the exit code remains
        close_quietly("stderr")
    try:
        sys.stdout.flush()
    except OSError:
        close_quietly()
    return code


def show_usage_error(error: Any) -> None:
    """Print a usage error as Typer does, in a panel on a terminal, with escapes as everywhere."""
    message = visible(error.format_message())
    error.format_message = lambda: message
    if sys.stderr.isatty():
        from typer.rich_utils import rich_format_error

        rich_format_error(error)
    else:
        error.show()


def report(error: MineralregError, color: str = "auto") -> None:
    """Print `error: …` and `help: …` on stderr, after the first findings that the error carries."""
    seen = Look(color=colored(sys.stderr, color))
    most = SHOWN_OF_INPUT if isinstance(error, InputRefused) else SHOWN
    lines = []
    for finding in error.findings[:most]:
        code = f"[{finding.code}]" if finding.code else ""
        where = finding.where if finding.place else finding.file
        lines.append(one_line(f"{where}: {finding.severity}{code}: {finding.message}"))
    if len(error.findings) > most:
        lines.append(f"… and {len(error.findings) - most} more")
    lines.append(f"{paint('error:', STYLES['error'], seen)} {one_line(error.message)}")
    if error.help:
        lines.append(f"{paint('help:', STYLES['info'], seen)} {visible(error.help)}")
    sys.stderr.writelines(f"{line}\n" for line in lines)
    sys.stderr.flush()


def translate(error: BaseException) -> MineralregError:
    """An error of Python or SQLite as a `MineralregError`."""
    if isinstance(error, OSError):
        place = f" {error.filename!r}" if error.filename else ""
        reason = (error.strerror or str(error)).lower()
        if isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError):
            return UsageError(f"cannot use{place}: {reason}", help="check the path")
        return WriteRefused(
            f"cannot read or write{place}: {reason}", help="check free space and permissions"
        )
    if type(error).__module__ == "sqlite3":
        return RegistryError(
            f"the index cannot be read: {error}",
            help="delete it (`mineralreg where` prints its path) and try again",
        )
    if isinstance(error, RecursionError):
        return RegistryError(
            "the input is nested too deeply", help="no record needs more than 8 levels"
        )
    unmapped = isinstance(error, ImportError) and "failed to map" in str(error)
    if isinstance(error, MemoryError) or unmapped:
        return RegistryError(
            "there is not enough memory for this", help="ask for less: --limit, or a filter"
        )
    if isinstance(error, UnicodeError):
        return UsageError("the input is not valid UTF-8", help="convert it to UTF-8")
    import traceback

    if os.environ.get("MINERALREG_TRACEBACK"):
        traceback.print_exception(error)
    frames = traceback.extract_tb(error.__traceback__)[-1:]
    place = "".join(f" ({os.path.basename(one.filename)}:{one.lineno})" for one in frames)
    return RegistryError(
        f"internal error: {type(error).__name__}: {error}{place}",
        help="please report it; MINERALREG_TRACEBACK=1 prints the details to include",
    )
