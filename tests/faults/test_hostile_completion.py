"""Names of a registry that a shell would run if completion put them on its line unquoted."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import tomli_w
from hostile import TEXTS, obeyed, toml

from examples import QUICK_AND_LONG
from inside import completed, run_inside
from mineralreg.output.escape import one_line
from samples import kept

ENDINGS = [
    " $(touch evil) `touch evil` $HOME",
    " ; touch evil & touch evil | touch evil && touch evil",
    " ' ; touch evil ; '",
    ' " ; touch evil ; "',
    " \\' \\\" \\\\ * ? [a] {a,b} ~ # (x) <y> >evil",
    "\ntouch evil\r\n\ttouch evil",
    " \x1b]0;title\x07 \u202e",
]
NAMES = [f"Zz{number}{ending}" for number, ending in enumerate(ENDINGS)]


@pytest.fixture
def named(place: Path) -> Path:
    """The current folder, with a registry of partners of these names."""
    partners = [
        {"id": f"z{number}", "kind": "company", "name": name} for number, name in enumerate(NAMES)
    ]
    kept(place, tomli_w.dumps({"schema_version": 1, "partner": partners}))
    return place


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_what_bash_puts_on_the_line_is_the_name_and_runs_nothing(named: Path, quote: str) -> None:
    bash = shutil.which("bash")
    assert bash, "bash is needed to see what it makes of a line"
    found = completed("bash", "list", "--party", f"{quote}Zz")
    assert len(found) == len(NAMES)
    for candidate, name in zip(found, NAMES, strict=True):
        line = f"printf %s {quote}{candidate}{quote}"
        done = subprocess.run(
            [bash, "-c", line],
            cwd=named,
            env={"PATH": os.environ["PATH"], "HOME": "/home"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == one_line(name)
    assert sorted(path.name for path in named.iterdir()) == ["agreements.toml"]


@pytest.mark.parametrize("shell", ["zsh", "fish", "bash"])
def test_no_candidate_or_description_holds_what_a_terminal_obeys(named: Path, shell: str) -> None:
    for words in (["list", "--party", ""], ["list", "--party", "Zz"], ["show", "z"]):
        lines = completed(shell, *words)
        assert len(lines) == len(NAMES)
        assert not obeyed("".join(lines))
        assert max(line.count("\t") for line in lines) <= 1


@QUICK_AND_LONG
def test_any_unfinished_line_is_completed_or_left_alone(place: Path, long: bool) -> None:
    path = kept(place, toml())
    assert run_inside("list", "--count").code == 0
    texts = [*TEXTS.values(), "\udcff", "\0", "'", '"', "\\", "-", "--x=", "="]
    for text in texts if long else texts[::8]:
        for before in (["list", "--party"], ["show"], ["list", "--registry"], [], ["export"]):
            assert not obeyed("".join(completed("bash", *before, text)))
            completed("zsh", *before, text, "")
    path.write_bytes(b"[")
    assert completed("bash", "show", "") == []
