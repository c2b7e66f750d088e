"""The commands that write: each plans one change of the registry, which the session carries out.

Ids go to stdout, for the next command in a pipe; sentences go to stderr. With `--dry-run` the diff
goes to stdout and nothing is written. Declared as in `questions.py`.
"""

from __future__ import annotations

from os.path import samefile
from typing import TYPE_CHECKING, Any

from mineralreg.cli.session import Session, read_stdin, say, write_diff
from mineralreg.document.content import read_bytes
from mineralreg.errors import UsageError
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from mineralreg.store.change import Plan


def add(
    session: Session,
    kind: str | None = None,
    /,
    *,
    template: str | None = None,
    source_file: str | None = None,
    mapped: list[str] | None = None,
    columns: bool = False,
    distinct: bool = False,
    yes: bool = False,
    **given: Any,
) -> Plan | str:
    """Add records from options, a file or a dialogue.

    `mineralreg add KIND --help` shows the fields of a kind of record.

    Example: mineralreg add agreement --title "Memorandum on lithium" --kind memorandum
    --party Chile --party "Republic of Korea" --source mofa-2026 --signed 2026-05-04

    Options:
        --template KIND: Print a blank record that explains each field.

    Writing:
        --from FILE: Add the records in a file, or - for stdin: TOML, JSON, JSON Lines, CSV, TSV or
            xlsx; sources also as BibTeX, RIS or CSL-JSON. All are added or none. Fields given as
            options apply to every record that does not state them.
        --map COLUMN=FIELD: Field for a column of the file; COLUMN= skips the column. Repeatable.
        --columns: Print the names that are understood for columns and keys.
        --distinct: Add it even though it resembles an existing one.
        --yes -y: Do not ask for confirmation.
    """
    from mineralreg.edit import headings
    from mineralreg.edit.add import add as plan

    if template is not None:
        from mineralreg.edit.fields import template as blank

        return blank(headings.kind_named(template))
    if kind and columns:
        return headings.table(kind)
    given = {key: value for key, value in given.items() if value}
    if source_file is not None:
        from mineralreg.edit.incoming import read_incoming

        name = "standard input" if source_file == "-" else source_file
        raw = read_stdin() if source_file == "-" else read_bytes(source_file)
        incoming = read_incoming(kind, raw, name, headings.read_map(mapped or ()))
        return plan(incoming, distinct=distinct, defaults={kind: given} if kind and given else {})
    if kind is None:
        known = ", ".join(RECORD_KINDS)
        raise UsageError("add what?", help=f"name the kind of record first: {known}")
    if mapped:
        raise UsageError("--map is for the columns of a file", help="give the file with --from")
    from mineralreg.cli.dialogue import interview
    from mineralreg.edit.rows import from_options

    confirm = not (yes or session.dry_run)
    given = interview(session, kind, given, distinct=distinct, confirm=confirm)
    return plan(from_options(kind, given), distinct=distinct)


def act(
    _session: Session,
    id: str,
    action: str,
    *,
    date: str | None = None,
    place: str | None = None,
    partner: str | None = None,
    source: list[str] | None = None,
    note: str | None = None,
) -> Plan:
    """Record that something was signed, entered into force, …

    A step that the record cannot take is refused.

    Example: mineralreg act us-eu-2026-memorandum took-effect --date 2026-05-01
    --source state-2026-05-01

    Arguments:
        ID: The agreement or initiative.
        ACTION: What happened: {ACTIONS}

    Options:
        --date DATE: 2026-05-01, 2026-05 or 2026; leave it out if unknown.
        --place PLACE: Where it happened.
        --partner NAME: The partner that acted alone, as with a ratification.
        --source NAME: Source of the act. Repeatable.
        --note TEXT: A remark about the act.
    """
    from mineralreg.edit.set import act as plan

    sources = tuple(source or ())
    given = {"date": date, "place": place, "partner": partner, "sources": sources, "note": note}
    return plan(id, action, given)


def set_(_session: Session, id: str, assignments: list[str]) -> Plan:
    """Change fields of a record.

    A change that breaks something is refused.

    Example: mineralreg set us-peru-2026 minerals+=copper topics-=finance event=

    Arguments:
        ID: The record, or `registry` for the header of the file.
        FIELD=VALUE...: FIELD=VALUE sets a field, FIELD= removes it; FIELD+=VALUE and FIELD-=VALUE
            change a list. `mineralreg add --template KIND` explains the fields.
    """
    from mineralreg.edit.set import assign

    return assign(id, assignments)


def edit(session: Session, id: str) -> Plan | None:
    """Edit one record in $VISUAL or $EDITOR.

    The editor opens again on mistakes, which then stand above the record.

    Arguments:
        ID: The record.
    """
    from mineralreg.cli.dialogue import edit_record

    edit_record(session, id)
    return None


def remove(_session: Session, id: str) -> Plan:
    """Remove a record that nothing refers to.

    One that turned out to be wrong is better kept, with `set ID withdrawn=REASON`.

    Arguments:
        ID: The record.
    """
    from mineralreg.edit.set import remove as plan

    return plan(id)


def fmt(
    session: Session, paths: list[str] | None = None, *, check: bool = False, diff: bool = False
) -> int:
    """Put records and keys in canonical order and layout.

    Comments stay with their record.

    Arguments:
        [PATH]...: Registry files; the registry in use by default.

    Options:
        --check: Write nothing and exit with 1 if a file would change.
        --diff: Show what would change and write nothing.
    """
    from mineralreg.document.document import read_document
    from mineralreg.edit.edits import arrange, arranged
    from mineralreg.store.change import refuse
    from mineralreg.store.change import write as change_file
    from mineralreg.store.locate import Location

    places = [Location(path, "named", False) for path in paths or ()] or [session.location]
    documents = [(place, read_document(place.path)) for place in places]
    found = [(place, document, arranged(document)) for place, document in documents]
    stale = [place for place, document, text in found if document.text != text]
    for place in () if check or diff else stale:  # all or none
        refuse(place)
    for place, document, text in found:
        if place not in stale:
            say(f"{document.name} is already formatted")
            continue
        if diff:
            write_diff(document.name, document.text, text)
        if check:
            say(f"{document.name} would be reformatted")
        elif not diff:
            change_file(place, arrange, check=False)
            say(f"reformatted {document.name}")
    return int(check and bool(stale))


def init(session: Session, path: str | None = None, *, packaged: bool = False) -> None:
    """Start a registry of your own.

    It begins as a commented template, or as a copy of the packaged data.

    Arguments:
        [PATH]: File to write, or a folder for it; agreements.toml by default.

    Options:
        --packaged: Start with a copy of the data that comes with mineralreg.
    """
    from mineralreg.edit.init import REGISTRY, begin
    from mineralreg.store.locate import nearest, packaged_path

    if session.path is not None:
        raise UsageError(
            "init starts a new registry, whatever --registry says",
            help=f"`mineralreg init {session.path}` starts one there",
        )
    made, more = begin(path, read_bytes(packaged_path() if packaged else REGISTRY))
    for sentence in (f"wrote {made}", *more):
        say(sentence)
    found = nearest()
    option = "" if found is not None and samefile(found, made) else f" --registry {made}"
    say(f"`mineralreg{option} add agreement` adds a record to it")
    if option:
        say("or set MINERALREG_REGISTRY to its path")
