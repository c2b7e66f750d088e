import io
import sys
import time

import pytest

from mineralreg.output.terminal import after_a_second


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_work_that_is_soon_done_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with after_a_second("working", delay=60):
        pass
    assert screen.getvalue() == ""


def test_longer_work_says_so_and_wipes_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with after_a_second("working", delay=0):
        for _ in range(10_000):
            if screen.getvalue():
                break
            time.sleep(0.01)
    assert screen.getvalue() == "\rworking …\r\x1b[K"


def test_a_pipe_never_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with after_a_second("working", delay=0):
        time.sleep(0.05)
    assert pipe.getvalue() == ""
