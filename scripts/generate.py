"""Write the files that are made from the code's own tables, or check that they are up to date.

python scripts/generate.py            write them
python scripts/generate.py --check    write nothing, end with 1 when one is out of date
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from mineralreg.export.sqlite import metadata  # noqa: E402
from scripts import (  # noqa: E402  # the folder is on the path only now
    blank_records,
    checks_page,
    citation_files,
    cli_reference,
    command_table,
    coverage_page,
    data_format,
    duckdb_views,
    export_schema,
    man_pages,
    registry_schema,
    sql_reference,
    table_catalogue,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHIPPED = {"title": "Critical minerals agreements", "license": "CC-BY-4.0"}
"""What docs/datasette.json says of the registry: only what no release changes."""

GENERATED: dict[str, Callable[[], str]] = {
    "src/mineralreg/cli/commands.tsv": command_table.text,
    "src/mineralreg/export/catalogue.json": table_catalogue.text,
    "CITATION.cff": citation_files.citation,
    "codemeta.json": citation_files.codemeta,
    "data/agreements.schema.json": registry_schema.text,
    "docs/checks.md": checks_page.page,
    "docs/cli.md": cli_reference.page,
    "docs/coverage.md": coverage_page.page,
    "docs/data-format.md": data_format.page,
    "docs/sql.md": sql_reference.page,
    "docs/datasette.json": lambda: metadata("registry", SHIPPED),
    "src/mineralreg/edit/blanks.toml": blank_records.text,
    "src/mineralreg/export/duckdb.sql": duckdb_views.text,
    "src/mineralreg/export/export.schema.json": export_schema.text,
}
"""Each generated file with the function that gives its text; the first two go into the others."""


def texts() -> Iterator[tuple[str, str]]:
    """Each generated file with its text, made when those before it are written."""
    yield from ((name, make()) for name, make in GENERATED.items())
    yield from man_pages.pages().items()


def main(check: bool) -> int:
    """Write or check every generated file; return the exit status."""
    stale = []
    for name, text in texts():
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name}: {'out of date, run scripts/generate.py' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
