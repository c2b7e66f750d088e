"""MR5xx: counts that sources state."""

from __future__ import annotations

from mineralreg.checks.table.check import Check

CLAIMS = (
    Check(
        "MR501",
        "unexpected-count",
        "error",
        "the recorded count is not what the claim expects",
        "`expect` is the verdict that the maintainers last saw. When it changes, a record was"
        " added, lost or changed, and somebody should look.",
        "Run `mineralreg reconcile`, then correct the records or the expectation.",
        'count = 11\nexpect = "match"  # eight are recorded',
    ),
    Check(
        "MR502",
        "unexplained-difference",
        "warning",
        "a claim that does not reconcile and has no explanation",
        "A difference that is expected has a reason, which readers should know.",
        "Write the reason into `explanation`.",
        'count = 11\nexpect = "short"  # and no explanation',
    ),
    Check(
        "MR503",
        "count-differs-from-names",
        "info",
        "the count differs from the number of names that the source lists",
        "The source contradicts itself, or the list was not copied whole.",
        "Look at the source again; say in `explanation` if it is the source's own mistake.",
        'count = 11\nnames = ["peru", "chile"]',
    ),
    Check(
        "MR504",
        "empty-selection",
        "warning",
        "a selector that matches nothing",
        "A selector that finds nothing is more often misspelt than right.",
        "Try the same filters with `mineralreg list`.",
        'selector = { event = "critical-minerals-ministerial-2026", status = "expired" }',
    ),
)
