"""`mineralreg add`: add records from options, from a file or a pipe, or by asking for them.

The options depend on the kind of record, so the command looks for the kind before it reads them;
`mineralreg add agreement --help` shows those of an agreement.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mineralreg.cli import asking, changing
from mineralreg.cli.command import Command, argument, flag, option
from mineralreg.edit.fields import FIELDS
from mineralreg.edit.options import ACTS, PLACE
from mineralreg.errors import UsageError, article
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer.core import TyperOption

    from mineralreg.edit.fields import Field

KIND = "Fields"
COMMON = ("--dry-run", "--yes", "-y", "--distinct")
"""Options without a value that may stand before the kind."""


def run(
    record_kind: str | None,
    template: str | None,
    distinct: bool,
    dry_run: bool,
    yes: bool,
    **options: Any,
) -> None:
    """Add what the options, a file or the answers of a person say."""
    if template is not None:
        from mineralreg.edit.options import template as blank

        asking.write([blank(known_kind(template))])
        return
    kind = known_kind(record_kind)
    source = options.pop("from", None)
    given = _by_key(kind, options)
    if source is not None:
        _add_from(kind, source, given, distinct=distinct, dry_run=dry_run)
        return
    from mineralreg.cli.interview import confirmed, interview
    from mineralreg.edit.add import add, from_options

    given = interview(kind, given)
    if not (yes or dry_run):
        given = confirmed(kind, given, distinct=distinct)
    changing.change(add(from_options(kind, given), distinct=distinct), dry_run=dry_run)


def known_kind(name: str | None) -> str:
    """The record kind that a word means, in the singular or the plural.

    Raises:
        UsageError: It is none.
    """
    kinds = ", ".join(RECORD_KINDS)
    if name is None:
        raise UsageError("add what?", help=f"name the kind of record first: {kinds}")
    kind = name.lower().removesuffix("s")
    if kind not in RECORD_KINDS:
        raise UsageError(f"there is no kind of record {name!r}", help=f"the kinds are {kinds}")
    return kind


def _add_from(
    kind: str, source: str, given: dict[str, Any], *, distinct: bool, dry_run: bool
) -> None:
    from mineralreg.document.content import read_bytes
    from mineralreg.edit.add import add, from_incoming
    from mineralreg.edit.incoming import read_incoming

    if any(given.values()):
        raise UsageError(
            "--from and fields on the command line do not go together",
            help="put the fields into the file, or leave out --from",
        )
    if source == "-":
        raw, name = sys.stdin.buffer.read(), "standard input"
    else:
        raw, name = read_bytes(Path(source)), source
    incoming = read_incoming(kind, raw, name)
    changing.change(add(from_incoming(incoming), distinct=distinct), dry_run=dry_run)


def _by_key(kind: str, options: dict[str, Any]) -> dict[str, Any]:
    """What was given, by the key of the field instead of the name of the option."""
    named = {field.flag.replace("-", "_"): field.key for field in FIELDS[kind] if field.flag}
    extra = (*ACTS.get(kind, ()), PLACE)
    return {
        named.get(name, name): value
        for name, value in options.items()
        if value and (name in named or name in extra)
    }


def _options(kinds: Sequence[str]) -> list[TyperOption]:
    """The options for the fields of these kinds, each name once."""
    made: dict[str, TyperOption] = {}
    for kind in kinds:
        for field in FIELDS[kind]:
            if field.flag:
                made.setdefault(field.flag, _option(field))
        for action in ACTS.get(kind, ()):
            made.setdefault(
                action,
                option(f"--{action}", metavar="DATE", help=f"When it was {action}.", section=KIND),
            )
        if kind in ACTS:
            where = f"Where it was {' or '.join(ACTS[kind])}."
            made.setdefault(PLACE, option(f"--{PLACE}", metavar="PLACE", help=where, section=KIND))
    return list(made.values())


def _option(field: Field) -> TyperOption:
    name, help = f"--{field.flag}", field.help
    if field.holds == "true or false":
        return flag(name, help=help, section=KIND)
    if field.words and len(field.words) <= 6:
        help = f"{help[:-1]}: {', '.join(field.words)}."
    if field.many or field.parts:
        help = f"{help} Repeatable."
    metavar = {"date": "DATE", "id": "ID", "whole number": "N"}.get(field.holds, "TEXT")
    return option(
        name, metavar=metavar, help=help, many=field.many or bool(field.parts), section=KIND
    )


class AddCommand(Command):
    """The command, with the options of the kind that is to be added."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the options of one kind when the arguments name one.

        Raises:
            UsageError: An option belongs to another kind.
        """
        whole = self.params
        try:
            self.params = self._params_for(ctx, args)
            return super().parse_args(ctx, args)
        finally:
            self.params = whole

    def _params_for(self, ctx: Any, args: list[str]) -> list[Any]:
        kind = _kind_among(args)
        every = _options(RECORD_KINDS)
        fields = {param.name for param in every}
        others = [param for param in self.params if param.name not in fields]
        if kind is not None:
            wanted = _options([kind])
            found = [*others[:1], *wanted, *others[1:]]
            if not ctx.resilient_parsing:
                _refuse_others(kind, args, {param.opts[0] for param in every}, found)
            return found
        return others if "--help" in args or "-h" in args else self.params


def _refuse_others(kind: str, args: Sequence[str], known: set[str], params: Sequence[Any]) -> None:
    """Refuse an option that only records of another kind have."""
    own = {name for param in params for name in param.opts}
    for word in args:
        name = word.partition("=")[0]
        if name in known - own:
            raise UsageError(
                f"{article(kind)} {kind} has no {name}",
                help=f"`mineralreg add {kind} --help` shows what it has",
            )


def _kind_among(args: Sequence[str]) -> str | None:
    """The kind that the arguments name first, if they do."""
    for number, word in enumerate(args):
        if word.removesuffix("s") in RECORD_KINDS:
            before = args[number - 1] if number else ""
            if not before.startswith("-") or before in COMMON:
                return word.removesuffix("s")
    return None


command = AddCommand(
    "add",
    run,
    params=[
        argument(
            "record_kind",
            required=False,
            metavar="KIND",
            help=f"{', '.join(RECORD_KINDS)}. `add KIND --help` shows its fields.",
        ),
        *_options(RECORD_KINDS),
        option(
            "--from",
            metavar="FILE",
            help="Records from a file, or - for a pipe: TOML, JSON or JSON Lines; all or none.",
            section=changing.WRITING,
        ),
        option(
            "--template",
            metavar="KIND",
            help="Print a blank record with a word on every field.",
            section=changing.WRITING,
        ),
        flag(
            "--distinct",
            help="It is another agreement than the one it looks like.",
            section=changing.WRITING,
        ),
        changing.dry_run_option(),
        flag("--yes", "-y", help="Do not ask whether it is right.", section=changing.WRITING),
    ],
    help="Add records: from options, from a file or pipe, or by asking on a terminal.",
    epilog=(
        'Example: mineralreg add agreement --title "Memorandum on lithium" --kind memorandum '
        '--party Chile --party "Republic of Korea" --source mofa-2026 --signed 2026-05-04'
    ),
)
