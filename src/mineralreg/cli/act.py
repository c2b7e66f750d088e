"""`mineralreg act`: record that something happened to an agreement or initiative."""

from __future__ import annotations

from mineralreg.cli import changing
from mineralreg.cli.command import Command, argument, option


def run(
    id: str,
    action: str,
    date: str | None,
    place: str | None,
    partner: str | None,
    source: tuple[str, ...],
    note: str | None,
    dry_run: bool,
) -> None:
    """Add the act at its place in time."""
    from mineralreg.edit.act import act

    given = {"date": date, "place": place, "partner": partner, "sources": source, "note": note}
    changing.change(act(id, action, given), dry_run=dry_run)


command = Command(
    "act",
    run,
    params=[
        argument("id", metavar="ID", help="Agreement or initiative."),
        argument(
            "action",
            metavar="ACTION",
            help="What happened: signed, ratified, entered-into-force, took-effect, launched, …",
        ),
        option("--date", metavar="DATE", help="2026-05-01, 2026-05 or 2026; leave out if unknown."),
        option("--place", metavar="PLACE", help="Where."),
        option(
            "--partner", metavar="NAME", help="The party whose own act it is, as a ratification."
        ),
        option("--source", metavar="ID", many=True, help="Source of the act. Repeatable."),
        option("--note", metavar="TEXT", help="A remark."),
        changing.dry_run_option(),
    ],
    help="Record a dated act. A step that the record cannot take is refused.",
    epilog=(
        "Example: mineralreg act us-eu-2026-memorandum took-effect --date 2026-05-01 "
        "--source state-2026-05-01"
    ),
)
