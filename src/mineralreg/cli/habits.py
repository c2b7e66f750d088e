"""Suggestions for words of other tools, and for words in the wrong place."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from mineralreg.query.names import field_name, vocabularies_of
from mineralreg.query.summary import DIMENSIONS
from mineralreg.reference.filters import HELP, from_selector, option, worded

COMMANDS = {
    "show": "cat describe get view",
    "show --cite": "cite",
    "list": "ls",
    "list --search": "find grep search",
    "list actions": "history log timeline",
    "summary": "count stats",
    "sql": "query",
    "validate": "check lint",
    "diff": "compare",
    "where": "config info",
    "add": "create new",
    "add --from": "import load",
    "set": "mv rename update",
    "remove": "delete rm",
    "fmt": "format",
    "export": "dump",
    "--version": "version",
}
"""Commands, with the words that other tools have for them."""

OPTIONS = {
    "--since": "--after --from --start --year",
    "--until": "--before --end --to --year",
    "--search": "--filter --grep -q --query --text --title --where",
    "--kind": "--type",
    "--party": "--member --partner",
    "--between": "--with",
    "--counterpart": "--with",
    "--withdrawn": "--all",
    "--by": "--group-by",
    "--sort": "--order --order-by",
    "--reverse": "--desc --descending",
    "--columns": "--fields",
    "--limit": "--head --max --top",
    "--format csv": "--csv",
    "--format tsv": "--tsv",
    "--format jsonl": "--jsonl --ndjson",
    "--format md": "--markdown --md",
    "--registry": "--file",
    "--diff": "--dry-run",
    "--version": "-V -v",
}
"""Options, likewise."""

EXPORTS = {"excel": "xlsx", "xls": "xlsx", "db": "sqlite", "htm": "html", "rss": "atom"}
"""What formats of `export` are called elsewhere."""


def means(table: dict[str, str], word: str) -> list[str]:
    """The commands or options for a word of other tools."""
    return [ours for ours, theirs in table.items() if word in theirs.split()]


def no_command(word: str, names: Iterable[str]) -> str:
    """The message for a word that is not a command."""
    meant = means(COMMANDS, word) or get_close_matches(word, names, n=2)
    return f"No such command {word!r}.{_meant([f'`mineralreg {one}`' for one in meant])}"


def explain_usage(error: Any, ctx: Any) -> None:
    """Let a usage error of Typer name the command's help, and what was probably meant."""
    if getattr(error, "ctx", ctx) is None:
        error.ctx = ctx
    known = {name for param in ctx.command.params for name in param.opts if name[0] == "-"}
    if hasattr(error, "possibilities"):
        meant = _options(error.option_name, known, ctx)
        error.message = f"No such option: {error.option_name}.{_meant(meant)}"
        error.possibilities = None  # Typer 0.26.0 prints them as a tuple
    elif loose := re.match(r"Got unexpected extra .*\((.*)\)$", getattr(error, "message", "")):
        words = loose[1]
        fields = words.split() if "--by" in known else []
        if fields and all(field_name(one) in DIMENSIONS for one in fields):
            meant = [" ".join(f"--by {one}" for one in fields)]
        else:
            asked = filter_for(words) or filter_for(words.partition(" ")[0])
            meant = [asked] if asked and "--country" in known else []
        error.message = f"Unexpected argument: {words}.{_meant(meant)}"


def _options(name: str, known: set[str], ctx: Any) -> list[str]:
    """What an option that the command lacks was probably meant to be."""
    named = means(OPTIONS, name) or [name]
    meant = [one for one in named if one.partition(" ")[0] in known]
    if meant:
        return meant
    group = hasattr(ctx.command, "list_commands")
    if group and ctx.parent is not None:
        return [f"`{ctx.command_path} KIND {name}`"]
    asked = [f"`mineralreg list {one}`" for one in named if one in map(option, HELP)]
    if asked and (group or "--country" in known):
        return asked
    bare = {one.lstrip("-"): one for one in known}
    return [bare[one] for one in get_close_matches(name.lstrip("-"), bare, n=2)]


def _meant(meant: Iterable[str]) -> str:
    words = " or ".join(meant)
    return f" Did you mean {words}?" if words else ""


def filter_for(word: str) -> str | None:
    """The filter that a single word was meant for, if certain."""
    from mineralreg.reference.countries import countries

    place = countries().resolve(word)
    found = [name for name, _ in vocabularies_of(word)]
    found += ["country"] if place.country else ["party"] if place.bloc else []
    found += ["region"] if countries().resolve_area(word) else []
    found += ["since"] if re.fullmatch(r"\d{4}(-\d\d){0,2}", word) else []
    return f"{option(found[0])} {shlex.quote(word)}" if found else None


def export_for(name: str | None, path: str | None, given: Mapping[str, Any]) -> str | None:
    """The export command for a format or extension that answers lack, with the filters given."""
    from mineralreg.export import NAMES

    word = (name or (path or "").partition(".")[2].rpartition(".")[2]).lower()
    format = EXPORTS.get(word, word)
    if format not in NAMES:
        return None
    target = shlex.quote(path or f"agreements.{format}")
    filters = worded(from_selector({name: given[name] for name in HELP if name in given}))
    return f"mineralreg export {format} -o {target} {filters}".rstrip()
