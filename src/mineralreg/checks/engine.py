"""Runs every check on a file and says what it found, in file order."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from mineralreg.checks import file, references, sense, style, time
from mineralreg.checks.claims import claim_counts, count_against_names
from mineralreg.checks.context import Context, prepare
from mineralreg.checks.finding import Finding, did_you_mean, placed
from mineralreg.checks.history import against_revision
from mineralreg.checks.references import reference_findings
from mineralreg.checks.register import CHECKS, FAMILIES, UNREADABLE
from mineralreg.checks.suppress import apply_suppressions, read_suppressions, unused_suppressions
from mineralreg.document.syntax import SpanMap
from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Set
    from datetime import date

    from mineralreg.checks.claims import Recount
    from mineralreg.document.document import Document
    from mineralreg.records.models import Registry

    FileCheck = Callable[[Document], Iterator[Finding]]
    RecordCheck = Callable[[Context], Iterator[Finding]]


FILE_CHECKS: tuple[tuple[tuple[str, ...], FileCheck], ...] = (
    (("MR004",), file.byte_order_mark),
    (("MR004",), file.mixed_line_ends),
    (("MR901",), style.not_canonical),
    (("MR902", "MR903"), style.untidy_text),
)
"""Checks that need no record, with the codes of what they find."""

RECORD_CHECKS: tuple[tuple[tuple[str, ...], RecordCheck], ...] = (
    (("MR210",), references.shared_addresses),
    (("MR211",), references.copied_addresses),
    (("MR301",), time.acts_out_of_order),
    (("MR302",), time.acts_after_the_end),
    (("MR303",), time.illegal_steps),
    (("MR304",), time.ends_before_start),
    (("MR305",), time.overlapping_memberships),
    (("MR306",), time.memberships_outside_life),
    (("MR307",), time.suspicious_days),
    (("MR308",), time.dates_after_as_of),
    (("MR401",), sense.too_few_parties),
    (("MR402",), sense.repeated_parties),
    (("MR403",), sense.acts_against_legal_nature),
    (("MR404",), sense.onlookers_as_parties),
    (("MR405",), sense.thin_sourcing),
    (("MR406",), sense.no_source),
    (("MR407",), sense.probable_duplicates),
    (("MR408",), sense.circular_relations),
    (("MR409",), sense.one_sided_supersession),
    (("MR409",), sense.one_sided_succession),
    (("MR410",), sense.groups_beside_members),
    (("MR411",), sense.unexplained_variants),
    (("MR412",), sense.unsourced_legal_nature),
    (("MR413",), sense.status_in_notes),
    (("MR414",), sense.dates_of_publication),
    (("MR503",), count_against_names),
)
"""Checks of records, with the codes of what they find."""

CLAIM_CODES = ("MR501", "MR502", "MR504")
HISTORY_CODES = ("MR601", "MR602", "MR603")
ALL_CODES = tuple(CHECKS)


T = TypeVar("T")


class Earlier(NamedTuple):
    """An earlier revision to compare with: its name, and what it parses to."""

    revision: str
    data: dict[str, Any]


class Examination(NamedTuple):
    """What was found in one file.

    Attributes:
        findings: In file order, with their places; without those that the file suppresses.
        suppressed: How many the file suppresses.
        registry: The records, or None when some are broken.
    """

    findings: tuple[Finding, ...]
    suppressed: int
    registry: Registry | None


def examine(
    document: Document,
    *,
    codes: Iterable[str] = ALL_CODES,
    today: date | None = None,
    against: Earlier | None = None,
    recount: Recount | None = None,
) -> Examination:
    """Check a file.

    Args:
        document: The file.
        codes: What to look for. MR003 is told in any case.
        today: The day for checks that depend on time; without it they are left out, so that an
            old revision never begins to fail.
        against: A revision for MR601 to MR603; without it they are left out.
        recount: Reconciles the claims of a registry, for MR501, MR502 and MR504; without it they
            are left out.
    """
    looked_for = {*codes, *UNREADABLE}
    file_checks = _wanted(FILE_CHECKS, looked_for)
    record_checks = _wanted(RECORD_CHECKS, looked_for)
    context = prepare(document, today)
    found = list(context.shape)
    if any(finding.code == "MR003" and finding.path for finding in found):
        found = [finding for finding in found if finding.code == "MR003"]
        return Examination(placed(found[:1], SpanMap(document.text), document.name), 0, None)
    found += reference_findings(context)
    errors = any(finding.severity == "error" for finding in found)
    if recount is not None and not looked_for.isdisjoint(CLAIM_CODES):
        found += claim_counts(context, recount, tuple(found))
    found += _run(file_checks, document)
    found += [one for one in _run(record_checks, context) if one.path[:2] not in context.broken]
    if against is not None:
        found += against_revision(context, against.data, against.revision)
    if any(finding.code == "MR101" for finding in found):  # unknown keys have no canonical place
        looked_for.discard("MR901")
    found = [finding for finding in found if finding.code in looked_for]
    silent = set(ALL_CODES) - looked_for
    if context.broken or context.unreadable:
        silent.update(ALL_CODES)
    silent.update(HISTORY_CODES if against is None else ())
    silent.update(CLAIM_CODES if recount is None else ())
    silent.update(("MR308",) if today is None else ())
    findings, suppressed = _settled(found, document, silent, "MR904" in looked_for)
    return Examination(findings, suppressed, None if errors else context.registry)


def _wanted(
    checks: Iterable[tuple[tuple[str, ...], Callable[[T], Iterator[Finding]]]], codes: Set[str]
) -> list[Callable[[T], Iterator[Finding]]]:
    """The checks that look for one of these codes."""
    return [check for of_check, check in checks if not codes.isdisjoint(of_check)]


def _run(checks: Iterable[Callable[[T], Iterator[Finding]]], subject: T) -> list[Finding]:
    return [finding for check in checks for finding in check(subject)]


def _settled(
    found: list[Finding], document: Document, silent: set[str], tell_unused: bool
) -> tuple[tuple[Finding, ...], int]:
    """The findings with their places, without those that the file suppresses."""
    spans = SpanMap(document.text)
    suppressions = read_suppressions(spans)
    if not found and not suppressions:
        return (), 0
    left, suppressed, used = apply_suppressions(placed(found, spans, document.name), suppressions)
    if tell_unused:
        left += unused_suppressions(suppressions, used, silent)
    return placed(left, spans, document.name), suppressed


def wanted_codes(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> frozenset[str]:
    """The codes to look for.

    Args:
        select: Codes, or beginnings such as `MR4`, several joined by commas; none means all.
        ignore: The same, taken away.

    Raises:
        UsageError: No code begins like this.
    """
    chosen = frozenset(CHECKS)
    if words := _words(select):
        chosen = frozenset().union(*(_codes(word) for word in words))
    return chosen.difference(*(_codes(word) for word in _words(ignore)))


def _words(given: Iterable[str]) -> list[str]:
    return [word.strip() for text in given for word in text.split(",") if word.strip()]


def _codes(word: str) -> frozenset[str]:
    found = frozenset(code for code in CHECKS if code.startswith(word.upper()))
    names = {check.name: check.code for check in CHECKS.values()}
    if word.lower() in names:
        return frozenset((names[word.lower()],))
    if not found or not word.upper().startswith("MR"):
        raise UsageError(
            f"no check has the code {word[:40]!r}",
            help=did_you_mean(word.upper(), CHECKS) or "`mineralreg explain` lists all codes",
        )
    return found


_WIDTH = 88


def explanation(word: str) -> str:
    """One check, or all checks whose codes begin like this, as text for people.

    Args:
        word: A code, the beginning of codes, or the name of a check.

    Raises:
        UsageError: No check has this code.
    """
    return "\n".join(_one(code) for code in sorted(wanted_codes([word])))


def overview() -> str:
    """All checks, a line each under the title of their family."""
    lines: list[str] = []
    for family, title in FAMILIES.items():
        lines += ["", title] if lines else [title]
        lines += [
            f"  {check.code}  {check.severity:<7}  {check.title}"
            for check in CHECKS.values()
            if check.code.startswith(family)
        ]
    return "\n".join([*lines, ""])


def _one(code: str) -> str:
    check = CHECKS[code]
    return "\n".join(
        (
            f"{code} ({check.severity}) {check.name}: {check.title}",
            "",
            textwrap.fill(check.why, _WIDTH),
            "",
            "For example:",
            "",
            textwrap.indent(check.example, "    "),
            "",
            textwrap.fill(f"What to do: {check.fix}", _WIDTH),
            "",
        )
    )


def loadable(document: Document) -> tuple[Registry | None, tuple[Finding, ...]]:
    """Check what loading needs: the shape of every record, and that what they name is there.

    Returns:
        The registry and no findings, or None and the errors (MR003, MR1xx and MR2xx) in file
        order with their places. Other checks do not stand in the way of questions.
    """
    context = prepare(document)
    found = [*context.shape]
    if context.registry is not None:
        found += reference_findings(context, loading=True)
    found = [finding for finding in found if finding.severity == "error"]
    if not found:
        return context.registry, ()
    return None, placed(found, SpanMap(document.text), document.name)
