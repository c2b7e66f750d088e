"""Whatever the program's texts name is there: pages, and commands with their options."""

import ast
import pkgutil
import re
from functools import cache
from pathlib import Path

import mineralreg
from mineralreg.cli import table

PACKAGE = Path(mineralreg.__file__).parent
ROOT = Path(__file__).parent.parent


@cache
def texts() -> list[tuple[Path, str]]:
    """Every text in the code that a user may read, docstrings and the parts of f-strings too."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [
                    part.value if isinstance(part, ast.Constant) else "…" for part in node.values
                ]
                found.append((path, "".join(map(str, parts))))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append((path, node.value))
    return found


def test_every_page_that_a_text_names_is_there() -> None:
    named = {
        (path.name, page)
        for path, text in texts()
        for page in re.findall(r"\b(?:docs|data|scripts)/[\w.-]+\.\w+", text)
    }
    assert [one for one in sorted(named) if not (ROOT / one[1]).exists()] == []


def test_every_name_of_python_that_a_page_names_is_there() -> None:
    parts = "|".join(
        sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
    )
    pattern = re.compile(rf"`(?:mineralreg\.)?((?:{parts})(?:\.\w+)+)(?:\(\))?`")
    named = {
        (path.name, name)
        for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        for name in pattern.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 3
    wrong = []
    for page, name in sorted(named):
        try:
            pkgutil.resolve_name(f"mineralreg.{name}")
        except (ImportError, AttributeError):
            if not (PACKAGE / name.replace(".", "/", 1)).exists():  # a file beside the modules
                wrong.append((page, name))
    assert wrong == []


def test_every_command_that_a_text_names_is_there() -> None:
    known = {name: {o for p in table.read_table(name)[1] for o in p.options} for name in _names()}
    known["add"].update(*(known[name] for name in known if name.startswith("add ")))
    wrong = []
    for path, text in texts():
        for line in re.findall(r"`mineralreg ([^`]+)`", text):
            words = [word for word in line.split() if word not in ("--registry", "…")]
            words = [word for word in words if not word.startswith("…")]
            command = next((word for word in words if not word.startswith("-")), "mineralreg")
            if command == "add" and len(words) > 1 and f"add {words[1]}" in known:
                command = f"add {words[1]}"
            options = {word.partition("=")[0] for word in words if word.startswith("--")}
            if command in ("help", "COMMAND"):
                continue
            if command not in known or options - known[command] - known["mineralreg"] - {"--help"}:
                wrong.append((path.name, line))
    assert wrong == []


def _names() -> list[str]:
    return [
        "mineralreg",
        *table.commands("mineralreg"),
        *(f"add {kind}" for kind in table.commands("add")),
    ]
