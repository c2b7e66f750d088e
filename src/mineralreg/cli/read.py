"""The declarations of the commands that read: what each takes, and what its help says."""

from typing import Annotated

from typer import Argument, Context, Option

from mineralreg import export as exports
from mineralreg.cli import questions
from mineralreg.cli.options import OUTPUT, Format, Output
from mineralreg.query.filters import Filters

SHOWN = "Order and columns"
FINDINGS = "Which findings"
EXPORTS = f"{', '.join(exports.NAMES[:-1])} or {exports.NAMES[-1]}."

Limit = Annotated[
    int | None,
    Option("--limit", "-n", metavar="N", help="At most N records.", rich_help_panel=SHOWN),
]
AsOf = Annotated[
    str | None,
    Option("--as-of", metavar="DATE", help="Status and acts as they stood on this day."),
]


def list_records(
    ctx: Context,
    filters: Filters,
    what: Annotated[
        str,
        Argument(
            metavar="[KIND]",
            help="agreements (the default), partners, initiatives, events, sources, claims or "
            "actions.",
            show_default=False,
        ),
    ] = "agreements",
    sort: Annotated[
        str | None,
        Option("--sort", metavar="COLUMN", help="Sort by this column.", rich_help_panel=SHOWN),
    ] = None,
    reverse: Annotated[
        bool, Option("--reverse", help="Reverse the order.", rich_help_panel=SHOWN)
    ] = False,
    limit: Limit = None,
    columns: Annotated[
        list[str] | None,
        Option(
            "--columns", metavar="A,B,C", help="Columns to show, in order.", rich_help_panel=SHOWN
        ),
    ] = None,
    count: Annotated[
        bool, Option("--count", help="Only the number of records.", rich_help_panel=SHOWN)
    ] = False,
    format: Format = None,
    output: Output = None,
) -> None:
    """List the records that match the filters.

    Example: mineralreg list --country Peru --since 2024 --columns id,date,title
    """
    questions.list_records(
        ctx.obj,
        filters,
        what,
        sort=sort,
        reverse=reverse,
        limit=limit,
        columns=columns or (),
        count=count,
        format=format,
        output=output,
    )


def show(
    ctx: Context,
    names: Annotated[
        list[str],
        Argument(
            metavar="NAME...", help="Ids, also former ones, of any record; - reads them from stdin."
        ),
    ],
    as_of: AsOf = None,
    cite: Annotated[
        bool, Option("--cite", help="Only how to cite it; with -f bibtex as a BibTeX entry.")
    ] = False,
    format: Format = None,
    output: Output = None,
) -> None:
    """Show one record in full, with names, acts and every source.

    With --format json one name gives an object, several give an array.
    """
    questions.show(ctx.obj, names, as_of=as_of, cite=cite, format=format, output=output)


def summary(
    ctx: Context,
    filters: Filters,
    by: Annotated[
        list[str] | None,
        Option(
            "--by",
            metavar="FIELD",
            help="Count by status, kind, partner, mineral, year …; twice: both together.",
        ),
    ] = None,
    limit: Annotated[
        int | None,
        Option("--limit", "-n", metavar="N", help="The N largest groups, and the others as one."),
    ] = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """Count agreements; without --by an overview of the registry.

    A record with two minerals counts under both, so groups may add up to more than the total.
    """
    questions.summary(ctx.obj, filters, by=by or (), limit=limit, format=format, output=output)


def reconcile(
    ctx: Context,
    filters: Filters,
    claims: Annotated[
        list[str] | None,
        Argument(
            metavar="[CLAIM]...", help="Claims; all of them when none is named.", show_default=False
        ),
    ] = None,
    strict: Annotated[
        bool,
        Option(
            "--strict", help="Exit with 1 when a verdict is not the one that the record expects."
        ),
    ] = False,
    limit: Limit = None,
    format: Format = None,
    output: Output = None,
) -> int:
    """Compare counts that sources state with what is recorded."""
    return questions.reconcile(
        ctx.obj, filters, claims or (), strict=strict, limit=limit, format=format, output=output
    )


def diff(
    ctx: Context,
    old: Annotated[
        str,
        Argument(
            metavar="[OLD]",
            help="A file, a git revision of the registry, or a date, which stands for the "
            "registry as it stood on that day; HEAD by default.",
            show_default=False,
        ),
    ] = "HEAD",
    new: Annotated[
        str | None,
        Argument(
            metavar="[NEW]", help="The same; the registry as it is by default.", show_default=False
        ),
    ] = None,
    exit_code: Annotated[
        bool, Option("--exit-code", help="Exit with 1 when there are differences.")
    ] = False,
    format: Format = None,
    output: Output = None,
) -> int:
    """Show what changed between two registries or revisions.

    Comments, layout and the order of records do not count as changes.
    """
    return questions.diff(ctx.obj, old, new, exit_code=exit_code, format=format, output=output)


def sql(
    ctx: Context,
    query: Annotated[
        str, Argument(metavar="QUERY", help="One SELECT, or - to read it from stdin.")
    ],
    seconds: Annotated[
        int, Option("--seconds", metavar="N", help="Time limit; 10 by default.", show_default=False)
    ] = 10,
    format: Format = None,
    output: Output = None,
) -> None:
    """Run a read-only SQL query on the index.

    Its tables are those of `export sqlite`.

    Example: mineralreg sql "select status, count(*) from agreement group by status"
    """
    questions.sql(ctx.obj, query, seconds=seconds, format=format, output=output)


def open_source(
    ctx: Context,
    name: Annotated[str, Argument(metavar="NAME", help="The record.")],
    print_only: Annotated[
        bool, Option("--print", help="Print the addresses of all its sources instead.")
    ] = False,
) -> None:
    """Open a record's first source in the browser."""
    questions.open_source(ctx.obj, name, print_only=print_only)


def where(ctx: Context, format: Format = None, output: Output = None) -> None:
    """Show which registry is in use, and why."""
    questions.where(ctx.obj, format=format, output=output)


def export(
    ctx: Context,
    filters: Filters,
    format: Annotated[str, Argument(metavar="FORMAT", help=EXPORTS)],
    output: Annotated[
        str,
        Option(
            "--output",
            "-o",
            metavar="PATH",
            help="File to write; for csv a folder, for parquet a folder or a .parquet file; "
            "- is stdout, for formats that are one text.",
        ),
    ],
    table: Annotated[
        str | None, Option("--table", metavar="NAME", help="One table or view, for parquet.")
    ] = None,
    partition: Annotated[
        str | None,
        Option("--partition", metavar="year", help="Part the large tables by year, for parquet."),
    ] = None,
    bom: Annotated[
        bool, Option("--bom", help="Begin files with a byte order mark, for csv.")
    ] = False,
    datasette: Annotated[
        bool, Option("--datasette", help="Also write metadata.json for Datasette, for sqlite.")
    ] = False,
) -> None:
    """Export the registry to a database, files or a page.

    With filters: the agreements found and everything they refer to.

    Example: mineralreg export html -o page.html --region Africa
    """
    questions.export(
        ctx.obj,
        filters,
        format,
        output=output,
        table=table,
        partition=partition,
        bom=bom,
        datasette=datasette,
    )


def mcp(ctx: Context) -> None:
    """Serve the registry to an assistant (MCP).

    It speaks the Model Context Protocol over stdin and stdout until stdin ends. Its tools only
    read. Needs the extra mineralreg[mcp].
    """
    questions.mcp(ctx.obj)


def validate(
    ctx: Context,
    paths: Annotated[
        list[str] | None,
        Argument(
            metavar="[PATH]...",
            help="Registry files, - for stdin; the registry in use by default.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, Option("--strict", help="Warnings fail, too.")] = False,
    level: Annotated[
        str,
        Option(
            "--level",
            metavar="LEVEL",
            help="The least severity to report: error, warning (the default) or info.",
            show_default=False,
            rich_help_panel=FINDINGS,
        ),
    ] = "warning",
    select: Annotated[
        list[str] | None,
        Option(
            "--select", metavar="CODES", help="Only these: MR201,MR4.", rich_help_panel=FINDINGS
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        Option("--ignore", metavar="CODES", help="Not these.", rich_help_panel=FINDINGS),
    ] = None,
    baseline: Annotated[
        str | None,
        Option(
            "--baseline",
            metavar="FILE",
            help="Accept what this file holds.",
            rich_help_panel=FINDINGS,
        ),
    ] = None,
    write_baseline: Annotated[
        str | None,
        Option(
            "--write-baseline",
            metavar="FILE",
            help="Write what is found to a baseline file, and exit with 0.",
            rich_help_panel=FINDINGS,
        ),
    ] = None,
    against: Annotated[
        str | None,
        Option(
            "--against",
            metavar="REV",
            help="Also compare with this git revision: vanished and reused ids.",
            rich_help_panel=FINDINGS,
        ),
    ] = None,
    today: Annotated[
        str | None,
        Option(
            "--today",
            metavar="DATE",
            help="Also check what depends on the day: dates in the future.",
            rich_help_panel=FINDINGS,
        ),
    ] = None,
    quiet: Annotated[
        bool, Option("--quiet", "-q", help="No summary on stderr.", rich_help_panel=OUTPUT)
    ] = False,
    format: Annotated[
        str | None,
        Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="full (the default), concise, json, github, sarif or junit.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    output: Output = None,
) -> int:
    """Find every problem in a file, at its line and column."""
    return questions.validate(
        ctx.obj,
        paths or (),
        strict=strict,
        select=select or (),
        ignore=ignore or (),
        level=level,
        baseline=baseline,
        write_baseline=write_baseline,
        against=against,
        today=today,
        quiet=quiet,
        format=format,
        output=output,
    )


def explain(
    ctx: Context,
    codes: Annotated[
        list[str] | None,
        Argument(
            metavar="[CODE]...",
            help="Codes of checks, such as MR201; without one, all are listed.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Say what a check is for, with an example."""
    questions.explain(ctx.obj, codes or ())


def schema(
    ctx: Context,
    duckdb: Annotated[
        bool,
        Option(
            "--duckdb",
            help="Instead the views for DuckDB on what export parquet --partition year writes.",
        ),
    ] = False,
    output: Output = None,
) -> None:
    """Print the JSON Schema (draft-07) for editors."""
    questions.schema(ctx.obj, duckdb=duckdb, output=output)
