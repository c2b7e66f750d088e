"""`mineralreg init`: start a registry of your own."""

from __future__ import annotations

from mineralreg.cli import changing
from mineralreg.cli.command import Command, argument, flag


def run(path: str | None, packaged: bool) -> None:
    """Write a new registry file; nothing that exists is touched."""
    from mineralreg.edit.init import begin
    from mineralreg.edit.options import registry

    made = begin(path, None if packaged else registry().encode())
    changing.say(f"wrote {made}")
    changing.say("`mineralreg add --template agreement` shows what a record holds")


command = Command(
    "init",
    run,
    params=[
        argument(
            "path",
            required=False,
            metavar="[PATH]",
            help="File to write, or a folder for it (default: agreements.toml).",
        ),
        flag("--packaged", help="Start with a copy of the data that comes with mineralreg."),
    ],
    help="Start a registry: a commented template, or a copy of the packaged data.",
)
