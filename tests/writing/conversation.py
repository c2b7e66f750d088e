"""A program in a pseudo-terminal, and a person who answers when it asks."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import subprocess
import termios
import time
from pathlib import Path
from typing import NamedTuple

from written import environment, program

PATIENCE = 200.0
"""Seconds that a question may take to appear."""


class Talk(NamedTuple):
    """What a terminal showed, and how the program ended."""

    shown: str
    code: int


def talk(path: Path, arguments: list[str], exchanges: list[tuple[str, str]], **more: str) -> Talk:
    """Run the program at a terminal.

    Args:
        path: The registry.
        arguments: Command and options.
        exchanges: What is waited for on the screen, and what is typed then.
        more: Environment variables.
    """
    screen, end = pty.openpty()
    process = subprocess.Popen(
        program(path, *arguments),
        stdin=end,
        stdout=end,
        stderr=end,
        env=environment(COLUMNS="100", **more),
        close_fds=True,
        start_new_session=True,
        preexec_fn=_own_terminal,  # noqa: PLW1509  # Ctrl-C
    )
    os.close(end)
    shown, seen = "", 0
    try:
        for wanted, typed in exchanges:
            while wanted not in shown[seen:]:
                more_text = _read(screen)
                assert more_text, f"waited for {wanted!r} in vain:\n{shown}"
                shown += more_text
            seen = shown.index(wanted, seen) + len(wanted)
            if typed == "\x03":  # readline hears it only once it waits, a moment after the prompt
                _until_asleep(process.pid)
            os.write(screen, typed.encode())
        while more_text := _read(screen):
            shown += more_text
        return Talk(shown.replace("\r\n", "\n"), process.wait(PATIENCE))
    finally:
        process.kill()
        process.wait()
        os.close(screen)


def _own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _until_asleep(process: int) -> None:
    """Wait until a process has waited for something for a while, however slow the machine."""
    asleep = 0
    while asleep < 10:
        time.sleep(0.02)
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0]
        asleep = asleep + 1 if state == "S" else 0


def _read(screen: int) -> str:
    """What appears next; empty when the program has gone or nothing comes."""
    if not select.select([screen], [], [], PATIENCE)[0]:
        return ""
    try:
        return os.read(screen, 65536).decode("utf-8", "replace")
    except OSError:  # Linux says so when the other end is closed
        return ""
