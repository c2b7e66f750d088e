"""`mineralreg explain CODE`: what a check is for, what trips it, what to do."""

from __future__ import annotations

from typer.core import TyperArgument

from mineralreg.cli import asking
from mineralreg.cli.command import Command


def run(codes: tuple[str, ...]) -> None:
    """Print what each code means; without a code, the list of all."""
    from mineralreg.checks.explaining import explanation, overview

    texts = [explanation(code) for code in codes] if codes else [overview()]
    asking.write(["\n".join(texts)])


command = Command(
    "explain",
    run,
    params=[TyperArgument(param_decls=["codes"], nargs=-1, metavar="[CODE]…")],
    help="Say what a check is for, with an example. Without a code, list all checks.",
)
