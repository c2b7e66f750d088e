"""mineralreg side by side with what a user would pick instead, in one run.

    python -m benchmarks.compare [--quick] [--runs 15] [-o docs/performance.md]

Makes synthetic registries of 1,000, 10,000 and 100,000 agreements, the same data as JSON and as
recutils records, runs every tool on them alternately, and prints a Markdown page. A tool that is
not installed is named in the page. Install the others with

    apt-get install jq recutils
    bash scripts/install-peers.sh FOLDER

and name the folder in MINERALREG_PEERS.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import cases
from benchmarks.measure import in_turn, ratio

if TYPE_CHECKING:
    from benchmarks.cases import Case
    from benchmarks.measure import Series


def main() -> None:
    """Run all cases and print the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave the 100,000 out")
    parser.add_argument("--runs", type=int, default=15, help="counted runs of the quick cases")
    parser.add_argument("--only", help="run the cases whose name holds this")
    parser.add_argument("-o", "--output", type=Path, help="write the page there too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mineralreg-bench-") as folder:
        os.environ["MINERALREG_CACHE"] = str(Path(folder) / "cache")
        sizes = (1_000, 10_000) if options.quick else (1_000, 10_000, 100_000)
        world = cases.World(Path(folder), sizes)
        chosen = [
            case
            for case in cases.all_cases(world)
            if not options.only or options.only in case.title
        ]
        rows = [row for case in chosen for row in measure(case, options.runs)]
    page = render(rows, world.missing)
    if options.output:
        options.output.write_text(page, encoding="utf-8")
    print(page)


def measure(case: Case, runs: int) -> list[tuple[str, ...]]:
    """One table row a command: what it did, median seconds, peak memory, times mineralreg."""
    print(f"… {case.title}", file=sys.stderr)
    found = in_turn(case.commands, min(runs, case.runs), warm=case.warm)
    own = found[0]
    rows = []
    for series in found:
        compared = "" if series is own else f"{ratio(series, own):.2f}"
        rows.append((case.title if series is own else "", *_cells(series), compared))
    return rows


def _cells(series: Series) -> tuple[str, str, str, str]:
    shown = _seconds(series.wall)
    cpu = statistics.median(cost.cpu for cost in series.costs)
    return series.command.name, shown, _seconds(cpu), f"{series.memory:.0f} MB"


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def render(rows: list[tuple[str, ...]], missing: list[str]) -> str:
    """The Markdown page with the table, the machine, and what was not there to compare with."""
    head = (Path(__file__).parent / "performance.md").read_text(encoding="utf-8").rstrip()
    lines = [head, "", f"Measured on {machine()}.", ""]
    if missing:
        lines += [f"Not installed, so not compared: {', '.join(missing)}.", ""]
    lines += [
        "| what | command | median | processor | peak memory | times as long as mineralreg |",
        "|---|---|--:|--:|--:|--:|",
    ]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Processor count, system and Python in a line."""
    tools = [f"{name} {version}" for name, version in cases.versions()]
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, "
        f"Python {platform.python_version()}" + "".join(f", {tool}" for tool in tools)
    )


if __name__ == "__main__":
    main()
