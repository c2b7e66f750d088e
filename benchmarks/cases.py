"""What is compared: mineralreg's command first, then what a user would pick instead."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Command

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).parent
ROOT = HERE.parent
SHIPPED = ROOT / "data" / "agreements.toml"
SCHEMA = ROOT / "data" / "agreements.schema.json"
BIN = Path(sys.executable).parent
COUNTRY = "peru"

_MAKE = """\
import sys
from pathlib import Path
from benchmarks.convert import write_all
from benchmarks.generate import write_registry
path = Path(sys.argv[1])
"""
PEERS = ("jq", "recsel", "recfix", "taplo", "check-jsonschema")


@dataclass(frozen=True)
class Case:
    """Commands that do the same thing, mineralreg's first."""

    title: str
    commands: Sequence[Command]
    runs: int = 15
    warm: int = 1


def versions() -> Iterator[tuple[str, str]]:
    """Name and version of every peer that is installed."""
    for name in ("jq", "recsel", "taplo", "check-jsonschema"):
        path = which(name)
        if path:
            said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
            first = (said.stdout or said.stderr).splitlines()[0]
            yield name, first.split()[-1].removeprefix("jq-")


def which(name: str) -> str | None:
    """A program beside this Python, else on the path."""
    beside = BIN / name
    return str(beside) if beside.exists() else shutil.which(name)


class World:
    """The registries that the cases run on, made when first asked for."""

    def __init__(self, folder: Path, sizes: tuple[int, ...]) -> None:
        self.folder = folder
        self.sizes = sizes

    @cached_property
    def missing(self) -> list[str]:
        """Peers that are not installed."""
        return [name for name in PEERS if which(name) is None]

    def registry(self, size: int) -> Path:
        """A synthetic registry of this many agreements, with its JSON and recutils forms."""
        path = self.folder / f"{size}.toml"
        if not path.exists():
            # In a process of its own: a child's peak memory is counted from its parent's size on.
            make = f"write_registry(path, {size}, seed={size}); write_all(path)"
            subprocess.run([sys.executable, "-c", _MAKE + make, str(path)], cwd=ROOT, check=True)
        return path

    def peer(self, name: str, *arguments: object, ok: tuple[int, ...] = (0,)) -> list[Command]:
        """A peer's command, or nothing when it is not installed."""
        path = which(name)
        return [Command(name, [path, *map(str, arguments)], ok=ok)] if path else []


def own(title: str, *arguments: object, **env: str) -> Command:
    """A mineralreg command of this Python."""
    argv = [str(BIN / "mineralreg"), *map(str, arguments)]
    return Command(f"mineralreg {title}", argv, env, ok=(0, 1))


def python(title: str, script: str, **env: str) -> Command:
    """A Python script of this folder."""
    return Command(title, [sys.executable, str(HERE / script)], env)


def all_cases(world: World) -> Iterator[Case]:
    """Every comparison, quick ones first."""
    yield from startup()
    for size in world.sizes:
        yield from questions(world, size)
    for size in world.sizes:
        yield from validation(world, size)
    yield from building(world)
    yield from writing(world)


def startup() -> Iterator[Case]:
    """Warm starts on the shipped data, against the least that Typer and rich can do."""
    shipped = ("--registry", SHIPPED)
    trivial = python("a trivial Typer program", "trivial.py")
    yield Case(
        "one country, piped, warm",
        [own("list --country Peru", *shipped, "list", "--country", "Peru"), trivial],
    )
    yield Case(
        "one record, piped, warm",
        [own("show us-peru-2026", *shipped, "show", "us-peru-2026"), trivial],
    )
    yield Case(
        "counts, piped, warm",
        [own("summary --by status", *shipped, "summary", "--by", "status"), trivial],
    )
    yield Case(
        "one country as a table, warm",
        [
            own(
                "list -f table",
                *(*shipped, "--color", "always", "list", "--country", "Peru", "-f", "table"),
                COLUMNS="120",
            ),
            python("a trivial Typer program with a rich table", "trivial_table.py"),
        ],
    )


def questions(world: World, size: int) -> Iterator[Case]:
    """Agreements of one country, warm."""
    registry = world.registry(size)
    listing = ("--registry", registry, "list", "--country", COUNTRY, "-f", "ids")
    yield Case(
        f"one country of {size:,} agreements, warm",
        [
            own("list --country", *listing),
            *world.peer(
                "jq",
                *("-r", f'.agreement[] | select(.parties | index("{COUNTRY}")) | .id'),
                registry.with_suffix(".json"),
            ),
            *world.peer(
                "recsel",
                *("-t", "agreement", "-e", f"Parties = '{COUNTRY}'", "-P", "Id"),
                registry.with_suffix(".rec"),
            ),
        ],
        runs=7,
    )
    yield Case(
        f"counts by status and kind of {size:,} agreements, warm",
        [
            own("summary", "--registry", registry, "summary", "--by", "status", "--by", "kind"),
            *world.peer(
                "jq",
                *("-c", ".agreement | group_by(.kind) | map([.[0].kind, length])"),
                registry.with_suffix(".json"),
            ),
        ],
        runs=7,
    )


def validation(world: World, size: int) -> Iterator[Case]:
    """Checking a whole file: the others its shape, mineralreg also its references and sense."""
    registry = world.registry(size)
    others = [
        *world.peer("taplo", "check", "--schema", SCHEMA.as_uri(), registry, ok=(0, 1)),
        *world.peer("check-jsonschema", "--schemafile", SCHEMA, registry, ok=(0, 1)),
        *world.peer("recfix", "--check", registry.with_suffix(".rec"), ok=(0, 1)),
    ]
    large = size > 10_000  # there the others need gigabytes, and minutes
    yield Case(
        f"validate {size:,} agreements ({registry.stat().st_size / 1e6:.1f} MB)",
        [own("validate", "validate", registry, "-q"), *(() if large else others)],
        runs=3 if large else 5,
    )


def building(world: World) -> Iterator[Case]:
    """The first question on a file that no index exists for."""
    for size, registry in (("the shipped data", SHIPPED), *_named(world)):
        arguments = ("--registry", registry, "list", "--country", COUNTRY, "-f", "ids")
        empty = world.folder / "empty-cache"
        clear = partial(shutil.rmtree, empty, ignore_errors=True)
        first = own("list, first time", *arguments, MINERALREG_CACHE=str(empty))
        again = own("list, again", *arguments)
        yield Case(
            f"first question on {size}, empty cache", [replace(first, prepare=clear), again], runs=5
        )


def writing(world: World) -> Iterator[Case]:
    """Adding one record, and the whole data in other forms, on 10,000 agreements."""
    registry = world.registry(10_000)
    export = ("--registry", registry, "export")
    changed = world.folder / "changed.toml"
    add = (
        *("--registry", changed, "add", "source", "--yes", "--id", "a-new-source"),
        *("--title", "A report", "--publisher", "A wire", "--kind", "press"),
    )
    copy = partial(shutil.copy, registry, changed)
    yield Case(
        "add a record to 10,000 agreements",
        [
            replace(own("add source", *add), prepare=copy),
            own("validate", "validate", registry, "-q"),
        ],
        runs=5,
    )
    for kind, name in (("sqlite", "x.db"), ("json", "x.json"), ("html", "x.html")):
        command = own(f"export {kind}", *export, kind, "-o", world.folder / name)
        yield Case(f"export 10,000 agreements as {kind}", [command], runs=3)


def _named(world: World) -> Iterator[tuple[str, Path]]:
    for size in world.sizes:
        yield f"{size:,} agreements", world.registry(size)
