"""Runs commands in a process of their own and writes down what Python saw them do.

Reads a JSON array of argument lists from stdin and prints, for each, the exit code and the events
of `sys.addaudithook` that touch files, processes or the network.
"""

import io
import json
import os
import sys
from typing import Any

WATCHED = (
    *("open", "os.", "shutil.", "tempfile.", "glob.", "pathlib.", "sqlite3.", "subprocess."),
    *("socket.", "ssl.", "urllib.", "http.", "ftplib.", "smtplib.", "poplib.", "imaplib."),
    *("telnetlib.", "webbrowser.", "pickle.", "ctypes.", "pty.", "syslog.", "mmap.", "fcntl."),
)
"""Beginnings of the names of events that are written down."""

seen: list[tuple[str, list[Any]]] = []


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Write down an event; what JSON cannot hold as text."""
    if event.startswith(WATCHED):
        seen.append((event, [_plain(argument) for argument in arguments]))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return os.fsdecode(value)
    return value if isinstance(value, str | int | None) else str(value)


def main() -> None:
    """Run the commands one after the other."""
    commands = json.load(sys.stdin)
    told = sys.stdout
    from mineralreg.cli.app import run

    found = []
    sys.addaudithook(watch)
    for arguments in commands:
        seen.clear()
        sys.stdin = io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8")
        sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        code = run(arguments)
        found.append({"code": code, "events": list(seen)})
    sys.stdout = told
    json.dump(found, told)


if __name__ == "__main__":
    main()
