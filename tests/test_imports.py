"""Imports point one way; a module that reaches back fails here, with the line to look at."""

import ast
from functools import cache
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


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


@cache
def imports(path: Path) -> list[tuple[int, str]]:
    """Line and dotted name of every import, those that only type checkers see left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only: set[ast.AST] = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.If)
            and isinstance(node.test, ast.Name)
            and node.test.id == "TYPE_CHECKING"
        ):
            typing_only.update(inner for statement in node.body for inner in ast.walk(statement))
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


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
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
    parts = {part_of(path) for path in modules()} - FREE
    assert parts <= ALLOWED.keys()


def test_no_module_imports_itself_through_others() -> None:
    """Not at the top of a module, and not inside a function either."""
    names = {dotted(path): path for path in modules()}
    edges = {
        name: {found for _, one in imports(path) if (found := home(one, names)) and found != name}
        for name, path in names.items()
    }
    while ends := [name for name, targets in edges.items() if not targets & edges.keys()]:
        for name in ends:
            del edges[name]
    assert edges == {}


def test_a_name_of_a_module_stands_once() -> None:
    stems = [path.stem for path in modules() if not path.stem.startswith("__")]
    assert sorted(stem for stem in set(stems) if stems.count(stem) > 1) == []


def dotted(path: Path) -> str:
    name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    return name.removesuffix(".__init__")


def home(name: str, names: dict[str, Path]) -> str | None:
    """The module that an imported name is, or stands in."""
    return (
        name
        if name in names
        else next(
            (one for one in (name.rpartition(".")[0],) if one in names and one != "mineralreg"),
            None,
        )
    )
