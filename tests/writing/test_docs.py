"""The pages on writing say what happens: their blocks run one after another on the sample."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from written import run, sample_in

from pages import ROOT, blocks, run_line

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "docs/writing.md"


@pytest.mark.parametrize(("page", "count"), [(PAGE, 6), ("docs/import.md", 3)])
def test_the_console_blocks(tmp_path: Path, page: str, count: int) -> None:
    sample_in(tmp_path)
    found = blocks(page, "console")
    assert len(found) == count
    for block in found:
        shown = ""
        for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
            done = run_line(command, tmp_path)
            shown += f"$ {command}\n{done.stdout}{done.stderr}"
        assert shown == block


def test_the_python_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sample_in(tmp_path)
    (block,) = blocks(PAGE, "python")
    monkeypatch.chdir(tmp_path)
    exec(compile(block, PAGE, "exec"), {})
    assert 'note = "By exchange of letters."' in path.read_text(encoding="utf-8")


def test_the_options_it_names_are_there(tmp_path: Path) -> None:
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    known = "".join(
        run(tmp_path / "none", "add", kind, "--help").stdout
        for kind in ("agreement", "initiative", "claim")
    )
    for name in re.findall(r"^\| ((?:`--[a-z]+`(?:, )?)+)", page, re.MULTILINE):
        for option in re.findall(r"--[a-z]+", name):
            assert option in known
