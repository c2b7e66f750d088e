"""Print the lowest version of each dependency that pyproject.toml promises, as pip constraints.

python scripts/lowest.py > lowest.txt && pip install '.[test]' -c lowest.txt
"""

from __future__ import annotations

import re
from pathlib import Path

import tomli

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def main() -> None:
    """Print one constraint a line."""
    project = tomli.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"]]
    for extra, packages in project["optional-dependencies"].items():
        if extra not in ("dev", "docs"):
            wanted += packages
    for requirement in wanted:
        found = re.fullmatch(r"([\w-]+)>=([\d.]+)", requirement)
        if found:
            name, version = found.groups()
            print(f"{name}=={version}" + (".*" if version.count(".") < 2 else ""))


if __name__ == "__main__":
    main()
