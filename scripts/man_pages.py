"""The man pages of the program and its commands, made from the same declarations as docs/cli.md."""

from __future__ import annotations

import re
from typing import Any

from mineralreg.cli.app import program
from mineralreg.cli.table import PROGRAM, commands
from scripts.declarations import EXIT_CODES

FOLDER = "man"
VARIABLES = (
    ("MINERALREG_REGISTRY", "The registry file, where no --registry is given."),
    ("MINERALREG_CACHE", "The folder for indexes; empty for none."),
    ("MINERALREG_PAGER, PAGER", "The pager for long answers on a terminal; empty for none."),
    ("NO_COLOR, FORCE_COLOR", "Turn colour off, or on where the terminal does not ask for it."),
)


def pages() -> dict[str, str]:
    """Return the text of each page by its path from the root of the repository."""
    found = {f"{FOLDER}/{PROGRAM}.1": _overview()}
    for name in commands(PROGRAM):
        found[f"{FOLDER}/{PROGRAM}-{name}.1"] = _command(name)
    return found


def _overview() -> str:
    group = program()
    parts = [_head(PROGRAM, _first(group.help)), ".SH SYNOPSIS\n", f"\\fB{PROGRAM}\\fR "]
    parts.append("[OPTIONS] COMMAND [ARGUMENTS]...\n")
    parts += [".SH DESCRIPTION\n", _text(group.help), ".SH COMMANDS\n"]
    for name in commands(PROGRAM):
        about = _first(group.get_command(None, name).help)
        parts.append(f".TP\n\\fB{PROGRAM}\\-{_escape(name)}\\fR(1)\n{_escape(about)}\n")
    parts += [".SH OPTIONS\n", *map(_option, group.params), ".SH EXIT STATUS\n"]
    parts += [f".TP\n\\fB{code}\\fR\n{word}: {_escape(when)}\n" for code, word, when in EXIT_CODES]
    parts.append(".SH ENVIRONMENT\n")
    parts += [f".TP\n\\fB{name}\\fR\n{_escape(what)}\n" for name, what in VARIABLES]
    return "".join(parts)


def _command(name: str) -> str:
    command = program().get_command(None, name)
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name != "argument"]
    words = " ".join(str(one.metavar) for one in arguments)
    title = f"{PROGRAM}-{name}"
    parts = [_head(title, _first(command.help)), ".SH SYNOPSIS\n"]
    parts.append(f"\\fB{PROGRAM} {_escape(name)}\\fR [OPTIONS] {_escape(words)}\n")
    parts += [".SH DESCRIPTION\n", _text(command.help)]
    if arguments:
        parts.append(".SH ARGUMENTS\n")
        parts += [f".TP\n{_escape(str(one.metavar))}\n{_escape(one.help)}\n" for one in arguments]
    panel = None
    for one in sorted(options, key=lambda one: _panel(one) != "Options"):
        if _panel(one) != panel:
            panel = _panel(one)
            parts.append(f".SH {_escape(panel.upper())}\n")
        parts.append(_option(one))
    parts.append(f".SH SEE ALSO\n\\fB{PROGRAM}\\fR(1)\n")
    return "".join(parts)


def _panel(param: Any) -> str:
    return getattr(param, "rich_help_panel", None) or "Options"


def _head(title: str, about: str) -> str:
    name = f"{_escape(title)} \\- {_escape(about)}"
    return f'.TH "{title.upper()}" "1" "" "{PROGRAM}"\n.SH NAME\n{name}\n'


def _option(param: Any) -> str:
    names = ", ".join(f"\\fB{_escape(name)}\\fR" for name in sorted(param.opts, key=len))
    value = "" if param.is_flag or not param.metavar else f" \\fI{_escape(param.metavar)}\\fR"
    return f".TP\n{names}{value}\n{_escape(param.help or '')}\n"


def _first(text: Any) -> str:
    return " ".join(str(text or "").split("\n\n")[0].split()).removesuffix(".")


def _text(text: Any) -> str:
    """Return the paragraphs."""
    paragraphs = [" ".join(part.split()) for part in str(text or "").split("\n\n")]
    return ".PP\n".join(_escape(part) + "\n" for part in paragraphs if part)


def _escape(text: str) -> str:
    """Protect what roff would read as an escape, a hyphen or, at the start of a line, a request."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    escaped = re.sub(r"[^\x00-\x7f]", lambda sign: f"\\[u{ord(sign[0]):04X}]", escaped)
    return re.sub(r"^(?=[.'])", r"\\&", escaped, flags=re.MULTILINE)
