"""docs/checks.md: an introduction by hand, then every check with the output of its case."""

from __future__ import annotations

from pathlib import Path

from mineralreg.checks.finding import Check
from mineralreg.checks.register import CHECKS, FAMILIES
from mineralreg.output.report_text import FORMATS

_INTRODUCTION = Path(__file__).with_name("checks_page.md")
_CASES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "validate"


def page() -> str:
    """The whole page."""
    introduction = _INTRODUCTION.read_text(encoding="utf-8").rstrip()
    formats = "\n".join(f"- `{entry.name}`: {entry.summary}" for entry in FORMATS)
    sections = [introduction.replace("<!-- formats -->", formats)]
    for family, title in FAMILIES.items():
        checks = [check for check in CHECKS.values() if check.code.startswith(family)]
        sections.append(f"## {title} ({family}xx)\n\n" + _table(checks))
        sections += [_section(check) for check in checks]
    return "\n\n".join(sections) + "\n"


def _table(checks: list[Check]) -> str:
    lines = ["| code | severity | what it finds |", "|---|---|---|"]
    lines += [
        f"| [{check.code}](#{check.code.lower()}) | {check.severity} | {check.title} |"
        for check in checks
    ]
    return "\n".join(lines)


def _section(check: Check) -> str:
    lines = [f"### {check.code}", "", f"`{check.name}` ({check.severity}): {check.title}."]
    lines += ["", check.why, "", f"What to do: {check.fix}", ""]
    example = check.example
    if example.startswith("$"):
        lines += ["```console", example, "```"]
    else:
        lines += ["```toml", example, "```"]
    output = case_output(check)
    if output:
        lines += ["", "```text", output, "```"]
    return "\n".join(lines)


def case_output(check: Check) -> str:
    """What `validate` prints for a code's case, or "" when no case file can show it."""
    paths = sorted(
        _CASES.glob(f"{check.code}-*.case"), key=lambda path: check.name not in path.stem
    )
    for path in paths:
        if not path.stem.endswith("-fine"):
            _, found, rest = path.read_text(encoding="utf-8").partition("--- stdout\n")
            if found:
                return rest.partition("--- stderr\n")[0].strip("\n")
    return ""
