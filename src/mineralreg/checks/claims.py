"""MR501 to MR504: counts that sources state, beside what is recorded.

The numbers are `reconcile`'s own. It is handed in by the caller, because questions stand above
checks; to it goes only what the claims can speak of, so that a large registry stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mineralreg.checks.finding import Finding, Path
from mineralreg.checks.subset import countable_part, lost_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mineralreg.checks.context import Context
    from mineralreg.records.claim import Claim
    from mineralreg.records.registry import Registry

    Recount = Callable[[Registry], Iterable["Counted"]]
    """Reconciles every claim of a registry."""


class Counted(Protocol):
    """What is needed of a verdict (`mineralreg.query.values.Verdict`)."""

    @property
    def claim(self) -> str:
        """Id of the claim."""

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
    """MR501, MR502 and MR504.

    Args:
        context: The file.
        recount: Reconciles every claim of a registry.
        troubled: Findings of shape and references; what they are about is not counted on.
    """
    claims = dict(context.sound("claim", "MR501"))
    part = countable_part(context, claims, lost_keys(context, troubled)) if claims else None
    if part is None:
        return
    counted = {verdict.claim: verdict for verdict in recount(part)}
    for position, claim in claims.items():
        verdict = counted.get(claim.id)
        if verdict is not None:
            yield from _judge(("claim", position), claim, verdict)


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
    for position, claim in context.sound("claim", "MR503"):
        if claim.names and len(claim.names) != claim.count:
            yield Finding(
                "MR503",
                "info",
                f"claim '{claim.id}' counts {claim.count}, but its source lists"
                f" {len(claim.names)} names",
                ("claim", position, "count"),
                record=claim.id,
                label=f"{len(claim.names)} names are listed",
                help="look at the source again; say in `explanation` if it contradicts itself",
            )
