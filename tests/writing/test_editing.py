"""One record in an editor: mistakes come back as comments, and no text is ever lost."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from written import SAMPLE, run

from mineralreg.document.document import parse_document
from mineralreg.edit.edit_text import MARK, text_of

ID = "us-korea-2026"
TEXT = text_of(parse_document(SAMPLE, "it"), ID)
EDITOR = """\
import os, pathlib, sys
registry, path = map(pathlib.Path, sys.argv[1:])
text = path.read_text(encoding="utf-8")
turn = len(list(registry.parent.glob("shown-*")))
(registry.parent / f"shown-{turn}").write_text(text, encoding="utf-8")
exec(STEPS[turn] if turn < len(STEPS) else "")
"""


def edit(
    path: Path, *steps: str, id: str = ID
) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run `edit` with an editor that takes one of these steps each time; also what it was shown."""
    editor = path.parent / "editor.py"
    editor.write_text(f"STEPS = {steps}\n{EDITOR}", encoding="utf-8")
    done = run(path, "edit", id, EDITOR="false", VISUAL=f"{sys.executable} {editor} {path}")
    shown = sorted(path.parent.glob("shown-*"))
    return done, [one.read_text(encoding="utf-8") for one in shown]


def swap(old: str, new: str) -> str:
    """The step that replaces a part of the text."""
    return f"assert {old!r} in text; path.write_text(text.replace({old!r}, {new!r}))"


def left(told: str) -> bytes:
    """What a refused text says, which is kept in a file that the message names."""
    (name,) = re.findall(r"(?:your text|it) is in ([^\s;]+)", told)
    content = Path(name).read_bytes()
    Path(name).unlink()
    return content


def test_mistakes_come_back_above_the_record(path: Path) -> None:
    done, shown = edit(
        path,
        swap('"framework"', '"framwork"'),
        swap('"framwork"', '"treaty" = 1'),
        swap('"treaty" = 1', '"treaty"'),
    )
    assert done.returncode == 0
    assert len(shown) == 3
    assert shown[0] == TEXT
    assert shown[1].startswith(
        f"{MARK}MR104: agreement 'us-korea-2026' has the unknown kind 'framwork'\n"
        f"{MARK}  did you mean 'framework'?\n"
    )
    assert "is not valid TOML" in shown[2].split("\n")[0]
    assert "MR104" not in shown[2]
    assert path.read_bytes() == SAMPLE.replace(b'kind = "framework"', b'kind = "treaty"')


def test_giving_up_keeps_the_text(path: Path) -> None:
    done, shown = edit(path, swap('"framework"', '"framwork"'))
    assert (done.returncode, len(shown)) == (4, 2)
    assert "us-korea-2026 was not changed" in done.stderr
    assert path.read_bytes() == SAMPLE
    assert b'kind = "framwork"' in left(done.stderr)


def test_a_change_by_somebody_else_wins_and_the_text_is_kept(path: Path) -> None:
    meanwhile = "registry.write_text(registry.read_text().replace('chains\"', 'chain\"'))"
    done, _ = edit(path, f"{meanwhile}; {swap('framework', 'treaty')}")
    assert done.returncode == 4
    assert "was changed by something else while it was in the editor" in done.stderr
    assert b'kind = "treaty"' not in path.read_bytes()
    assert b'kind = "treaty"' in left(done.stderr)


def test_a_text_in_another_encoding_is_kept(path: Path) -> None:
    done, _ = edit(path, "path.write_bytes(b'title = \"Per\\xfa\"')")
    assert done.returncode == 2
    assert left(done.stderr) == b'title = "Per\xfa"'


@pytest.mark.parametrize("made", ["mkfifo", "mkdir"])
def test_an_editor_that_leaves_a_pipe_or_a_folder_is_refused(path: Path, made: str) -> None:
    done, _ = edit(path, f"path.unlink(); os.{made}(path)")
    assert (done.returncode, path.read_bytes()) == (2, SAMPLE)
    assert "the edited text is lost" in done.stderr


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ID, "us-korea-2027"),
        ("[[agreement]]", "[[partner]]"),
        ("[[agreement]]", "[[agreement]]\n[[agreement]]"),
        (TEXT, "agreement = [1]"),
    ],
)
def test_another_id_another_kind_or_nothing_is_refused(path: Path, old: str, new: str) -> None:
    done, _ = edit(path, swap(old, new))
    assert (done.returncode, path.read_bytes()) == (4, SAMPLE)
    assert left(done.stderr)


def test_a_read_only_registry_is_refused_before_the_editor_opens(path: Path) -> None:
    path.chmod(0o444)
    done, shown = edit(path, id="peru")
    assert (done.returncode, shown) == (4, [])
