"""What docs/security.md promises: which files are read and written, and that nothing else happens.

Python itself is the witness: its audit events name every file, process and connection.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from running import settled

import mineralreg

PACKAGE = Path(mineralreg.__file__).resolve().parent
ROOT = Path(__file__).resolve().parents[2]
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGING = ("rename", "remove", "rmdir", "mkdir", "chmod", "chown", "link", "symlink", "truncate")
OUTSIDE = re.compile(
    r"socket\.|ssl\.|urllib\.|http\.|ftplib\.|smtplib\.|poplib\.|imaplib\.|telnetlib\.|webbrowser"
)
RUNNING = re.compile(
    r"subprocess\.|os\.(exec|posix_spawn|spawn|fork|system|startfile)|pty\.|pickle\."
)

NETWORK = re.compile(
    r"(socket|ssl|http|ftplib|smtplib|requests|httpx|aiohttp|urllib3|xmlrpc|asyncio)\b"
)

QUESTIONS = [
    *([["list", kind, "-f", "json"] for kind in ("agreements", "partners", "sources", "claims")]),
    ["list", "-f", "table", "--country", "Peru", "--via-blocs", "--search", "memorandum"],
    ["list", "--country", "Atlantis"],
    ["show", "us-peru-2026", "-f", "table"],
    ["summary", "-f", "table"],
    ["summary", "--by", "mineral", "--by", "status"],
    ["reconcile"],
    ["sql", "select * from agreement"],
    ["sql", "attach 'evil.sqlite' as evil"],
    ["where"],
    ["validate"],
    *([["validate", "-f", form] for form in ("json", "sarif", "junit", "github", "concise")]),
    ["explain", "MR201"],
    ["schema"],
    ["fmt", "--check"],
    ["diff", "agreements.toml", "agreements.toml"],
    ["set", "us-peru-2026", "notes=x", "--dry-run"],
    ["--help"],
    ["list", "--help"],
    ["--version"],
]
WRITES = {
    "out/list.csv": ["list", "-o", "out/list.csv"],
    "out/all.json": ["export", "json", "-o", "out/all.json"],
    "out/all.sqlite": ["export", "sqlite", "-o", "out/all.sqlite"],
    "out/tables": ["export", "csv", "-o", "out/tables"],
    "out/page.html": ["export", "html", "-o", "out/page.html"],
    "out/report.xml": ["validate", "-f", "junit", "-o", "out/report.xml"],
    "out/new.toml": ["init", "out/new.toml"],
    "agreements.toml": ["set", "us-peru-2026", "notes=x"],
    "./agreements.toml": ["act", "us-peru-2026", "entered-into-force", "--date", "2026-03-01"],
    "././agreements.toml": ["fmt"],
}


class Seen(NamedTuple):
    """What a command did.

    Attributes:
        code: Exit code.
        reads: Real paths of the files that it opened.
        writes: Real paths of what it opened to write, made, renamed or removed.
        events: Names of all events.
    """

    code: int
    reads: set[str]
    writes: set[str]
    events: list[str]


def watched(place: Path, commands: list[list[str]]) -> list[Seen]:
    """Run the commands where the registry is, and sort what they did."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("audited.py"))],
        input=json.dumps(commands),
        cwd=place,
        env={
            "PATH": os.environ["PATH"],
            "MINERALREG_CACHE": str(place / "cache"),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [
        Seen(one["code"], *sorted_out(place, one["events"]), [name for name, _ in one["events"]])
        for one in json.loads(done.stdout)
    ]


def sorted_out(place: Path, events: list[tuple[str, list[Any]]]) -> tuple[set[str], set[str]]:
    reads: set[str] = set()
    writes: set[str] = set()
    for name, arguments in events:
        paths = [
            os.path.realpath(os.path.join(place, one)) for one in arguments if isinstance(one, str)
        ]
        if name == "open" and paths and isinstance(arguments[0], str):
            mode, flags = arguments[1] or "", arguments[2] or 0
            changes = set(mode) & set("wax+") if mode else flags & WRITING
            (writes if changes else reads).add(paths[0])
        elif name == "sqlite3.connect":
            uri = str(arguments[0]).removeprefix("file:").partition("?")
            if uri[0] != ":memory:":
                kind = reads if "mode=ro" in uri[2] else writes
                kind.add(os.path.realpath(os.path.join(place, uri[0])))
        elif name.startswith("os.") and any(word in name for word in CHANGING):
            writes.update(paths[: 2 if "rename" in name or "link" in name else 1])
    return reads, writes


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = settled(tmp_path_factory.mktemp("promises").resolve())
    (folder / "out").mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def asked(place: Path) -> list[Seen]:
    return watched(place, QUESTIONS)


def strangers(paths: set[str], *allowed: Path) -> set[str]:
    """Paths that lie in none of the allowed places."""
    return {path for path in paths if not any(_within(path, str(one)) for one in allowed)}


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)


def python_places() -> list[Path]:
    """Where Python and what is installed for it live."""
    places = {sys.prefix, sys.base_prefix, sys.exec_prefix, *filter(None, sys.path)}
    return [Path(one).resolve() for one in places] + [PACKAGE, Path("/dev/null")]


def test_no_command_ever_speaks_to_a_network(asked: list[Seen]) -> None:
    for arguments, seen in zip(QUESTIONS, asked, strict=True):
        assert not [name for name in seen.events if OUTSIDE.match(name)], arguments


def test_no_question_starts_another_program(asked: list[Seen]) -> None:
    for arguments, seen in zip(QUESTIONS, asked, strict=True):
        assert not [name for name in seen.events if RUNNING.match(name)], arguments


def test_a_question_reads_the_registry_the_package_and_the_cache_only(
    asked: list[Seen], place: Path
) -> None:
    for arguments, seen in zip(QUESTIONS, asked, strict=True):
        found = strangers(
            seen.reads,
            place / "agreements.toml",
            place / "cache",
            ROOT / "data" / "agreements.toml",
            ROOT / "data" / "agreements.schema.json",
            *python_places(),
        )
        assert not found, arguments


def test_a_question_writes_into_the_cache_only(asked: list[Seen], place: Path) -> None:
    for arguments, seen in zip(QUESTIONS, asked, strict=True):
        assert not strangers(seen.writes, place / "cache"), arguments
    assert any(seen.writes for seen in asked)


def test_the_witness_sees_what_it_is_asked_about(asked: list[Seen], place: Path) -> None:
    assert str(place / "agreements.toml") in asked[0].reads
    assert any(path.startswith(str(place / "cache")) for path in asked[1].reads)


def test_a_write_touches_its_target_and_what_stands_beside_it_for_a_moment(place: Path) -> None:
    before = set(os.listdir(place))
    for target, seen in zip(WRITES, watched(place, list(WRITES.values())), strict=True):
        assert seen.code == 0, target
        path = Path(os.path.realpath(place / target))
        names = [path.name, *(["agreements.schema.json"] if "init" in WRITES[target] else [])]
        for written in strangers(seen.writes, place / "cache", path):
            below = os.path.relpath(written, path.parent).split(os.sep)[0]
            assert below == "." or any(name in below for name in names), (target, written)
        assert not [name for name in seen.events if OUTSIDE.match(name) or RUNNING.match(name)]
    after = set(os.listdir(place)) | {f"out/{name}" for name in os.listdir(place / "out")}
    wanted = {os.path.normpath(target) for target in WRITES}
    assert after - before - wanted <= {
        "cache",
        ".agreements.toml.lock",
        "out/agreements.schema.json",
    }


@cache
def sources() -> list[tuple[Path, list[ast.AST]]]:
    return [
        (path.relative_to(PACKAGE), list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))))
        for path in sorted(PACKAGE.rglob("*.py"))
    ]


UNPACKERS = ("pickle", "_pickle", "marshal", "shelve", "dill", "yaml", "ctypes", "multiprocessing")


def test_no_module_evaluates_text_or_unpacks_objects() -> None:
    for path, nodes in sources():
        for node in nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "compile", "__import__"), path
            for name in imported(node):
                root = name.partition(".")[0]
                swap = root == "ctypes" and path == Path("atomic.py")  # of two folders, in one step
                assert root not in UNPACKERS or swap, path


def test_no_module_knows_how_to_reach_a_network() -> None:
    for path, nodes in sources():
        for node in nodes:
            for name in imported(node):
                assert not re.match(
                    r"(socket|ssl|http|ftplib|smtplib|requests|httpx|aiohttp|urllib3|xmlrpc)\b",
                    name,
                ), path
                assert name not in ("urllib.request", "urllib.error", "webbrowser") or is_open(
                    path, name
                ), path


def is_open(path: Path, name: str) -> bool:
    """`mineralreg open` hands an address to the browser; nothing else does."""
    return name == "webbrowser" and path.as_posix() == "cli/questions.py"


def imported(node: ast.AST) -> list[str]:
    """Names of modules that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def test_only_git_your_editor_and_your_pager_are_ever_started_and_never_through_a_shell() -> None:
    users = set()
    for path, nodes in sources():
        for node in nodes:
            if any(name.startswith("subprocess") for name in imported(node)):
                users.add(path.as_posix())
            if isinstance(node, ast.keyword) and node.arg == "shell":
                raise AssertionError(f"{path} starts a shell")
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                called = f"{node.value.id}.{node.attr}"
                assert not re.match(r"os\.(system|popen|exec|spawn|posix_spawn|fork)", called), path
    assert users == {"git.py", "cli/dialogue.py", "output/terminal.py"}
