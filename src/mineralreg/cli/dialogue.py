"""Conversations with a person: questions on a terminal, and a record in an editor.

Questions go to stderr unless stdout is the terminal too, so that `id=$(mineralreg add …)` works.
Each answer is checked at once; the Tab key completes words, names and ids. An editor opens again
with the findings above the record; a text that could not be written is saved in a temporary file.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from mineralreg.cli.session import Session, say
from mineralreg.document.content import read_bytes
from mineralreg.document.document import read_document
from mineralreg.edit.add import add
from mineralreg.edit.edit_text import replace_text, text_of, with_remarks, without_remarks
from mineralreg.edit.fields import (
    ACTS,
    FIELDS,
    NEW_SOURCE,
    PLACE,
    SOURCE,
    asked,
    flag,
    inputs,
    missing,
    typed,
)
from mineralreg.edit.lookup import Names
from mineralreg.edit.rows import from_options
from mineralreg.edit.values import read
from mineralreg.errors import MineralregError, UsageError, WriteRefused
from mineralreg.output.terminal import look
from mineralreg.records.schema import Field
from mineralreg.store.change import refuse, write

DEFAULTS = {("agreement", "kind"): "memorandum", ("source", "kind"): "official"}
"""Answers that an empty line stands for."""


def interview(
    session: Session, kind: str, given: Mapping[str, Any], *, distinct: bool, confirm: bool
) -> dict[str, Any]:
    """What was given, completed and confirmed by a person where there is a terminal."""
    lacking = missing(kind, given)
    answers = dict(given)
    if not at_terminal():
        if not lacking:
            return answers
        flags = " and ".join(f"--{flag(FIELDS[kind][key])}" for key in lacking)
        raise UsageError(
            f"a new {kind} lacks {flags}",
            help=f"`mineralreg add {kind} --help` shows all fields; on a terminal you are asked",
        )
    try:
        if lacking:
            names = Names(read_document(session.location.path).data)
            say(f"A new {kind}. Press Tab to complete; an empty line skips what is optional.")
            _Interview(kind, answers, names).ask_for(lacking)
        found = {key: value for key, value in answers.items() if value}
        return _confirmed(session, kind, found, distinct=distinct) if confirm else found
    except KeyboardInterrupt:
        say("\ncancelled; nothing was added. To continue from here:")
        say(f"  {_command(session, kind, answers)}")
        raise


def _command(session: Session, kind: str, answers: Mapping[str, Any]) -> str:
    """The command line that gives these answers as options."""
    words = ["mineralreg", "add", kind]
    for key, value in answers.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            if one:
                words.append(f"--{flag(inputs(kind)[key])}")
                words += [] if one is True else [str(one)]
    if session.path:
        words += ["--registry", session.path]
    return shlex.join(words)


def _confirmed(
    session: Session, kind: str, found: dict[str, Any], *, distinct: bool
) -> dict[str, Any]:
    """What is to be added, with the id that was shown, when a person says yes."""
    plan = add(from_options(kind, found), distinct=distinct)
    outcome = write(session.location, plan, dry_run=True)
    for edit in outcome.change.edits:
        say(edit.replacement.strip("\r\n").replace("\r\n", "\n") + "\n")
    if _line(f"Add this to {outcome.path}? [Y/n] ").lower() not in ("", "y", "yes"):
        raise WriteRefused("cancelled; nothing was added")
    return {**found, "id": outcome.change.ids[0]}


def at_terminal() -> bool:
    """Whether questions can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


class _Interview:
    """Questions for the fields of one record, with what was given and answered so far."""

    def __init__(self, kind: str, answers: dict[str, Any], names: Names) -> None:
        self.kind, self.answers, self.names = kind, answers, names

    def ask_for(self, lacking: Sequence[str]) -> None:
        """Ask for what is lacking, and for what else a record of this kind often has."""
        wanted = () if self.kind == "event" and "start" in self.answers else asked(self.kind)
        acts = ACTS.get(self.kind, ())
        if any(map(self.answers.get, ("actions", *acts))):
            acts = ()
        for key, field in FIELDS[self.kind].items():
            if key not in (*lacking, *wanted) or self.answers.get(key):
                continue
            _explain(f"{typed(field)} {', '.join(field.words)}".rstrip())
            field = field._replace(required=key in lacking)  # noqa: PLW2901
            if field.many:
                self._ask_several(field)
            else:
                default = DEFAULTS.get((self.kind, field.key))
                self.answers[field.key] = self._ask(field, _label(field), default)
        if acts:
            field, place = inputs(self.kind)[acts[-1]], inputs(self.kind)[PLACE]
            self.answers[field.key] = self._ask(field, f"Date {field.key}")
            if self.answers[field.key]:
                self.answers[PLACE] = self._ask(place, f"Place {field.key}")

    def _ask_several(self, field: Field) -> None:
        """Ask for the values of a list, and keep each as it comes."""
        values: list[str] = []
        self.answers[field.key] = values
        while True:
            offered = field.holds == "source" and "source_title" not in self.answers
            label = _label(field)
            if values or (field.holds == "source" and not offered):
                field = field._replace(required=False)
                label = f"Another {label.lower()} (empty line: no more)"
            value = self._ask(field, label, offer=offered)
            if value is None:
                return
            if value:  # else it is a new source, which comes with the record
                values.append(value)

    def _ask(
        self, field: Field, label: str, default: str | None = None, *, offer: bool = False
    ) -> str | None:
        """One answer that is understood, or None for an empty line where one may be empty.

        With `offer`, what is not understood may be a new source; "" when it is one.
        """
        prompt = f"{label} [{default}]: " if default else f"{label}: "
        while True:
            text = _line(prompt, self.names.candidates(field)).strip() or default or ""
            if not text and not field.required:
                return None
            if not text:
                say(f"  {label} is required; Ctrl-C cancels")
                continue
            try:
                read(field, text, self.names)
                return text
            except UsageError as error:
                _explain(error.message + (f"; {error.help}" if error.help else ""))
            if offer and self._ask_for_source(text):
                return ""

    def _ask_for_source(self, text: str) -> bool:
        """Ask for a source that the registry lacks, to be added with the record; False for a no."""
        if _line("  Add it as a new source? [y/N] ").strip().lower() not in ("y", "yes"):
            return False
        known = {"url" if "://" in text else "title": text}
        for key in NEW_SOURCE:
            field = inputs("source")[key]
            if field.words:
                say(f"  {field.help} {', '.join(field.words)}")
            default = known.get(key) or DEFAULTS.get(("source", key))
            label = f"  {_label(field)} of the source"
            self.answers[SOURCE + key] = self._ask(field, label, default)
        return True


def _label(field: Field) -> str:
    words = flag(field).replace("-", " ").capitalize()
    return words.replace("Url", "URL").replace(" url", " URL")


def _explain(text: str) -> None:
    """Write text for a person, indented, with its lines broken at words."""
    width = look(sys.stderr).width
    say(textwrap.fill(text, width, initial_indent="  ", subsequent_indent="  "))


def _line(prompt: str, candidates: Sequence[str] = ()) -> str:
    """A line that a person types; the end of the input is an interrupt."""
    try:
        if sys.stdout.isatty():
            _complete(candidates)
            return input(prompt)
        sys.stderr.write(prompt)
        sys.stderr.flush()
        line = sys.stdin.readline()
    except EOFError:
        line = ""
    if not line:
        raise KeyboardInterrupt
    return line.rstrip("\n")


def _complete(candidates: Sequence[str]) -> None:
    """Let the Tab key complete, where the system has readline."""
    try:
        import readline
    except ImportError:
        return

    def complete(text: str, state: int) -> str | None:
        found = [one for one in candidates if one.startswith(text.lower())]
        return found[state] if state < len(found) else None

    readline.set_completer_delims("")
    readline.set_completer(complete)
    readline.parse_and_bind("tab: complete")


ROUNDS = 20
"""How often the editor opens again, as it may be a script that never succeeds."""


def edit_record(session: Session, id: str) -> None:
    """Let a person edit a record, and carry out the change; what is refused is edited again."""
    refuse(session.location)
    old = text_of(read_document(session.location.path), id)
    with tempfile.TemporaryDirectory(prefix="mineralreg-") as folder:
        path = Path(folder) / "record.toml"
        path.write_text(old, encoding="utf-8")
        new = _edited(path)
        if new == old:
            say(f"{id} is unchanged; nothing was written")
            return
        for _ in range(ROUNDS):
            try:
                session.carry_out(replace_text(id, old, new))
                return
            except MineralregError as error:
                refusal = error
            findings, before = refusal.findings, new
            if not findings and not isinstance(refusal, UsageError):
                break
            help = f" ({refusal.help})" if refusal.help else ""
            path.write_text(with_remarks(new, findings, refusal.message + help), encoding="utf-8")
            with suppress(UsageError):
                new = _edited(path)
            if new == before:
                break
    raise WriteRefused(
        f"{id} was not changed: {refusal.message}",
        help=f"your text is in {_saved(new.encode())}",
        findings=refusal.findings,
    )


def _edited(path: Path) -> str:
    """The text of a file after it was open in `$VISUAL`, `$EDITOR` or vi, without our remarks."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    screen = None if sys.stdout.isatty() else sys.__stderr__  # a pipe is for the id
    try:
        code = subprocess.call([*shlex.split(chosen), str(path)], stdout=screen)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"the editor {chosen!r} cannot be started: {reason}",
            help="set VISUAL or EDITOR to your editor",
        ) from None
    if code != 0:
        raise UsageError(
            f"the editor {chosen!r} exited with {code}; nothing was written",
            help="check the variables VISUAL and EDITOR",
        )
    try:
        raw = read_bytes(path)
    except MineralregError as error:
        raise UsageError(
            f"the edited text is lost: {error.message}", help="edit it again"
        ) from None
    try:
        return without_remarks(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(
            "the edited text is not UTF-8; nothing was written",
            help=f"it is in {_saved(raw)}; let the editor write UTF-8",
        ) from None


def _saved(raw: bytes) -> str:
    """Save an edited text to a temporary file."""
    handle, place = tempfile.mkstemp(prefix="mineralreg-", suffix=".toml")
    with os.fdopen(handle, "wb") as stream:
        stream.write(raw)
    return place
