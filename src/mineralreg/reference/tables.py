"""Read the packaged reference tables, each at most once and only when something asks for it.

`tomli` is imported here and not at the top of a module, so that a program which never meets an
unknown name does not pay for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


def data_files() -> tuple[Path, ...]:
    """Return the paths of all tables: whatever is derived from them depends on these bytes."""
    return (_FOLDER / "countries.toml", _FOLDER / "minerals.toml")


def read_table(name: str) -> dict[str, Any]:
    """Return the parsed table of that name (`countries` or `minerals`)."""
    import tomli

    return tomli.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
