"""Exports as the programs see them that people open them with."""

import csv
import json
import sqlite3
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from peering import ROOT, peer, python, run

from inside import run_inside
from mineralreg.export import write
from mineralreg.export.parquet import views
from mineralreg.export.selection import Found
from mineralreg.query.listing import Listing
from mineralreg.reference.filters import from_selector
from mineralreg.registry import open_index
from mineralreg.store.locate import packaged_path

pytestmark = pytest.mark.peer


@pytest.fixture
def index() -> sqlite3.Connection:
    return open_index(packaged_path()).connection


def records(index: sqlite3.Connection, kind: str) -> list[Any]:
    """The records of a kind that were not withdrawn, as objects."""
    rows = index.execute(
        f"SELECT r.json FROM {kind} AS k JOIN record AS r ON r.kind = '{kind}' AND r.id = k.id "
        "WHERE k.withdrawn IS NULL ORDER BY k.position"
    )
    return [json.loads(text) for (text,) in rows]


def number(index: sqlite3.Connection, of: str) -> int:
    (found,) = index.execute(f"SELECT count(*) FROM {of}").fetchone()
    return int(found)


@pytest.mark.parametrize(
    "found",
    [
        None,
        Found(("us-peru-2026",), from_selector({"country": "Peru", "since": "2026"})),
        Found((), from_selector({"country": "Fiji"})),
    ],
)
def test_frictionless_finds_the_package_valid(index: Any, tmp_path: Path, found: Any) -> None:
    write("csv", index, str(tmp_path / "package"), found)
    words = (peer("frictionless"), "validate", "datapackage.json", "--json")
    report = json.loads(run(*words, folder=tmp_path / "package").stdout)
    assert report["valid"], [task for task in report["tasks"] if not task["valid"]]
    assert len(report["tasks"]) > 30


def test_datasette_serves_the_agreements(index: Any, tmp_path: Path) -> None:
    write("sqlite", index, str(tmp_path / "registry.sqlite"), datasette=True)

    def served(address: str) -> Any:
        words = (peer("datasette"), "registry.sqlite", "--metadata", "metadata.json", "--get")
        return json.loads(run(*words, f"/registry/{address}", folder=tmp_path).stdout)

    (row, *_) = served("agreement.json?_shape=objects&_search=seabed&_size=5")["rows"]
    assert "seabed" in json.dumps(row).lower()
    found = served("agreement.json?_shape=objects&_search=lithium&_size=max")
    asked = from_selector({"search": "lithium", "withdrawn": True})
    listed = Listing(index, "agreement", asked).ids()
    assert sorted(row["id"] for row in found["rows"]) == sorted(listed)
    address = "agreement_overview.json?_shape=objects&_size=1&_facet_size=40"
    facets = served(address)["facet_results"]
    named = set(facets.get("results", facets))
    assert {"status", "kind", "level", "party_ids", "minerals"} <= named


DUCKDB = """
import duckdb, pandas
def types(file):
    described = f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{file}')"
    return dict(duckdb.sql(described).fetchall())
def rows(query):
    return duckdb.sql(query).fetchall()
"""


def test_pandas_and_duckdb_read_csv(index: Any, tmp_path: Path) -> None:
    write("csv", index, str(tmp_path / "package"))
    code = """
acts = pandas.read_csv('act.csv', parse_dates=['earliest'])
claims = pandas.read_csv('claim.csv')
frame = [len(acts), str(acts.earliest.dtype)[:8]]
[*frame, str(claims['count'].dtype), str(claims.counts_host.dtype), types('claim.csv')]
"""
    *frame, types = python(tmp_path / "package", DUCKDB + code)
    assert frame == [number(index, "act"), "datetime", "int64", "bool"]
    columns = ("count", "counts_host", "as_of_earliest")
    assert [types[name] for name in columns] == ["BIGINT", "BOOLEAN", "DATE"]


def test_pandas_and_duckdb_read_parquet(index: Any, tmp_path: Path) -> None:
    write("sqlite", index, str(tmp_path / "registry.sqlite"))
    code = """
import sqlite3
from mineralreg.export import write
index = sqlite3.connect('registry.sqlite')
write('parquet', index, 'a.parquet')
write('parquet', index, 'all')
found = rows("SELECT count(*) FROM 'a.parquet' WHERE list_contains(minerals, 'lithium')")[0][0]
claims = pandas.read_parquet('all/claim.parquet')
amounts = pandas.read_parquet('all/amount.parquet')
dtypes = [str(one.dtype) for one in (claims['count'], claims.counts_host, amounts.value)]
[types('a.parquet'), found, *dtypes, type(claims.as_of_latest[0]).__name__]
"""
    types, *frame = python(tmp_path, DUCKDB + code)
    columns = ("date_earliest", "minerals", "sources")
    assert [types[name] for name in columns] == ["DATE", "VARCHAR[]", "BIGINT"]
    lithium = number(index, "agreement_mineral WHERE mineral = 'lithium'")
    assert frame == [lithium, "int64", "bool", "float64", "date"]


def test_pandas_and_duckdb_read_json_lines(index: Any, tmp_path: Path) -> None:
    assert run_inside("list", "-f", "jsonl", "-o", str(tmp_path / "a.jsonl")).code == 0
    code = """
frame = pandas.read_json('a.jsonl', lines=True, convert_dates=False)
query = "count(*), any_value(typeof(parties)) FROM read_json('a.jsonl', sample_size=-1)"
[len(frame), type(frame.parties[0]).__name__, *rows("SELECT " + query)[0]]
"""
    count = len(records(index, "agreement"))
    assert python(tmp_path, DUCKDB + code) == [count, "list", count, "VARCHAR[]"]


def test_bibtex_is_read_by_two_libraries(index: Any, tmp_path: Path) -> None:
    write("bibtex", index, str(tmp_path / "all.bib"))
    code = """
import bibtexparser, pybtex.database
first = bibtexparser.parse_file('all.bib')
second = pybtex.database.parse_file('all.bib', 'bibtex').entries
read = {key: [entry.type, dict(entry.fields)] for key, entry in second.items()}
[len(first.entries), len(first.failed_blocks), read]
"""
    *numbers, read = python(tmp_path, code)
    expected = records(index, "source")
    assert numbers == [len(expected), 0]
    assert list(read) == [source["id"] for source in expected]
    for source in expected:
        kind, fields = read[source["id"]]
        publisher = fields.get("journal") or fields.get("institution") or fields["publisher"]
        assert publisher.replace("\\", "") == source["publisher"]
        assert fields.get("url") == source.get("url")
        assert fields.get("date") == source.get("published")
        assert fields["keywords"] == source["kind"]
        assert (kind == "article") == (source["kind"] == "press")


def test_ris_and_csl_json_are_read(index: Any, tmp_path: Path) -> None:
    write("ris", index, str(tmp_path / "all.ris"))
    write("csl-json", index, str(tmp_path / "all.json"))
    code = """
import rispy, citeproc.source.json
read = citeproc.source.json.CiteProcJSON(json.load(open('all.json')))
[rispy.load(open('all.ris', newline='')), list(read)]
"""
    read, items = python(tmp_path, code)
    expected = records(index, "source")
    assert items == [source["id"] for source in expected]
    keys = ("id", "title", "publisher")
    assert [(*(one[key] for key in keys), ";".join(one.get("urls", []))) for one in read] == [
        (*(one[key] for key in keys), one.get("url", "")) for one in expected
    ]


def test_the_feed_is_well_formed(index: Any, tmp_path: Path) -> None:
    write("atom", index, str(tmp_path / "acts.atom"))
    code = """
import feedparser
feed = feedparser.parse('acts.atom')
[bool(feed.bozo), feed.version, [e.id for e in feed.entries], [e.updated for e in feed.entries]]
"""
    bozo, version, ids, days = python(tmp_path, code)
    assert (bozo, version) == (False, "atom10")
    acts = number(index, "act_timeline WHERE earliest IS NOT NULL AND withdrawn IS NULL")
    assert len(set(ids)) == len(ids) == acts
    assert days == sorted(days, reverse=True)


def test_linked_data_answers_a_question(index: Any, tmp_path: Path) -> None:
    write("jsonld", index, str(tmp_path / "all.jsonld"))
    code = """
import rdflib, pyld.jsonld
nodes = len(pyld.jsonld.expand(json.load(open('all.jsonld'))))
graph = rdflib.Graph().parse('all.jsonld', format='json-ld')
rows = graph.query('PREFIX s: <https://schema.org/> SELECT ?id WHERE { ?a a s:Legislation;'
    's:legislationIdentifier ?id; s:legislationResponsible/s:name "Peru" }')
[nodes, sorted(str(row[0]) for row in rows)]
"""
    nodes, found = python(tmp_path, code)
    kinds = ("partner", "agreement", "event", "initiative", "source")
    assert nodes == 1 + sum(len(records(index, kind)) for kind in kinds)
    peru = index.execute("SELECT agreement FROM party_overview WHERE name = 'Peru'").fetchall()
    assert found == sorted(id for (id,) in peru)


def test_the_workbook_opens_in_libreoffice(index: Any, tmp_path: Path) -> None:
    write("xlsx", index, str(tmp_path / "all.xlsx"))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    run("soffice", profile, "--headless", "--convert-to", sheet, "all.xlsx", folder=tmp_path)
    (made,) = tmp_path.glob("*.csv")
    with made.open(encoding="utf-8", newline="") as file:
        by_id = {row["id"]: row for row in csv.DictReader(file)}
    assert len(by_id) == number(index, "agreement")
    assert by_id["us-peru-2026"]["date_earliest"] == "2026-02-04"
    assert "·" in by_id["us-peru-2026"]["parties"]


def test_the_parted_files_and_the_views_answer_in_duckdb_as_the_program_does(
    index: Any, tmp_path: Path
) -> None:
    write("parquet", index, str(tmp_path / "all"), partition="year")
    days = ("2020-01-01", "2023-06-30", "2025-12-31", "2026-02-04", "2026-12-31")
    asked = [*product(days, (False, True))]
    code = """
duckdb.execute(views)
stood = "SELECT id, status, status_since FROM agreement_as_of('{}', certain := {})"
queries = ("SELECT name, agreements FROM partner_count",
    "SELECT mineral, agreements FROM mineral_count",
    "SELECT status, sum(agreements)::INT FROM status_count GROUP BY 1 ORDER BY 1",
    "SELECT year, count(*) FROM read_parquet('act/**/*.parquet', hive_partitioning = true) "
    "GROUP BY year ORDER BY year")
[*map(rows, queries), [rows(stood.format(*one)) for one in asked]]
"""
    *counts, stood = python(tmp_path / "all", DUCKDB + code, views=views(), asked=asked)
    expected = (
        "SELECT name, agreements FROM partner_count",
        "SELECT mineral, agreements FROM mineral_count",
        "SELECT status, count(*) FROM agreement WHERE withdrawn IS NULL GROUP BY 1 ORDER BY 1",
        "SELECT CAST(substr(earliest, 1, 4) AS INTEGER), count(*) FROM act GROUP BY 1 "
        "ORDER BY earliest IS NULL, 1",
    )
    for query, rows in zip(expected, counts, strict=True):
        assert [tuple(row) for row in rows] == index.execute(query).fetchall(), query
    columns = ("id", "status", "status_since", "possible")
    for (day, certain), rows in zip(asked, stood, strict=True):
        possible, listed = (
            Listing(index, "agreement", from_selector(filters), columns=columns).rows()
            for filters in ({"as_of": day}, {"as_of": day, "certain": certain})
        )
        # Where dates leave the order of acts open, the views take the recorded one.
        open_ = {row[0] for row in possible if row[3]}
        known = [tuple(row[:3]) for row in listed if row[0] not in open_]
        assert sorted(tuple(row) for row in rows if row[0] not in open_) == sorted(known)
        assert {row[0] for row in rows} <= {row[0] for row in listed}


def test_the_citation_file_is_valid() -> None:
    done = run(peer("cffconvert"), "--validate", "-i", str(ROOT / "CITATION.cff"))
    assert done.returncode == 0, done.stderr
