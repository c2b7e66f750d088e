"""`mineralreg set`: change fields of one record."""

from __future__ import annotations

from mineralreg.cli import changing
from mineralreg.cli.command import Command, argument


def run(id: str, assignment: tuple[str, ...], dry_run: bool) -> None:
    """Change the fields, all or none."""
    from mineralreg.edit.set import assign

    changing.change(assign(id, assignment), dry_run=dry_run)


command = Command(
    "set",
    run,
    params=[
        argument("id", metavar="ID", help="Record, or `registry` for the header of the file."),
        argument(
            "assignment",
            metavar="FIELD=VALUE…",
            many=True,
            help="FIELD=VALUE; FIELD= takes it away; FIELD+=VALUE and FIELD-=VALUE for lists.",
        ),
        changing.dry_run_option(),
    ],
    help="Change single fields of a record; what the change breaks is refused.",
    epilog="Example: mineralreg set us-peru-2026 minerals+=copper topics-=finance event=",
)
