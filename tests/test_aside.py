"""Work in a second process: the same answer as here, whatever becomes of that process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from mineralreg.aside import WORTH_IT, aside, processors

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
HERE = os.getpid()


@pytest.fixture(autouse=True)
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mineralreg.aside.processors", lambda: 2)


def test_the_work_is_done_in_another_process() -> None:
    with aside(os.getpid, size=WORTH_IT) as begun:
        assert begun.elsewhere
        assert begun.result() != os.getpid()


@pytest.mark.parametrize(("size", "number"), [(WORTH_IT - 1, 2), (WORTH_IT, 1)])
def test_little_work_or_one_processor_stays_here(
    size: int, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mineralreg.aside.processors", lambda: number)
    with aside(os.getpid, size=size) as begun:
        assert not begun.elsewhere
        assert begun.result() == os.getpid()


def test_results_longer_than_a_pipe_holds_arrive_whole() -> None:
    with aside(lambda: "x" * 5_000_000, size=WORTH_IT) as begun:
        assert begun.result() == "x" * 5_000_000


def killed_elsewhere() -> str:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return "done here"


def unpicklable_elsewhere() -> object:
    return "done here" if os.getpid() == HERE else lambda: None


def ended_elsewhere() -> str:
    if os.getpid() != HERE:
        raise SystemExit(0)
    return "done here"


@pytest.mark.parametrize("work", [killed_elsewhere, unpicklable_elsewhere, ended_elsewhere])
def test_work_of_a_process_that_fails_is_done_here(
    work: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "HERE", os.getpid())
    assert callable(work)
    with aside(work, size=WORTH_IT) as begun:
        assert begun.elsewhere
        assert begun.result() == "done here"


def test_an_error_of_the_work_is_raised_here() -> None:
    def work() -> None:
        raise LookupError("not there")

    with aside(work, size=WORTH_IT) as begun, pytest.raises(LookupError, match="not there"):
        begun.result()


def test_no_more_processes_is_no_reason_to_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    before = set(os.listdir("/proc/self/fd"))
    with aside(os.getpid, size=WORTH_IT) as begun:
        assert begun.result() == os.getpid()
    assert set(os.listdir("/proc/self/fd")) == before


def test_work_that_nobody_waits_for_ends_with_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    begun_processes: list[int] = []
    fork = os.fork

    def noted() -> int:
        begun_processes.append(fork())
        return begun_processes[-1]

    monkeypatch.setattr(os, "fork", noted)
    started = time.monotonic()
    with aside(lambda: time.sleep(60), size=WORTH_IT) as begun:
        assert begun.elsewhere
    assert time.monotonic() - started < 30
    with pytest.raises(ProcessLookupError):
        os.kill(begun_processes[0], 0)


def test_nothing_waits_in_a_stream_to_be_written_twice(capfd: pytest.CaptureFixture[str]) -> None:
    sys.stdout.write("once ")
    with aside(lambda: 1, size=WORTH_IT) as begun:
        begun.result()
    sys.stdout.flush()
    assert capfd.readouterr().out == "once "


def test_processors_are_counted() -> None:
    """In a program of one thread; a test may run beside other threads."""
    count = "from mineralreg.aside import processors; print(processors())"
    done = subprocess.run([sys.executable, "-c", count], capture_output=True, check=True)
    assert int(done.stdout) == len(os.sched_getaffinity(0))


def test_nothing_is_forked_beside_other_threads() -> None:
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    try:
        assert processors() == 1
    finally:
        over.set()
        other.join()


def test_a_process_that_does_work_aside_forks_no_others() -> None:
    with aside(processors, size=WORTH_IT) as begun:
        assert begun.elsewhere
        assert begun.result() == 1
