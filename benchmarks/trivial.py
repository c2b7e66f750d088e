"""The least that a Typer program does: one command, one option, one line of output."""

import typer

app = typer.Typer(add_completion=False)


@app.command()
def main(country: str = "Peru") -> None:
    """Print the country."""
    print(country)


app()
