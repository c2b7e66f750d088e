"""What docs/security.md promises: which files are read and written, and that nothing else happens.

Python itself is the witness: its audit events name every file, process and connection.
"""

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from running import alone

import mineralreg
from samples import kept

PACKAGE = Path(mineralreg.__file__).resolve().parent
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGING = ("rename", "remove", "rmdir", "mkdir", "chmod", "chown", "link", "symlink", "truncate")
LEAVING = re.compile(
    r"socket\.|ssl\.|urllib\.|http\.|ftplib\.|smtplib\.|poplib\.|imaplib\.|telnetlib\.|webbrowser"
    r"|subprocess\.|os\.(exec|posix_spawn|spawn|fork|system|startfile)|pty\.|pickle\."
)
"""Events of what reaches a network or starts a program."""

QUESTIONS = """\
list agreements -f json
list partners -f json
list sources -f json
list claims -f json
list -f table --country Peru --via-blocs --search memorandum
list --country Atlantis
show us-peru-2026 -f table
summary -f table
summary --by mineral --by status
reconcile
sql "select * from agreement"
sql "attach 'evil.sqlite' as evil"
where
validate
validate -f json
validate -f sarif
validate -f junit
validate -f github
validate -f concise
explain MR201
schema
fmt --check
diff agreements.toml agreements.toml
set us-peru-2026 notes=x --dry-run
--help
list --help
--version
""".splitlines()
WRITES = {
    "out/list.csv": "list -o out/list.csv",
    "out/all.json": "export json -o out/all.json",
    "out/all.sqlite": "export sqlite -o out/all.sqlite",
    "out/tables": "export csv -o out/tables",
    "out/page.html": "export html -o out/page.html",
    "out/report.xml": "validate -f junit -o out/report.xml",
    "out/new.toml": "init out/new.toml",
    "agreements.toml": "set us-peru-2026 notes=x",
    "./agreements.toml": "act us-peru-2026 entered-into-force --date 2026-03-01",
    "././agreements.toml": "fmt",
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


def watched(place: Path, lines: list[str]) -> list[Seen]:
    """Run command lines where the registry is, and sort what they did."""
    done = subprocess.run(
        [sys.executable, str(HERE / "audited.py")],
        input=json.dumps(list(map(shlex.split, lines))),
        cwd=place,
        env=alone(place) | {"PYTHONDONTWRITEBYTECODE": "1"},
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
    folder = tmp_path_factory.mktemp("promises").resolve()
    kept(folder)
    (folder / "out").mkdir()
    yield folder
    shutil.rmtree(folder)


def strangers(paths: set[str], *allowed: Path) -> set[str]:
    """Paths that lie in none of the allowed places."""
    return {path for path in paths if not any(_within(path, str(one)) for one in allowed)}


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)


def python_places() -> list[Path]:
    """Where Python and what is installed for it live."""
    places = {sys.prefix, sys.base_prefix, sys.exec_prefix, *filter(None, sys.path)}
    return [Path(one).resolve() for one in places] + [PACKAGE, Path("/dev/null")]


def test_a_question_touches_the_registry_the_package_and_the_cache_only(place: Path) -> None:
    registry, index = place / "agreements.toml", place / "cache"
    shipped = [ROOT / "data" / name for name in ("agreements.toml", "agreements.schema.json")]
    asked = watched(place, QUESTIONS)
    for line, seen in zip(QUESTIONS, asked, strict=True):
        assert not list(filter(LEAVING.match, seen.events)), line
        assert not strangers(seen.reads, registry, index, *shipped, *python_places()), line
        assert not strangers(seen.writes, index), line
    assert str(registry) in asked[0].reads  # the witness sees what it is asked about
    assert strangers(asked[0].writes)
    assert strangers(asked[1].reads, registry, *python_places())


def test_a_write_touches_its_target_and_what_stands_beside_it_for_a_moment(place: Path) -> None:
    before = set(os.listdir(place))
    for target, seen in zip(WRITES, watched(place, list(WRITES.values())), strict=True):
        assert seen.code == 0, target
        path = Path(os.path.realpath(place / target))
        names = [path.name, *(["agreements.schema.json"] if "init" in WRITES[target] else [])]
        for written in strangers(seen.writes, place / "cache", path):
            below = os.path.relpath(written, path.parent).split(os.sep)[0]
            assert below == "." or any(name in below for name in names), (target, written)
        assert not list(filter(LEAVING.match, seen.events)), target
    after = set(os.listdir(place)) | {f"out/{name}" for name in os.listdir(place / "out")}
    wanted = {os.path.normpath(target) for target in WRITES}
    assert after - before - wanted <= {
        "cache",
        ".agreements.toml.lock",
        "out/agreements.schema.json",
    }


@cache
def sources() -> list[tuple[str, ast.AST]]:
    """Each piece of the program's source, with the name of its module."""
    return [
        (path.relative_to(PACKAGE).as_posix(), node)
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]


RISKY = re.compile(
    r"(pickle|_pickle|marshal|shelve|dill|yaml|ctypes|multiprocessing|subprocess|webbrowser|socket"
    r"|ssl|http|ftplib|smtplib|requests|httpx|aiohttp|urllib3|xmlrpc|urllib\.(request|error))\b"
)
"""Modules that unpack objects, start programs or reach a network."""
USERS = {
    "subprocess": {"git.py", "cli/dialogue.py", "output/terminal.py"},
    "webbrowser": {"cli/questions.py"},  # `open` hands an address to the browser
}


def test_only_git_your_editor_your_pager_and_your_browser_are_ever_started() -> None:
    users: dict[str, set[str]] = {}
    for path, node in sources():
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for match in filter(None, map(RISKY.match, names)):
            users.setdefault(match[0], set()).add(path)
    assert users == USERS


def test_no_module_evaluates_text_or_starts_a_shell() -> None:
    for path, node in sources():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("eval", "exec", "compile", "__import__"), path
        assert not isinstance(node, ast.keyword) or node.arg != "shell", path
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            called = f"{node.value.id}.{node.attr}"
            assert not re.match(r"os\.(system|popen|exec|spawn|posix_spawn|fork)", called), path


def test_every_test_that_the_security_page_names_exists() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", page)
    assert len(named) > 25
    for file, name in named:
        text = (HERE / file).read_text(encoding="utf-8")
        assert re.search(rf"^(def )?{name}\b", text, re.MULTILINE), f"{file}::{name}"
