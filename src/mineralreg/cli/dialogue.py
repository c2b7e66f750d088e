"""Conversations with a person: questions on a terminal, and a record in an editor.

Questions go to stderr unless stdout is the terminal too, so that `id=$(mineralreg add …)` works.
Each answer is checked at once; the Tab key completes words, names and ids.

What the checks find is put above the record as comments, and the editor opens again. A text that
could not be written is never thrown away.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from mineralreg.cli.session import say
from mineralreg.edit.fields import (
    ACTS,
    FIELDS,
    NEW_SOURCE,
    PLACE,
    SOURCE,
    asked,
    flag,
    inputs,
    meaning,
    missing,
)
from mineralreg.errors import MineralregError, UsageError, WriteRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mineralreg.cli.session import Session
    from mineralreg.document.document import Document
    from mineralreg.edit.lookup import Names
    from mineralreg.records.schema import Field
    from mineralreg.store.change import Change


Plan: TypeAlias = "Callable[[Document], Change]"

DEFAULTS = {("agreement", "kind"): "memorandum", ("source", "kind"): "official"}
"""Answers that an empty line stands for."""


def interview(session: Session, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """What was given, completed by answers if something that the record needs is missing.

    Args:
        session: The run.
        kind: Kind of the record.
        given: Values by field, as options gave them.

    Raises:
        UsageError: Something is missing and there is nobody to ask.
    """
    lacking = missing(kind, given)
    if not lacking:
        return given
    if not at_terminal():
        flags = " and ".join(f"--{flag(field)}" for field in lacking)
        raise UsageError(
            f"a new {kind} lacks {flags}",
            help=f"`mineralreg add {kind} --help` shows all fields; on a terminal you are asked",
        )
    from mineralreg.document.document import read_document
    from mineralreg.edit.lookup import Names

    names = Names(read_document(session.location.path).data)
    answers = dict(given)
    say(f"A new {kind}. Tab completes; an empty line skips what is not required.")
    try:
        wanted = () if kind == "event" and "start" in given else asked(kind)
        for field in FIELDS[kind]:
            if field in (*lacking, *wanted) and not answers.get(field.key):
                _answer(kind, field._replace(required=field in lacking), names, answers)
        if kind in ACTS and not any(given.get(key) for key in ("actions", *ACTS[kind])):
            action = ACTS[kind][-1]
            answers[action] = _one(inputs(kind)[action], names, f"Date {action}")
            if answers[action]:
                answers[PLACE] = _one(inputs(kind)[PLACE], names, f"Place {action}")
    except KeyboardInterrupt:
        say("\ncancelled; nothing was added. To go on from here:")
        say(f"  {_command(session, kind, answers)}")
        raise
    return {key: value for key, value in answers.items() if value}


def _command(session: Session, kind: str, answers: Mapping[str, Any]) -> str:
    """The command line that gives these answers as options."""
    words = ["mineralreg", "add", kind]
    for key, value in answers.items():
        option = f"--{flag(inputs(kind)[key])}"
        for one in value if isinstance(value, list | tuple) else [value]:
            if one is True:
                words.append(option)
            elif one:
                words += [option, shlex.quote(str(one))]
    if session.path:
        words += ["--registry", shlex.quote(session.path)]
    return " ".join(words)


def confirmed(
    session: Session, kind: str, given: dict[str, Any], *, distinct: bool
) -> dict[str, Any]:
    """What was given, with the id that was shown, after a person has seen the record and agreed.

    Where there is nobody to ask, the record goes through as it is.

    Raises:
        WriteRefused: The person said no, or the record cannot be added.
    """
    if not at_terminal():
        return given
    from mineralreg.edit.add import add
    from mineralreg.edit.rows import from_options
    from mineralreg.store.change import write

    plan = add(from_options(kind, given), distinct=distinct)
    outcome = write(session.location, plan, dry_run=True)
    for edit in outcome.change.edits:
        say(edit.replacement.strip("\r\n").replace("\r\n", "\n"))
        say("")
    try:
        answer = _line(f"Add this to {outcome.path}? [Y/n] ", ()).lower()
    except KeyboardInterrupt:
        say("\ncancelled; nothing was added")
        raise
    if answer not in ("", "y", "yes"):
        raise WriteRefused("cancelled; nothing was added")
    return {**given, "id": outcome.change.ids[0]}


def at_terminal() -> bool:
    """Whether there is a person to ask."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _answer(kind: str, field: Field, names: Names, answers: dict[str, Any]) -> None:
    """Ask for one field and keep the answer, or each of several as it comes."""
    label = flag(field).replace("-", " ")
    about = f"{meaning(field)} {', '.join(field.words)}".rstrip()
    say(textwrap.fill(about, _width(), initial_indent="  ", subsequent_indent="  "))
    if not field.many:
        default = DEFAULTS.get((kind, field.key))
        answers[field.key] = _one(field, names, label.capitalize(), default)
        return
    values: list[str] = []
    answers[field.key] = values
    while True:
        more = bool(values) or (field.holds == "source" and "source_title" in answers)
        single = field._replace(required=field.required and not more)
        asked = f"Another {label} (empty line: no more)" if more else label.capitalize()
        new = field.holds == "source" and "source_title" not in answers
        value = _one(single, names, asked, offer=_new_source if new else None, answers=answers)
        if value is None:
            return
        if value:  # else it is a new source, which comes with the record
            values.append(value)


def _new_source(text: str, names: Names, answers: dict[str, Any]) -> bool:
    """Ask for a source that the registry lacks, to be added with the record; False for a no."""
    if _line("  Add it as a new source? [y/N] ", ()).strip().lower() not in ("y", "yes"):
        return False
    known = {"url": text} if "://" in text else {"title": text}
    for key in NEW_SOURCE:
        field = inputs("source")[key]
        if field.words:
            say(f"  {field.help} {', '.join(field.words)}")
        default = known.get(key) or DEFAULTS.get(("source", key))
        label = f"  {key.capitalize()} of the source"
        answers[SOURCE + key] = _one(field, names, label, default)
    return True


def _width() -> int:
    from mineralreg.output.terminal import look

    return look(sys.stderr).width


def _one(
    field: Field,
    names: Names,
    label: str,
    default: str | None = None,
    *,
    offer: Callable[[str, Names, dict[str, Any]], bool] | None = None,
    answers: dict[str, Any] | None = None,
) -> str | None:
    """One answer that is understood, or None for an empty line where one may be empty.

    An answer that is not understood may be offered as something new; "" when that was taken.
    """
    from mineralreg.edit.values import read

    prompt = f"{label} [{default}]: " if default else f"{label}: "
    while True:
        text = _line(prompt, names.candidates(field)).strip() or default or ""
        if not text and not field.required:
            return None
        if not text:
            say(f"  {label} is required; Ctrl-C cancels")
            continue
        try:
            read(field, text, names)
        except UsageError as error:
            said = error.message + (f"; {error.help}" if error.help else "")
            say(textwrap.fill(said, _width(), initial_indent="  ", subsequent_indent="  "))
            if offer and answers is not None and offer(text, names, answers):
                return ""
            continue
        return text


def _line(prompt: str, candidates: Sequence[str]) -> str:
    """A line that a person types.

    Raises:
        KeyboardInterrupt: The person ended the input.
    """
    try:
        if sys.stdout.isatty():
            with_completion(candidates)
            return input(prompt)
        sys.stderr.write(prompt)
        sys.stderr.flush()
        line = sys.stdin.readline()
    except EOFError:
        line = ""
    if not line:
        raise KeyboardInterrupt
    return line.rstrip("\n")


def with_completion(candidates: Sequence[str]) -> None:
    """Let the Tab key complete an answer, where the system has readline."""
    try:
        import readline
    except ImportError:
        return
    readline.set_completer_delims("")
    readline.set_completer(completer(candidates))
    readline.parse_and_bind("tab: complete")


def completer(candidates: Sequence[str]) -> Callable[[str, int], str | None]:
    """The function that readline asks for the candidates one after another."""

    def complete(text: str, state: int) -> str | None:
        found = [one for one in candidates if one.startswith(text.lower())]
        return found[state] if state < len(found) else None

    return complete


ROUNDS = 20
"""How often the editor opens for one text; more is a script that never gets it right."""


def edit_record(session: Session, id: str, change: Callable[[Plan], object]) -> None:
    """Edit the record, and have its text written back by `change`."""
    from mineralreg.document.document import read_document
    from mineralreg.edit.edit_text import text_of, without_remarks
    from mineralreg.store.change import refuse

    location = session.location
    refuse(location)
    old = text_of(read_document(location.path), id)
    with tempfile.TemporaryDirectory(prefix="mineralreg-") as folder:
        path = Path(folder) / "record.toml"
        path.write_text(old, encoding="utf-8")
        open_editor(path)
        new = without_remarks(_read(path))
        if new == old:
            say(f"{id} is unchanged; nothing was written")
            return
        _write_until_valid(change, id, old, new, path)


def _write_until_valid(
    change: Callable[[Plan], object], id: str, old: str, new: str, path: Path
) -> None:
    """Write the text; while it is refused, open the editor again, unless it comes back the same."""
    from mineralreg.edit.edit_text import replace_text, with_remarks, without_remarks

    for round in range(ROUNDS):
        try:
            change(replace_text(id, old, new))
            return
        except MineralregError as error:
            findings = getattr(error, "findings", ())
            last = round == ROUNDS - 1
            if last or (not findings and not isinstance(error, UsageError)):
                raise _kept(error, new, id) from None
            help = f" ({error.help})" if error.help else ""
            path.write_text(with_remarks(new, findings, error.message + help), encoding="utf-8")
            try:
                open_editor(path)
            except UsageError:
                raise _kept(error, new, id) from None
            again = without_remarks(_read(path))
            if again == new:
                raise _kept(error, new, id) from None
            new = again


def open_editor(path: Path) -> None:
    """Open a file in `$VISUAL`, `$EDITOR` or vi, and wait until it is closed.

    Raises:
        UsageError: The editor cannot be started or ends with an error.
    """
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        words = shlex.split(chosen)
        code = subprocess.call([*words, str(path)], stdout=_screen())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"the editor {chosen!r} cannot be started: {reason}",
            help="name yours in the variable VISUAL or EDITOR",
        ) from None
    if code != 0:
        raise UsageError(
            f"the editor {chosen!r} exited with {code}; nothing was written",
            help="check the variables VISUAL and EDITOR",
        )


def _screen() -> int | None:
    """Where an editor draws: stdout if it is a terminal, else stderr, as stdout is for the id."""
    if sys.stdout.isatty():
        return None
    try:
        return sys.stderr.fileno()
    except (OSError, ValueError):
        return subprocess.DEVNULL


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the edited file cannot be read: {error}") from None


def _kept(error: MineralregError, text: str, id: str) -> MineralregError:
    """The refusal, with the place where the edited text was saved."""
    handle, place = tempfile.mkstemp(prefix="mineralreg-", suffix=".toml")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    return WriteRefused(
        f"{id} was not changed: {error.message}",
        help=f"your text is in {place}",
        findings=getattr(error, "findings", ()),
    )
