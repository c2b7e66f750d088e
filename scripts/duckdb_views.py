"""src/mineralreg/export/duckdb.sql: the views that `schema --duckdb` prints.

The questions that people ask often stand in duckdb.sql, beside this file.
"""

from __future__ import annotations

from pathlib import Path

from mineralreg.export.catalogue import exported
from mineralreg.export.parquet import PARTED

_HEAD = """\
-- Views on the folder that `mineralreg export parquet --partition year -o FOLDER` wrote. Run them
-- in that folder: mineralreg schema --duckdb -o views.sql; cd FOLDER; duckdb -init ../views.sql
"""


def text() -> str:
    """The statements: a view a table, then the questions that people ask often."""
    parts = [_HEAD]
    for table in exported():
        parted = table.name in PARTED
        where = f"'{table.name}/**/*.parquet'" if parted else f"'{table.name}/data.parquet'"
        how = ", hive_partitioning = true" if parted else ""
        parts.append(
            f"-- {table.description}\n"
            f"CREATE OR REPLACE VIEW {table.name} AS FROM read_parquet({where}{how});\n"
        )
    parts.append(Path(__file__).with_name("duckdb.sql").read_text(encoding="utf-8"))
    return "\n".join(parts)
