"""`mineralreg diff`: what changed between two registries, or since a git revision."""

from __future__ import annotations

import os
import sys
from typing import Any

from typer import Exit

from mineralreg.cli import asking
from mineralreg.cli.command import Command, argument, flag
from mineralreg.cli.options import output


def run(old: str, new: str | None, exit_code: bool, format: str | None, output: str | None) -> None:
    """Compare two registries; with `--exit-code` end with 1 when they differ."""
    from mineralreg.query.diff import diff
    from mineralreg.query.results import Changes

    drawn = asking.format_for(format, output)
    found = diff(side(old), side(new))
    asking.answer(Changes(tuple(found)), drawn, output)
    if exit_code and found:
        raise Exit(1)


def side(text: str | None) -> dict[str, Any]:
    """One side of the comparison, parsed.

    Args:
        text: A file, `-` for stdin, or a git revision of the registry; None is the registry.

    Raises:
        RegistryError: It cannot be read, or is no TOML.
        UsageError: It is neither a file nor a revision.
    """
    from mineralreg.document.document import parse_document, read_document, read_stdin

    registry = asking.location().path
    if text == "-":
        return read_stdin(sys.stdin.buffer).data
    if text is None or os.path.isfile(text) or text.endswith(".toml"):
        return read_document(text or registry).data
    from mineralreg.git import read_revision

    return parse_document(read_revision(registry, text), f"{text}:{registry}").data


command = Command(
    "diff",
    run,
    params=[
        argument(
            "old",
            required=False,
            default="HEAD",
            metavar="[OLD]",
            help="A file, or a git revision of the registry (default: HEAD).",
        ),
        argument(
            "new",
            required=False,
            metavar="[NEW]",
            help="The same (default: the registry as it is now).",
        ),
        flag("--exit-code", help="End with 1 when there are differences."),
        *output(),
    ],
    help="What changed between two registries, record by record and field by field.",
    epilog="Comments, layout and the order of records are no change.",
)
