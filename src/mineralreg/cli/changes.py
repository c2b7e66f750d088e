"""What the writing commands do: one change of the registry each, and what it did in words.

Ids go to stdout, for the next command in a pipe; sentences go to stderr. With `--dry-run` the diff
goes to stdout and nothing is written. Plain functions, as in `questions.py`.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mineralreg.cli.session import note, read_stdin, say, write
from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
        note(f"the change is written, but its id cannot be printed: {error.strerror}")
    for sentence in outcome.change.said:
        say(sentence)
    for finding in outcome.consequences:
        note(f"{finding.message} ({finding.code}); that record needs a correction, too")
    return outcome


def show_diff(path: str, before: str, after: str) -> None:
    """Print a change as a unified diff on stdout: exact for `patch`, escaped on a terminal."""
    from mineralreg.output.escape import visible
    from mineralreg.output.patch import unified

    text = unified(path, before, after)
    write([visible(text) if sys.stdout.isatty() else text])


def add(
    session: Session,
    kind: str,
    /,
    *,
    source_file: str | None = None,
    mapped: Sequence[str] = (),
    columns: bool = False,
    distinct: bool = False,
    dry_run: bool = False,
    yes: bool = False,
    **given: Any,
) -> None:
    """Add what the options, a file or the answers of a person say."""
    from mineralreg.edit.add import add as plan
    from mineralreg.edit.add import from_options

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
        raise UsageError("--map names columns of a file", help="give the file with --from")
    from mineralreg.cli.dialogue import confirmed, interview

    given = interview(session, kind, given)
    if not (yes or dry_run):
        given = confirmed(session, kind, given, distinct=distinct)
    change(session, plan(from_options(kind, given), distinct=distinct), dry_run=dry_run)


def add_from(
    session: Session,
    kind: str | None,
    source: str,
    mapped: Sequence[str] = (),
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
    incoming = read_incoming(kind, raw, name, read_map(mapped))
    given = {kind: defaults} if kind and defaults else {}
    change(session, plan(incoming, distinct=distinct, defaults=given), dry_run=dry_run)


def template(_session: Session, kind: str | None) -> None:
    """Print a blank record that explains each field."""
    from mineralreg.edit.fields import template as blank
    from mineralreg.reference.vocabulary import RECORD_KINDS

    if kind is None:
        raise UsageError(
            "add what?", help=f"name the kind of record first: {', '.join(RECORD_KINDS)}"
        )
    write([blank(known_kind(kind))])


def known_kind(name: str) -> str:
    """The record kind that a word means, in the singular or the plural.

    Raises:
        UsageError: It is none.
    """
    from mineralreg.reference.vocabulary import RECORD_KINDS

    kind = name.lower().removesuffix("s")
    if kind not in RECORD_KINDS:
        raise UsageError(
            f"there is no kind of record {name!r}", help=f"the kinds are {', '.join(RECORD_KINDS)}"
        )
    return kind


def act(
    session: Session,
    id: str,
    action: str,
    *,
    date: str | None = None,
    place: str | None = None,
    partner: str | None = None,
    source: Sequence[str] = (),
    note: str | None = None,
    dry_run: bool = False,
) -> None:
    """Add the act at its place in time."""
    from mineralreg.edit.act import act as plan

    given = {
        "date": date,
        "place": place,
        "partner": partner,
        "sources": tuple(source),
        "note": note,
    }
    change(session, plan(id, action, given), dry_run=dry_run)


def set_fields(
    session: Session, id: str, assignments: Sequence[str], *, dry_run: bool = False
) -> None:
    """Change the fields, all or none."""
    from mineralreg.edit.set import assign

    change(session, assign(id, assignments), dry_run=dry_run)


def edit(session: Session, id: str, *, dry_run: bool = False) -> None:
    """Edit the record in the user's editor and write it back."""
    from mineralreg.cli.dialogue import edit_record

    edit_record(session, id, partial(change, session, dry_run=dry_run))


def remove(session: Session, id: str, *, dry_run: bool = False) -> None:
    """Remove the record."""
    from mineralreg.edit.remove import remove as plan

    change(session, plan(id), dry_run=dry_run)


def fmt(
    session: Session,
    paths: Sequence[str] = (),
    *,
    check: bool = False,
    diff: bool = False,
) -> int:
    """Write the files anew, or say whether that would change them."""
    from mineralreg.document.document import read_document
    from mineralreg.edit.edits import arrange, arranged
    from mineralreg.store.change import refuse
    from mineralreg.store.change import write as change_file
    from mineralreg.store.locate import Location

    places = [Location(path, "named", False) for path in paths] or [session.location]
    documents = [read_document(place.path) for place in places]
    formatted = [arranged(document) for document in documents]
    writes = not (check or diff)
    for place, document, text in zip(places, documents, formatted, strict=True):
        if writes and text != document.text:  # all or none
            refuse(place)
    changed = 0
    for place, document, text in zip(places, documents, formatted, strict=True):
        if text == document.text:
            say(f"{document.name} is in canonical form")
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


def init(_session: Session, path: str | None = None, *, packaged: bool = False) -> None:
    """Write a new registry file; nothing that exists is touched."""
    from mineralreg.edit.fields import registry
    from mineralreg.edit.init import begin
    from mineralreg.store.locate import nearest

    made, more = begin(path, None if packaged else registry().encode())
    for sentence in (f"wrote {made}", *more):
        say(sentence)
    found = nearest()
    option = "" if found is not None and _same(found, made) else f" --registry {made}"
    say(f"`mineralreg{option} add agreement` adds a record to it")
    if option:
        say("or set MINERALREG_REGISTRY to its path")


def _same(one: str, other: str) -> bool:
    return Path(one).resolve() == Path(other).resolve()
