"""The descriptions of tables are the tables' own, and the documents made from them are fresh."""

import re
from pathlib import Path

import pytest
from exporting import sample, with_verdicts

from mineralreg.export.catalogue import Table, exported, tables
from mineralreg.query.sql import rows

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_columns_are_those_of_the_database(table: Table) -> None:
    found = with_verdicts().execute(f"SELECT * FROM {table.name}")
    names = [entry[0] for entry in found.description]
    assert [column.name for column in table.columns] == names


def test_every_table_and_column_is_described() -> None:
    for table in tables():
        assert table.description, table.name
        assert all(column.description for column in table.columns), table.name
    there = {
        name
        for (name,) in with_verdicts().execute(
            "SELECT name FROM (SELECT * FROM sqlite_schema UNION ALL "
            "SELECT * FROM sqlite_temp_schema) WHERE type IN ('table', 'view') "
            "AND name NOT LIKE 'record_text%' AND name NOT LIKE 'sqlite_%'"
        )
    }
    assert {table.name for table in tables()} == there


def test_foreign_keys_are_those_of_the_database() -> None:
    index = with_verdicts()
    for table in tables():
        declared = {
            (row[3], row[2]) for row in index.execute(f"PRAGMA foreign_key_list({table.name})")
        }
        assert {(c.name, c.table) for c in table.columns if c.table} == declared


def test_the_long_table_of_acts_is_exported() -> None:
    assert {"act", "act_timeline", "agreement_overview"} <= {table.name for table in exported()}


def test_the_queries_of_the_docs_run() -> None:
    text = (ROOT / "docs" / "sql.md").read_text(encoding="utf-8")
    block = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)[0]
    queries = [query for query in block.split(";\n") if query.strip()]
    assert len(queries) >= 5
    for query in queries:
        assert rows(sample(), query).columns
