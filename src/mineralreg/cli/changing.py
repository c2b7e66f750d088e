"""What every command that writes does around its one library call: write, and say what was done.

The ids go to stdout, for the next command in a pipe; the sentences go to stderr. With `--dry-run`
the diff goes to stdout and nothing is written.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mineralreg.cli import asking
from mineralreg.cli.command import flag

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.core import TyperOption

    from mineralreg.document.document import Document
    from mineralreg.store.change import Change, Outcome

WRITING = "Writing"


def dry_run_option() -> TyperOption:
    """`--dry-run`."""
    return flag("--dry-run", help="Print the change as a diff and write nothing.", section=WRITING)


def change(
    plan: Callable[[Document], Change], *, dry_run: bool = False, check: bool = True
) -> Outcome:
    """Change the registry of this run and say what was done.

    Args:
        plan: Makes the change from the file as it is.
        dry_run: Print the diff instead of writing.
        check: Refuse errors that the change brings.

    Raises:
        WriteRefused: See `mineralreg.store.change.write`.
        RegistryError: The registry cannot be read.
    """
    from mineralreg.cli.examining import recount
    from mineralreg.output.progress import after_a_second
    from mineralreg.store.change import write

    with after_a_second("checking the registry"):
        outcome = write(asking.location(), plan, dry_run=dry_run, check=check, recount=recount)
    if dry_run:
        show_diff(outcome)
    else:
        asking.write(f"{id}\n" for id in outcome.change.ids)
        for sentence in outcome.change.said:
            say(sentence)
    for finding in outcome.consequences:
        asking.hint(f"{finding.message} ({finding.code}); put that record right as well")
    return outcome


def show_diff(outcome: Outcome) -> None:
    """Print a change as a unified diff on stdout: exact for `patch`, escaped on a terminal."""
    from mineralreg.output.escape import visible

    text = unified(outcome.path, outcome.before, outcome.after)
    asking.write([visible(text) if sys.stdout.isatty() else text])


def unified(path: str, before: str, after: str) -> str:
    """The diff from one text to another, as `patch` and `git apply` take it."""
    from difflib import unified_diff
    from io import StringIO

    lines = unified_diff([*StringIO(before)], [*StringIO(after)], path, path)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def say(sentence: str) -> None:
    """Write a sentence for people to stderr."""
    from mineralreg.output.escape import visible

    sys.stderr.write(visible(sentence) + "\n")
