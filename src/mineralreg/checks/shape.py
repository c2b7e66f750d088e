"""From pydantic's errors to findings, one for each mistake.

Pydantic speaks of inputs and types; a finding names the record, the key and what to write
(`mistakes.py`). Errors that say the same thing twice (the branches of a union) become one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.checks.mistakes import Mistake, told
from mineralreg.checks.paths import data_path, meant_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

    from mineralreg.checks.finding import Finding, Path

_UNIONS = ("selector", "amounts")
"""Keys under which models leave a choice of types, which pydantic reports branch by branch."""


def shape_findings(errors: Iterable[ErrorDetails], data: dict[str, Any]) -> list[Finding]:
    """The findings that pydantic's errors about this data amount to.

    Texts that are no slug where a record is referred to are left out: no record has such an id,
    so the checks of references tell them, with the record that was probably meant. A key that is
    missing only because it is misspelt is one mistake, told at the misspelt key.
    """
    found: dict[tuple[str, Path], Finding] = {}
    unions: dict[Path, Finding] = {}
    missing: list[tuple[Path, Finding]] = []
    misspelt: set[Path] = set()
    for error in errors:
        path = data_path(error, data)
        finding = told(Mistake(error, path, data))
        if finding is None:
            continue
        if error["type"] == "missing":
            missing.append((path, finding))
        elif len(path) > 3 and path[2] in _UNIONS and finding.code == "MR103":
            unions[path] = finding
        else:
            found.setdefault((finding.code, path), finding)
            if finding.code == "MR101" and (meant := meant_key(path)):
                misspelt.add((*path[:-1], meant))
    for path, finding in unions.items():
        if not any(other[: len(path)] == path for other in unions if other != path):
            found.setdefault((finding.code, path), finding)
    for path, finding in missing:
        if path not in misspelt:
            found.setdefault((finding.message, path), finding)
    return list(found.values())
