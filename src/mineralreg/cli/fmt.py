"""`mineralreg fmt`: the file in canonical order and layout, with every comment."""

from __future__ import annotations

from typer import Exit

from mineralreg.cli import asking, changing
from mineralreg.cli.command import Command, flag


def run(check: bool, diff: bool, dry_run: bool) -> None:
    """Write the file anew, or say whether that would change it."""
    from mineralreg.document.document import read_document
    from mineralreg.edit.reformat import arrange, arranged

    if not check:
        changing.change(arrange, dry_run=dry_run or diff, check=False)
        return
    document = read_document(asking.location().path)
    formatted = arranged(document)
    if formatted == document.text:
        changing.say(f"{document.name} is in canonical form")
        return
    if diff or dry_run:
        asking.write([changing.unified(document.name, document.text, formatted)])
    changing.say(f"{document.name} is not in canonical form; `mineralreg fmt` makes it so")
    raise Exit(1)


command = Command(
    "fmt",
    run,
    params=[
        flag("--check", help="Write nothing; end with 1 if the file would change."),
        flag("--diff", help="Print what would change and write nothing."),
        changing.dry_run_option(),
    ],
    help="Put records and keys in canonical order and layout. Comments stay with their record.",
)
