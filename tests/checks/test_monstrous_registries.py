"""Limits: hostile files end with a finding or an error within seconds, never with a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from checking import CLEAN, reported, validate, written

from inside import soon


def first_code(path: str) -> tuple[int, str, int | None]:
    with soon():
        code, out, err = validate("-f", "concise", path)
    assert "Traceback" not in out + err
    return code, out.partition("[")[2][:5], len(out)


ONE_SIDED = """
# mineralreg: ignore[MR401] the other side is not known
[[agreement]]
id = "a%d"
title = "Memorandum"
kind = "memorandum"
parties = ["peru"]
sources = ["gazette-2026"]
"""
BROKEN = '    { id = "A%d", title = " ", kind = "memo", parties = [], sources = [] },\n'
MONSTROUS = {  # what ends a load at once stands in tests/faults/test_monstrous_files.py
    "5 MB of blanks": (CLEAN + 'notes = "' + "  " * 2_500_000 + 'x"\n', 0),
    "mojibake": (CLEAN + 'notes = "' + "Ã©" * 1_000_000 + '"\n', 0),
    "combining marks": (CLEAN.replace('"Daily Courier"', '"' + "e\u0301" * 500_000 + '"'), 0),
    "endless id": (CLEAN.replace('id = "courier-2026"', 'id = "' + "a-" * 1_000_000 + 'b"'), 1),
    "endless word": (CLEAN.replace('kind = "press"', 'kind = "' + "press" * 1_000_000 + '"'), 1),
    "endless mention": (CLEAN.replace('"peru"]', '"' + "peru" * 1_000_000 + '"]'), 1),
    "bad key": (CLEAN + "nótes = 1\n", 3),
    "10,000 open brackets": (CLEAN + "notes = " + "[" * 10_000, 3),
    "6,000 suppressions": (CLEAN + "".join(ONE_SIDED % n for n in range(6_000)), 0),
    "10,000 broken records in one array": (
        "schema_version = 1\nagreement = [\n" + "".join(BROKEN % n for n in range(10_000)) + "]\n",
        1,
    ),
    "100,000 parties": (CLEAN.replace('"peru"]', '"peru"' + ', "peru"' * 100_000 + "]"), 1),
}


@pytest.mark.slow
@pytest.mark.parametrize(("text", "code"), MONSTROUS.values(), ids=MONSTROUS)
def test_monstrous_text(tmp_path: Path, text: str, code: int) -> None:
    found, _, size = first_code(written(tmp_path, text))
    assert found == code
    assert size is not None
    assert size < 40_000_000


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"schema_version = 1\n# caf\xe9\n", 2),
        (b"schema_version = 1\n\x00\n", 2),
        (CLEAN.encode("utf-16"), 1),
        (b"\xff" * 1_000_000, 1),
        (b"\x00" * 1_000_000, 1),
    ],
)
def test_bytes_that_are_no_text(tmp_path: Path, raw: bytes, line: int) -> None:
    report = reported(written(tmp_path, raw))
    assert [(one["code"], one["line"]) for one in report["findings"]] == [("MR001", line)]
    assert validate(written(tmp_path, raw))[0] == 3


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert first_code(str(tmp_path / "pipe"))[:2] == (3, "MR001")


def test_a_folder(tmp_path: Path) -> None:
    assert first_code(str(tmp_path))[:2] == (3, "MR001")


@pytest.mark.parametrize("path", ["", "a\0b", "no/such/folder/x.toml", "x" * 5000])
def test_paths_that_are_none(path: str) -> None:
    assert first_code(path)[0] == 3


@pytest.mark.parametrize(
    "text",
    [
        'schema_version = 1\nagreement = 3\npartner = "x"\n[source]\nid = 1\n',
        'schema_version = "1"\nregistry = []\n',
        "schema_version = 1\nagreement = [1, 2, {}]\nclaim = [[]]\nevent = [{ id = [] }]\n",
        'schema_version = 1\n[[claim]]\nid = "c"\nselector = { country = [[1]], since = 5 }\n',
        'schema_version = 1\n[[partner]]\nid = "p"\naliases = [1, ["x"]]\niso = { a = 1 }\n',
        'schema_version = 1\n[[agreement]]\nid = "a"\nactions = [{}, 3]\nrelations = "x"\n',
        'schema_version = 1\n[[initiative]]\nid = "i"\nmembers = { partner = "x" }\n',
        'schema_version = 1\n[[agreement]]\nid = "a"\nparties = [["x"], {}]\nsources = [1]\n',
    ],
)
def test_shapes_that_nobody_foresaw(tmp_path: Path, text: str) -> None:
    code, out, err = validate(written(tmp_path, text))
    assert code in (1, 3)
    assert "internal error" not in out + err


@pytest.mark.parametrize("number", ["9" * 40, "-" + "9" * 40, "nan", "inf", "-inf", "1e300"])
def test_numbers_that_no_index_can_hold(tmp_path: Path, number: str) -> None:
    text = f'amounts = [\n    {{ value = {number}, unit = "tonnes" }},\n]\n'
    report = reported(written(tmp_path, CLEAN + text))
    assert [(one["code"], one["line"]) for one in report["findings"]] == [("MR103", 41)]


def test_a_count_that_no_index_can_hold(tmp_path: Path) -> None:
    claim = CLEAN + '\n[[claim]]\nid = "one"\nstatement = "Many"\ncount = ' + "9" * 40 + "\n"
    claim += 'unit = "agreements"\nas_of = 2026-02-20\nselector = { country = "Peru" }\n'
    claim += 'sources = ["courier-2026"]\n'
    report = reported(written(tmp_path, claim))
    line = claim[: claim.index("count = ")].count("\n") + 1
    assert [(one["code"], one["line"]) for one in report["findings"]] == [("MR103", line)]


def test_a_key_of_the_program_is_no_key_of_the_file(tmp_path: Path) -> None:
    initiative = '\n[[initiative]]\nid = "forge"\nname = "FORGE"\nkind = "forum"\n'
    initiative += (
        'sources = ["gazette-2026"]\nmembers = [{ partner = "peru", from_ = 2026-02-04 }]\n'
    )
    report = reported(written(tmp_path, CLEAN + initiative))
    assert [one["code"] for one in report["findings"]] == ["MR101"]


@pytest.mark.slow
def test_many_mistakes_take_no_more_than_their_share(tmp_path: Path) -> None:
    agreement = CLEAN[CLEAN.index("[[agreement]]") :]
    many = "".join(
        "\n"
        + agreement.replace("us-peru-2026", f"us-peru-{number}").replace(
            '"peru"]', f'"peru-{number}", 3]'
        )
        for number in range(2_000)
    )
    with soon():
        report = reported("--ignore", "MR901,MR407", written(tmp_path, CLEAN + many))
    assert report["counts"]["error"] == 4_000
