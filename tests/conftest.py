"""What holds for all tests: no time limit for a property, no skip in CI, nothing left behind.

The order is random; `-p no:randomly` keeps that of the files, `--randomly-seed=N` repeats one.
"""

import gc
import os
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from examples import load_settings
from inside import noted
from samples import kept

load_settings()
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # in the background of a shell
    signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each process that is started compiles anew

MAY_BE_SKIPPED = (
    "the system refuses to mount",  # a disk of a test's own needs the rights of root
    "only root",  # giving up rights
)
"""What a skip in CI may give as its reason; any other one fails there."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test that CI cannot run fail, as nobody looks at what was skipped there."""
    report = yield
    if report.skipped and os.environ.get("CI") and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2]
        if not any(known in reason for known in MAY_BE_SKIPPED):
            report.outcome = "failed"
            report.longrepr = f"skipped in CI: {reason}"
    return report


@pytest.fixture(scope="session", autouse=True)
def variables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let no variable of the user's matter; indexes and kept texts have places of the session's."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("MINERALREG_")]:
            if name not in ("MINERALREG_EXAMPLES", "MINERALREG_CASES", "MINERALREG_PEERS"):
                patch.delenv(name)
        patch.setenv("MINERALREG_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("TMPDIR", str(tmp_path_factory.mktemp("texts")))
        patch.setattr(tempfile, "tempdir", None)  # or what was worked out before stays
        yield


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with the sample."""
    return kept(tmp_path)


@pytest.fixture
def place(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of that file as the current one."""
    monkeypatch.chdir(path.parent)
    return path.parent


@pytest.fixture(autouse=True)
def surroundings() -> Iterator[None]:
    """See that a test leaves the process as it found it, and no database open."""
    before = state()
    with noted() as opened:
        yield
    for connection in opened:
        connection.close()
    assert state() == before


def state() -> dict[str, object]:
    """What of this process a command or test could change for those after it."""
    return {
        "folder": os.getcwd(),
        "streams": (sys.stdin, sys.stdout, sys.stderr),
        "collector": gc.isenabled(),
        "umask": umask(),
        "connect": sqlite3.connect,
    }


def umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
