"""The commands that write: one change of the registry each, and what it did in words.

Ids go to stdout, for the next command in a pipe; sentences go to stderr. With `--dry-run` the diff
goes to stdout and nothing is written. Declared as in `questions.py`.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mineralreg.cli.session import note, read_stdin, say, write
from mineralreg.errors import UsageError
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Annotated

    from mineralreg.cli.options import (
        ACTIONS,
        WRITING,
        Distinct,
        DryRun,
        From,
        Map,
        RecordId,
        Value,
        Values,
        Yes,
        argument,
        option,
    )
    from mineralreg.cli.session import Session
    from mineralreg.document.document import Document
    from mineralreg.store.change import Change, Outcome


def change(
    session: Session,
    plan: Callable[[Document], Change],
    *,
    dry_run: bool = False,
    check: bool = True,
) -> Outcome:
    """Change the registry of this run and say what was done.

    Args:
        session: The run.
        plan: Makes the change from the file as it is.
        dry_run: Print the diff instead of writing.
        check: Refuse errors that the change brings.

    Raises:
        WriteRefused: See `mineralreg.store.change.write`.
        RegistryError: The registry cannot be read.
    """
    from mineralreg.output.terminal import after_a_second
    from mineralreg.store.change import write as change_file

    with after_a_second("checking the registry"):
        outcome = change_file(session.location, plan, dry_run=dry_run, check=check)
    if dry_run:
        show_diff(outcome.path, outcome.before, outcome.after)
        return outcome
    try:
        write(f"{id}\n" for id in outcome.change.ids)
    except OSError as error:  # the change is written, so this is not a refusal
        from mineralreg.cli.boundary import close_quietly

        close_quietly()
        note(f"the change was written, but its id could not be printed: {error.strerror}")
    for sentence in outcome.change.said:
        say(sentence)
    for finding in outcome.consequences:
        note(f"{finding.message} ({finding.code}); that record needs correcting too")
    return outcome


def show_diff(path: str, before: str, after: str) -> None:
    """Print a change as a unified diff on stdout: exact for `patch`, escaped on a terminal."""
    from mineralreg.output.escape import visible
    from mineralreg.output.patch import unified

    text = unified(path, before, after)
    write([visible(text) if sys.stdout.isatty() else text])


def add(
    session: Session,
    *,
    template: Annotated[
        Value,
        option("--template KIND", "Print a blank record that explains each field."),
    ] = None,
    source_file: From = None,
    mapped: Map = None,
    distinct: Distinct = False,
    dry_run: DryRun = False,
    yes: Yes = False,  # noqa: ARG001  # there is nothing to ask
) -> None:
    """Add records from options, a file or a dialogue.

    `mineralreg add KIND --help` shows the fields of a kind of record.

    Example: mineralreg add agreement --title "Memorandum on lithium" --kind memorandum
    --party Chile --party "Republic of Korea" --source mofa-2026 --signed 2026-05-04
    """
    from mineralreg.edit.fields import template as blank
    from mineralreg.edit.headings import kind_named

    if source_file is not None:
        add_from(session, None, source_file, mapped, distinct=distinct, dry_run=dry_run)
    elif template is not None:
        write([blank(kind_named(template))])
    else:
        raise UsageError(
            "add what?", help=f"name the kind of record first: {', '.join(RECORD_KINDS)}"
        )


def add_record(
    session: Session,
    kind: str,
    /,
    *,
    source_file: From = None,
    mapped: Map = None,
    columns: Annotated[
        bool,
        option("--columns", "Print the names that are understood for columns and keys.", WRITING),
    ] = False,
    distinct: Distinct = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    **given: Any,
) -> None:
    """Add a record, or several with --from."""
    from mineralreg.edit.add import add as plan
    from mineralreg.edit.rows import from_options

    if columns:
        from mineralreg.edit.headings import table

        write([table(kind)])
        return
    given = {key: value for key, value in given.items() if value}
    if source_file is not None:
        add_from(
            session, kind, source_file, mapped, distinct=distinct, dry_run=dry_run, defaults=given
        )
        return
    if mapped:
        raise UsageError("--map is for the columns of a file", help="give the file with --from")
    from mineralreg.cli.dialogue import confirmed, interview

    given = interview(session, kind, given)
    if not (yes or dry_run):
        given = confirmed(session, kind, given, distinct=distinct)
    change(session, plan(from_options(kind, given), distinct=distinct), dry_run=dry_run)


def add_from(
    session: Session,
    kind: str | None,
    source: str,
    mapped: list[str] | None = None,
    *,
    distinct: bool = False,
    dry_run: bool = False,
    defaults: Mapping[str, Any] | None = None,
) -> None:
    """Add the records of a file or of standard input.

    Args:
        session: The run.
        kind: Kind of the records that do not say theirs.
        source: The file; `-` is standard input.
        mapped: Columns and their fields, see `mineralreg.edit.headings.read_map`.
        distinct: Add agreements that resemble others.
        dry_run: Print the diff instead of writing.
        defaults: Values for what a record of this kind does not say.
    """
    from mineralreg.document.content import read_bytes
    from mineralreg.edit.add import add as plan
    from mineralreg.edit.headings import read_map
    from mineralreg.edit.incoming import read_incoming

    name = "standard input" if source == "-" else source
    raw = read_stdin() if source == "-" else read_bytes(Path(source))
    incoming = read_incoming(kind, raw, name, read_map(mapped or ()))
    given = {kind: defaults} if kind and defaults else {}
    change(session, plan(incoming, distinct=distinct, defaults=given), dry_run=dry_run)


def act(
    session: Session,
    id: Annotated[str, argument("ID", "The agreement or initiative.")],
    action: Annotated[
        str,
        argument("ACTION", f"What happened: {ACTIONS}"),
    ],
    *,
    date: Annotated[
        Value, option("--date DATE", "2026-05-01, 2026-05 or 2026; leave it out if unknown.")
    ] = None,
    place: Annotated[Value, option("--place PLACE", "Where it happened.")] = None,
    partner: Annotated[
        Value,
        option("--partner NAME", "The partner that acted alone, as with a ratification."),
    ] = None,
    source: Annotated[Values, option("--source NAME", "Source of the act. Repeatable.")] = None,
    note: Annotated[Value, option("--note TEXT", "A remark about the act.")] = None,
    dry_run: DryRun = False,
) -> None:
    """Record that something was signed, entered into force, …

    A step that the record cannot take is refused.

    Example: mineralreg act us-eu-2026-memorandum took-effect --date 2026-05-01
    --source state-2026-05-01
    """
    from mineralreg.edit.act import act as plan

    given = {
        "date": date,
        "place": place,
        "partner": partner,
        "sources": tuple(source or ()),
        "note": note,
    }
    change(session, plan(id, action, given), dry_run=dry_run)


def set_fields(
    session: Session,
    id: Annotated[str, argument("ID", "The record, or `registry` for the header of the file.")],
    assignments: Annotated[
        list[str],
        argument(
            "FIELD=VALUE...",
            "FIELD=VALUE sets a field, FIELD= removes it; FIELD+=VALUE and FIELD-=VALUE change a "
            "list. `mineralreg add --template KIND` explains the fields.",
        ),
    ],
    *,
    dry_run: DryRun = False,
) -> None:
    """Change fields of a record.

    A change that breaks something is refused.

    Example: mineralreg set us-peru-2026 minerals+=copper topics-=finance event=
    """
    from mineralreg.edit.set import assign

    change(session, assign(id, assignments), dry_run=dry_run)


def edit(session: Session, id: RecordId, *, dry_run: DryRun = False) -> None:
    """Edit one record in $VISUAL or $EDITOR.

    The editor opens again on mistakes, which then stand above the record.
    """
    from mineralreg.cli.dialogue import edit_record

    edit_record(session, id, partial(change, session, dry_run=dry_run))


def remove(session: Session, id: RecordId, *, dry_run: DryRun = False) -> None:
    """Remove a record that nothing refers to.

    One that turned out to be wrong is better kept, with `set ID withdrawn=REASON`.
    """
    from mineralreg.edit.remove import remove as plan

    change(session, plan(id), dry_run=dry_run)


def fmt(
    session: Session,
    paths: Annotated[
        Values, argument("[PATH]...", "Registry files; the registry in use by default.")
    ] = None,
    *,
    check: Annotated[
        bool, option("--check", "Write nothing and exit with 1 if a file would change.")
    ] = False,
    diff: Annotated[bool, option("--diff", "Show what would change and write nothing.")] = False,
) -> int:
    """Put records and keys in canonical order and layout.

    Comments stay with their record.
    """
    from mineralreg.document.document import read_document
    from mineralreg.edit.edits import arrange, arranged
    from mineralreg.store.change import refuse
    from mineralreg.store.change import write as change_file
    from mineralreg.store.locate import Location

    places = [Location(path, "named", False) for path in paths or ()] or [session.location]
    documents = [read_document(place.path) for place in places]
    formatted = [arranged(document) for document in documents]
    writes = not (check or diff)
    for place, document, text in zip(places, documents, formatted, strict=True):
        if writes and text != document.text:  # all or none
            refuse(place)
    changed = 0
    for place, document, text in zip(places, documents, formatted, strict=True):
        if text == document.text:
            say(f"{document.name} is already formatted")
            continue
        changed += 1
        if diff:
            show_diff(document.name, document.text, text)
        if check:
            say(f"{document.name} would be reformatted")
        elif writes:
            change_file(place, arrange, check=False)
            say(f"reformatted {document.name}")
    return int(check and changed > 0)


def init(
    _session: Session,
    path: Annotated[
        Value,
        argument("[PATH]", "File to write, or a folder for it; agreements.toml by default."),
    ] = None,
    *,
    packaged: Annotated[
        bool, option("--packaged", "Start with a copy of the data that comes with mineralreg.")
    ] = False,
) -> None:
    """Start a registry of your own.

    It begins as a commented template, or as a copy of the packaged data.
    """
    from mineralreg.document.content import read_bytes
    from mineralreg.edit.init import REGISTRY, begin
    from mineralreg.store.locate import nearest, packaged_path

    made, more = begin(path, read_bytes(packaged_path() if packaged else REGISTRY))
    for sentence in (f"wrote {made}", *more):
        say(sentence)
    found = nearest()
    option = "" if found is not None and _same(found, made) else f" --registry {made}"
    say(f"`mineralreg{option} add agreement` adds a record to it")
    if option:
        say("or set MINERALREG_REGISTRY to its path")


def _same(one: str, other: str) -> bool:
    return Path(one).resolve() == Path(other).resolve()
