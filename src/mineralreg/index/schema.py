"""The SQL files that an index is made with."""

from __future__ import annotations

from importlib.resources import files


def schema() -> str:
    """The SQL that creates the tables, with their documentation as comments."""
    return _text("schema.sql")


def statements(name: str) -> list[str]:
    """The statements of an SQL file, one by one and without comments."""
    lines = [line for line in _text(name).splitlines() if not line.startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]


def _text(name: str) -> str:
    return (files("mineralreg.index") / name).read_text(encoding="utf-8")
