"""The declarations of the commands that change a registry."""

from collections.abc import Callable
from typing import Annotated, Any

from typer import Argument, Context, Option

from mineralreg.cli import changes
from mineralreg.cli.options import WRITING, DryRun, RecordId
from mineralreg.edit.fields import ACTS, FIELDS, NEW_SOURCE, PLACE, Field
from mineralreg.errors import article

From = Annotated[
    str | None,
    Option(
        "--from",
        metavar="FILE",
        help="Records from a file, or - for stdin, all or none: TOML, JSON, JSON Lines, CSV, TSV, "
        "a workbook; for sources also BibTeX, RIS and CSL-JSON. Fields given beside it hold for "
        "each record that does not say them.",
        rich_help_panel=WRITING,
    ),
]
Map = Annotated[
    list[str] | None,
    Option(
        "--map",
        metavar="COLUMN=FIELD",
        help="What a column of the file holds; COLUMN= leaves it out. Repeatable.",
        rich_help_panel=WRITING,
    ),
]
Distinct = Annotated[
    bool,
    Option(
        "--distinct",
        help="Add it even though it resembles an existing one.",
        rich_help_panel=WRITING,
    ),
]
Yes = Annotated[
    bool, Option("--yes", "-y", help="Do not ask for confirmation.", rich_help_panel=WRITING)
]


def add(
    ctx: Context,
    template: Annotated[
        str | None,
        Option("--template", metavar="KIND", help="Print a blank record that explains each field."),
    ] = None,
    source_file: From = None,
    mapped: Map = None,
    distinct: Distinct = False,
    dry_run: DryRun = False,
) -> None:
    """Add records from options, a file or a dialogue.

    `mineralreg add KIND --help` shows the fields of a kind of record.

    Example: mineralreg add agreement --title "Memorandum on lithium" --kind memorandum
    --party Chile --party "Republic of Korea" --source mofa-2026 --signed 2026-05-04
    """
    if ctx.invoked_subcommand is not None:
        return
    if source_file is None:
        changes.template(ctx.obj, template)
    else:
        changes.add_from(
            ctx.obj, None, source_file, mapped or (), distinct=distinct, dry_run=dry_run
        )


def adding(kind: str) -> Callable[..., None]:
    """The declaration of `add KIND`; the options of its fields come from `field_options`."""

    def add_record(
        ctx: Context,
        source_file: From = None,
        mapped: Map = None,
        columns: Annotated[
            bool,
            Option(
                "--columns",
                help="Print the words that are known for columns and keys.",
                rich_help_panel=WRITING,
            ),
        ] = False,
        distinct: Distinct = False,
        dry_run: DryRun = False,
        yes: Yes = False,
        **given: Any,
    ) -> None:
        changes.add(
            ctx.obj,
            kind,
            source_file=source_file,
            mapped=mapped or (),
            columns=columns,
            distinct=distinct,
            dry_run=dry_run,
            yes=yes,
            **given,
        )

    add_record.__doc__ = f"Add {article(kind)} {kind}, or several with --from."
    return add_record


def field_options(kind: str) -> dict[str, Any]:
    """An option for each field of a kind of record that has one, by the key of the field."""
    made = {field.key: _field_option(field) for field in FIELDS[kind] if field.flag}
    acts = ACTS.get(kind, ())
    for action in acts:
        made[action] = _option(f"--{action}", "DATE", f"When it was {action}.")
    if acts:
        made[PLACE] = _option(f"--{PLACE}", "PLACE", f"Where it was {' or '.join(acts)}.")
    if "sources" in made:
        about = {field.key: field for field in FIELDS["source"]}
        for key in NEW_SOURCE:
            help = f"Of a new source: {about[key].help[:1].lower()}{about[key].help[1:]}"
            made[f"source_{key}"] = _option(f"--source-{key}", _metavar(about[key]), help)
    return made


def _field_option(field: Field) -> Any:
    help = field.help
    if field.words and len(field.words) <= 6:
        help = f"{help[:-1]}: {', '.join(field.words)}."
    if field.holds == "true or false":
        return _option(f"--{field.flag}", None, help, bool)
    if field.many or field.parts:
        return _option(f"--{field.flag}", _metavar(field), f"{help} Repeatable.", list[str] | None)
    return _option(f"--{field.flag}", _metavar(field), help)


def _metavar(field: Field) -> str:
    return {"date": "DATE", "id": "ID", "whole number": "N"}.get(field.holds, "TEXT")


def _option(name: str, metavar: str | None, help: str, kind: Any = str | None) -> Any:
    return Annotated[kind, Option(name, metavar=metavar, help=help, rich_help_panel="Fields")]


def act(
    ctx: Context,
    id: Annotated[str, Argument(metavar="ID", help="Agreement or initiative.")],
    action: Annotated[
        str,
        Argument(
            metavar="ACTION",
            help="What happened: signed, ratified, entered-into-force, took-effect, launched, …",
        ),
    ],
    date: Annotated[
        str | None,
        Option("--date", metavar="DATE", help="2026-05-01, 2026-05 or 2026; leave out if unknown."),
    ] = None,
    place: Annotated[str | None, Option("--place", metavar="PLACE", help="Where.")] = None,
    partner: Annotated[
        str | None,
        Option(
            "--partner", metavar="NAME", help="The party whose own act it is, as a ratification."
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        Option("--source", metavar="ID", help="Source of the act. Repeatable."),
    ] = None,
    note: Annotated[str | None, Option("--note", metavar="TEXT", help="A remark.")] = None,
    dry_run: DryRun = False,
) -> None:
    """Record that something was signed, entered into force, …

    A step that the record cannot take is refused.

    Example: mineralreg act us-eu-2026-memorandum took-effect --date 2026-05-01
    --source state-2026-05-01
    """
    changes.act(
        ctx.obj,
        id,
        action,
        date=date,
        place=place,
        partner=partner,
        source=source or (),
        note=note,
        dry_run=dry_run,
    )


def set_fields(
    ctx: Context,
    id: Annotated[
        str, Argument(metavar="ID", help="The record, or `registry` for the header of the file.")
    ],
    assignments: Annotated[
        list[str],
        Argument(
            metavar="FIELD=VALUE...",
            help="FIELD=VALUE; FIELD= removes it; FIELD+=VALUE and FIELD-=VALUE for lists.",
        ),
    ],
    dry_run: DryRun = False,
) -> None:
    """Change fields of a record.

    A change that breaks something is refused.

    Example: mineralreg set us-peru-2026 minerals+=copper topics-=finance event=
    """
    changes.set_fields(ctx.obj, id, assignments, dry_run=dry_run)


def edit(ctx: Context, id: RecordId, dry_run: DryRun = False) -> None:
    """Edit one record in $VISUAL or $EDITOR.

    The editor opens again on mistakes, which then stand above the record.
    """
    changes.edit(ctx.obj, id, dry_run=dry_run)


def remove(ctx: Context, id: RecordId, dry_run: DryRun = False) -> None:
    """Remove a record that nothing refers to.

    One that turned out to be wrong is better kept, with `set ID withdrawn=REASON`.
    """
    changes.remove(ctx.obj, id, dry_run=dry_run)


def fmt(
    ctx: Context,
    paths: Annotated[
        list[str] | None,
        Argument(
            metavar="[PATH]...",
            help="Registry files; the registry in use by default.",
            show_default=False,
        ),
    ] = None,
    check: Annotated[
        bool, Option("--check", help="Write nothing; exit with 1 if a file would change.")
    ] = False,
    diff: Annotated[
        bool, Option("--diff", help="Show what would change and write nothing.")
    ] = False,
) -> int:
    """Put records and keys in canonical order and layout.

    Comments stay with their record.
    """
    return changes.fmt(ctx.obj, paths or (), check=check, diff=diff)


def init(
    ctx: Context,
    path: Annotated[
        str | None,
        Argument(
            metavar="[PATH]",
            help="File to write, or a folder for it; agreements.toml by default.",
            show_default=False,
        ),
    ] = None,
    packaged: Annotated[
        bool, Option("--packaged", help="Start with a copy of the data that comes with mineralreg.")
    ] = False,
) -> None:
    """Start a registry of your own.

    It begins as a commented template, or as a copy of the packaged data.
    """
    changes.init(ctx.obj, path, packaged=packaged)
