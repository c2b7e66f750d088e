"""Which registry a command works on: the nearest, and never one outside the work tree."""

from pathlib import Path

import pytest

from mineralreg.store.locate import locate


@pytest.fixture
def deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder two levels below one with a registry."""
    (tmp_path / "agreements.toml").write_text("schema_version = 1\n")
    folder = tmp_path / "work" / "deep"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def test_the_nearest_registry_is_found_from_below(deep: Path) -> None:
    assert Path(locate().path).resolve() == (deep.parent.parent / "agreements.toml").resolve()


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_the_walk_stops_at_the_root_of_a_work_tree(deep: Path, kind: str) -> None:
    mark = deep.parent / ".git"
    if kind == "folder":
        mark.mkdir()
    else:  # as in a linked work tree
        mark.write_text("gitdir: elsewhere\n")
    assert locate().packaged
    assert locate("../../agreements.toml").path == "../../agreements.toml"


def test_the_root_of_the_work_tree_itself_is_looked_at(deep: Path) -> None:
    (deep.parent.parent / ".git").mkdir()
    assert not locate().packaged
