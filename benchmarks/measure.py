"""Run commands in turn and keep what each run cost: wall time, processor time, peak memory.

Commands that are compared run alternately (A B A B …), so that a machine whose speed drifts drifts
for both. Medians are quoted; the ratio is the median of the ratios of neighbouring runs. A command
may run in several processes: in the rounds that are not counted, the memory of all of them together
is looked at a hundred times a second.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True)
class Command:
    """A command to time.

    Attributes:
        name: What the table calls it.
        argv: Program and arguments; no shell is involved.
        env: Variables set on top of the environment.
        ok: Exit codes that count as a run that did its work.
        prepare: Called before each run, and not timed.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    ok: tuple[int, ...] = (0,)
    prepare: Callable[[], object] | None = None


@dataclass(frozen=True)
class Cost:
    """What one run cost: seconds of wall time and of the processor, peak memory in MB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Series:
    """All counted runs of one command, and the peak memory of all its processes in the others."""

    command: Command
    costs: tuple[Cost, ...]
    watched: float = 0.0

    @property
    def wall(self) -> float:
        """Median wall time in seconds."""
        return statistics.median(cost.wall for cost in self.costs)

    @property
    def processor(self) -> float:
        """Median processor time in seconds."""
        return statistics.median(cost.cpu for cost in self.costs)

    @property
    def memory(self) -> float:
        """Peak memory in MB: of all processes together, no less than of the largest (median)."""
        return max(self.watched, statistics.median(cost.memory for cost in self.costs))


def run_once(command: Command, *, watch: bool = False) -> Cost:
    """Run a command once, its output read and thrown away.

    Args:
        command: What to run.
        watch: Look at the memory of all its processes together, which takes time of its own.

    Raises:
        RuntimeError: It ended with an exit code that is not one of `ok`.
    """
    environment = {**os.environ, **command.env}
    if command.prepare:
        command.prepare()
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            list(command.argv), stdout=subprocess.PIPE, stderr=errors, env=environment
        )
        assert process.stdout is not None
        watcher = Watcher(process.pid)
        if watch:
            watcher.start()
        while process.stdout.read(1 << 16):
            pass
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        watcher.over.set()
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
        if process.returncode not in command.ok:
            errors.seek(0)
            said = errors.read(2000).decode(errors="replace")
            raise RuntimeError(f"{command.name} ended with {process.returncode}: {said}")
    peak = max(usage.ru_maxrss / 1024, watcher.peak)
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak)


class Watcher(threading.Thread):
    """Adds up the memory of a process and all that it starts; what they share counts once.

    Attributes:
        over: Set when the process has ended.
        peak: The most that it was, in MB; 0 where the system does not tell.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.over = threading.Event()
        self.peak = 0.0

    def run(self) -> None:
        """Look until it is over."""
        while not self.over.wait(0.01):
            self.peak = max(self.peak, sum(map(_proportional, _family(self.pid))))


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in _family(int(child)))]


def _proportional(pid: int) -> float:
    """Proportional set size of a process in MB (Linux, proc_pid_smaps(5)); 0 when it is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def in_turn(commands: Sequence[Command], runs: int, warm: int = 1) -> list[Series]:
    """Run the commands alternately: uncounted, then watched, then counted.

    Args:
        commands: What is compared.
        runs: Counted rounds.
        warm: Rounds before all others, so that caches are full.
    """
    for _ in range(warm):
        for command in commands:
            run_once(command)
    watched = [run_once(command, watch=True).memory for command in commands]
    costs: list[list[Cost]] = [[] for _ in commands]
    for _ in range(runs):
        for position, command in enumerate(commands):
            costs[position].append(run_once(command))
    return [
        Series(command, tuple(found), memory)
        for command, found, memory in zip(commands, costs, watched, strict=True)
    ]


def ratio(one: Series, other: Series) -> float:
    """How many times as long `one` takes as `other`: the median over neighbouring runs."""
    return statistics.median(a.wall / b.wall for a, b in zip(one.costs, other.costs, strict=True))
