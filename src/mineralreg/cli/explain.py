"""`mineralreg explain CODE`: what a check is for, what trips it, what to do."""

from __future__ import annotations

from mineralreg.cli import asking
from mineralreg.cli.command import Command, argument


def run(codes: tuple[str, ...]) -> None:
    """Print what each code means; without a code, the list of all."""
    from mineralreg.checks.engine import explanation, overview

    texts = [explanation(code) for code in codes] if codes else [overview()]
    asking.write(["\n".join(texts)])


command = Command(
    "explain",
    run,
    params=[
        argument(
            "codes",
            many=True,
            required=False,
            metavar="[CODE]...",
            help="Codes of checks, such as MR201; without one, a list of all.",
        )
    ],
    help="Say what a check is for, with an example. Without a code, list all checks.",
)
