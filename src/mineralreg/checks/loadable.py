"""The gate in front of every question: what a file needs so that its records can be loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.checks.context import prepare
from mineralreg.checks.finding import Finding, placed
from mineralreg.checks.references import reference_findings
from mineralreg.document.syntax import SpanMap

if TYPE_CHECKING:
    from mineralreg.document.document import Document
    from mineralreg.records.models import Registry


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
