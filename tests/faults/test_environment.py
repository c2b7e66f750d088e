"""Odd surroundings: locales, no home, a folder that is gone, flags of Python, disks and rights."""

import os
import pwd
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import COUNT, ran

import mineralreg
from inside import Outcome, run_inside
from samples import SAMPLE, kept


def settings(line: str) -> dict[str, str]:
    return dict(one.split("=") for one in line.split())


LOCALES = ("LC_ALL=C", "PYTHONIOENCODING=ascii")
MORE_LOCALES = (
    *("LC_ALL=POSIX PYTHONUTF8=0 PYTHONCOERCECLOCALE=0", "LC_ALL=tr_TR.UTF-8"),
    *("LC_ALL=xx_XX.no-such", "LC_ALL=C PYTHONIOENCODING=ascii"),
    *("PYTHONIOENCODING=latin-1:strict", "PYTHONIOENCODING=utf-16"),
)


@pytest.mark.parametrize(
    "variables", [*LOCALES, *(pytest.param(one, marks=pytest.mark.slow) for one in MORE_LOCALES)]
)
def test_letters_come_through_under_any_locale(place: Path, variables: str) -> None:
    kept(place, SAMPLE + '\n[[partner]]\nid = "cote-d-ivoire"\niso = "CIV"\n')

    def said(line: str) -> Outcome:
        return ran(place, line, variables=settings(variables))

    for form in ("table", "plain", "csv", "md"):
        assert "Côte d'Ivoire" in said(f"list partners -f {form}").stdout
    assert "us-peru-2026" in said("list --country Perú").stdout
    for line in ("sql \"select 'Perú'\"", "set peru notes=Perú --dry-run"):
        assert "Perú" in said(line).stdout
    assert "no word" not in said("list --search 锂").stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "variables",
    [
        *("", "HOME=/nonexistent MINERALREG_CACHE=/nonexistent/cache", "MINERALREG_CACHE="),
        *("HOME=/dev/null XDG_CACHE_HOME=/dev/null", "MINERALREG_CACHE=/proc/none"),
        "XDG_CACHE_HOME=relative",
    ],
)
def test_without_a_home_or_a_cache_every_question_is_answered(place: Path, variables: str) -> None:
    assert ran(place, "list --count", variables=settings(variables)) == (COUNT, "", 0)


@pytest.mark.slow
@pytest.mark.parametrize("line", ["list --count", "where", "validate"])
def test_a_current_folder_that_was_removed_leaves_the_packaged_registry(
    place: Path, line: str
) -> None:
    gone = place / "gone"
    gone.mkdir()
    assert ran(gone, line, first='rmdir "$PWD" &&').code == 0


STARTS = (
    *(("-OO", ""), ("-X dev -W error -b -b", ""), ("-I", "")),
    ("-O", "PYTHONWARNDEFAULTENCODING=1 PYTHONWARNINGS=error"),
    ("", "PYTHONSAFEPATH=1 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1"),
)


@pytest.mark.slow
@pytest.mark.parametrize(("flags", "variables"), STARTS)
@pytest.mark.parametrize(
    "question",
    [
        *("summary -f table", "validate -f sarif", "list -f json", "show us-peru-2026"),
        *("reconcile -f md", "export json -o /dev/stdout", "act us-peru-2026 --help"),
        *("sql 'select count(*) from agreement'", "set us-peru-2026 notes=x --dry-run"),
    ],
)
def test_every_way_to_start_python_gives_the_same_answers(
    place: Path, question: str, flags: str, variables: str
) -> None:
    found = ran(place, question, flags=tuple(flags.split()), variables=settings(variables))
    assert found.code == 0
    assert found == ran(place, question)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """The sample on a disk that cannot be written, as nobody but root can make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    try:
        mount("-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"the system refuses to mount a disk: {error}")
    try:
        kept(disk)
        mount("-o", "remount,ro", str(disk))
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], capture_output=True, check=True)


@pytest.mark.slow
def test_a_read_only_disk_answers_everything_and_refuses_every_write(read_only: Path) -> None:
    before = (read_only / "agreements.toml").read_bytes()
    assert ran(read_only, "list --count") == (COUNT, "", 0)
    assert ran(read_only, "validate -q").code == 0
    assert "in memory" in ran(read_only, "where").stdout
    for line in (
        *("set us-peru-2026 notes=x", "remove us-peru-2026", "list -o list.csv", "init new.toml"),
        *("add partner --name X --kind company --yes", "validate -f json -o report.json"),
        *("export json -o all.json", "export csv -o tables"),
    ):
        found = ran(read_only, line)
        assert found.code == 4, line
        assert "error: " in found.stderr
    assert (read_only / "agreements.toml").read_bytes() == before
    assert os.listdir(read_only) == ["agreements.toml"]


def without_rights(*arguments: str) -> Outcome:
    """Run a command as somebody who may read nothing that is closed, even where root tests.

    A copy of this process gives up its rights, because nobody else may be able to start Python.
    """
    if os.getuid() != 0:
        return run_inside(*arguments)
    user = pwd.getpwnam("nobody")
    reached = Path(mineralreg.__file__).parents
    if not all(folder.stat().st_mode & 0o001 for folder in reached):
        pytest.skip("only root reaches the program where it is installed")
    run_inside(*arguments)  # loads what the command needs while it can be read
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
            found = run_inside(*arguments)
            os.write(tell, f"{found.code}\0{found.stdout}\0{found.stderr}".encode())
        except BaseException as error:
            os.write(tell, f"99\0\0{error!r}".encode())
        finally:
            os._exit(0)
    os.close(tell)
    with os.fdopen(told, "rb") as pipe:
        code, out, err = pipe.read().decode().split("\0")
    os.waitpid(child, 0)
    return Outcome(out, err, int(code))


@pytest.mark.parametrize("question", ["list", "validate", "where", "summary", "fmt --check"])
def test_a_registry_that_may_not_be_read_is_refused_with_3(
    place: Path, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINERALREG_CACHE", "")
    path = place / "agreements.toml"
    monkeypatch.setenv("MINERALREG_REGISTRY", str(path))
    path.chmod(0)
    for folder in (place, *place.parents[:3]):
        if folder.stat().st_uid == os.getuid() and folder != Path("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o055)
    try:
        found = without_rights(*question.split())
    finally:
        path.chmod(0o600)
    assert found.code == 3
    assert "Permission denied" in found.stdout + found.stderr


@pytest.mark.parametrize(
    "line",
    ["list", "validate", "add source --title T --publisher P --kind press", "export json -o x"],
)
def test_a_sqlite_that_is_too_old_is_said(
    line: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINERALREG_CACHE", str(place / "cache"))
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.31.1")
    found = run_inside(*line.split())
    assert (found.stdout, found.code) == ("", 3)
    assert found.stderr == (
        "error: this Python has SQLite 3.31.1, and 3.34 or later is needed\n"
        "help: use another build of Python; those of python.org bring a newer one\n"
    )
