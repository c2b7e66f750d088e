"""The commands of the tutorials run as they stand, on the data that comes with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages import ROOT, blocks, run_line

if TYPE_CHECKING:
    from pathlib import Path

PAGES = (
    *(f"docs/tutorials/{path.name}" for path in sorted((ROOT / "docs" / "tutorials").glob("*.md"))),
    *("docs/citing.md", "docs/registry.md"),
)


def commands() -> list[tuple[str, str]]:
    """Every line of a block marked `sh`, with the page it stands on."""
    return [(page, line) for page in PAGES for line in "".join(blocks(page, "sh")).splitlines()]


@pytest.mark.parametrize(("page", "line"), commands())
def test_a_command_of_a_tutorial_runs(page: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    if "init " not in line:
        data = (ROOT / "data" / "agreements.toml").read_bytes()
        (tmp_path / "data" / "agreements.toml").write_bytes(data)
    done = run_line(line, tmp_path)
    assert done.code == 0, f"{page}: {line}\n{done.stderr}"
    assert done.stdout or done.stderr or "-o" in line


def test_there_are_commands() -> None:
    assert len(commands()) > 30
