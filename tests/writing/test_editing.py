"""One record in an editor: mistakes come back as comments, and no text is ever lost."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from written import SAMPLE, run

from mineralreg.document.document import parse_document
from mineralreg.edit.edit_text import MARK, text_of, with_remarks, without_remarks
from samples import kept

EDITOR = """\
import pathlib, sys
folder, path = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[-1])
turn = len(list(folder.glob("seen-*"))) + 1
text = path.read_text(encoding="utf-8")
(folder / f"seen-{turn}").write_text(text, encoding="utf-8")
steps = sorted(folder.glob("step-*"))
if turn <= len(steps):
    old, new = steps[turn - 1].read_text(encoding="utf-8").split(" -> ")
    assert old in text, (old, text)
    path.write_text(text.replace(old, new), encoding="utf-8")
"""


def edit(
    path: Path, id: str, *steps: tuple[str, str], options: tuple[str, ...] = ()
) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run `edit` with an editor that makes one change each time; also what it was shown."""
    folder = path.parent / "editor"
    folder.mkdir()
    (folder / "editor.py").write_text(EDITOR, encoding="utf-8")
    for number, (old, new) in enumerate(steps):
        (folder / f"step-{number}").write_text(f"{old} -> {new}", encoding="utf-8")
    command = f"'{sys.executable}' '{folder / 'editor.py'}' '{folder}'"
    done = run(path, "edit", id, *options, EDITOR="false", VISUAL=command)
    return done, [one.read_text(encoding="utf-8") for one in sorted(folder.glob("seen-*"))]


def test_an_edit_is_written_and_the_rest_stays(path: Path) -> None:
    done, shown = edit(path, "us-korea-2026", ('"lithium"', '"lithium", "gold"'))
    assert (done.returncode, done.stdout) == (0, "us-korea-2026\n")
    assert done.stderr == f"changed agreement us-korea-2026 in {path}\n"
    assert shown == [text_of(parse_document(SAMPLE, "it"), "us-korea-2026")]
    assert path.read_bytes() == SAMPLE.replace(
        b'minerals = ["lithium"]\nevent', b'minerals = ["lithium", "gold"]\nevent'
    )


def test_mistakes_come_back_above_the_record(path: Path) -> None:
    done, shown = edit(
        path,
        "us-korea-2026",
        ('"framework"', '"framwork"'),
        ('"framwork"', '"treaty" = 1'),
        ('"treaty" = 1', '"treaty"'),
    )
    assert done.returncode == 0
    assert len(shown) == 3
    assert shown[1].startswith(
        f"{MARK}MR104: agreement 'us-korea-2026' has the unknown kind 'framwork'\n"
        f"{MARK}  did you mean 'framework'?\n"
    )
    assert "is not valid TOML" in shown[2].split("\n")[0]
    assert path.read_bytes() == SAMPLE.replace(b'kind = "framework"', b'kind = "treaty"')


def left(told: str) -> bytes:
    """What a refused text says, which is kept in a file that the message names."""
    (name,) = re.findall(r"(?:your text|it) is in ([^\s;]+)", told)
    content = Path(name).read_bytes()
    Path(name).unlink()
    return content


def test_giving_up_keeps_the_text(path: Path) -> None:
    done, shown = edit(path, "us-korea-2026", ('"framework"', '"framwork"'))
    assert (done.returncode, len(shown)) == (4, 2)
    assert "us-korea-2026 was not changed" in done.stderr
    assert path.read_bytes() == SAMPLE
    assert b'kind = "framwork"' in left(done.stderr)


def by_script(path: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run `edit` with an editor that is a script; it knows the registry and what to edit."""
    head = "import os, pathlib, sys\nregistry, path = map(pathlib.Path, sys.argv[1:])\n"
    editor = kept(path.parent, head + script, "editor.py")
    return run(path, "edit", "us-korea-2026", EDITOR=f"{sys.executable} {editor} {path}")


def test_a_change_by_somebody_else_wins_and_the_text_is_kept(path: Path) -> None:
    done = by_script(
        path,
        "registry.write_text(registry.read_text().replace('chains\"', 'chain\"'))\n"
        "path.write_text(path.read_text().replace('framework', 'treaty'))\n",
    )
    assert done.returncode == 4
    assert "was changed by something else while it was in the editor" in done.stderr
    assert b'kind = "treaty"' not in path.read_bytes()
    assert b'kind = "treaty"' in left(done.stderr)


def test_a_text_in_another_encoding_is_kept(path: Path) -> None:
    done = by_script(path, "path.write_bytes(b'title = \"Per\\xfa\"')")
    assert done.returncode == 2
    assert left(done.stderr) == b'title = "Per\xfa"'


@pytest.mark.parametrize("made", ["mkfifo", "mkdir"])
def test_an_editor_that_leaves_a_pipe_or_a_folder_is_refused(path: Path, made: str) -> None:
    done = by_script(path, f"path.unlink(); os.{made}(path)")
    assert (done.returncode, path.read_bytes()) == (2, SAMPLE)
    assert "the edited text is lost" in done.stderr


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "us-korea-2026"', 'id = "us-korea-2027"'),
        ("[[agreement]]", "[[partner]]"),
        ("[[agreement]]", "[[agreement]]\n[[agreement]]"),
        (text_of(parse_document(SAMPLE, "it"), "us-korea-2026"), "agreement = [1]"),
    ],
)
def test_another_id_another_kind_or_nothing_is_refused(path: Path, old: str, new: str) -> None:
    done, _ = edit(path, "us-korea-2026", (old, new))
    assert (done.returncode, path.read_bytes()) == (4, SAMPLE)
    assert left(done.stderr)


def test_a_dry_run_prints_the_diff(path: Path) -> None:
    done, _ = edit(path, "peru", ('"PER"', '"CHL"'), options=("--dry-run",))
    assert done.returncode == 0
    assert '-iso = "PER"\n+iso = "CHL"\n' in done.stdout
    assert path.read_bytes() == SAMPLE


def test_crlf_comes_to_the_editor_as_lf_and_goes_back(tmp_path: Path) -> None:
    path = kept(tmp_path, SAMPLE.replace(b"\n", b"\r\n"))
    done, shown = edit(path, "us-korea-2026", ('"framework"', '"treaty"'))
    assert (done.returncode, "\r" in shown[0]) == (0, False)
    changed = SAMPLE.replace(b'kind = "framework"', b'kind = "treaty"')
    assert path.read_bytes() == changed.replace(b"\n", b"\r\n")


def test_a_read_only_registry_is_refused_before_the_editor_opens(path: Path) -> None:
    path.chmod(0o444)
    done, shown = edit(path, "peru")
    assert done.returncode == 4
    assert shown == []


def test_remarks_go_away_by_themselves() -> None:
    text = "# a comment\n[[partner]]\nid = 'a'\n"
    assert without_remarks(with_remarks(text, (), "it is wrong")) == text
    assert without_remarks(with_remarks(with_remarks(text, (), "a"), (), "b\nc")) == text
