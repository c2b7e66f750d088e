"""Run commands in turn and keep what each run cost: wall time, processor time, peak memory.

Commands that are compared run alternately (A B A B …), so that a machine whose speed drifts drifts
for both. Medians are quoted; the ratio is the median of the ratios of neighbouring runs.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Command:
    """A command to time.

    Attributes:
        name: What the table calls it.
        argv: Program and arguments; no shell is involved.
        env: Variables set on top of the environment.
        ok: Exit codes that count as a run that did its work.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    ok: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Cost:
    """What one run cost: seconds of wall time and of the processor, peak memory in MB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Series:
    """All counted runs of one command."""

    command: Command
    costs: tuple[Cost, ...]

    @property
    def wall(self) -> float:
        """Median wall time in seconds."""
        return statistics.median(cost.wall for cost in self.costs)

    @property
    def memory(self) -> float:
        """Median peak memory in MB."""
        return statistics.median(cost.memory for cost in self.costs)


def run_once(command: Command) -> Cost:
    """Run a command once, its output read and thrown away.

    Raises:
        RuntimeError: It ended with an exit code that is not one of `ok`.
    """
    environment = {**os.environ, **command.env}
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            list(command.argv), stdout=subprocess.PIPE, stderr=errors, env=environment
        )
        assert process.stdout is not None
        while process.stdout.read(1 << 16):
            pass
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
        if process.returncode not in command.ok:
            errors.seek(0)
            said = errors.read(2000).decode(errors="replace")
            raise RuntimeError(f"{command.name} ended with {process.returncode}: {said}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turn(commands: Sequence[Command], runs: int, warm: int = 1) -> list[Series]:
    """Run the commands alternately, first `warm` uncounted rounds, then `runs` counted ones."""
    for _ in range(warm):
        for command in commands:
            run_once(command)
    costs: list[list[Cost]] = [[] for _ in commands]
    for _ in range(runs):
        for position, command in enumerate(commands):
            costs[position].append(run_once(command))
    return [Series(command, tuple(found)) for command, found in zip(commands, costs, strict=True)]


def ratio(one: Series, other: Series) -> float:
    """How many times as long `one` takes as `other`: the median over neighbouring runs."""
    return statistics.median(a.wall / b.wall for a, b in zip(one.costs, other.costs, strict=True))
