"""`mineralreg schema`: the JSON Schema that editors complete and check a registry with."""

from __future__ import annotations

from mineralreg.cli import asking
from mineralreg.cli.command import Command


def run() -> None:
    """Print the schema."""
    from mineralreg.records.schema import schema_text

    asking.write([schema_text()])


command = Command(
    "schema",
    run,
    params=[],
    help="Print the JSON Schema (draft-07) that editors' TOML plug-ins read.",
)
