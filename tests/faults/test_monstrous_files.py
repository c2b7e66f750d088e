"""Files that are too big, too deep or no registry at all: refused in short words, and soon."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import outcome

from inside import soon

SAMPLE = (Path(__file__).parents[1] / "data" / "sample.toml").read_text(encoding="utf-8")


def listed(kind: str, line: str, number: int) -> bytes:
    """A file with so many records, each with the line and its own number in it."""
    records = (f"[[{kind}]]\nid = 'x{at}'\n{line.format(at)}\n" for at in range(number))
    return ("schema_version = 1\n" + "".join(records)).encode()


@pytest.mark.parametrize(
    ("name", "raw"),
    {
        "a text of 2 MB": b'schema_version = 1\nx = "' + b"y" * 2_000_000 + b'"\n',
        "a title of 2 MB": SAMPLE.replace(
            "Sample of agreements", "Sample " + "of agreements " * 150_000
        ).encode(),
        "a key of 1 MB": b"schema_version = 1\n" + b"k" * 1_000_000 + b" = 1\n",
        "an id of 1 MB": SAMPLE.replace("us-peru-2026", "x" * 1_000_000).encode(),
        "a number of 5,000 digits": b"schema_version = " + b"1" * 5_000 + b"\n",
        "10,000 brackets": b"x = " + b"[" * 10_000 + b"]" * 10_000,
        "10,000 braces": b"x = " + b"{a = " * 10_000 + b"1" + b"}" * 10_000,
        "10,000 parts of a key": b".".join([b"a"] * 10_000) + b" = 1\n",
        "10,000 tables": b"schema_version = 1\n" + b"[[x]]\n" * 10_000,
        "1,000 unknown keys": b"schema_version = 1\n"
        + b"".join(b"k%d = 1\n" % number for number in range(1_000)),
        "1,000 broken records": b"schema_version = 1\n" + b"[[partner]]\nid = 1\n" * 1_000,
        "400 unknown minerals": listed("agreement", 'minerals = ["m{}"]', 400),
        "1,000 unknown countries": listed("partner", 'iso = "Country {}"', 1_000),
        "1,000 partners of one name": listed("partner", 'name = "n"', 1_000),
        "1,000 unknown keys in braces": b"[[agreement]]\namounts = [{"
        + b", ".join(b"k%d = 1" % number for number in range(1_000))
        + b"}]\n",
        "a million blank lines": b"schema_version = 1\n" + b"\n" * 1_000_000,
        "a deep value of an unknown key": b"schema_version = 1\nx = " + b"[" * 390 + b"]" * 390,
        "NUL": b"schema_version = 1\0",
        "not UTF-8": b"schema_version = 1 # \xff",
        "UTF-16": "schema_version = 1".encode("utf-16"),
        "a program": b"\x7fELF" + bytes(range(256)) * 10,
    }.items(),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_monstrous_file_is_answered_or_refused_in_short_words(
    name: str, raw: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "agreements.toml").write_bytes(raw)
    for question in (("list", "--count"), ("validate", "-f", "concise"), ("where",)):
        with soon():
            found = outcome(*question)
        assert found.code in ((0, 1) if "title" in name or "blank" in name else (1, 3))
        assert len(found.stderr) < 20_000
        assert max(map(len, found.stdout.splitlines()), default=0) < 6_000 or "title" in name
