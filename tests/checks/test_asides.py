"""A large file is checked in several processes, and the findings are the same in the same order."""

from __future__ import annotations

import os
import sys

import pytest
from checking import CLEAN, found
from test_thirty_mistakes import TEXT

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
UNTIDY = CLEAN.replace("Two ministers", "Two  ministers").replace("[[partner]]", "[[ partner ]]")
SUPPRESSED = UNTIDY.replace('kind = "press"', 'kind = "press"  # mineralreg: ignore[MR999] why')


@pytest.mark.parametrize("text", [CLEAN, TEXT, UNTIDY, SUPPRESSED])
def test_the_findings_are_those_of_one_process(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = found(text)
    forks: list[int] = []
    fork = os.fork

    def counted() -> int:
        forks.append(1)
        return fork()

    monkeypatch.setattr("mineralreg.aside.WORTH_IT", 0)
    monkeypatch.setattr("mineralreg.aside.processors", lambda: 2)
    monkeypatch.setattr("mineralreg.text.document.WORTH_IT", 0)
    monkeypatch.setattr("mineralreg.text.parts.processors", lambda: 2)
    monkeypatch.setattr(os, "fork", counted)
    assert found(text) == alone
    assert len(forks) == 3
