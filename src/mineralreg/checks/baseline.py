"""Findings that were accepted once: a JSON file that stays right when lines move.

An entry holds code, record and a hash of what was said; a finding that says something else, or one
more of the same kind, is new.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from mineralreg.checks.register import UNREADABLE
from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mineralreg.checks.finding import Finding

VERSION = 1

Baseline = Counter[tuple[str, str]]
"""How often each code and fingerprint is accepted."""


def read_baseline(text: str, name: str) -> Baseline:
    """Read a baseline file.

    Args:
        text: What the file holds.
        name: What messages call it.

    Raises:
        UsageError: It is not a baseline, or one of a later version.
    """
    try:
        held: Any = json.loads(text)
        version = held["version"]
        entries = [(str(entry["code"]), str(entry["fingerprint"])) for entry in held["findings"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError(
            f"'{name}' is not a baseline", help="write one with --write-baseline FILE"
        ) from None
    if version != VERSION:
        raise UsageError(
            f"'{name}' is a baseline of version {str(version)[:20]}, which is unknown here",
            help="write it again with --write-baseline FILE",
        )
    return Counter(entries)


def write_baseline(findings: Iterable[Finding]) -> str:
    """The text of a baseline file that accepts these findings."""
    entries = [
        {
            "code": finding.code,
            "record": finding.record,
            "fingerprint": finding.fingerprint,
            "message": finding.message,
        }
        for finding in findings
        if finding.code not in UNREADABLE
    ]
    entries.sort(
        key=lambda entry: (str(entry["record"]), str(entry["code"]), str(entry["message"]))
    )
    return (
        json.dumps({"version": VERSION, "findings": entries}, ensure_ascii=False, indent=2) + "\n"
    )


def split_accepted(
    findings: Sequence[Finding], baseline: Baseline
) -> tuple[tuple[Finding, ...], int]:
    """The findings that are new, and how many the baseline accepts."""
    left = Counter(baseline)
    new: list[Finding] = []
    for finding in findings:
        key = (finding.code, finding.fingerprint)
        if left[key] > 0 and finding.code not in UNREADABLE:
            left[key] -= 1
        else:
            new.append(finding)
    return tuple(new), len(findings) - len(new)
