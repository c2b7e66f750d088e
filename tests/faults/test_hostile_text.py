"""Hostile text in records and in arguments: shown as what it is, given back as what it was."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile import FORMULAS, KINDS, TEXTS, cells, document, obeyed, settled, toml
from rich.cells import cell_len
from running import done

from examples import QUICK_AND_LONG
from inside import run_inside

NAMED = ("country", "party", "between", "initiative", "event", "region", "source", "mineral")
WORDS = ("status", "kind", "legal-nature", "level", "topic", "since", "until", "as-of", "search")
LINES = (
    *(
        f"list --{name}="
        for name in (*NAMED, *WORDS, "columns", "sort", "limit", "format", "color")
    ),
    *("summary --by=", "list -- ", "show -- ", "show x --as-of ", "reconcile -- ", "sql -- "),
    *("where --registry ", "explain -- ", "diff -- ", "diff HEAD ", "validate -- "),
    *("validate --against ", "export -- ", "-- ", ""),
)
"""Beginnings of a command line, behind which any text may stand."""
NO_TEXTS = ("\udcff", "\ud800x", "--", "", " ", "-", "\0")
"""What an argument can be though no file could hold it as text."""

SHOWN = [f"{kind}-{name}" for at, kind in enumerate(KINDS) for name in list(TEXTS)[at % 3 :: 3]]
"""Two records of each hostile text."""
QUESTIONS = (
    *(f"list {kind}s" for kind in (*KINDS, "action")),
    *(f"list {kind}s --withdrawn --as-of 2026-03 --reverse" for kind in KINDS),
    *(f"show {' '.join(SHOWN)}", "summary", "summary --by partner", "reconcile", "where"),
    *("summary --by event --by initiative", "sql 'select * from record'"),
    *("sql 'select * from agreement'", "diff 2026-01-01 2026-03-01"),
)
EACH_QUESTION = pytest.mark.parametrize("question", QUESTIONS, ids=lambda line: line[:50])


@pytest.fixture(scope="module", autouse=True)
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with settled(tmp_path_factory.mktemp("hostile"), toml()) as path:
        yield path


def id_of(record: dict[str, Any]) -> str:
    return str(record["id"])


def rows(text: str) -> list[dict[str, Any]]:
    """The objects of an answer in JSON, or of one in JSON lines."""
    found: list[dict[str, Any]] = (
        json.loads(text) if text[0] == "[" else list(map(json.loads, text.splitlines()))
    )
    return found


@EACH_QUESTION
@pytest.mark.parametrize("format", ["table", "plain", "md", "table --color always"])
def test_no_answer_for_eyes_holds_what_a_terminal_obeys(question: str, format: str) -> None:
    text = done(*shlex.split(f"{question} -f {format}"))
    colored = "always" in format
    assert not obeyed(text, colored=colored)
    assert ("\x1b[" in text) == colored
    assert len(text) > 300


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ask", ["list {kind}s -f json", "list {kind}s -f jsonl", "show -f json"])
def test_json_gives_every_record_back_as_it_was_written(ask: str, kind: str) -> None:
    written = sorted(document()[kind], key=id_of)
    text = done(*ask.format(kind=kind).split(), *(map(id_of, written) if "show" in ask else ()))
    found = sorted(rows(text), key=id_of)
    both = list(zip(found, written, strict=True))
    assert not obeyed(text)
    assert [{key: one[key] for key in record} for one, record in both] == written
    added = {key for one, record in both for key in set(one) - set(record)}
    assert "show" in ask or added <= {"status", "status_since", "date"}


@EACH_QUESTION
def test_csv_parses_and_no_cell_of_it_is_a_formula(question: str) -> None:
    assert len(cells(done(*shlex.split(f"{question} -f csv")))) > 1


def test_csv_keeps_every_title_behind_its_apostrophe() -> None:
    found = dict(cells(done("list", "--columns", "id,title", "-f", "csv"))[1:])
    for name, title in TEXTS.items():
        kept = found[f"agreement-{name}"]
        assert kept == (f"'{title}" if title.startswith(FORMULAS) else title)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("format", "heads", "between"),
    [("plain", 0, r"\t"), ("tsv", 1, r"\t"), ("md", 2, r"(?<!\\)[|<`]")],
)
def test_a_record_stays_one_line_with_its_own_number_of_fields(
    kind: str, format: str, heads: int, between: str
) -> None:
    lines = done("list", f"{kind}s", "-f", format).split("\n")
    assert lines.pop() == ""
    assert len(lines) == heads + len(TEXTS)
    assert len({len(re.findall(between, line)) for line in lines}) == 1
    assert format == "tsv" or not [line for line in lines if len(line.splitlines()) != 1]


def test_markup_in_a_table_is_text() -> None:
    assert "[bold red]x[/]" in done("show", "agreement-rich-markup", "-f", "table")


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_sql_gives_back_the_very_text(format: str) -> None:
    found = rows(done("sql", "select id, title, notes from agreement", "-f", format))
    assert {row["id"]: (row["title"], row["notes"]) for row in found} == {
        f"agreement-{name}": (text, text) for name, text in TEXTS.items()
    }


def test_columns_with_several_values_keep_them_apart() -> None:
    for row in rows(done("list", "--columns", "id,parties,initiatives", "-f", "json")):
        name = row["id"].removeprefix("agreement-")
        assert row["parties"] == [(TEXTS[name] + name).replace("\x1f", "\u241f")], name


@QUICK_AND_LONG
@pytest.mark.parametrize("line", LINES)
def test_any_text_may_be_given_to_any_option_or_stand_for_a_name(line: str, long: bool) -> None:
    texts = (*TEXTS.values(), *NO_TEXTS)
    for text in texts if long else texts[LINES.index(line) % 4 :: 4]:
        *words, last = line.split(" ")
        found = run_inside(*words, last + text)
        assert found.code in ((0, 2) if last else (0, 1, 2, 3)), text
        assert not obeyed(found.stdout + found.stderr), text
        assert len(found.stderr) < 20_000


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_name_still_finds_its_records(name: str) -> None:
    assert done("list", "--party", TEXTS[name] + name, "-f", "ids") == f"agreement-{name}\n"


def test_wildcards_of_like_stand_for_themselves() -> None:
    for text in ("%", "_", "%_%"):
        for option in ("party", "event", "search", "source"):
            found = run_inside("list", f"--{option}", text, "--count")
            assert (found.code, found.stdout) in ((0, "0\n"), (2, ""))


def test_sql_in_a_record_or_an_argument_changes_nothing(registry: Path) -> None:
    before = registry.read_bytes()
    run_inside("list", "--party", "x'; DELETE FROM agreement; --")
    run_inside("show", "x'; DROP TABLE agreement; --")
    run_inside("list", "--search", '" ) ; DELETE FROM record_text ; --')
    assert done("list", "--count") == f"{len(TEXTS)}\n"
    assert registry.read_bytes() == before


@pytest.mark.parametrize("width", [40, 80, 100, 140])
def test_no_line_of_a_table_is_wider_than_the_terminal(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for question in QUESTIONS[width // 20 % 4 :: 4]:
        for line in done(*shlex.split(f"{question} -f table")).splitlines():
            assert cell_len(line) <= width or line.startswith("  https://"), line


@pytest.mark.parametrize("name", ["ansi", "bidi", "rich-markup", "shell", "not text"])
def test_a_hostile_file_name_is_shown_and_not_obeyed(name: str, tmp_path: Path) -> None:
    path = tmp_path / (TEXTS.get(name, "x\udcff").replace("/", "") + ".toml")
    formats = (f"where -f {format}" for format in ("table", "plain", "json", "md"))
    for text, questions in (
        (toml(), (*formats, "list --count", "validate", "show nothing")),
        ("[[[", ("where", "validate")),
    ):
        path.write_text(text, encoding="utf-8")
        for question in questions:
            found = run_inside("--registry", str(path), *question.split())
            assert (found.code == 3) == (text == "[[["), question
            assert not obeyed(found.stdout + found.stderr)
