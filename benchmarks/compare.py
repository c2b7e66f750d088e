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
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import cases
from benchmarks.measure import in_turn, ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.cases import Case
    from benchmarks.measure import Series

SIZES = (1_000, 10_000, 100_000)
_SIZE = re.compile(r"(?: o[fn])? ([\d,]+) agreements(?: \([^)]*\))?")


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
        world = cases.World(Path(folder), SIZES[:2] if options.quick else SIZES)
        chosen = [
            case
            for case in cases.all_cases(world)
            if not options.only or options.only in case.title
        ]
        found = [(case.title, measure(case, options.runs)) for case in chosen]
    page = render(found, world.missing)
    if options.output:
        options.output.write_text(page, encoding="utf-8")
    print(page)


def measure(case: Case, runs: int) -> list[Series]:
    """What the runs of each command of a case cost."""
    print(f"… {case.title}", file=sys.stderr)
    return in_turn(case.commands, min(runs, case.runs), warm=case.warm)


def rows(title: str, found: list[Series]) -> Iterator[tuple[str, ...]]:
    """One table row a command: what it did, median seconds, peak memory, times mineralreg."""
    own = found[0]
    for series in found:
        compared = "" if series is own else f"{ratio(series, own):.2f}"
        yield (title if series is own else "", *_cells(series), compared)


def growth(found: list[tuple[str, list[Series]]]) -> Iterator[tuple[str, ...]]:
    """One table row a case that was measured at several sizes: processor time, largest growth."""
    cases: dict[str, dict[int, float]] = {}
    for title, (own, *_) in found:
        if size := _SIZE.search(title):
            what = title.replace(size[0], "").removesuffix(", warm").rstrip(",")
            cases.setdefault(what, {})[int(size[1].replace(",", ""))] = own.processor
    for what, times in cases.items():
        if len(times) > 1:
            *_, smaller, larger = sorted(times)
            shown = [_seconds(times[size]) if size in times else "" for size in SIZES]
            yield what, *shown, f"{times[larger] / times[smaller]:.1f}"


def _cells(series: Series) -> tuple[str, str, str, str]:
    wall, processor = _seconds(series.wall), _seconds(series.processor)
    return series.command.name, wall, processor, f"{series.memory:.0f} MB"


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def render(found: list[tuple[str, list[Series]]], missing: list[str]) -> str:
    """The Markdown page with the table, the machine, and what was not there to compare with."""
    head = (Path(__file__).parent / "performance.md").read_text(encoding="utf-8").rstrip()
    lines = [head, "", f"Measured on {machine()}.", ""]
    if missing:
        lines += [f"Not installed, so not compared: {', '.join(missing)}.", ""]
    lines += [
        "| what | command | median | processor | peak memory | times as long as mineralreg |",
        "|---|---|--:|--:|--:|--:|",
    ]
    lines += ["| " + " | ".join(row) + " |" for case in found for row in rows(*case)]
    lines += [
        "",
        "How the processor time of each command grows with the agreements; the last column is the",
        "ratio of the two largest sizes, of which the one has ten times as many as the other:",
        "",
        "| what | " + " | ".join(f"{size:,}" for size in SIZES) + " | times |",
        "|---|" + "--:|" * (len(SIZES) + 1),
    ]
    lines += ["| " + " | ".join(row) + " |" for row in growth(found)]
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
