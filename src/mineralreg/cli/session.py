"""One run of the program: which registry, what the shared options say, how answers are written.

A command gives back its answer, a text, the plan of a change, or an exit code.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

from mineralreg.cli.boundary import close_quietly
from mineralreg.errors import UsageError
from mineralreg.output.escape import visible
from mineralreg.output.formats import chosen, render
from mineralreg.output.terminal import Look, after_a_second, look, page
from mineralreg.store.locate import Location, locate

if TYPE_CHECKING:
    from mineralreg.query.results import Answer
    from mineralreg.registry import Registry
    from mineralreg.store.change import Plan

COLORS = ("auto", "always", "never")
STDOUT = (None, "-")
"""What `-o` says of standard output."""


class Session:
    """What the commands of one run share: the options that all have, see `choose`.

    Attributes:
        format: The format of the answer.
        code: The exit code, where all goes well.
        inputs: Files that the run reads, besides the registry and standard input.
    """

    def __init__(self) -> None:
        self.choose()
        self.code = 0
        self.inputs: list[str] = []
        self._registry: Registry | None = None

    def run(
        self,
        command: Callable[..., Any],
        *fixed: str,
        shared: Mapping[str, Any],
        given: Mapping[str, Any],
    ) -> int:
        """Run a command, and write what it answers or carry out what it plans.

        It is given the fixed arguments, which are not of the command line, and its own options
        and arguments; the shared options are the session's.
        """
        self.choose(given, **shared)
        answer = command(self, *fixed, **given)
        if isinstance(answer, int):
            return answer
        if isinstance(answer, str):
            self.deliver([answer], self.output)
        elif callable(answer):
            self.carry_out(answer)
        elif answer is not None:
            self.answer(answer)
        return self.code

    def choose(
        self,
        given: Mapping[str, Any] | None = None,
        /,
        *,
        format: str | None = None,
        output: str | None = None,
        json: bool = False,
        dry_run: bool = False,
        registry: str | None = None,
        color: str = "auto",
        no_pager: bool = False,
    ) -> None:
        """Take the options that commands share, beside what their function is given.

        Output:
            --format -f FORMAT: {FORMATS}
            --output -o FILE: {OUTPUT}
            --json: {JSON}

        Writing:
            --dry-run: Print the change as a diff and write nothing.

        Other options:
            --registry PATH: Registry file to use (default: $MINERALREG_REGISTRY, else found from
                here).
            --color WHEN: auto (the default: on a terminal), always or never.
            --no-pager: Do not show a long table in a pager.
        """
        if color not in COLORS:
            raise UsageError(
                f"{color!r} is not a value of --color", help=f"choose from: {', '.join(COLORS)}"
            )
        if registry == "":
            raise UsageError("--registry needs a path", help="give a file, or leave the option out")
        self.path, self.color, self.pager = registry, color, not no_pager
        self.output, self.dry_run = output, dry_run
        default = "table" if sys.stdout and sys.stdout.isatty() else "plain"
        try:
            self.format = chosen(format, output, json=json, default=default)
        except UsageError as error:
            from mineralreg.cli.habits import export_for

            if not json and (export := export_for(format, output, given or {})):
                error.help = f"did you mean `{export}`?"
            raise

    @property
    def location(self) -> Location:
        """The registry that this run works on, and why."""
        return locate(self.path)

    @property
    def registry(self) -> Registry:
        """The registry of this run; its index is built on first use."""
        if self._registry is None:
            from mineralreg.registry import Registry

            self._registry = Registry(self.location.path)
            with after_a_second("reading the registry and building its index"):
                _ = self._registry.index
        return self._registry

    def close(self) -> None:
        """Close what the run has opened."""
        if self._registry is not None:
            self._registry.close()

    def answer(self, value: Answer) -> None:
        """Write an answer to stdout or its file, and its notes to stderr."""
        paged = self.format == "table"
        chunks = render(self.format, value, self.look(self.output))
        self.deliver(chunks, self.output, paged=paged)
        if paged and self.output in STDOUT and value.tally:
            say(value.tally)
        for text in value.notes:
            note(text)

    def carry_out(self, plan: Plan) -> None:
        """Change the registry of this run, or show the change, and say what was done."""
        from mineralreg.store.change import write as change_file

        with after_a_second("checking the registry"):
            outcome = change_file(self.location, plan, dry_run=self.dry_run)
        if self.dry_run:
            write_diff(outcome.path, outcome.before, outcome.after)
            return
        try:
            write(f"{id}\n" for id in outcome.change.ids)
        except OSError as error:  # the change is written, so this is not a refusal
            close_quietly()
            note(f"the change was written, but its id could not be printed: {error.strerror}")
        for sentence in outcome.change.said:
            say(sentence)
        for finding in outcome.consequences:
            note(f"{finding.message} ({finding.code}); that record needs correcting too")

    def look(self, output: str | None) -> Look:
        """How to render for stdout or a file."""
        return look(sys.stdout, self.color) if output in STDOUT else Look()

    def deliver(self, chunks: Iterable[str], output: str | None, *, paged: bool = False) -> None:
        """Write text to stdout, through a pager where one is wanted, or to a file.

        The file is replaced only when all is written, and never one that this run reads.
        """
        if output not in STDOUT:
            from mineralreg.atomic import refuse_input, replaced

            refuse_input(output, self.location.path, self.inputs)
            with replaced(output) as file, after_a_second("writing the answer"):
                file.writelines(chunks)
            note(f"wrote {output}")
            return
        chunks = iter(chunks)
        with after_a_second("working out the answer"):
            begun = next(chunks, "")
        chunks = chain((begun,), chunks)
        if paged and self.pager and sys.stdout.isatty():
            page(chunks, sys.stdout)
        else:
            write(chunks)


def write(chunks: Iterable[str]) -> None:
    """Write text to stdout; a reader that closes the pipe early does not change the exit code."""
    try:
        sys.stdout.writelines(chunks)
        sys.stdout.flush()
    except BrokenPipeError:
        close_quietly()


def write_diff(path: str, before: str, after: str) -> None:
    """Write a change as a unified diff to stdout: exact for `patch`, escaped on a terminal."""
    from mineralreg.output.patch import unified

    text = unified(path, before, after)
    write([visible(text) if sys.stdout.isatty() else text])


def note(text: str) -> None:
    """Write a note for people to stderr."""
    say(f"note: {text}")


def say(text: str) -> None:
    """Write a sentence for people to stderr."""
    try:
        sys.stderr.write(visible(text) + "\n")
    except OSError:  # stderr is gone; the exit code still says how it ended
        close_quietly("stderr")


def read_stdin() -> bytes:
    """All of standard input."""
    if sys.stdin is None:
        raise UsageError("standard input is closed", help="give a file instead of -")
    return sys.stdin.buffer.read()
