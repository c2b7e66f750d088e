"""The same agreements as a ministry's table, a workbook, JSON and JSON Lines."""

import csv
import datetime
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import tomli
from written import location

from mineralreg.edit.add import add
from mineralreg.edit.incoming import read_incoming
from mineralreg.edit.init import REGISTRY
from mineralreg.errors import InputRefused, UsageError
from mineralreg.export import write as export
from mineralreg.registry import open_index
from mineralreg.store.change import write
from samples import SAMPLE_FILE, kept

TABLE = """\
Título;País 1;País 2;Tipo;Firma;Lugar;Minerales;Enlace;Source title;Publisher;Source kind;Notas
Memorando;Perú;Chile;MoU;2025-01-03;;litio;https://m.example/0;Comunicado;Ministerio;official;
Uno;Bolivia;DRC;MoU;2025-02-04;Lima;cobre; litio;https://m.example/1;Nota;Ministerio;press;
Dos;Zambia;Corea del Sur;treaty;2025-03-05;;critical minerals;https://m.example/2;Acta;M;official;
""".replace("cobre; litio", '"cobre; litio"')
LINK = "https://m.example/"
ROWS = [*csv.DictReader(io.StringIO(TABLE), delimiter=";")]
ROWS[1]["Notas"] = 'Con coma, y punto; y "coma"'
HEADINGS = [*ROWS[0]]


def as_csv(rows: list[dict[str, str]], mark: str = ";") -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, HEADINGS, delimiter=mark)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def new_book(*rows: Sequence[object]) -> Any:
    book = pytest.importorskip("openpyxl").Workbook()
    for row in rows:
        book.active.append(row)
    return book


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_workbook(rows: list[dict[str, str]]) -> bytes:
    def cell(key: str, value: str) -> object:
        whole = key == "Firma" and value[4:5] == "-"
        return datetime.date.fromisoformat(value) if whole else value or None

    return saved(new_book(HEADINGS, *([cell(*pair) for pair in row.items()] for row in rows)))


def short(one: dict[str, str]) -> dict[str, Any]:
    """The same in the short forms of the options."""
    at = f" @ {one['Lugar']}" if one["Lugar"] else ""
    found = {
        "title": one["Título"],
        "party": [one["País 1"], one["País 2"]],
        "kind": one["Tipo"],
        "actions": [f"signed {one['Firma']}{at}"],
        "minerals": one["Minerales"].split("; "),
        "link": one["Enlace"],
        "source_title": one["Source title"],
        "source_publisher": one["Publisher"],
        "source_kind": one["Source kind"],
        "notes": one["Notas"] or None,
    }
    return {key: value for key, value in found.items() if value != ""}


def as_json(rows: list[dict[str, str]]) -> bytes:
    return json.dumps([short(one) for one in rows], ensure_ascii=False, indent=1).encode()


def as_lines(rows: list[dict[str, str]]) -> bytes:
    return b"".join(json.dumps(short(one)).encode() + b"\n" for one in rows)


FORMS = {
    "csv": as_csv,
    "tsv": lambda rows: as_csv(rows, "\t").decode("utf-8-sig").encode("utf-16"),
    "xlsx": as_workbook,
    "json": as_json,
    "jsonl": as_lines,
}


def added(folder: Path, raw: bytes, name: str) -> dict[str, Any]:
    path = kept(folder, REGISTRY.read_bytes())
    write(location(path), add(read_incoming("agreement", raw, name)))
    return tomli.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", FORMS)
def test_the_same_goes_in_in_every_form(tmp_path: Path, form: str) -> None:
    found = added(tmp_path, FORMS[form](ROWS), f"new.{form}")
    assert len(found["agreement"]) == len(found["source"]) == 3
    assert found == added(tmp_path, as_csv(ROWS, ","), "new.csv")
    assert found["agreement"][1] == {
        "id": "bolivia-drc-2025",
        "title": "Uno",
        "kind": "memorandum",
        "parties": ["bolivia", "dr-congo"],
        "minerals": ["copper", "lithium"],
        "sources": ["ministerio-2"],
        "actions": [{"action": "signed", "date": datetime.date(2025, 2, 4), "place": "Lima"}],
        "notes": ROWS[1]["Notas"],
    }


BROKEN = [
    ("Firma", "04/02/2026", "actions", "write 2026-02-04 or 2026-04-02"),
    ("País 2", "Atlantis", "party", "'Atlantis' is not a partner"),
    ("Tipo", "memorandom", "kind", "did you mean 'memorandum'"),
    ("Minerales", "unobtainium", "minerals", "'unobtainium' is not a mineral"),
    ("Enlace", "m.example", "link", "is not a web address"),
    ("Título", "", "title", "has no 'title'"),
    ("Source kind", "", "link", "needs source_kind"),
]
"""A column, what stands there, the key in the short form, and what is told."""


@pytest.mark.parametrize("form", FORMS)
def test_every_fault_is_named_with_its_place_in_one_run(tmp_path: Path, form: str) -> None:
    rows = [
        ROWS[0] | {"Firma": f"{2010 + number}-01-03", "Enlace": f"{LINK}{number}", column: value}
        for number, (column, value, _, _) in enumerate(BROKEN)
    ]
    with pytest.raises(InputRefused) as caught:
        added(tmp_path, FORMS[form](rows), f"new.{form}")
    told = [f"{one.file}: {one.message}" for one in caught.value.findings]
    place = {"xlsx": ", sheet 'Sheet', row {1}", "json": ", record {0}", "jsonl": ":{0}"}
    for number, (said, fault) in enumerate(zip(told, BROKEN, strict=True), 1):
        column, _, key, reason = fault
        label = f", key {key!r}" if form.startswith("json") else f", column {column!r}"
        label = label.replace("'Source kind'", "'Enlace'")
        label = label.replace(", key 'title'", "")  # what is not there has no place of its own
        where = place.get(form, ":{1}").format(number, number + 1)
        assert said.startswith(f"new.{form}{where}{label}: "), said
        assert reason in said
    assert (tmp_path / "agreements.toml").read_bytes() == REGISTRY.read_bytes()


def test_the_program_s_own_workbook_leads_to_its_json(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    export("xlsx", open_index(str(SAMPLE_FILE)).connection, str(tmp_path / "r.xlsx"))
    with pytest.raises(UsageError, match="not read back"):
        read_incoming(None, (tmp_path / "r.xlsx").read_bytes(), "r.xlsx")


def test_what_is_wrong_with_the_sheets_of_a_workbook(tmp_path: Path) -> None:
    book = new_book(["title", "kind", "N°"], ["=1+1", "treaty", 1], ["#REF!", "treety", 2])
    book.create_sheet("Notes").append(["What this is about"])
    with pytest.raises(InputRefused) as caught:
        added(tmp_path, saved(book), "it")
    assert sorted((one.file, one.message.partition(";")[0]) for one in caught.value.findings) == [
        ("it, sheet 'Notes', row 1", "no column is known: 'What this is about'"),
        ("it, sheet 'Sheet', row 1", "unknown column: 'N°'"),
        ("it, sheet 'Sheet', row 2", "the formula in column A has no value"),
        ("it, sheet 'Sheet', row 3", "the formula in column A has no value"),
        ("it, sheet 'Sheet', row 3, column 'kind'", "'treety' is not a kind"),
    ]


@pytest.mark.parametrize("issued", ["2026-02-04", [[2026, 2, 4]], [["2026", "02", "04"]]])
def test_a_date_of_csl_is_not_lost_in_whatever_form(issued: object) -> None:
    item = {"type": "webpage", "title": "T", "issued": issued}
    (found,) = read_incoming("source", json.dumps([item]).encode(), "it")
    assert dict(found.pairs)["published"] == "2026-02-04"


def test_a_cell_far_away_does_not_widen_every_row() -> None:
    book = new_book(["title"], ["One"])
    book.active["A300000"], book.active["XFD1"] = "Two", " "
    assert len(list(read_incoming("agreement", saved(book), "it"))) == 2
