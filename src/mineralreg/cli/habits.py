"""What people mean who come from other tools: words that mean nothing here, and their equals."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from mineralreg.query.filters import HELP, option

COMMANDS = {
    "cat": "show",
    "check": "validate",
    "cite": "show --cite",
    "count": "summary",
    "create": "add",
    "delete": "remove",
    "dump": "export",
    "find": "list --search",
    "format": "fmt",
    "get": "show",
    "grep": "list --search",
    "history": "list actions",
    "lint": "validate",
    "log": "list actions",
    "ls": "list",
    "new": "add",
    "query": "sql",
    "rm": "remove",
    "search": "list --search",
    "stats": "summary",
    "timeline": "list actions",
    "update": "set",
    "view": "show",
}
OPTIONS = {
    "--after": ("--since",),
    "--all": ("--withdrawn",),
    "--before": ("--until",),
    "--descending": ("--reverse",),
    "--fields": ("--columns",),
    "--file": ("--registry",),
    "--from": ("--since",),
    "--grep": ("--search",),
    "--group-by": ("--by",),
    "--member": ("--party",),
    "--order": ("--sort",),
    "--order-by": ("--sort",),
    "--partner": ("--party",),
    "--query": ("--search",),
    "--text": ("--search",),
    "--to": ("--until",),
    "--top": ("--limit",),
    "--type": ("--kind",),
    "--where": ("--search",),
    "--with": ("--between", "--counterpart"),
    "--year": ("--since", "--until"),
}


def no_command(word: str, names: Iterable[str]) -> str:
    """The message for a word that is not a command."""
    meant = [COMMANDS[word]] if word in COMMANDS else get_close_matches(word, names, n=2)
    message = f"No such command {word!r}."
    if meant:
        message += " Did you mean " + " or ".join(f"`mineralreg {one}`" for one in meant) + "?"
    return message


def explain(error: Any, ctx: Any) -> None:
    """Let a usage error of Typer name the command's help, and the option that was meant."""
    if getattr(error, "ctx", ctx) is None:
        error.ctx = ctx
    if not hasattr(error, "possibilities"):
        return
    known = {name for param in ctx.command.params for name in param.opts}
    meant = [one for one in OPTIONS.get(error.option_name, ()) if one in known]
    if ctx.parent is None and error.option_name not in known:
        asked = OPTIONS.get(error.option_name, (error.option_name,))
        meant = [f"`mineralreg list {one}`" for one in asked if one in map(option, HELP)]
    meant = meant or get_close_matches(error.option_name, known, n=2)
    error.message = f"No such option: {error.option_name}."
    if meant:
        error.message += f" Did you mean {' or '.join(meant)}?"
    error.possibilities = None  # Typer 0.26.0 prints them as a tuple
