"""The GitHub action and the pre-commit hooks, run as their hosts run them.

The steps of the action are shell scripts with variables, so they run here in bash as on a runner;
what only GitHub can do (fetch the action, show its lines in a pull request) is left to it.
"""

import functools
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from peering import ROOT, peer, python, run

from mineralreg.store.locate import packaged_path

pytestmark = pytest.mark.peer

BROKEN = 'schema_version = 1\n\n[registry]\ntitel = "A registry"\nversion = 3\n'
Done: TypeAlias = "subprocess.CompletedProcess[str]"
Validated: TypeAlias = Callable[..., Done]


def read_action() -> Any:
    return python(ROOT, "import yaml\nyaml.safe_load(open('action.yml'))")


@pytest.fixture(scope="module")
def action(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the action's first step has installed the program."""
    temporary = tmp_path_factory.mktemp("runner")
    done = step(0, temporary, temporary)
    assert done.returncode == 0, done.stderr
    return temporary


def step(number: int, runner: Path, folder: Path, **given: str) -> Done:
    """Run one step as a runner does, with these inputs."""
    action = read_action()
    declared, one = action["inputs"], action["runs"]["steps"][number]
    assert given.keys() <= declared.keys()
    inputs = {name: str(how["default"]) for name, how in declared.items()} | given

    def filled(text: str) -> str:
        text = text.replace("${{ github.action_path }}", str(ROOT))
        return re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: inputs[found[1]], text)

    variables = {name: filled(text) for name, text in one.get("env", {}).items()}
    assert "${{" not in one["run"]
    shell = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
    return run(*shell, one["run"], folder=folder, RUNNER_TEMP=str(runner), **variables)


@pytest.fixture
def validated(action: Path, tmp_path: Path) -> Validated:
    """The action's second step, run with the inputs that are given."""
    return functools.partial(step, 1, action, tmp_path)


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "agreements.toml"
    path.parent.mkdir()
    shutil.copy(packaged_path(), path)
    return path


def test_the_action_passes_the_shipped_data(validated: Validated, registry: Path) -> None:
    done = validated()
    kinds = {line.partition(" ")[0] for line in done.stdout.splitlines()}
    assert kinds <= {"::notice"}  # remarks
    assert done.returncode == 0, done.stderr


def test_the_action_shows_a_mistake_at_its_line_and_fails(
    validated: Validated, registry: Path
) -> None:
    registry.write_text(BROKEN, encoding="utf-8")
    done = validated()
    assert done.stdout.startswith("::error file=data/agreements.toml,line=4,")
    assert done.returncode == 1


def test_the_actions_inputs_reach_the_program(
    validated: Validated, registry: Path, tmp_path: Path
) -> None:
    shutil.copy(registry, tmp_path / "other.toml")
    registry.write_text(BROKEN, encoding="utf-8")
    both = "other.toml data/agreements.toml"
    done = validated(path=both, ignore="MR101", sarif="found.sarif", strict="false")
    assert "MR101" not in done.stdout
    assert "::error" in done.stdout
    assert done.returncode == 1
    report = json.loads((tmp_path / "found.sarif").read_text(encoding="utf-8"))
    assert report["version"] == "2.1.0"
    assert validated(path="other.toml", sarif="none.sarif").returncode == 0


@pytest.mark.parametrize("given", [{"path": " \n"}, {"strict": "yes"}])
def test_an_input_that_says_nothing_is_refused(
    given: dict[str, str], validated: Validated, registry: Path
) -> None:
    done = validated(**given)
    assert (done.returncode, done.stdout[:9]) == (2, "::error::")


def test_the_action_compares_with_a_revision(
    validated: Validated, registry: Path, tmp_path: Path
) -> None:
    committed(tmp_path)
    text = registry.read_text(encoding="utf-8")
    registry.write_text(text.replace('id = "us-peru-2026"', 'id = "us-peru-later"'), "utf-8")
    assert "MR601" in validated(against="HEAD").stdout


def committed(folder: Path) -> None:
    """Make a folder a repository with one commit of all that is in it."""
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for words in (("init", "-q"), ("add", "."), (*who, "commit", "-q", "-m", "data")):
        assert run("git", *words, folder=folder).returncode == 0


def test_a_hostile_input_is_a_path_and_runs_nothing(
    validated: Validated, registry: Path, tmp_path: Path
) -> None:
    done = validated(path="$(touch hacked) ;touch hacked `touch hacked`")
    assert done.returncode == 3
    assert not (tmp_path / "hacked").exists()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the program as it is on disk, for pre-commit to install from."""
    folder = tmp_path_factory.mktemp("source") / "mineralreg"
    assert run("git", "clone", "-q", str(ROOT), str(folder)).returncode == 0
    return folder


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (("", ""), 0, ["Passed", "Passed"]),
        (('[registry]\ntitle = "', '[ registry ]\ntitel = "'), 1, ["files were modified", "MR101"]),
    ],
)
def test_the_hooks_of_pre_commit(
    change: tuple[str, str],
    code: int,
    told: list[str],
    source: Path,
    registry: Path,
    tmp_path: Path,
) -> None:
    text = registry.read_text(encoding="utf-8")
    assert change[0] in text
    registry.write_text(text.replace(*change, 1), encoding="utf-8")
    committed(tmp_path)
    words = (peer("pre-commit"), "try-repo", str(source), "--all-files")
    hooks = str(tmp_path.parent / f"hooks of {tmp_path.name}")
    done = run(*words, folder=tmp_path, PRE_COMMIT_HOME=hooks)
    assert done.returncode == code, done.stdout + done.stderr
    parts = done.stdout.split("validate the registry")
    assert [words in part for words, part in zip(told, parts, strict=True)] == [True, True]
