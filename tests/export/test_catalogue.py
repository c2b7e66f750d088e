"""The descriptions of tables are the tables' own, and the queries of the docs answer."""

import pytest
from exporting import sample

from mineralreg.export.catalogue import Table, tables
from mineralreg.query import reconcile
from mineralreg.query.sql import rows
from pages import blocks


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_tables_are_described_as_they_are(table: Table) -> None:
    index = sample()
    reconcile.add(index)
    assert table.description
    assert all(column.description for column in table.columns)
    there = index.execute(f"SELECT * FROM {table.name}").description
    assert [column.name for column in table.columns] == [name for name, *_ in there]
    declared = {(row[3], row[2]) for row in index.execute(f"PRAGMA foreign_key_list({table.name})")}
    assert {(c.name, c.table) for c in table.columns if c.table} == declared


def test_every_table_is_described() -> None:
    index = sample()
    reconcile.add(index)
    there = index.execute(
        "SELECT name FROM (SELECT * FROM sqlite_schema UNION ALL SELECT * FROM sqlite_temp_schema) "
        "WHERE type IN ('table', 'view') AND name NOT LIKE 'record_text%' "
        "AND name NOT LIKE 'sqlite_%'"
    )
    assert {(table.name,) for table in tables()} == set(there)


def test_the_queries_of_the_docs_run() -> None:
    queries = [query for query in blocks("docs/sql.md", "sql")[0].split(";\n") if query.strip()]
    assert len(queries) >= 5
    for query in queries:
        assert rows(sample(), query).columns
