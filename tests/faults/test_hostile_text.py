"""Hostile text in records and in arguments: shown as what it is, given back as what it was."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile import TEXTS, document, obeyed, toml
from running import done, outcome

from examples import QUICK_AND_LONG

KINDS = ("agreements", "partners", "initiatives", "events", "sources", "claims")
NAMED = ("country", "party", "between", "initiative", "event", "region", "source", "mineral")
WORDS = ("status", "kind", "legal-nature", "level", "topic", "since", "until", "as-of", "search")
OPTIONS = (*NAMED, *WORDS, "columns", "sort", "format", "color", "by")
COMMANDS = (
    *("list --", "show --", "show x --as-of", "reconcile --", "sql --", "where --registry"),
    *("explain --", "diff --", "diff HEAD", "validate --", "validate --against", "export --"),
    "",
)
NO_TEXTS = ("\udcff", "\ud800x", "--", "", " ", "-", "\0")
"""What an argument can be though no file could hold it as text."""

FORMULAS = tuple("=+-@\t\r＝＋－＠")

QUESTIONS = (
    *(f"list {kind}" for kind in (*KINDS, "actions")),
    *(f"list {kind} --withdrawn --as-of 2026-03 --reverse" for kind in KINDS),
    "show",
    "summary",
    "summary --by partner",
    "summary --by event --by initiative",
    "reconcile",
    "where",
    "sql 'select * from record'",
    "sql 'select * from agreement'",
)


@pytest.fixture(scope="module", autouse=True)
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / "agreements.toml"
    path.write_text(toml(), encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINERALREG_REGISTRY", str(path))
        patch.chdir(folder)
        yield path


def words(question: str) -> list[str]:
    """A question as arguments; `show` is for two records of each hostile text."""
    if question == "show":
        shown = [records(kind)[at % 3 :: 3] for at, kind in enumerate(KINDS)]
        return ["show", *(record["id"] for part in shown for record in part)]
    head, _, query = question.partition(" '")
    return [*head.split(), *([query.rstrip("'")] if query else [])]


def records(kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document()[kind.removesuffix("s")]
    return found


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("format", ["table", "plain", "md"])
def test_no_answer_for_eyes_holds_what_a_terminal_obeys(question: str, format: str) -> None:
    text = done(*words(question), "-f", format)
    assert not obeyed(text)
    assert len(text) > 300


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_coloured_table_holds_no_sequence_but_colours(question: str) -> None:
    text = done(*words(question), "-f", "table", "--color", "always")
    assert "\x1b[" in text
    assert not obeyed(text, colored=True)


@pytest.mark.parametrize("kind", KINDS)
def test_json_gives_every_record_back_as_it_was_written(kind: str) -> None:
    wanted = {record["id"]: record for record in records(kind)}
    for format in ("json", "jsonl"):
        text = done("list", kind, "-f", format)
        found = json.loads(text) if format == "json" else list(map(json.loads, text.splitlines()))
        assert not obeyed(text)
        assert len(found) == len(wanted)
        for record in found:
            written = wanted[record["id"]]
            assert {key: record[key] for key in written} == written
            assert set(record) - set(written) <= {"status", "status_since", "date"}


@pytest.mark.parametrize("kind", KINDS)
def test_show_as_json_gives_the_record_back(kind: str) -> None:
    written = records(kind)
    found = json.loads(done("show", *(record["id"] for record in written), "-f", "json"))
    assert [
        {key: one[key] for key in record} for one, record in zip(found, written, strict=True)
    ] == written


@pytest.mark.parametrize("question", QUESTIONS)
def test_csv_parses_and_no_cell_of_it_is_a_formula(question: str) -> None:
    csv.field_size_limit(1_000_000)
    found = list(csv.reader(io.StringIO(done(*words(question), "-f", "csv"), newline="")))
    assert len({len(row) for row in found}) == 1
    assert not [cell for row in found[1:] for cell in row if is_formula(cell)]


def is_formula(cell: str) -> bool:
    """A cell that a spreadsheet would run, and that is no plain number."""
    return cell.startswith(FORMULAS) and not cell.lstrip("-").isdigit()


def test_csv_keeps_every_title_behind_its_apostrophe() -> None:
    text = done("list", "agreements", "--columns", "id,title", "-f", "csv")
    found = dict(list(csv.reader(io.StringIO(text, newline="")))[1:])
    for name, title in TEXTS.items():
        kept = found[f"agreement-{name}"]
        assert kept == (f"'{title}" if title.startswith(FORMULAS) else title)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("format", ["plain", "tsv"])
def test_a_record_stays_one_line_with_its_own_number_of_fields(kind: str, format: str) -> None:
    lines = done("list", kind, "-f", format).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(TEXTS) + (format == "tsv")
    assert len({line.count("\t") for line in lines}) == 1
    assert not [line for line in lines if len(line.splitlines()) != 1 and format == "plain"]


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_sql_gives_back_the_very_text(format: str) -> None:
    text = done("sql", "select id, title, notes from agreement", "-f", format)
    found = json.loads(text) if format == "json" else list(map(json.loads, text.splitlines()))
    assert {row["id"]: (row["title"], row["notes"]) for row in found} == {
        f"agreement-{name}": (text, text) for name, text in TEXTS.items()
    }


def test_columns_with_several_values_keep_them_apart() -> None:
    found = json.loads(done("list", "--columns", "id,parties,initiatives", "-f", "json"))
    for row in found:
        name = row["id"].removeprefix("agreement-")
        assert row["parties"] == [(TEXTS[name] + name).replace("\x1f", "\u241f")], name


def some(options: tuple[str, ...], option: str, long: bool) -> tuple[str, ...]:
    """All hostile texts, or a quarter of them, another one for the next option."""
    texts = (*TEXTS.values(), *NO_TEXTS)
    return texts if long else texts[options.index(option) % 4 :: 4]


@QUICK_AND_LONG
@pytest.mark.parametrize("option", OPTIONS)
def test_any_text_may_be_given_to_any_option(option: str, long: bool) -> None:
    for text in some(OPTIONS, option, long):
        found = outcome("summary" if option == "by" else "list", f"--{option}={text}")
        assert found.code in (0, 2), text
        assert not obeyed(found.stdout + found.stderr), text
        assert len(found.stderr) < 20_000


@QUICK_AND_LONG
@pytest.mark.parametrize("command", COMMANDS)
def test_any_text_may_stand_where_a_name_is_wanted(command: str, long: bool) -> None:
    for text in some(COMMANDS, command, long):
        found = outcome(*command.split(), text)
        assert found.code in (0, 1, 2, 3), text
        assert not obeyed(found.stdout + found.stderr), text


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_name_still_finds_its_records(name: str) -> None:
    found = outcome("list", "--party", TEXTS[name] + name, "-f", "ids")
    assert found.stdout == f"agreement-{name}\n"


def test_wildcards_of_like_stand_for_themselves() -> None:
    for text in ("%", "_", "%_%"):
        for option in ("party", "event", "search", "source"):
            assert done_or_refused("list", f"--{option}", text, "--count") in ("0\n", "")


def done_or_refused(*arguments: str) -> str:
    found = outcome(*arguments)
    assert found.code in (0, 2)
    return found.stdout


def test_sql_in_a_record_or_an_argument_changes_nothing(registry: Path) -> None:
    before = registry.read_bytes()
    outcome("list", "--party", "x'; DELETE FROM agreement; --")
    outcome("show", "x'; DROP TABLE agreement; --")
    outcome("list", "--search", '" ) ; DELETE FROM record_text ; --')
    assert done("list", "--count") == f"{len(TEXTS)}\n"
    assert registry.read_bytes() == before


def test_long_output_lines_of_a_table_keep_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", "100")
    for question in ("list agreements", "list sources", "show", "reconcile"):
        for line in done(*words(question), "-f", "table").splitlines():
            assert cell_len(line) <= 100 or line.startswith("  https://")


@pytest.mark.parametrize("name", ["ansi", "bidi", "rich-markup", "shell"])
def test_a_hostile_file_name_is_shown_and_not_obeyed(name: str, tmp_path: Path) -> None:
    path = tmp_path / (TEXTS[name].replace("/", "") + ".toml")
    path.write_text(toml(), encoding="utf-8")
    for question in ("where -f table", "where", "list --count", "validate", "show nothing"):
        found = outcome("--registry", str(path), *question.split())
        assert not obeyed(found.stdout + found.stderr)
    path.write_text("[[[", encoding="utf-8")
    for question in ("where", "validate"):
        found = outcome("--registry", str(path), question)
        assert found.code == 3
        assert not obeyed(found.stdout + found.stderr)


def test_a_file_name_that_is_no_text_is_still_a_file(tmp_path: Path) -> None:
    path = str(tmp_path / "x\udcff.toml")
    Path(path).write_text(toml(), encoding="utf-8")
    assert done("--registry", path, "list", "--count") == f"{len(TEXTS)}\n"
    for format in ("table", "plain", "json", "md"):
        assert not obeyed(done("--registry", path, "where", "-f", format))
