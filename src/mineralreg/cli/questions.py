"""The commands that read: one call of the library each, and its answer written.

Signatures and docstrings are the declarations, see `scripts/declarations.py`; nothing here imports
Typer.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from typing import Annotated, Any

from mineralreg.cli.session import Session, note, read_stdin, say
from mineralreg.document.content import read_bytes
from mineralreg.errors import UsageError
from mineralreg.output.terminal import after_a_second
from mineralreg.query.results import Answer
from mineralreg.store.locate import SCHEMA, packaged_path


def list_(
    session: Session,
    what: str = "agreements",
    *,
    sort: str | None = None,
    reverse: bool = False,
    limit: int | None = None,
    columns: list[str] | None = None,
    count: bool = False,
    **filters: Any,
) -> Annotated[Answer, "record", "source"] | str:
    """List the records that match the filters.

    The newest come first. Actions of one record stand together, the oldest first; --sort -date
    makes them one timeline.

    Example: mineralreg list --country Peru --since 2024 --columns id,date,title

    Arguments:
        [KIND]: agreements (the default), partners, initiatives, events, sources, claims, actions,
            minerals or topics.

    Order and columns:
        --sort COLUMN: Sort by this column; -COLUMN sorts in descending order.
        --reverse: Reverse the order.
        --limit -n N: At most N records.
        --columns A,B,C: Columns to show, in this order.
        --count: Print only the number of records.
    """
    from mineralreg.query.names import record_kind

    try:
        listed = record_kind(what)
    except UsageError as error:
        from mineralreg.cli.habits import filter_for
        from mineralreg.query.book import IndexBook

        if meant := filter_for(what):
            error.help = f"did you mean `mineralreg list {meant}`?"
        elif IndexBook(session.registry.connection).by_id(what):
            error.help = f"did you mean `mineralreg show {what}`?"
        raise
    shown = _words(columns)
    if columns and not shown:
        raise UsageError("--columns needs a column", help="for example --columns id,date,title")
    found = session.registry.list(
        listed, sort=sort, reverse=reverse, limit=limit, columns=shown or None, **filters
    )
    if not count:
        return found
    for text in found.notes:
        note(text)
    return f"{found.count()}\n"


def _read_once(given: Iterable[str | None]) -> None:
    """Refuse a second `-`, for which nothing would be left in standard input."""
    if [*given].count("-") > 1:
        raise UsageError("standard input can be read only once", help="give a file instead of -")


def _words(given: list[str] | None) -> tuple[str, ...]:
    """The words of an option that may be repeated, or hold several with commas."""
    return tuple(word.strip() for text in given or () for word in text.split(",") if word.strip())


def show(
    session: Session, names: list[str], *, as_of: str | None = None, cite: bool = False
) -> Annotated[Answer, "record", "source"] | str:
    """Show one record in full, with names, acts and every source.

    With --format json one name gives an object, several give an array.

    Arguments:
        NAME...: Id, former id, name, acronym or country code of a record of any kind; - reads
            them from stdin.

    Options:
        --as-of DATE: Show status and acts as they stood on this day.
        --cite: Print how to cite it; with -f bibtex, as a BibTeX entry.
    """
    from mineralreg.query.detail import Details

    _read_once(names)
    wanted: list[str] = []
    for name in names:
        lines = read_stdin().decode().splitlines() if name == "-" else [name]
        cells = (line.partition("\t")[0].strip() for line in lines)
        wanted += filter(None, cells) if name == "-" else lines
    if not wanted:
        note("standard input names no record")
    if cite and as_of:
        raise UsageError("--cite and --as-of exclude each other", help="leave one out")
    if cite:
        format = session.format
        if format not in ("table", "plain", "bibtex"):
            raise UsageError(
                f"--cite has no format {format}", help="leave the format out, or use -f bibtex"
            )
        texts = (session.registry.cite(name, bibtex=format == "bibtex") for name in wanted)
        return "".join(texts)
    return Details([session.registry.show(name, as_of=as_of) for name in wanted])


def summary(
    session: Session,
    *,
    by: list[str] | None = None,
    limit: int | None = None,
    **filters: Annotated[Any, "agreement"],
) -> Answer:
    """Count agreements; without --by an overview of the registry.

    A record with two minerals counts under both, so groups may add up to more than the total.

    Options:
        --by FIELD: Count by status, kind, partner, mineral, year …; two fields are cross-tabulated.
        --limit -n N: Show the N largest groups, and the rest as one.
    """
    return session.registry.summary(*_words(by), limit=limit, **filters)


def reconcile(
    session: Session,
    claims: list[str] | None = None,
    *,
    strict: bool = False,
    limit: int | None = None,
    **filters: Annotated[Any, "claim"],
) -> Annotated[Answer, "record"]:
    """Compare counts that sources state with what is recorded.

    Arguments:
        [CLAIM]...: Ids of claims; all claims if none is given.

    Options:
        --strict: Exit with 1 if a verdict is not the one that the claim expects.
        --limit -n N: Show N claims, and the rest as one row.
    """
    found = session.registry.reconcile(*(claims or ()), limit=limit, **filters)
    if strict and not all(verdict.as_expected for verdict in (*found, *found.rest)):
        session.code = 1
    return found


def diff(
    session: Session, old: str = "HEAD", new: str | None = None, *, exit_code: bool = False
) -> Annotated[Answer, "record"]:
    """Show what changed between two registries or revisions.

    Comments, layout and the order of records do not count as changes.

    Arguments:
        [OLD]: A file, a git revision, or a date for the registry as it stood on that day (for a
            month or year, at its beginning); HEAD by default.
        [NEW]: The same (for a month or year, at its end); the registry as it is by default.

    Options:
        --exit-code: Exit with 1 if there are differences.
    """
    from mineralreg.registry import Registry

    _read_once((old, new))
    session.inputs = [side for side in (old, new) if side]
    before, after = (read_stdin() if side == "-" else side for side in (old, new))
    with after_a_second("comparing"):
        found = Registry(session.location.path).diff(after, old=before)
    if exit_code and found.changes:
        session.code = 1
    return found


def sql(session: Session, query: str, *, seconds: int = 10) -> Annotated[Answer, "record"]:
    """Run a read-only SQL query on the index.

    Its tables are those of `export sqlite`.

    Example: mineralreg sql "select status, count(*) from agreement group by status"

    Arguments:
        QUERY: A SELECT statement, or - to read it from stdin.

    Options:
        --seconds N: Time limit in seconds; 10 by default.
    """
    if seconds < 1:
        raise UsageError("--seconds must be 1 or more")
    text = read_stdin().decode() if query == "-" else query
    registry = session.registry
    with after_a_second("running the query"):
        return registry.sql(text, seconds=seconds)


def where(session: Session) -> Answer:
    """Show which registry is in use, and why."""
    from mineralreg.query.detail import Details
    from mineralreg.query.show import whereabouts

    location, registry = session.location, session.registry
    found = whereabouts(registry.connection, location.path, location.reason, registry.index.path)
    return Details([found])


def open_(session: Session, name: str, *, print_only: bool = False) -> str | None:
    """Open a record's first source in the browser.

    Arguments:
        NAME: The record.

    Options:
        --print: Print the addresses of all its sources instead of opening one.
    """
    addresses = session.registry.addresses(name)
    if not addresses:
        raise UsageError(
            f"no source of {name!r} has an address",
            help=f"`mineralreg show {name}` lists its sources",
        )
    if print_only:
        return "".join(f"{address}\n" for address in addresses)
    import webbrowser

    if not webbrowser.open(addresses[0]):
        raise UsageError(
            "no browser can be opened here", help="--print prints the addresses instead"
        )
    note(f"opened {addresses[0]}")
    return None


def export(
    session: Session,
    format: str,
    *,
    output: str,
    table: str | None = None,
    partition: str | None = None,
    bom: bool = False,
    datasette: bool = False,
    **filters: Annotated[Any, "agreement"],
) -> None:
    """Export the registry to a database, files or a page.

    With filters: the agreements found and everything they refer to.

    Example: mineralreg export html -o page.html --region Africa

    Arguments:
        FORMAT: {EXPORTS}

    Options:
        --output -o PATH: File to write; for csv a folder, for parquet a folder or a .parquet file;
            - writes a text format to stdout.
        --table NAME: For parquet: only this table or view.
        --partition year: For parquet: partition the large tables by year.
        --bom: For csv: begin files with a byte order mark.
        --datasette: For sqlite: also write metadata.json for Datasette.
    """
    from mineralreg.cli.habits import EXPORTS
    from mineralreg.export import format_named

    chosen = format_named(EXPORTS.get(format.lower(), format))
    given = {"table": table, "partition": partition, "bom": bom, "datasette": datasette}
    options: dict[str, Any] = {name: value for name, value in given.items() if value}
    if output == "-" and not chosen.text:
        raise UsageError(f"{format} cannot be written to stdout", help="give a file or a folder")
    registry = session.registry
    with nullcontext() if output == "-" else after_a_second("exporting"):
        notes = registry.export(chosen.name, output, **filters, **options)
    for text in notes:
        note(text)
    if output != "-":
        note(f"wrote {output}")


def mcp(session: Session) -> None:
    """Serve the registry to an assistant (MCP).

    It speaks the Model Context Protocol over stdin and stdout until stdin ends. Its tools only
    read. Needs the extra mineralreg[mcp].
    """
    from mineralreg.assistant import serve

    serve(session.location.path)


def schema(session: Session, *, duckdb: bool = False, output: str | None = None) -> None:
    """Print the JSON Schema (draft-07) for editors.

    Options:
        --duckdb: Print views for DuckDB on what `export parquet --partition year` writes instead.

    Output:
        --output -o FILE: Write to FILE.
    """
    if duckdb:
        from mineralreg.export.parquet import views

        text = views()
    else:
        text = read_bytes(packaged_path(SCHEMA)).decode()
    session.deliver([text], output)


def explain(_session: Session, codes: list[str] | None = None) -> str:
    """Explain what a check is for, with an example.

    Arguments:
        [CODE]...: Codes of checks, such as MR201; all checks are listed if none is given.
    """
    from mineralreg.checks.register import explanation, overview

    return "\n".join([explanation(code) for code in codes or ()] or [overview()])


def validate(
    session: Session,
    paths: list[str] | None = None,
    *,
    strict: bool = False,
    level: str = "warning",
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    baseline: str | None = None,
    write_baseline: str | None = None,
    against: str | None = None,
    today: str | None = None,
    quiet: bool = False,
    format: str | None = None,
    output: str | None = None,
    json: bool = False,
) -> int:
    """Find every problem in a file, with its line and column.

    Arguments:
        [PATH]...: Registry files, or - for stdin; the registry in use by default.

    Options:
        --strict: Fail on warnings, too.

    Which findings:
        --level LEVEL: The least severity to report: error, warning (the default) or info.
        --select CODES: Report only these checks, by code or prefix: MR201,MR4.
        --ignore CODES: Do not report these checks.
        --baseline FILE: Do not report what this file lists.
        --write-baseline FILE: Write the findings to a baseline file and exit with 0.
        --against REV: Also find ids that vanished or were reused since this git revision.
        --today DATE: Also find dates that lie in the future on this day.

    Output:
        --quiet -q: Print no summary on stderr.
        --format -f FORMAT: {REPORTS}
        --output -o FILE: {OUTPUT}
        --json: {JSON}
    """
    from mineralreg.checks.finding import SEVERITIES
    from mineralreg.output import report_text
    from mineralreg.output.formats import chosen, render
    from mineralreg.query.names import word
    from mineralreg.validation import validate as find

    formats, what = report_text.FORMATS, "report format"
    name = chosen(format, output, formats, json=json, default="full", what=what)
    least = word(level, SEVERITIES, "severity")
    if write_baseline and (format or output or json):
        raise UsageError("--write-baseline writes no report", help="leave -f, -o and --json out")
    paths = paths or [session.location.path]
    _read_once(paths)
    session.inputs = [*paths, *([baseline] if baseline and output else [])]
    with after_a_second("checking"):
        report = find(
            *paths,
            select=select or (),
            ignore=ignore or (),
            baseline=baseline,
            against=against,
            today=today,
            strict=strict,
            level=least,
        )
    if write_baseline:
        from mineralreg.checks.suppress import write_baseline as text_of

        session.deliver([text_of(report.findings)], write_baseline)
        return 0
    text = render(name, report.at_least(least), session.look(output), formats)
    session.deliver(text, output, paged=True)
    if not quiet:
        for line in report_text.summary(report, least):
            say(line)
    return report.exit_code
