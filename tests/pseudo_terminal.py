"""A program in a pseudo-terminal, and a person who answers when it asks."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

PATIENCE = 200.0
"""Seconds that a question may take to appear."""


class Talk(NamedTuple):
    """What a terminal showed, and how the program ended."""

    shown: str
    code: int


def talk(
    words: Sequence[str],
    environment: Mapping[str, str],
    exchanges: Sequence[tuple[str, str]] = (),
    lines: int = 0,
) -> Talk:
    """Run a program at a terminal of 80 columns and so many lines.

    Args:
        words: The program and its arguments.
        environment: Variables.
        exchanges: What is waited for on the screen, and what is typed then.
        lines: Lines of the terminal.
    """
    screen, end = terminal(lines)
    process = subprocess.Popen(
        words,
        stdin=end,
        stdout=end,
        stderr=end,
        env=environment,
        close_fds=True,
        start_new_session=True,
        preexec_fn=_own_terminal,  # noqa: PLW1509  # Ctrl-C
    )
    os.close(end)
    shown, seen = "", 0
    try:
        for wanted, typed in exchanges:
            while wanted not in shown[seen:]:
                more = _read(screen)
                assert more, f"waited for {wanted!r} in vain:\n{shown}"
                shown += more
            seen = shown.index(wanted, seen) + len(wanted)
            if typed == "\x03":  # readline hears it only once it waits, a moment after the prompt
                _until_asleep(process.pid)
            os.write(screen, typed.encode())
        while more := _read(screen):
            shown += more
        return Talk(shown.replace("\r\n", "\n"), process.wait(PATIENCE))
    finally:
        process.kill()
        process.wait()
        os.close(screen)


def terminal(lines: int) -> tuple[int, int]:
    """Both ends of a terminal of 80 columns and so many lines."""
    screen, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 80, 0, 0))
    return screen, end


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
