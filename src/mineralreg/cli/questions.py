"""What the reading commands do: one call of the library each, and its answer written.

Plain functions: they import no Typer, so that `quick.py` can call them without it.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

from mineralreg.cli.session import note, read_stdin, say, write
from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mineralreg.cli.session import Session
    from mineralreg.query.filters import Filters

FINDINGS = 1
"""The exit code that says: there is something to look at."""


def list_records(
    session: Session,
    filters: Filters,
    what: str = "agreements",
    *,
    sort: str | None = None,
    reverse: bool = False,
    limit: int | None = None,
    columns: Sequence[str] = (),
    count: bool = False,
    format: str | None = None,
    output: str | None = None,
) -> None:
    """List the records, or count them."""
    from mineralreg.query.names import record_kind
    from mineralreg.query.results import Number

    drawn = session.format(format, output)
    listed = record_kind(what)
    shown = _columns(columns)
    order: dict[str, Any] = {"sort": sort, "reverse": reverse, "limit": _limit(limit)}
    found = session.registry.list(listed, filters, columns=shown, **order)
    if count:
        session.answer(Number(found.count(), found.notes), "plain", output)
    else:
        session.answer(found, drawn, output)


def _limit(limit: int | None) -> int | None:
    if limit is not None and limit < 0:
        raise UsageError("--limit must be 0 or more")
    return limit


def _columns(given: Sequence[str]) -> tuple[str, ...] | None:
    words = tuple(word.strip() for text in given for word in text.split(",") if word.strip())
    if given and not words:
        raise UsageError("--columns names no column", help="write it like --columns id,date,title")
    return words or None


def show(
    session: Session,
    names: Sequence[str],
    *,
    as_of: str | None = None,
    cite: bool = False,
    format: str | None = None,
    output: str | None = None,
) -> None:
    """Show the records with these names, in this order, or how to cite them."""
    from mineralreg.query.results import Details

    drawn = session.format(format, output)
    wanted = [one for name in names for one in _from_stdin(name)]
    if cite:
        if drawn not in ("table", "plain", "bibtex"):
            raise UsageError(
                f"--cite does not write {drawn}", help="leave the format out, or write -f bibtex"
            )
        texts = (session.registry.cite(name, bibtex=drawn == "bibtex") for name in wanted)
        session.answer_text(texts, output)
        return
    found = [session.registry.show(name, as_of=as_of) for name in wanted]
    session.answer(Details(found), drawn, output)


def _from_stdin(name: str) -> list[str]:
    """The name itself; for `-` the words of standard input, one a line."""
    if name != "-":
        return [name]
    lines = read_stdin().decode("utf-8", "strict").splitlines()
    return [line.strip() for line in lines if line.strip()]


def summary(
    session: Session,
    filters: Filters,
    *,
    by: Sequence[str] = (),
    limit: int | None = None,
    format: str | None = None,
    output: str | None = None,
) -> None:
    """Count the agreements that match the filters."""
    drawn = session.format(format, output)
    found = session.registry.summary(*by, filters=filters, limit=_limit(limit))
    session.answer(found, drawn, output)


def reconcile(
    session: Session,
    filters: Filters,
    claims: Sequence[str] = (),
    *,
    strict: bool = False,
    limit: int | None = None,
    format: str | None = None,
    output: str | None = None,
) -> int:
    """Compare each claim with the records; with `strict` report one that surprises."""
    drawn = session.format(format, output)
    found = session.registry.reconcile(*claims, filters=filters, limit=_limit(limit))
    session.answer(found, drawn, output)
    surprising = any(verdict.verdict != verdict.expected for verdict in found)
    return FINDINGS if strict and surprising else 0


def diff(
    session: Session,
    old: str = "HEAD",
    new: str | None = None,
    *,
    exit_code: bool = False,
    format: str | None = None,
    output: str | None = None,
) -> int:
    """Compare two registries; with `exit_code` report that they differ."""
    from mineralreg.query.diff import diff as compare
    from mineralreg.query.results import Changes

    drawn = session.format(format, output)
    if old == "-" == new:
        raise UsageError(
            "standard input can be read only once", help="name a file for one of the two sides"
        )
    if output is not None and output != "-":
        session.refuse_input(output, [side for side in (old, new) if side])
    found = Changes(compare(_side(session, old), _side(session, new)))
    session.answer(found, drawn, output)
    return FINDINGS if exit_code and found.changes else 0


def _side(session: Session, text: str | None) -> dict[str, Any]:
    """One side of the comparison: a file, `-`, a git revision, or a date, which stands for the
    registry as it stood on that day; None is the registry.
    """
    from mineralreg.document.document import parse_document, read_document

    registry = session.location.path
    if text == "-":
        return parse_document(read_stdin(), "<stdin>").data
    if text is None or os.path.isfile(text) or text.endswith(".toml"):
        return read_document(text or registry).data
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        from mineralreg.query.diff import stood
        from mineralreg.query.filters import read_date

        day = read_date(text, "date").latest.isoformat()
        return stood(read_document(registry).data, day)
    from mineralreg.git import read_revision

    return parse_document(read_revision(registry, text), f"{text}:{registry}").data


def sql(
    session: Session,
    query: str,
    *,
    seconds: int = 10,
    format: str | None = None,
    output: str | None = None,
) -> None:
    """Run the query and write its rows."""
    if seconds < 1:
        raise UsageError("--seconds must be 1 or more")
    drawn = session.format(format, output)
    text = read_stdin().decode() if query == "-" else query
    session.answer(session.registry.sql(text, seconds=seconds), drawn, output)


def where(session: Session, *, format: str | None = None, output: str | None = None) -> None:
    """Print the registry's path, the reason, versions, counts and the index file."""
    from mineralreg.query.results import Details
    from mineralreg.query.show import whereabouts

    drawn = session.format(format, output)
    location, registry = session.location, session.registry
    found = whereabouts(registry.connection, location.path, location.reason, registry.index.path)
    session.answer(Details([found]), drawn, output)


def open_source(session: Session, name: str, *, print_only: bool = False) -> None:
    """Open the addresses of a record's sources in the browser, or print them."""
    addresses = session.registry.addresses(name)
    if not addresses:
        raise UsageError(
            f"no source of {name!r} has an address", help=f"`mineralreg show {name}` shows them"
        )
    if print_only:
        write(f"{address}\n" for address in addresses)
        return
    import webbrowser

    if not webbrowser.open(addresses[0]):
        raise UsageError(
            "no browser can be started here", help="--print prints the addresses instead"
        )
    note(f"opened {addresses[0]}")


def export(
    session: Session,
    filters: Filters,
    format: str,
    *,
    output: str,
    table: str | None = None,
    partition: str | None = None,
    bom: bool = False,
    datasette: bool = False,
) -> None:
    """Write the export, and say where it is."""
    from mineralreg.cli.boundary import close_quietly
    from mineralreg.export import FORMATS, format_named

    chosen = format_named(format)
    given = {"table": table, "partition": partition, "bom": bom, "datasette": datasette}
    options: dict[str, Any] = {name: value for name, value in given.items() if value}
    for name in options:
        if name not in chosen.options:
            takers = " and ".join(entry.name for entry in FORMATS if name in entry.options)
            raise UsageError(f"--{name} is for {takers}, not {chosen.name}", help="leave it out")
    if output == "-" and not chosen.text:
        raise UsageError(f"{chosen.name} is not written to stdout", help="name a file or a folder")
    if output != "-":
        session.refuse_input(output, within=True)
    try:
        notes = session.registry.export(format, output, filters, **options)
    except BrokenPipeError:  # the reader has what it wanted
        if output != "-":
            raise
        close_quietly()
        return
    for text in (*notes, *([f"wrote {output}"] if output != "-" else [])):
        note(text)


def mcp(session: Session) -> None:
    """Serve the registry to an assistant."""
    from mineralreg.assistant import serve

    serve(session.location.path)


def schema(session: Session, *, duckdb: bool = False, output: str | None = None) -> None:
    """Print the JSON Schema or DuckDB's views, or write them to a file."""
    if duckdb:
        from mineralreg.export.parquet import views as text_of
    else:
        from mineralreg.records.schema import schema_text as text_of
    session.answer_text([text_of()], output)


def explain(_session: Session, codes: Sequence[str] = ()) -> None:
    """Print what each code means; without a code, the list of all."""
    from mineralreg.checks.engine import explanation, overview

    texts = [explanation(code) for code in codes] if codes else [overview()]
    write(["\n".join(texts)])


def validate(
    session: Session,
    paths: Sequence[str] = (),
    *,
    strict: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    level: str = "warning",
    baseline: str | None = None,
    write_baseline: str | None = None,
    against: str | None = None,
    today: str | None = None,
    quiet: bool = False,
    format: str | None = None,
    output: str | None = None,
) -> int:
    """Validate the files, report, and say how it ended: 0, 1 or 3."""
    from mineralreg.checks.finding import severity
    from mineralreg.output import report_text
    from mineralreg.output.terminal import Look, after_a_second, colored
    from mineralreg.validation import validate as find

    if session.as_json:
        format = "json"
    drawn = report_text.chosen(format, output)
    least = severity(level)
    paths = paths or (session.location.path,)
    inputs = [*paths, *([baseline] if baseline else [])]
    for target in (output, write_baseline):
        if target is not None and target != "-":
            session.refuse_input(target, inputs if target == output else paths)
    with after_a_second("checking"):
        report = find(
            *paths,
            select=select,
            ignore=ignore,
            baseline=baseline,
            against=against,
            today=today,
            strict=strict,
            level=least,
        )
    if write_baseline:
        from mineralreg.checks.suppress import write_baseline as text_of

        session.write_file(write_baseline, [text_of(report.findings)])
        note(f"wrote {write_baseline}")
        return 0
    shown = report.at_least(least)
    if output is None or output == "-":
        terminal = sys.stdout.isatty()
        look = session.look() if terminal else Look(color=colored(sys.stdout, session.color))
        session.page(report_text.drawn(drawn, shown, look))
    else:
        session.write_file(output, report_text.drawn(drawn, shown, Look()))
    if not quiet:
        for line in report_text.summary(report, least):
            say(line)
    sys.stdout.flush()
    return report.exit_code
