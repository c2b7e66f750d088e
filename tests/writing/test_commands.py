"""The writing commands as programs: exit codes, dry runs, and files that are not to be written."""

import os
import subprocess
from pathlib import Path

import pytest
from written import SAMPLE, run

CHANGES = [
    ("add", "source", "--title", "T", "--publisher", "P", "--kind", "press"),
    (
        *("add", "agreement", "--title", "T", "--kind", "treaty", "--party", "Fiji"),
        *("--party", "Peru", "--source", "commission-2024", "--signed", "2020"),
    ),
    ("act", "us-peru-2026", "took-effect", "--date", "2026-02-10"),
    ("set", "us-peru-2026", "topics+=mining", "title=Another"),
    ("remove", "minera-andina"),
    ("fmt",),
]


@pytest.mark.parametrize("words", CHANGES, ids=lambda words: " ".join(words[:2]))
def test_a_dry_run_prints_the_diff_of_the_real_run(
    path: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    if words == ("fmt",):
        path.write_bytes(SAMPLE.replace(b" = ", b"="))
    before = path.read_bytes()
    dry = run(path, *words, "--diff" if words == ("fmt",) else "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["agreements.toml"]
    assert run(path, *words).returncode == 0
    old = tmp_path / "old.toml"
    old.write_bytes(before)
    assert dry.stdout.splitlines()[:2] == [f"--- {path}", f"+++ {path}"]
    patched = subprocess.run(
        ["patch", "-s", str(old)], input=dry.stdout, text=True, capture_output=True, check=False
    )
    assert patched.returncode == 0, patched.stdout
    assert old.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("words", CHANGES[:5], ids=lambda words: " ".join(words[:2]))
@pytest.mark.parametrize("what", ["file", "folder"])
def test_read_only_is_refused_with_4(
    path: Path, tmp_path: Path, words: tuple[str, ...], what: str
) -> None:
    marked = path if what == "file" else tmp_path
    marked.chmod(0o444 if what == "file" else 0o555)
    try:
        done = run(path, *words)
        assert done.returncode == 4
        assert "has no write permission" in done.stderr
        assert "chmod u+w" in done.stderr
        assert path.read_bytes() == SAMPLE
        assert os.listdir(tmp_path) == ["agreements.toml"]
    finally:
        tmp_path.chmod(0o755)
