"""Imports point one way; a module that reaches back fails here, with the line to look at."""

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import mineralreg

PACKAGE = Path(mineralreg.__file__).parent
LEAVES = {"__version__", "atomic", "errors", "dates", "reference"}

ALLOWED: dict[str, set[str]] = {
    "atomic": set(),
    "errors": set(),
    "dates": set(),
    "reference": {"errors"},
    "document": {"errors"},
    "records": set(),
    "checks": {"records", "document", "query", "index"},
    "index": {"records"},
    "query": {"index", "records.status"},
    "output": {"query", "checks.finding"},
    "export": {"query", "records", "index", "output.escape", "output.bibliography"},
    "git": set(),
    "store": {"document", "records", "checks"},
    "edit": {"document", "records", "checks", "query", "store"},
}
"""What each part may import of the others, besides the leaves. `cli` may import everything."""

FREE = {"cli", "registry", "validation", "assistant", "__main__", "__init__"}
"""The command line, and the library that it is thin over."""

ONLY_IN: dict[str, set[str]] = {
    "rich": {"output"},
    "typer": {"cli"},
    "sqlite3": {"index", "query", "export"},
    "pydantic": {"records", "checks", "dates", "assistant"},
    "pydantic_core": {"records", "checks", "dates"},
    "tomli_w": {"document"},
    "filelock": {"store"},
    "platformdirs": {"index"},
    "pyarrow": {"export"},
    "xlsxwriter": {"export"},
    "openpyxl": {"edit"},
    "mcp": {"assistant"},
    "click": set(),
}
"""Third-party packages (and sqlite3) and the only parts that may import them."""


MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@cache
def imports(path: Path) -> list[tuple[int, str]]:
    """Line and dotted name of every import, those that only type checkers see left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for statement in node.body
        for inner in ast.walk(statement)
    }
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write the import in full"
            assert node.module is not None
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_one_way(name: str) -> None:
    path = MODULES[name]
    part = part_of(path)
    allowed = ALLOWED.get(part, set()) | LEAVES | {part}
    for line, name in imports(path):
        package = name.split(".")[0]
        assert package not in ONLY_IN or part in ONLY_IN[package], (
            f"{path}:{line}: {package} belongs to {sorted(ONLY_IN[package]) or 'nothing'}"
        )
        if package == "mineralreg" and part not in FREE:
            target = name.removeprefix("mineralreg.")
            known = any(f"{target}.".startswith(f"{one}.") for one in allowed)
            assert known, f"{path}:{line}: {part} must not import {name}"


def test_every_part_has_its_rule() -> None:
    assert {part_of(path) for path in MODULES.values()} - FREE <= ALLOWED.keys()


def test_no_module_imports_itself_through_others() -> None:
    """Not at the top of a module, and not inside a function either."""
    edges = {
        module: {
            home
            for _, name in imports(path)
            for home in [name if name in MODULES else name.rpartition(".")[0]]
            if home in MODULES and home not in (module, "mineralreg")
        }
        for module, path in MODULES.items()
    }
    assert [*TopologicalSorter(edges).static_order()]


def test_a_name_of_a_module_stands_once() -> None:
    stems = [path.stem for path in MODULES.values() if not path.stem.startswith("__")]
    assert sorted(stem for stem in set(stems) if stems.count(stem) > 1) == []
