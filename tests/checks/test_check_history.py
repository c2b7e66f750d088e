"""MR601 to MR603: a registry compared with what git has of it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from checking import CLEAN, reported, validate, written

WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "A"), ("EMAIL", "a@example.org"), ("DATE", "2026-01-01T00:00Z"))
}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose first commit has the clean registry; the current folder."""
    written(tmp_path, CLEAN)
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run(
            ["git", "-c", "commit.gpgsign=false", *arguments],
            cwd=tmp_path,
            check=True,
            env=os.environ | WHO,
        )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_vanished_id(repository: Path) -> None:
    text = CLEAN.replace('id = "us-peru-2026"', 'id = "us-peru-memorandum"')
    written(repository, text.replace("2026.3.1", "2026.3.2"))
    code, out, err = validate("--against", "HEAD", "agreements.toml")
    assert code == 1
    assert out == (
        "error[MR601]: the agreement 'us-peru-2026' of HEAD is gone\n"
        "--> agreements.toml:1:1\n"
        '  = help: bring it back with withdrawn = "reason", or list the id in former_ids of its'
        " successor\n"
    )
    assert err == "agreements.toml: 1 error\n"


def test_reused_id(repository: Path) -> None:
    text = CLEAN.replace('"united-states", "peru"', '"united-states", "chile"')
    text = text.replace("Memorandum on critical minerals", "Treaty on trade")
    text = text.replace("2026.3.1", "2026.3.2")
    text = text.replace("[[agreement]]", '[[partner]]\nid = "chile"\niso = "CHL"\n\n[[agreement]]')
    written(repository, text)
    code, out, _ = validate("--against", "HEAD", "--ignore", "MR208", "agreements.toml")
    assert code == 1
    assert out == (
        "error[MR602]: the id 'us-peru-2026' was another agreement, 'Memorandum on critical"
        " minerals', in HEAD\n"
        "  --> agreements.toml:35:6\n".replace("  -->", " -->", 1)
        + "   |\n"
        '35 | id = "us-peru-2026"\n'
        "   |      ^^^^^^^^^^^^^^ now something else\n"
        "   = help: give the new record an id of its own\n"
    )


def test_unchanged_version(repository: Path) -> None:
    written(repository, CLEAN.replace('minerals = ["copper"]', 'minerals = ["gold"]'))
    code, out, _ = validate("--against", "HEAD", "agreements.toml")
    assert code == 0
    assert out == (
        "warning[MR603]: records changed since HEAD, but the version is still '2026.3.1'\n"
        "--> agreements.toml:6:11\n"
        "  |\n"
        '6 | version = "2026.3.1"\n'
        "  |           ^^^^^^^^^^ as before\n"
        "  = help: raise `version` in [registry]\n"
    )


def test_without_against_history_is_left_alone(repository: Path) -> None:
    written(repository, CLEAN.replace('id = "us-peru-2026"', 'id = "us-peru"'))
    assert reported("agreements.toml")["findings"] == []


def test_an_unknown_revision(repository: Path) -> None:
    code, _, err = validate("--against", "v99", "agreements.toml")
    assert code == 2
    assert "no revision 'v99'" in err
