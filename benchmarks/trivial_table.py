"""The least that a Typer program with a rich table does: five columns, a few rows."""

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(add_completion=False)


@app.command()
def main(rows: int = 4) -> None:
    """Print a table."""
    table = Table("id", "date", "status", "kind", "title")
    for number in range(rows):
        table.add_row(f"us-peru-{number}", "2026-02-04", "signed", "memorandum", "A title " * 6)
    Console(force_terminal=True, width=120).print(table)


app()
