"""What a question on an indexed registry imports: start-up time is a feature."""

import os
import subprocess
import sys

import pytest

from samples import SAMPLE_FILE

SLOW = {
    *("typer", "inspect", "pydantic", "pydantic_core", "rich", "tomli", "tomllib", "tomli_w"),
    *("platformdirs", "filelock", "asyncio", "logging", "email", "decimal", "argparse", "http"),
    *("importlib.metadata", "importlib.resources", "xml", "mineralreg.checks", "mineralreg.edit"),
    *("mineralreg.records.models", "mineralreg.export", "mineralreg.index.build"),
    *("mineralreg.document.document", "mineralreg.reference.countries"),
}
"""Modules that cost a start a millisecond or more, or that only building and writing need."""
OTHERS = {"mineralreg.cli.changes", "mineralreg.cli.app"}
"""What other commands need."""

SCRIPT = """
import sys
from mineralreg.cli.{} import {} as run
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


def imported(
    env: dict[str, str], line: str, script: str = SCRIPT.format("quick", "run")
) -> set[str]:
    words = [sys.executable, "-c", script, *line.split()]
    done = subprocess.run(words, env=env, capture_output=True, encoding="utf-8", check=True)
    return set(done.stderr.splitlines())


@pytest.mark.parametrize(
    "line",
    [
        *("list", "list --country Peru --since 2024", "list partners -f csv", "list -f json"),
        *("list --as-of 2025", "show us-peru-2026", "show us-peru-2026 -f json", "summary"),
        *("summary --by status -f csv", "reconcile", "sql VALUES(1)", "where"),
    ],
)
def test_a_piped_question_imports_nothing_slow(env: dict[str, str], line: str) -> None:
    modules = imported(env, line)
    assert not modules & (SLOW | OTHERS)
    assert line != "list -f json" or "json" not in modules  # whole records are JSON already


def test_completion_imports_nothing_slow(env: dict[str, str]) -> None:
    complete = SCRIPT.format("completion", "answer")
    env = env | {"_MINERALREG_COMPLETE": "zsh"}
    assert not imported(env, "-- list --country p", complete) & SLOW
