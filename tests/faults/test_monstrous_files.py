"""Files that are too big, too deep or no registry at all: refused in short words, and soon."""

from pathlib import Path
from typing import Any

import pytest

from inside import run_inside, soon
from samples import CLEAN, SAMPLE, edited, kept

HEAD = "schema_version = 1\n"
ONE_SIDED = """
# mineralreg: ignore[MR401] the other side is not known
[[agreement]]
id = "a{}"
title = "Memorandum"
kind = "memorandum"
parties = ["peru"]
sources = ["gazette-2026"]
"""
BROKEN = '    {{ id = "A{}", title = " ", kind = "memo", parties = [], sources = [] }},\n'


def many(line: str, number: int) -> str:
    """So many lines, each with its own number in it."""
    return "".join(line.format(at) for at in range(number))


def records(kind: str, line: str, number: int) -> str:
    return HEAD + many(f"[[{kind}]]\nid = 'x{{0}}'\n{line}\n", number)


def unlike(old: str, new: str) -> str:
    """The clean registry with one thing another."""
    return edited(CLEAN, (old, new))


LONG_LINES = {
    "a title of 2 MB": (SAMPLE.replace("Sample of", "Sample " + "of agreements " * 150_000), 0),
}
FILES = {
    "a text of 2 MB": (HEAD + f'x = "{"y" * 2_000_000}"\n', 1),
    "a key of 1 MB": (HEAD + "k" * 1_000_000 + " = 1\n", 1),
    "an id of 1 MB": (SAMPLE.replace("us-peru-2026", "x" * 1_000_000), 1),
    "a number of 5,000 digits": ("schema_version = " + "1" * 5_000 + "\n", 3),
    "10,000 brackets": ("x = " + "[" * 10_000 + "]" * 10_000, 3),
    "10,000 braces": ("x = " + "{a = " * 10_000 + "1" + "}" * 10_000, 3),
    "10,000 parts of a key": (".".join("a" * 10_000) + " = 1\n", 3),
    "10,000 tables": (HEAD + "[[x]]\n" * 10_000, 1),
    "1,000 unknown keys": (HEAD + many("k{} = 1\n", 1_000), 1),
    "1,000 broken records": (HEAD + "[[partner]]\nid = 1\n" * 1_000, 1),
    "400 unknown minerals": (records("agreement", "minerals = ['m{0}']", 400), 1),
    "1,000 unknown countries": (records("partner", "iso = 'Country {0}'", 1_000), 1),
    "1,000 partners of one name": (records("partner", "name = 'n'", 1_000), 1),
    "1,000 keys in braces": (
        f"[[agreement]]\namounts = [{{{many('k{} = 1, ', 1_000)}}}]",
        3,
    ),
    "a million blank lines": (HEAD + "\n" * 1_000_000, 0),
    "a deep value of an unknown key": (HEAD + "x = " + "[" * 390 + "]" * 390, 1),
    "NUL": (HEAD + "\0", 3),
    "1 MB of NUL": ("\0" * 1_000_000, 3),
    "not UTF-8": (HEAD.encode() + b"# \xff", 3),
    "1 MB that is not UTF-8": (b"\xff" * 1_000_000, 3),
    "UTF-16": (CLEAN.encode("utf-16"), 3),
    "a program": (b"\x7fELF" + bytes(range(256)) * 10, 3),
}
SLOW = {
    "5 MB of blanks": (CLEAN + f'notes = "{"  " * 2_500_000}x"\n', 0),
    "mojibake": (CLEAN + f'notes = "{"Ã©" * 1_000_000}"\n', 0),
    "combining marks": (unlike('"Daily Courier"', "'" + "e\u0301" * 500_000 + "'"), 0),
    "endless id": (unlike('id = "courier-2026"', f'id = "{"a-" * 1_000_000}b"'), 1),
    "endless word": (unlike('kind = "press"', f'kind = "{"press" * 1_000_000}"'), 1),
    "endless mention": (unlike('"peru"]', f'"{"peru" * 1_000_000}"]'), 1),
    "bad key": (CLEAN + "nótes = 1\n", 3),
    "10,000 open brackets": (CLEAN + "notes = " + "[" * 10_000, 3),
    "6,000 suppressions": (CLEAN + many(ONE_SIDED, 6_000), 0),
    "10,000 broken records": (f"{HEAD}agreement = [\n{many(BROKEN, 10_000)}]\n", 1),
    "100,000 parties": (unlike('"peru"]', '"peru"' + ', "peru"' * 100_000 + "]"), 1),
}


@pytest.mark.parametrize(
    "name", [*FILES, *LONG_LINES, *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW)]
)
def test_a_monstrous_file_is_answered_or_refused_in_short_words(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files: dict[str, Any] = FILES | LONG_LINES | SLOW
    raw, code = files[name]
    kept(tmp_path, raw)
    for question in (("list", "--count"), ("validate", "-f", "concise"), ("where",)):
        with soon():
            found = run_inside(*question)
        loads = code == 0 or name == "100,000 parties"  # of which only `validate` complains
        assert found.code == (code if question[0] == "validate" else 0 if loads else 3)
        assert len(found.stderr) < 20_000
        assert len(found.stdout) < 40_000_000
        if name in FILES:
            assert max(map(len, found.stdout.splitlines()), default=0) < 6_000
