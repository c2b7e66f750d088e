"""What a question on an indexed registry imports: start-up time is a feature."""

import os
import subprocess
import sys

import pytest

from samples import SAMPLE_FILE

SLOW = {
    "typer",
    "inspect",
    "pydantic",
    "pydantic_core",
    "rich",
    "tomli",
    "tomllib",
    "tomli_w",
    "platformdirs",
    "filelock",
    "asyncio",
    "logging",
    "email",
    "decimal",
    "argparse",
    "http",
    "importlib.metadata",
    "importlib.resources",
    "xml",
    "mineralreg.checks",
    "mineralreg.records",
    "mineralreg.edit",
    "mineralreg.export",
    "mineralreg.index.build",
    "mineralreg.document.document",
    "mineralreg.reference.countries",
}
"""Modules that cost a start a millisecond or more, or that only building and writing need."""

SCRIPT = """
import sys
from mineralreg.cli.quick import run
code = run(sys.argv[1:])
sys.stdout.flush()
sys.stderr.write("\\n".join(sorted(sys.modules)))
sys.exit(code)
"""


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    found = {
        "PATH": os.environ["PATH"],
        "MINERALREG_CACHE": str(tmp_path_factory.mktemp("cache")),
        "MINERALREG_REGISTRY": str(SAMPLE_FILE),
    }
    imported(found, "list")  # builds the index
    return found


def imported(env: dict[str, str], *arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return set(done.stderr.splitlines())


def slow(modules: set[str]) -> set[str]:
    return {name for name in SLOW if name in modules}


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("list", "--country", "Peru", "--since", "2024"),
        ("list", "partners", "-f", "csv"),
        ("list", "-f", "json"),
        ("list", "--as-of", "2025"),
        ("show", "us-peru-2026"),
        ("show", "us-peru-2026", "-f", "json"),
        ("summary",),
        ("summary", "--by", "status", "-f", "csv"),
        ("reconcile",),
        ("sql", "select 1"),
        ("where",),
    ],
    ids=" ".join,
)
def test_a_piped_question_imports_nothing_slow(
    env: dict[str, str], arguments: tuple[str, ...]
) -> None:
    assert slow(imported(env, *arguments)) == set()


def test_a_question_in_json_of_whole_records_needs_no_json(env: dict[str, str]) -> None:
    assert "json" not in imported(env, "list", "-f", "json")


def test_a_question_loads_no_other_command(env: dict[str, str]) -> None:
    modules = imported(env, "where")
    assert not modules & {"mineralreg.cli.changes", "mineralreg.cli.options", "mineralreg.cli.app"}


def test_completion_imports_nothing_slow(env: dict[str, str]) -> None:
    script = SCRIPT.replace("cli.quick import run", "cli.completion import answer as run")
    done = subprocess.run(
        [sys.executable, "-c", script, "--", "list", "--country", "p"],
        env={**env, "_MINERALREG_COMPLETE": "zsh"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "peru\tPeru\n"
    assert slow(set(done.stderr.splitlines())) == set()
