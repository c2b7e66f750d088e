"""What may stand at the cursor, and the scripts that ask for it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from inside import completed
from mineralreg.cli import completion
from mineralreg.errors import UsageError
from samples import SAMPLE, SAMPLE_FILE, kept


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINERALREG_REGISTRY", str(SAMPLE_FILE))


CANDIDATES = {
    "su": "summary",
    "--registry x su": "summary",
    "nonsense ": "",
    "list pa": "partners",
    "list --country p": "peru",
    "list --country P": "Peru",
    "list --country=p": "--country=peru",
    "list --party e": "european-union",
    "list --country Cook": "Cook Islands",
    "list --mineral c": "copper, critical-minerals",
    "list --signatory hu": "Hugo de Zela",
    "list --status sus": "suspended",
    "list --kind me": "memorandum",
    "list partners --kind bl": "bloc",
    "list --region Eas": "Eastern Asia",
    "list --columns id,tit": "id,title, id,title_status",
    "list partners --sort na": "name",
    "list --level int": "inter-agency, intergovernmental",
    "list --ini": "--initiative",
    "list --initiative o": "ore-forum",
    "list --event m": "ministerial-2026",
    "list --format js": "json, jsonl",
    "list --format b": "bibtex",
    "list sources --format b": "bibtex",
    "list partners --format b": "",
    "list partners --format i": "ids",
    "list claims --st": "",
    "list agreements --counter": "",
    "list partners --counter": "--counterpart",
    "list --counter": "--counterpart",
    "sql --format b": "",
    "sql --format i": "ids",
    "summary --format i": "",
    "summary --by stat": "status",
    "show us-p": "us-peru-2024, us-peru-2026",
    "show peru us-k": "us-korea-2026",
    "act us-peru-2026 rat": "ratified",
    "explain MR00": "MR001, MR002, MR003, MR004",
    "export parquet --table agreement_p": "agreement_party",
    "export js": "json, jsonld",
    "add ag": "agreement",
    "add initiative --predecessor o": "ore-forum",
    "add claim --unit par": "participants, partners",
    "reconcile three": "three-in-a-day",
    "validate --format s": "sarif",
    "validate --format=s": "--format=sarif",
    "validate --select MR00": "MR001, MR002, MR003, MR004",
    "list --limit ": "",
    "diff ": "",
}
"""What may follow a line; a blank at its end begins a new word."""


@pytest.mark.parametrize("line", CANDIDATES)
def test_candidates(line: str) -> None:
    found = [text.partition("\t")[0] for text in completed("fish", *line.split(" "))]
    assert ", ".join(sorted(found)) == CANDIDATES[line]


def test_another_registry_on_the_line_answers(tmp_path: Path) -> None:
    other = kept(tmp_path, SAMPLE.replace("peru", "perux"))
    words = ("--registry", str(other), "list", "--country", "p")
    assert completed("bash", *words) == ["perux"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "odd"])
def test_a_broken_registry_is_no_error_at_a_prompt(
    shell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINERALREG_REGISTRY", "/nowhere/at/all.toml")
    assert completed(shell, "list", "--country", "p") == []
    assert "list" in "".join(completed(shell))


@pytest.mark.parametrize(
    ("shell", "line", "shown"),
    [
        ("bash", "list --country Coo", "Cook\\ Islands"),
        ("bash", 'list --country "Coo', "Cook Islands"),
        ("bash", "list --country = pe", "peru"),
        ("bash", "list --country =", "peru"),
        ("zsh", 'list --country "Coo', "Cook Islands"),
        ("zsh", "list --country pe", "peru\tPeru"),
        ("fish", "show us-k", "us-korea-2026\tFramework on supply chains"),
    ],
)
def test_answers(shell: str, line: str, shown: str) -> None:
    found = completed(shell, *line.split())
    assert shown in found
    assert len(found) == 1 or line.endswith("=")


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_the_script_is_valid_where_the_shell_is_there(shell: str, tmp_path: Path) -> None:
    script = completion.script(shell)
    assert completion.VARIABLE in script
    path = tmp_path / "script"
    path.write_text(script, encoding="utf-8")
    if shutil.which(shell):
        subprocess.run([shell, "-n", str(path)], check=True)


def test_an_unknown_shell_is_refused() -> None:
    with pytest.raises(UsageError, match="tcsh"):
        completion.script("tcsh")


@pytest.mark.parametrize(
    ("shell", "place"),
    [
        ("bash", ".local/share/bash-completion/completions/mineralreg"),
        ("zsh", ".zfunc/_mineralreg"),
        ("fish", ".config/fish/completions/mineralreg.fish"),
    ],
)
def test_installing(
    shell: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert str(tmp_path / place) in completion.install(shell)
    assert (tmp_path / place).read_text(encoding="utf-8") == completion.script(shell)
    completion.install(shell)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / place]
