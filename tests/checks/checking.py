"""What is found in a text, and runs of `validate` in this process."""

import json
from pathlib import Path
from typing import Any

from inside import run_inside
from mineralreg.checks.engine import examine
from mineralreg.checks.finding import Finding
from mineralreg.document.document import parse_document
from samples import CLEAN, kept

CLAIM = """
[[claim]]
id = "one-memorandum"
statement = "One memorandum"
count = 1
unit = "agreements"
as_of = 2026-02-20
selector = { country = "Peru" }
sources = ["courier-2026"]
"""
WITH_CLAIM = CLEAN + CLAIM


def found(text: str, **how: Any) -> list[Finding]:
    """What is found in a text, with the claims reconciled."""
    document = parse_document(text.encode(), "agreements.toml")
    return list(examine(document, **how).findings)


def codes(text: str, **how: Any) -> list[str]:
    """The codes of what is found, in file order."""
    return [finding.code for finding in found(text, **how)]


def validate(*arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of `mineralreg validate`."""
    found = run_inside("validate", *arguments)
    return found.code, found.stdout, found.stderr


def reported(*arguments: str) -> dict[str, Any]:
    """The JSON report of `mineralreg validate`."""
    _, out, _ = validate("-f", "json", *arguments)
    report: dict[str, Any] = json.loads(out)
    return report


def written(folder: Path, text: str | bytes) -> str:
    """The path of a file with this text."""
    return str(kept(folder, text))
