"""The pages do what they say: their commands print what they show, their Python runs."""

import re
from pathlib import Path

import pytest

from inside import run_inside
from pages import ROOT, blocks, run_line
from samples import SAMPLE_FILE

SHIPPED = ROOT / "data" / "agreements.toml"
TUTORIALS = (
    *(str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("docs/tutorials/*.md"))),
    *("docs/citing.md", "docs/registry.md"),
)
LINES = [(page, line) for page in TUTORIALS for line in "".join(blocks(page, "sh")).splitlines()]


def copied(registry: Path, folder: Path) -> Path:
    """A folder with a copy of a registry."""
    folder.mkdir(exist_ok=True)
    (folder / "agreements.toml").write_bytes(registry.read_bytes())
    return folder


def shown_in(folder: Path, block: str) -> str:
    """A console block as it comes out when its commands run in a folder."""
    shown = ""
    for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        done = run_line(command, folder)
        ending = f"[exit code {done.code}]\n" if done.code and "[exit code" in block else ""
        shown += f"$ {command}\n{done.stdout}{done.stderr}{ending}"
    return shown


@pytest.mark.parametrize(
    ("page", "count"), [("README.md", 2), ("docs/writing.md", 6), ("docs/import.md", 3)]
)
def test_the_console_blocks_show_what_is_printed(page: str, count: int, tmp_path: Path) -> None:
    folder = ROOT if page == "README.md" else copied(SAMPLE_FILE, tmp_path)
    found = blocks(page, "console")
    assert len(found) == count
    for block in found:
        assert shown_in(folder, block) == block


def test_the_tutorials_have_commands() -> None:
    assert len(LINES) > 30


@pytest.mark.parametrize(("page", "line"), LINES)
def test_a_command_of_a_tutorial_runs(page: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    if "init " not in line:
        copied(SHIPPED, tmp_path / "data")
    done = run_line(line, tmp_path)
    assert done.code == 0, f"{page}: {line}\n{done.stderr}"
    assert done.stdout or done.stderr or "-o" in line


@pytest.mark.parametrize(
    ("page", "registry", "printed"),
    [
        ("README.md", SHIPPED, "signed 2026-02-04"),
        ("docs/python.md", SHIPPED, "us-peru-2026"),
        ("docs/writing.md", SAMPLE_FILE, ""),
    ],
)
def test_the_python_of_a_page_runs(
    page: str,
    registry: Path,
    printed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(copied(registry, tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    exec(compile("\n".join(blocks(page, "python")), page, "exec"), {})
    assert printed in capsys.readouterr().out
    if not printed:
        written = (tmp_path / "agreements.toml").read_text(encoding="utf-8")
        assert 'note = "By exchange of letters."' in written


def test_every_file_that_the_design_page_names_is_there() -> None:
    page = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    named = [
        name for name in re.findall(r"`([\w./]+)`", page) if re.search(r"\.(py|sql)$|/$", name)
    ]
    assert len(named) > 20
    package = ROOT / "src" / "mineralreg"
    missing = [name for name in named if not ((package / name).exists() or (ROOT / name).exists())]
    assert missing == []


def test_man_pages_need_no_encoding() -> None:
    """The roff programs read Latin-1 unless a preprocessor is asked for."""
    pages = sorted((ROOT / "man").glob("*.1"))
    assert pages
    assert [page.name for page in pages if not page.read_bytes().isascii()] == []


def test_the_options_that_the_page_on_writing_names_are_there() -> None:
    page = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
    known = "".join(
        run_inside("add", kind, "--help").stdout for kind in ("agreement", "initiative", "claim")
    )
    for name in re.findall(r"^\| ((?:`--[a-z]+`(?:, )?)+)", page, re.MULTILINE):
        for option in re.findall(r"--[a-z]+", name):
            assert option in known
