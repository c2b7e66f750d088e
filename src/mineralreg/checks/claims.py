"""MR501 to MR504: counts that sources state, beside what is recorded.

The numbers are `reconcile`'s own. It is handed in by the caller, because questions stand above
checks; to it goes only what the claims can speak of, so that a large registry stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mineralreg.checks.finding import Finding, Path
from mineralreg.checks.subset import relevant_subset
from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mineralreg.checks.context import Context
    from mineralreg.records.models import Claim, Registry

    Recount = Callable[[Registry], Iterable[tuple[str, "Counted | UsageError"]]]
    """Reconciles every claim of a registry: ids with verdicts, or why there is none."""


class Counted(Protocol):
    """What is needed of a verdict (`mineralreg.query.results.Verdict`)."""

    @property
    def recorded(self) -> int | None:
        """The registry's number; None when unknowable."""

    @property
    def verdict(self) -> str:
        """`match`, `short`, `over` or `unknowable`."""

    @property
    def possible(self) -> tuple[str, ...]:
        """Ids of records that may belong to it."""


def claim_counts(
    context: Context, recount: Recount, troubled: Iterable[Finding]
) -> Iterator[Finding]:
    """MR501, MR502 and MR504; MR203 for a selector that `reconcile` refuses.

    Args:
        context: The file.
        recount: Reconciles every claim of a registry.
        troubled: Findings of shape and references; what they are about is not counted on.
    """
    part = relevant_subset(context, troubled)
    if part is None:
        return
    counted = dict(recount(part))
    for position, claim in context.valid("claim"):
        found = counted.get(claim.id)
        if isinstance(found, UsageError):
            yield _unanswerable(("claim", position), claim, found)
        elif found is not None:
            yield from _judge(("claim", position), claim, found)


def _unanswerable(path: Path, claim: Claim, error: UsageError) -> Finding:
    return Finding(
        "MR203",
        "error",
        f"the selector of claim '{claim.id}' cannot be answered: {error.message}",
        (*path, "selector"),
        record=claim.id,
        label="no question can be made of this",
        help=error.help,
    )


def _judge(path: Path, claim: Claim, found: Counted) -> Iterator[Finding]:
    numbers = f"{found.recorded} recorded, {claim.count} claimed"
    if found.verdict != claim.expect:
        yield Finding(
            "MR501",
            "error",
            f"claim '{claim.id}' expects '{claim.expect}' but is '{found.verdict}': {numbers}",
            (*path, "expect" if "expect" in claim.model_fields_set else "count"),
            record=claim.id,
            label=numbers,
            help="run `mineralreg reconcile`, then correct the records or `expect`",
        )
    elif found.verdict in ("short", "over") and claim.explanation is None:
        yield Finding(
            "MR502",
            "warning",
            f"claim '{claim.id}' is '{found.verdict}' and has no explanation: {numbers}",
            (*path, "count"),
            record=claim.id,
            label=numbers,
            help="write into `explanation` why it does not add up",
        )
    if claim.selector is not None and found.recorded == 0 and not found.possible:
        yield Finding(
            "MR504",
            "warning",
            f"the selector of claim '{claim.id}' matches nothing",
            (*path, "selector"),
            record=claim.id,
            label="no record matches",
            help="try the same filters with `mineralreg list`",
        )


def count_against_names(context: Context) -> Iterator[Finding]:
    """MR503: the source's number is not the number of names that it lists."""
    for position, claim in context.valid("claim"):
        if claim.names and len(claim.names) != claim.count:
            names = f"{len(claim.names)} name{'s' if len(claim.names) != 1 else ''}"
            yield Finding(
                "MR503",
                "info",
                f"claim '{claim.id}' counts {claim.count}, but its source lists {names}",
                ("claim", position, "count"),
                record=claim.id,
                label=f"the source lists {names}",
                help="look at the source again; say in `explanation` if it contradicts itself",
            )
