"""The same twenty agreements as a ministry's table, a workbook, JSON and JSON Lines."""

import csv
import datetime
import io
import json
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
from mineralreg.store.locate import packaged_path

HEADINGS = (
    *("Título del acuerdo", "País 1", "País 2", "Type", "Fecha de firma", "Lugar", "Minerales"),
    *("Enlace", "Source title", "Publisher", "Tipo de fuente", "Observaciones"),
)
SIDES = (
    *("Perú", "Chile", "Argentina", "Estados Unidos", "Brasil", "India", "Chile", "Corea del Sur"),
    *("Bolivia", "China", "México", "Canadá", "Japan", "Australia", "Kazakhstan", "Fiji"),
    *("Zambia", "Reino Unido", "DRC", "Japan", "Namibia", "Alemania", "Indonesia", "Saudi Arabia"),
    *("Ukraine", "USA", "Philippines", "Japan", "Vietnam", "Korea, Rep.", "Mongolia", "France"),
    *("Uzbekistan", "Italy", "Norway", "Suède", "Greenland", "Denmark", "Rwanda", "UK"),
)
MINERALS = ("litio", "cobre; litio", "tierras raras", "critical minerals")


def row(number: int, **more: str) -> dict[str, str]:
    """One agreement as the ministry's table has it."""
    cells = (
        f"Memorando de entendimiento {number}",
        *SIDES[2 * number : 2 * number + 2],
        *("MoU", f"2025-{number % 12 + 1:02}-{number + 3:02}", "Lima" if number % 2 else ""),
        *(MINERALS[number % 4], f"https://ministerio.example/acuerdos/{number}"),
        *(f"Comunicado {number}", "Ministerio de Energía y Minas", "official"),
        "Con coma, y punto; y coma" if number == 3 else "",
    )
    return dict(zip(HEADINGS, cells, strict=True)) | more


ROWS = [row(number) for number in range(20)]


def as_csv(rows: list[dict[str, str]], mark: str = ";") -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, HEADINGS, delimiter=mark)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def as_workbook(rows: list[dict[str, str]]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    for one in rows:
        day = one["Fecha de firma"]
        whole = datetime.date.fromisoformat(day) if day[4:5] == "-" else day
        book.active.append(
            [whole if key == "Fecha de firma" else value or None for key, value in one.items()]
        )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def short(one: dict[str, str]) -> dict[str, Any]:
    """The same in the short forms of the options."""
    at = f" @ {one['Lugar']}" if one["Lugar"] else ""
    found = {
        "title": one["Título del acuerdo"],
        "party": [one["País 1"], one["País 2"]],
        "kind": one["Type"],
        "actions": [f"signed {one['Fecha de firma']}{at}"],
        "minerals": one["Minerales"].split("; "),
        "link": one["Enlace"],
        "source_title": one["Source title"],
        "source_publisher": one["Publisher"],
        "source_kind": one["Tipo de fuente"],
        "notes": one["Observaciones"] or None,
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


def added(folder: Path, raw: bytes, name: str, kind: str | None = "agreement") -> dict[str, Any]:
    path = folder / "agreements.toml"
    path.write_bytes(REGISTRY.read_bytes())
    write(location(path), add(read_incoming(kind, raw, name)))
    return tomli.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", FORMS)
def test_twenty_agreements_go_in_in_every_form(tmp_path: Path, form: str) -> None:
    found = added(tmp_path, FORMS[form](ROWS), f"new.{form}")
    assert len(found["agreement"]) == len(found["source"]) == 20
    assert found == added(tmp_path, as_csv(ROWS, ","), "new.csv")
    assert found["agreement"][3] == {
        "id": "chile-south-korea-2025",
        "title": "Memorando de entendimiento 3",
        "kind": "memorandum",
        "parties": ["chile", "south-korea"],
        "minerals": ["critical-minerals"],
        "sources": ["ministerio-de-energia-4"],
        "actions": [
            {"action": "signed", "date": datetime.date(2025, 4, 6), "place": "Lima"},
        ],
        "notes": "Con coma, y punto; y coma",
    }


BROKEN = [
    row(0, **{"Fecha de firma": "04/02/2026"}),
    row(1, **{"País 2": "Atlantis"}),
    row(2, **{"Type": "memorandom"}),
    row(3, **{"Minerales": "unobtainium"}),
    row(4, **{"Enlace": "ministerio.example"}),
    row(5, **{"Título del acuerdo": ""}),
    row(6, **{"Tipo de fuente": ""}),
]
WRONG = [
    ("Fecha de firma", "actions", "write 2026-02-04 or 2026-04-02"),
    ("País 2", "party", "'Atlantis' is not a partner"),
    ("Type", "kind", "did you mean 'memorandum'"),
    ("Minerales", "minerals", "'unobtainium' is not a mineral"),
    ("Enlace", "link", "is not a web address"),
    ("Título del acuerdo", "title", "has no 'title'"),
    ("Enlace", "link", "needs source_kind"),
]


@pytest.mark.parametrize("form", FORMS)
def test_every_fault_is_named_with_its_place_in_one_run(tmp_path: Path, form: str) -> None:
    with pytest.raises(InputRefused) as caught:
        added(tmp_path, FORMS[form](BROKEN), f"new.{form}")
    told = [f"{one.file}: {one.message}" for one in caught.value.findings]
    assert len(told) == len(WRONG), told
    place = {"xlsx": ", sheet 'Sheet', row {1}", "json": ", record {0}", "jsonl": ":{0}"}
    for number, (said, (column, key, reason)) in enumerate(zip(told, WRONG, strict=True), 1):
        label = f", key {key!r}" if form.startswith("json") else f", column {column!r}"
        if label == ", key 'title'":
            label = ""  # a key that is not there has no place of its own
        where = place.get(form, ":{1}").format(number, number + 1)
        assert said.startswith(f"new.{form}{where}{label}: "), said
        assert reason in said
    text = (tmp_path / "agreements.toml").read_text(encoding="utf-8")
    assert text == REGISTRY.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"PK\x03\x04 not a workbook", "cannot be read as a workbook"),
        (b"title;pais\nt\xedtulo;pais\n", "is not UTF-8: line 2"),
        (b"NaN,1\n", "none of the forms"),
        (b'[{"count": NaN}]', "not a number in JSON"),
        (b"title\0,kind\n", "is not a text file"),
    ],
)
def test_what_cannot_be_read(raw: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_incoming("agreement", raw, "it")


def test_the_program_s_own_workbook_leads_to_its_json(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    export("xlsx", open_index(packaged_path()).connection, str(tmp_path / "r.xlsx"))
    with pytest.raises(UsageError, match="not read back"):
        read_incoming(None, (tmp_path / "r.xlsx").read_bytes(), "r.xlsx")


def test_what_is_wrong_with_the_sheets_of_a_workbook(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["title", "kind", "N°"], ["=1+1", "treaty", 1], ["#REF!", "treety", 2]):
        book.active.append(row)
    book.create_sheet("Notes").append(["What this is about"])
    raw = io.BytesIO()
    book.save(raw)
    with pytest.raises(InputRefused) as caught:
        added(tmp_path, raw.getvalue(), "it")
    assert sorted((one.file, one.message.partition(";")[0]) for one in caught.value.findings) == [
        ("it, sheet 'Notes', row 1", "no column is known"),
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


def test_what_is_not_a_number_is_told_as_any_other_value(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="2 problems"):
        added(tmp_path, b'[[source]]\ntitle = nan\npublisher = "P"\nkind = inf\n', "it")


def test_a_cell_far_away_does_not_widen_every_row() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["title"])
    book.active.append(["One"])
    book.active["A300000"], book.active["XFD1"] = "Two", " "
    raw = io.BytesIO()
    book.save(raw)
    assert len(list(read_incoming("agreement", raw.getvalue(), "it"))) == 2


def test_two_columns_that_say_different_things(tmp_path: Path) -> None:
    raw = b"title;instrument;parties;kind;sources\nOne;Two;Peru,Chile;treaty;x\n"
    with pytest.raises(InputRefused) as caught:
        added(tmp_path, raw, "it")
    assert "'title' and 'instrument' both hold title" in caught.value.findings[0].message
