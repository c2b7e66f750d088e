"""Exports as other programs see them: frictionless, Datasette, pandas, DuckDB, jsonschema.

MINERALREG_PEERS names the folder that scripts/install-peers.sh filled. The programs run in their
own environment; whoever asks for these tests (`-m peer`) without it gets a failure.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from mineralreg.export.datapackage import write_csv
from mineralreg.export.selection import Found
from mineralreg.export.sqlite import write_sqlite
from mineralreg.export.whole import schema, write_json
from mineralreg.loading import open_index
from mineralreg.store.locate import packaged_path

pytestmark = pytest.mark.peer

PART = Found(("us-peru-2026",), "--country Peru --since 2026")
SOURCE = Path(__file__).parents[2] / "src"
DOCS = Path(__file__).parents[2] / "docs"


def peer(name: str) -> str:
    return str(Path(os.environ["MINERALREG_PEERS"], "bin", name))


def python(code: str, folder: Path) -> Any:
    """What a script in the peers' environment prints, read as JSON."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    done = subprocess.run(
        [peer("python"), "-W", "ignore", "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def index() -> Any:
    return open_index(packaged_path()).connection


@pytest.mark.parametrize("found", [None, PART, Found((), "--country Fiji")])
def test_frictionless_finds_the_package_valid(index: Any, tmp_path: Path, found: Any) -> None:
    write_csv(index, str(tmp_path / "package"), found)
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
    write_json(index, str(tmp_path / "registry.json"), found)
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
    write_sqlite(index, str(tmp_path / "registry.sqlite"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [peer("datasette"), "serve", "registry.sqlite", "--port", str(port)]
    command += ["--metadata", str(DOCS / "datasette.json")]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            base = f"http://127.0.0.1:{port}/registry"
            table = fetched(f"{base}/agreement.json?_shape=objects&_search=seabed&_size=5")
            assert table["rows"]
            assert "seabed" in json.dumps(table["rows"][0]).lower()
            address = f"{base}/agreement_overview.json?_shape=objects&_size=1&_facet_size=40"
            facets = fetched(address)["facet_results"]
            assert {"status", "kind", "level", "party_ids", "minerals"} <= set(
                facets.get("results", facets)
            )
        finally:
            server.terminate()


def fetched(address: str) -> Any:
    """The JSON at an address, once the server answers."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return json.load(answer)
        except ConnectionError:
            time.sleep(0.2)
        except urllib.error.URLError as error:
            if isinstance(error, urllib.error.HTTPError):
                raise
            time.sleep(0.2)
    raise AssertionError("the server never answered")


def test_pandas_and_duckdb_read_csv(index: Any, tmp_path: Path) -> None:
    write_csv(index, str(tmp_path / "package"))
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
    write_sqlite(index, str(tmp_path / "registry.sqlite"))
    seen = python(
        "import json, sqlite3, pandas, duckdb;"
        "from mineralreg.export.parquet import write_parquet;"
        "index = sqlite3.connect('registry.sqlite');"
        "write_parquet(index, 'a.parquet'); write_parquet(index, 'all');"
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
