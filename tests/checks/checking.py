"""What is found in a text."""

from typing import Any

from mineralreg.checks.engine import examine
from mineralreg.checks.finding import Finding
from mineralreg.document.document import parse_document
from samples import CLEAN

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
