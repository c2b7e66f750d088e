"""What is compared: mineralreg's command first, then what a user would pick instead."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib.metadata import version
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
PEERS_IN = "MINERALREG_PEERS"

_MAKE = """\
import sys
from pathlib import Path
from benchmarks.convert import write_all
from benchmarks.generate import write_registry
path = Path(sys.argv[1])
"""
FINDINGS = (0, 1, 5)
_DUCKDB = """\
import duckdb, sys
sql = "SELECT unnest(agreement, max_depth := 2) FROM read_json(?, maximum_object_size=1000000000)"
duckdb.sql(sql, params=[sys.argv[1]]).write_parquet(sys.argv[2])
"""
PEERS = ("jq", "recsel", "recfix", "taplo", "check-jsonschema", "tombi")


@dataclass(frozen=True)
class Case:
    """Commands that do the same thing, mineralreg's first."""

    title: str
    commands: Sequence[Command]
    runs: int = 15
    warm: int = 1


def versions() -> Iterator[tuple[str, str]]:
    """Name and version of every peer that is installed."""
    for name in ("jq", "recsel", "taplo", "check-jsonschema", "tombi"):
        path = which(name)
        if path:
            said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
            first = (said.stdout or said.stderr).splitlines()[0]
            number = re.search(r"\d+(\.\d+)+", first)
            yield name, number[0] if number else first
    python = which("python", peer=True)
    if python:
        ask = "import duckdb; print(duckdb.__version__)"
        said = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
        if said.returncode == 0:
            yield "duckdb", said.stdout.strip()
    yield "typer", version("typer")


def which(name: str, *, peer: bool = False) -> str | None:
    """A program in the folder of peers or beside this Python, else on the path."""
    folders = [Path(os.environ[PEERS_IN]) / "bin"] if PEERS_IN in os.environ else []
    for folder in (*folders, *(() if peer else (BIN,))):
        if (folder / name).exists():
            return str(folder / name)
    return None if peer else shutil.which(name)


class World:
    """The registries that the cases run on, made when first asked for."""

    def __init__(self, folder: Path, sizes: tuple[int, ...]) -> None:
        self.folder = folder
        self.sizes = sizes

    @cached_property
    def missing(self) -> list[str]:
        """Peers that are not installed."""
        return [name for name in PEERS if which(name) is None]

    def registry(self, size: int, findings: int = 0) -> Path:
        """A synthetic registry of this many agreements, with its JSON and recutils forms."""
        path = self.folder / (f"{size}-{findings}.toml" if findings else f"{size}.toml")
        if not path.exists():
            # In a process of its own: a child's peak memory is counted from its parent's size on.
            make = f"write_registry(path, {size}, {size}, {findings}); write_all(path)"
            subprocess.run([sys.executable, "-c", _MAKE + make, str(path)], cwd=ROOT, check=True)
        return path

    def duckdb(self, data: Path) -> list[Command]:
        """DuckDB writing the agreements of a JSON file as Parquet, or nothing without it."""
        python = which("python", peer=True)
        target = self.folder / "duckdb.parquet"
        return (
            [Command("duckdb", [python, "-c", _DUCKDB, str(data), str(target)])] if python else []
        )

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
    yield from startup(world)
    for size in world.sizes:
        yield from questions(world, size)
        yield from large(world, size)
    for size in world.sizes:
        yield from validation(world, size)
    yield from building(world)
    for size in world.sizes[1:]:
        yield from writing(world, size)


def startup(world: World) -> Iterator[Case]:
    """Warm starts on the shipped data, against the least that Typer and rich can do."""
    shipped = ("--registry", SHIPPED)
    trivial = python("a trivial Typer program", "trivial.py")
    lighter = world.peer("../typer-0.28/bin/python", HERE / "trivial.py")
    yield Case(
        "one country, piped, warm",
        [
            own("list --country Peru", *shipped, "list", "--country", "Peru"),
            trivial,
            *(replace(one, name="a trivial program of Typer 0.28") for one in lighter),
        ],
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
    for findings in FINDINGS:
        registry = world.registry(size, findings)
        others = [
            *world.peer("taplo", "check", "--schema", SCHEMA.as_uri(), registry, ok=(0, 1)),
            *world.peer("check-jsonschema", "--schemafile", SCHEMA, registry, ok=(0, 1)),
        ]
        large = size > 10_000  # there the others need gigabytes, and minutes
        if size == 1_000 and not findings:  # these take a minute and more of ten times as much
            shutil.copy(SCHEMA, world.folder)  # where the first line of the registry says it is
            others += world.peer("tombi", "lint", "--offline", registry, ok=(0, 1))
            others += world.peer("recfix", "--check", registry.with_suffix(".rec"), ok=(0, 1))
        told = f"{findings} findings each" if findings != 1 else "1 finding each"
        yield Case(
            f"validate {size:,} agreements ({registry.stat().st_size / 1e6:.1f} MB), {told}",
            [
                own("validate", "validate", registry, "-q", "--level", "info"),
                *(() if large or findings > 1 else others),
            ],
            runs=3,
        )
        if large:
            return


def large(world: World, size: int) -> Iterator[Case]:
    """Questions that read much, warm."""
    registry = ("--registry", world.registry(size))
    edited = world.folder / f"{size}-edited.toml"  # all cases are made before the first one runs
    edit_one(registry[1], edited, "source", "title", iter([0]))
    for words in (
        "list partners",
        "summary",
        "summary --by party",
        "summary --by mineral",
        "list actions --limit 10",
        "list",
        "list actions",
        "list sources",
        "list -f json",
        "list -f csv",
        "list -f md",
        "list --sort title",
        "list --columns id,regions,signatories,place",
        "list --as-of 2020",
        "list actions --sort title",
        "list actions -f ids",
        "summary --as-of 2020",
        "summary --by region --by mineral",
        "summary --by source --by mineral",
        "list --search lithium --as-of 2024",
        "reconcile",
        "diff",
    ):
        between = (registry[1], edited) if words == "diff" else ()
        commands = [own(words, *registry, *words.split(), *between)]
        yield Case(f"{words} of {size:,} agreements, warm", commands, runs=3)
    completed = own("completion of show", *registry, "show", "peru-")
    env = {"_MINERALREG_COMPLETE": "complete_bash", "COMP_CWORD": "4"}
    env["COMP_WORDS"] = f"mineralreg --registry {registry[1]} show peru-"
    argv = completed.argv[:1]
    yield Case(
        f"completion of show of {size:,} agreements, warm",
        [replace(completed, argv=argv, env=env)],
        runs=5,
    )


def building(world: World) -> Iterator[Case]:
    """The first question on a file that no index exists for, and after an edit of one record."""
    for size, registry in (("the shipped data", SHIPPED), *_named(world)):
        arguments = ("--registry", registry, "list", "--country", COUNTRY, "-f", "ids")
        empty = world.folder / "empty-cache"
        clear = partial(shutil.rmtree, empty, ignore_errors=True)
        first = own("list, first time", *arguments, MINERALREG_CACHE=str(empty))
        again = own("list, again", *arguments)
        runs = 2 if registry.stat().st_size > 20e6 else 5
        yield Case(
            f"first question on {size}, empty cache",
            [replace(first, prepare=clear), again],
            runs=runs,
        )
        edited = world.folder / "edited.toml"
        arguments = ("--registry", edited, "list", "--country", COUNTRY, "-f", "ids")
        for kind, key in (("source", "title"), ("agreement", "title"), ("agreement", "date")):
            edit = partial(edit_one, registry, edited, kind, key, iter(range(1_000_000)))
            after = replace(own("list, after an edit", *arguments), prepare=edit)
            what = f"first question after another {key} of one {kind}, {size}"
            yield Case(what, [after], runs=runs)


def edit_one(registry: Path, edited: Path, kind: str, key: str, numbers: Iterator[int]) -> None:
    """Write a registry with another title of one record, or another day of its first act.

    Line by line: a child's peak memory is counted from its parent's size on.
    """
    header, inside, number = f"[[{kind}]]\n".encode(), False, next(numbers)
    old_text, new_text = {
        "title": (rb'^title = "', b'title = "Revision %d of ' % number),
        "date": (
            rb"(^    { action = .*), date = [^, }]+",
            rb"\1, date = 2001-01-%02d" % (number % 28 + 1),
        ),
    }[key]
    with registry.open("rb") as old, edited.open("wb") as new:
        for line in old:
            inside = inside or line == header
            changed = re.sub(old_text, new_text, line) if inside else line
            new.write(changed)
            if changed != line:
                break
        shutil.copyfileobj(old, new)


def writing(world: World, size: int) -> Iterator[Case]:
    """Adding one record, and the whole data in other forms."""
    registry = world.registry(size)
    runs = 3 if size <= 10_000 else 1
    changed = world.folder / "changed.toml"
    add = (
        *("--registry", changed, "add", "source", "--yes", "--id", "a-new-source"),
        *("--title", "A report", "--publisher", "A wire", "--kind", "press"),
    )
    copy = partial(shutil.copy, registry, changed)
    if size <= 10_000:
        yield Case(
            f"add a record to {size:,} agreements",
            [
                replace(own("add source", *add), prepare=copy),
                own("validate", "validate", registry, "-q"),
            ],
            runs=runs,
        )
    for words, name in (
        (("sqlite",), "x.db"),
        (("json",), "x.json"),
        (("json", "--country", COUNTRY), "y.json"),
        (("csv",), "x-csv"),
        (("parquet",), "x-parquet"),
        (("html",), "x.html"),
    ):
        if words[0] == "html" and size > 10_000:
            continue
        target = world.folder / name
        argv = ("--registry", registry, "export", *words, "-o", target)
        command = replace(own(f"export {' '.join(words)}", *argv), prepare=partial(_remove, target))
        peer = world.duckdb(registry.with_suffix(".json")) if words[0] == "parquet" else []
        yield Case(f"export {size:,} agreements: {' '.join(words)}", [command, *peer], runs=runs)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _named(world: World) -> Iterator[tuple[str, Path]]:
    for size in world.sizes:
        yield f"{size:,} agreements", world.registry(size)
