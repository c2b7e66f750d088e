"""Pipes that close, disks that are full, locales that cannot say it: no traceback, ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

SAMPLE = Path(__file__).parent.parent / "data" / "sample.toml"
NOT_ASCII = """
[[partner]]
id = "cote-d-ivoire"
iso = "CIV"

[[partner]]
id = "zaehlwerk"
kind = "company"
name = "Zählwerk \\u001b[31m GmbH"
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    registry = tmp_path / "agreements.toml"
    registry.write_text(SAMPLE.read_text(encoding="utf-8") + NOT_ASCII, encoding="utf-8")
    return {
        "PATH": os.environ["PATH"],
        "MINERALREG_CACHE": str(tmp_path / "cache"),
        "MINERALREG_REGISTRY": str(registry),
    }


def shell(command: str, env: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    python = f"{sys.executable} -W error -m mineralreg"
    return subprocess.run(
        ["bash", "-c", "set -o pipefail; " + command.replace("mineralreg", python)],
        env=env,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("question", ["list", "show peru france -f json", "--help"])
def test_a_reader_that_leaves_early_is_no_error(question: str, env: dict[str, str]) -> None:
    done = shell(f"mineralreg {question} | true", env)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_command_keeps_its_own_exit_code_when_the_reader_leaves(env: dict[str, str]) -> None:
    registry = Path(env["MINERALREG_REGISTRY"])
    text = registry.read_text(encoding="utf-8")
    registry.write_text(text.replace('expect = "short"', 'expect = "over"'), encoding="utf-8")
    done = shell("mineralreg reconcile --strict | true", env)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_full_disk_is_said(env: dict[str, str]) -> None:
    done = shell("mineralreg list > /dev/full", env)
    assert done.returncode == 4
    assert done.stderr.startswith(b"error: ")
    assert b"no space left" in done.stderr.lower()


@pytest.mark.parametrize("closed", [">&-", "<&- 2>&-"])
def test_closed_streams(closed: str, env: dict[str, str]) -> None:
    done = shell(f"mineralreg list {closed}", env)
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("name", "locale"),
    [
        ("table", {"LC_ALL": "C"}),
        ("table", {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}),
        *(
            (name, {"PYTHONIOENCODING": "ascii"})
            for name in ["table", "plain", "csv", "json", "md"]
        ),
    ],
)
def test_every_locale_gets_utf8_on_a_pipe(
    name: str, locale: dict[str, str], env: dict[str, str]
) -> None:
    done = shell(f"mineralreg list partners -f {name}", env | locale)
    assert done.returncode == 0
    if name == "json":
        assert "Zählwerk" in done.stdout.decode()
    else:
        assert "Côte d'Ivoire" in done.stdout.decode()
    assert (b"\x1b" in done.stdout) == (name == "csv")


def test_a_function_that_takes_long_is_not_waited_for(env: dict[str, str]) -> None:
    long = "select length(printf('%.*c', 2000000000, 'x'))"
    done = shell(f'mineralreg sql "{long}" --seconds 1', env)
    assert done.returncode == 2
    assert done.stderr == (
        b"error: the query took longer than 1 s\nhelp: allow more: --seconds N\n"
    )


def test_an_interrupted_run_ends_with_130(env: dict[str, str]) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    with subprocess.Popen(
        [sys.executable, "-m", "mineralreg", "sql", "--seconds", "200", endless],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as running:
        while len(os.listdir(f"/proc/{running.pid}/task")) == 1:  # the query has its own thread
            assert running.poll() is None
            sleep(0.02)
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate()
    assert running.returncode == 130
    assert errors == b""


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("validate -", 3),
        ("sql -", 2),
        ("show -", 2),
        ("diff - HEAD", 2),
        ("add source --from -", 2),
        ("mcp", 2),
    ],
)
def test_a_closed_stdin_is_said(command: str, code: int, env: dict[str, str]) -> None:
    done = shell(f"mineralreg {command} <&-", env)
    assert done.returncode == code
    said = (done.stdout + done.stderr).decode()
    assert "is closed" in said
    assert "internal error" not in said


@pytest.mark.parametrize("command", ["validate - -f json", "diff - HEAD -f json", "show - -f json"])
def test_what_is_read_from_stdin_is_not_written_over(command: str, env: dict[str, str]) -> None:
    given = Path(env["MINERALREG_REGISTRY"]).parent / "given"
    given.write_text("peru", encoding="utf-8")
    done = shell(f"mineralreg {command} -o {given} < {given}", env)
    assert (done.returncode, given.read_text(encoding="utf-8")) == (4, "peru")
    assert b"is read by this command" in done.stderr


def test_a_report_that_is_written_is_not_refused_for_a_full_stderr(env: dict[str, str]) -> None:
    report = Path(env["MINERALREG_REGISTRY"]).parent / "report.json"
    assert shell(f"mineralreg validate -o {report} 2> /dev/full", env).returncode == 0
    assert report.exists()


def test_a_change_that_is_written_is_not_refused_for_a_full_disk(env: dict[str, str]) -> None:
    done = shell("mineralreg set peru notes=hi > /dev/full", env)
    assert done.returncode == 0
    assert b"the change was written, but its id could not be printed" in done.stderr
    assert 'notes = "hi"' in Path(env["MINERALREG_REGISTRY"]).read_text(encoding="utf-8")
