"""The GitHub action and the pre-commit hooks, run as their hosts run them.

The steps of the action are shell scripts with variables, so they run here in bash as on a runner;
what only GitHub can do (fetch the action, show its lines in a pull request) is left to it.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from peering import ROOT, peer

from mineralreg.store.locate import packaged_path

pytestmark = pytest.mark.peer

BROKEN = 'schema_version = 1\n\n[registry]\ntitel = "A registry"\nversion = 3\n'


def read_yaml(path: Path) -> Any:
    script = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))"
    done = subprocess.run(
        [peer("python"), "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def action(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the action's first step has installed the program."""
    temporary = tmp_path_factory.mktemp("runner")
    install = read_yaml(ROOT / "action.yml")["runs"]["steps"][0]
    done = step(install, temporary, temporary, {})
    assert done.returncode == 0, done.stderr
    return temporary


def step(
    one: dict[str, Any], runner: Path, folder: Path, given: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run one step as a runner does, with these inputs."""
    declared = read_yaml(ROOT / "action.yml")["inputs"]
    assert given.keys() <= declared.keys()
    inputs = {name: str(how["default"]) for name, how in declared.items()} | given

    def filled(text: str) -> str:
        text = text.replace("${{ github.action_path }}", str(ROOT))
        return re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: inputs[found[1]], text)

    environment = {name: filled(text) for name, text in one.get("env", {}).items()}
    assert "${{" not in one["run"]
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", one["run"]],
        cwd=folder,
        env={**os.environ, "RUNNER_TEMP": str(runner), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def validated(action: Path, folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    return step(read_yaml(ROOT / "action.yml")["runs"]["steps"][1], action, folder, given)


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "agreements.toml"
    path.parent.mkdir()
    shutil.copy(packaged_path(), path)
    return path


def test_the_action_passes_the_shipped_data(action: Path, registry: Path, tmp_path: Path) -> None:
    done = validated(action, tmp_path)
    kinds = {line.partition(" ")[0] for line in done.stdout.splitlines()}
    assert kinds <= {"::notice"}  # remarks
    assert done.returncode == 0, done.stderr


def test_the_action_shows_a_mistake_at_its_line_and_fails(
    action: Path, registry: Path, tmp_path: Path
) -> None:
    registry.write_text(BROKEN, encoding="utf-8")
    done = validated(action, tmp_path)
    assert done.stdout.startswith("::error file=data/agreements.toml,line=4,")
    assert done.returncode == 1


def test_the_actions_inputs_reach_the_program(action: Path, registry: Path, tmp_path: Path) -> None:
    registry.write_text(BROKEN, encoding="utf-8")
    other = tmp_path / "other.toml"
    shutil.copy(packaged_path(), other)
    done = validated(
        action,
        tmp_path,
        path="other.toml data/agreements.toml",
        ignore="MR101",
        sarif="found.sarif",
        strict="false",
    )
    assert "MR101" not in done.stdout
    assert "::error" in done.stdout
    assert done.returncode == 1
    report = json.loads((tmp_path / "found.sarif").read_text(encoding="utf-8"))
    assert report["version"] == "2.1.0"
    assert validated(action, tmp_path, path="other.toml", sarif="none.sarif").returncode == 0


@pytest.mark.parametrize("given", [{"path": " \n"}, {"strict": "yes"}])
def test_an_input_that_says_nothing_is_refused(
    given: dict[str, str], action: Path, registry: Path, tmp_path: Path
) -> None:
    done = validated(action, tmp_path, **given)
    assert (done.returncode, done.stdout[:9]) == (2, "::error::")


def test_the_action_compares_with_a_revision(action: Path, registry: Path, tmp_path: Path) -> None:
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "-m", "data"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    text = registry.read_text(encoding="utf-8")
    registry.write_text(text.replace('id = "us-peru-2026"', 'id = "us-peru-later"'), "utf-8")
    assert "MR601" in validated(action, tmp_path, against="HEAD").stdout


def test_a_hostile_input_is_a_path_and_runs_nothing(
    action: Path, registry: Path, tmp_path: Path
) -> None:
    done = validated(action, tmp_path, path="$(touch hacked) ;touch hacked `touch hacked`")
    assert done.returncode == 3
    assert not (tmp_path / "hacked").exists()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the program as it is on disk, for pre-commit to install from."""
    folder = tmp_path_factory.mktemp("source") / "mineralreg"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    return folder


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (("", ""), 0, ["Passed", "Passed"]),
        (('[registry]\ntitle = "', '[ registry ]\ntitel = "'), 1, ["files were modified", "MR101"]),
    ],
)
def test_the_hooks_of_pre_commit(
    change: tuple[str, str], code: int, told: list[str], source: Path, tmp_path: Path
) -> None:
    repository = tmp_path / "registry"
    subprocess.run(["git", "init", "-q", str(repository)], check=True)
    registry = repository / "data" / "agreements.toml"
    registry.parent.mkdir()
    text = Path(packaged_path()).read_text(encoding="utf-8")
    assert change[0] in text
    registry.write_text(text.replace(*change, 1), encoding="utf-8")
    subprocess.run(["git", "add", "."], cwd=repository, check=True)
    done = subprocess.run(
        [peer("pre-commit"), "try-repo", str(source), "--all-files"],
        cwd=repository,
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "hooks")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    parts = done.stdout.split("validate the registry")
    assert [words in part for words, part in zip(told, parts, strict=True)] == [True, True]
