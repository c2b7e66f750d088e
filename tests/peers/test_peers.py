"""Exports as the programs see them that people open them with."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from peering import ROOT, peer, python

from mineralreg.dates import PartialDate
from mineralreg.export import write
from mineralreg.export.parquet import views
from mineralreg.export.selection import Found
from mineralreg.export.texts import schema
from mineralreg.query.listing import Listing
from mineralreg.reference.filters import Filters, from_selector
from mineralreg.registry import open_index
from mineralreg.store.locate import packaged_path

pytestmark = pytest.mark.peer

PART = Found(("us-peru-2026",), from_selector({"country": "Peru", "since": "2026"}))


@pytest.fixture
def index() -> Any:
    return open_index(packaged_path()).connection


@pytest.mark.parametrize("found", [None, PART, Found((), Filters(country=("Fiji",)))])
def test_frictionless_finds_the_package_valid(index: Any, tmp_path: Path, found: Any) -> None:
    write("csv", index, str(tmp_path / "package"), found)
    done = subprocess.run(
        [peer("frictionless"), "validate", "datapackage.json", "--json"],
        cwd=tmp_path / "package",
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    assert report["valid"], [task for task in report["tasks"] if not task["valid"]]
    assert len(report["tasks"]) > 30


@pytest.mark.parametrize("found", [None, PART])
def test_the_document_follows_its_schema(index: Any, tmp_path: Path, found: Any) -> None:
    write("json", index, str(tmp_path / "registry.json"), found)
    (tmp_path / "schema.json").write_text(schema(), encoding="utf-8")
    errors = python(
        "import json, jsonschema; schema = json.load(open('schema.json'));"
        "checker = jsonschema.Draft202012Validator; checker.check_schema(schema);"
        "found = checker(schema).iter_errors(json.load(open('registry.json')));"
        "print(json.dumps([error.message for error in found]))",
        tmp_path,
    )
    assert errors == []


def test_datasette_serves_the_agreements(index: Any, tmp_path: Path) -> None:
    write("sqlite", index, str(tmp_path / "registry.sqlite"), datasette=True)

    def served(address: str) -> Any:
        words = [peer("datasette"), "registry.sqlite", "--metadata", "metadata.json", "--get"]
        done = subprocess.run(
            [*words, f"/registry/{address}"], cwd=tmp_path, check=True, capture_output=True
        )
        return json.loads(done.stdout)

    table = served("agreement.json?_shape=objects&_search=seabed&_size=5")
    assert table["rows"]
    assert "seabed" in json.dumps(table["rows"][0]).lower()
    found = served("agreement.json?_shape=objects&_search=lithium&_size=max")
    listed = Listing(index, "agreement", Filters(search=("lithium",), withdrawn=True))
    assert sorted(row["id"] for row in found["rows"]) == sorted(listed.ids())
    address = "agreement_overview.json?_shape=objects&_size=1&_facet_size=40"
    facets = served(address)["facet_results"]
    assert {"status", "kind", "level", "party_ids", "minerals"} <= set(
        facets.get("results", facets)
    )


def test_pandas_and_duckdb_read_csv(index: Any, tmp_path: Path) -> None:
    write("csv", index, str(tmp_path / "package"))
    seen = python(
        "import json, pandas, duckdb;"
        "acts = pandas.read_csv('act.csv', parse_dates=['earliest']);"
        "claims = pandas.read_csv('claim.csv');"
        'types = dict(duckdb.sql("SELECT column_name, column_type FROM '
        "(DESCRIBE SELECT * FROM 'claim.csv')\").fetchall());"
        "print(json.dumps([len(acts), str(acts.earliest.dtype)[:8], str(claims['count'].dtype),"
        "str(claims.counts_host.dtype), types]))",
        tmp_path / "package",
    )
    (acts,) = index.execute("SELECT count(*) FROM act").fetchone()
    assert seen[:4] == [acts, "datetime", "int64", "bool"]
    types = seen[4]
    assert (types["count"], types["counts_host"], types["as_of_earliest"]) == (
        "BIGINT",
        "BOOLEAN",
        "DATE",
    )


def test_pandas_and_duckdb_read_parquet(index: Any, tmp_path: Path) -> None:
    write("sqlite", index, str(tmp_path / "registry.sqlite"))
    seen = python(
        "import json, sqlite3, pandas, duckdb;"
        "from mineralreg.export import write;"
        "index = sqlite3.connect('registry.sqlite');"
        "write('parquet', index, 'a.parquet'); write('parquet', index, 'all');"
        'types = dict(duckdb.sql("SELECT column_name, column_type FROM '
        "(DESCRIBE SELECT * FROM 'a.parquet')\").fetchall());"
        "found = duckdb.sql(\"SELECT count(*) FROM 'a.parquet' "
        "WHERE list_contains(minerals, 'lithium')\").fetchall()[0][0];"
        "claims = pandas.read_parquet('all/claim.parquet');"
        "amounts = pandas.read_parquet('all/amount.parquet');"
        "print(json.dumps([types, found, str(claims['count'].dtype), str(claims.counts_host.dtype),"
        "str(amounts.value.dtype), type(claims.as_of_latest[0]).__name__]))",
        tmp_path,
    )
    (lithium,) = index.execute(
        "SELECT count(*) FROM agreement_mineral WHERE mineral = 'lithium'"
    ).fetchone()
    assert seen[0]["date_earliest"] == "DATE"
    assert seen[0]["minerals"] == "VARCHAR[]"
    assert seen[0]["sources"] == "BIGINT"
    assert seen[1:] == [lithium, "int64", "bool", "float64", "date"]


def test_pandas_and_duckdb_read_json_lines(index: Any, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mineralreg", "list", "-f", "jsonl", "-o", "a.jsonl"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    seen = python(
        "import json, pandas, duckdb;"
        "frame = pandas.read_json('a.jsonl', lines=True, convert_dates=False);"
        'rows, lists = duckdb.sql("SELECT count(*), any_value(typeof(parties)) '
        "FROM read_json('a.jsonl', sample_size=-1)\").fetchall()[0];"
        "print(json.dumps([len(frame), type(frame.parties[0]).__name__, rows, lists]))",
        tmp_path,
    )
    count = (
        f"{index.execute('SELECT count(*) FROM agreement WHERE withdrawn IS NULL').fetchone()[0]}"
    )
    assert seen == [int(count), "list", int(count), "VARCHAR[]"]


def test_bibtex_is_read_by_two_libraries(index: Any, tmp_path: Path) -> None:
    write("bibtex", index, str(tmp_path / "all.bib"))
    seen = python(
        "import json, bibtexparser, pybtex.database;"
        "first = bibtexparser.parse_file('all.bib');"
        "second = pybtex.database.parse_file('all.bib', 'bibtex').entries;"
        "print(json.dumps([len(first.entries), len(first.failed_blocks), "
        "{key: [entry.type, dict(entry.fields)] for key, entry in second.items()}]))",
        tmp_path,
    )
    expected = records(index, "source")
    assert seen[:2] == [len(expected), 0]
    assert list(seen[2]) == [source["id"] for source in expected]
    for source in expected:
        kind, fields = seen[2][source["id"]]
        publisher = fields.get("journal") or fields.get("institution") or fields["publisher"]
        plain = publisher.replace("\\", "")
        assert plain == source["publisher"]
        assert fields.get("url") == source.get("url")
        assert fields.get("date") == source.get("published")
        assert fields["keywords"] == source["kind"]
        assert (kind == "article") == (source["kind"] == "press")


def test_ris_and_csl_json_are_read(index: Any, tmp_path: Path) -> None:
    write("ris", index, str(tmp_path / "all.ris"))
    write("csl-json", index, str(tmp_path / "all.json"))
    seen, items = python(
        "import json, rispy, citeproc.source.json;"
        "items = json.load(open('all.json'));"
        "read = citeproc.source.json.CiteProcJSON(items);"
        "print(json.dumps([rispy.load(open('all.ris', newline='')), list(read)]))",
        tmp_path,
    )
    expected = records(index, "source")
    assert items == [source["id"] for source in expected]
    assert [
        (one["id"], one["title"], one["publisher"], ";".join(one.get("urls", []))) for one in seen
    ] == [(one["id"], one["title"], one["publisher"], one.get("url", "")) for one in expected]


def test_the_feed_is_well_formed(index: Any, tmp_path: Path) -> None:
    write("atom", index, str(tmp_path / "acts.atom"))
    bozo, version, ids, days = python(
        "import json, feedparser;"
        "feed = feedparser.parse('acts.atom');"
        "print(json.dumps([bool(feed.bozo), feed.version, [e.id for e in feed.entries],"
        "[e.updated for e in feed.entries]]))",
        tmp_path,
    )
    (acts,) = index.execute(
        "SELECT count(*) FROM act_timeline WHERE earliest IS NOT NULL AND withdrawn IS NULL"
    ).fetchone()
    assert (bozo, version) == (False, "atom10")
    assert len(set(ids)) == len(ids) == acts
    assert days == sorted(days, reverse=True)


def test_linked_data_answers_a_question(index: Any, tmp_path: Path) -> None:
    write("jsonld", index, str(tmp_path / "all.jsonld"))
    nodes, found = python(
        "import json, rdflib, pyld.jsonld;"
        "nodes = len(pyld.jsonld.expand(json.load(open('all.jsonld'))));"
        "graph = rdflib.Graph().parse('all.jsonld', format='json-ld');"
        "rows = graph.query('PREFIX s: <https://schema.org/> SELECT ?id WHERE { ?a a s:Legislation;"
        's:legislationIdentifier ?id; s:legislationResponsible/s:name "Peru" }\');'
        "print(json.dumps([nodes, sorted(str(row[0]) for row in rows)]))",
        tmp_path,
    )
    kinds = ("partner", "agreement", "event", "initiative", "source")
    assert nodes == 1 + sum(len(records(index, kind)) for kind in kinds)
    peru = index.execute("SELECT agreement FROM party_overview WHERE name = 'Peru'").fetchall()
    assert found == sorted(id for (id,) in peru)


def test_the_workbook_opens_in_libreoffice(index: Any, tmp_path: Path) -> None:
    write("xlsx", index, str(tmp_path / "all.xlsx"))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", sheet, "all.xlsx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    (made,) = tmp_path.glob("*.csv")
    with made.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (agreements,) = index.execute("SELECT count(*) FROM agreement").fetchone()
    assert len(rows) == agreements
    by_id = {row["id"]: row for row in rows}
    assert by_id["us-peru-2026"]["date_earliest"] == "2026-02-04"
    assert "·" in by_id["us-peru-2026"]["parties"]


def test_the_views_for_duckdb_answer_as_the_program_does(index: Any, tmp_path: Path) -> None:
    write("parquet", index, str(tmp_path / "all"), partition="year")
    (tmp_path / "all" / "views.sql").write_text(views(), encoding="utf-8")
    days = ("2020-01-01", "2023-06-30", "2025-12-31", "2026-02-04", "2026-12-31")
    asked = [(day, certain) for day in days for certain in (False, True)]
    counts, stood = python(
        "import json, duckdb;"
        "duckdb.execute(open('views.sql').read());"
        "rows = lambda query: duckdb.sql(query).fetchall();"
        "print(json.dumps([[rows('FROM partner_count'), rows('FROM mineral_count'),"
        "rows('SELECT status, sum(agreements)::INT FROM status_count GROUP BY 1')],"
        "[rows(f\"SELECT id, status, status_since FROM agreement_as_of('{day}', "
        f'certain := {{certain}})") for day, certain in {asked!r}]]))',
        tmp_path / "all",
    )
    for view, rows in zip(("partner_count", "mineral_count"), counts, strict=False):
        first, last = (
            ("name", "agreements") if view == "partner_count" else ("mineral", "agreements")
        )
        expected = index.execute(f"SELECT {first}, {last} FROM {view}").fetchall()
        told = [(row[1], row[4]) if view == "partner_count" else tuple(row) for row in rows]
        assert told == expected
    statuses = index.execute(
        "SELECT status, count(*) FROM agreement WHERE withdrawn IS NULL GROUP BY status"
    )
    assert dict(counts[2]) == dict(statuses)
    for (day, certain), rows in zip(asked, stood, strict=True):
        columns = ("id", "status", "status_since", "possible")
        filters = Filters(as_of=PartialDate.parse(day), certain=certain)
        listed = Listing(index, "agreement", filters, columns=columns)
        filters = Filters(as_of=PartialDate.parse(day))
        # Where dates leave the order of acts open, the views take the recorded one.
        rows_open = Listing(index, "agreement", filters, columns=columns).rows()
        open_ = {row[0] for row in rows_open if row[3]}
        known = [tuple(row[:3]) for row in listed.rows() if row[0] not in open_]
        assert sorted(tuple(row) for row in rows if row[0] not in open_) == sorted(known)
        assert {row[0] for row in rows} <= {row[0] for row in listed.rows()}


def test_the_parted_files_answer_in_duckdb(index: Any, tmp_path: Path) -> None:
    write("parquet", index, str(tmp_path / "all"), partition="year")
    seen = python(
        "import json, duckdb;"
        'print(json.dumps(duckdb.sql("SELECT year, count(*) FROM read_parquet('
        "'all/act/**/*.parquet', hive_partitioning = true) GROUP BY year ORDER BY year\")"
        ".fetchall()))",
        tmp_path,
    )
    expected = index.execute(
        "SELECT CAST(substr(earliest, 1, 4) AS INTEGER) AS year, count(*) FROM act "
        "GROUP BY year ORDER BY year IS NULL, year"
    ).fetchall()
    assert seen == [list(row) for row in expected]


def records(index: Any, kind: str) -> list[Any]:
    """The records of a kind that were not withdrawn, as objects."""
    rows = index.execute(
        f"SELECT r.json FROM {kind} AS k JOIN record AS r ON r.kind = '{kind}' AND r.id = k.id "
        "WHERE k.withdrawn IS NULL ORDER BY k.position"
    )
    return [json.loads(text) for (text,) in rows]


def test_the_citation_file_is_valid() -> None:
    done = subprocess.run(
        [peer("cffconvert"), "--validate", "-i", str(ROOT / "CITATION.cff")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
