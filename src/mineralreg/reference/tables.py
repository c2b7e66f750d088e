"""Read a packaged reference table; `reference/__init__.py` does so once, on first use.

`tomli` is imported here and not at the top of a module, so that a program which never meets an
unknown name does not pay for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


def read_table(name: str) -> dict[str, Any]:
    """Return the parsed table of that name (`countries` or `minerals`)."""
    import tomli

    return tomli.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
