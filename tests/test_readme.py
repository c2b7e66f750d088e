"""Every console block of README.md and its Python example, run as they stand."""

from __future__ import annotations

import re

import pytest

from pages import ROOT, blocks, run_line


def commands() -> list[tuple[str, str]]:
    """Each command line of the console blocks with all that it prints."""
    found = []
    for block in blocks("README.md", "console"):
        for part in re.split(r"(?m)^\$ ", block)[1:]:
            line, _, printed = part.partition("\n")
            found.append((line, printed))
    return found


@pytest.mark.parametrize(("line", "printed"), commands())
def test_a_command_prints_what_the_readme_shows(line: str, printed: str) -> None:
    done = run_line(line, ROOT)
    ending = f"[exit code {done.code}]\n" if done.code else ""
    assert done.stdout + done.stderr + ending == printed


def test_the_tour_has_commands() -> None:
    assert len(commands()) >= 4


def test_the_python_example_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = blocks("README.md", "python")
    monkeypatch.chdir(ROOT)
    exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("signed 2026-02-04")


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
