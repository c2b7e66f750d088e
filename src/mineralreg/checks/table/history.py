"""MR6xx: against an earlier revision."""

from __future__ import annotations

from mineralreg.checks.table.check import Check

HISTORY = (
    Check(
        "MR601",
        "vanished-id",
        "error",
        "a published id is gone",
        "Others cite records by id. A record that turned out wrong is kept with `withdrawn`.",
        'Bring the record back with withdrawn = "reason", or list its old id in the successor\'s'
        " former_ids.",
        "$ mineralreg validate --against v2026.11.24",
    ),
    Check(
        "MR602",
        "reused-id",
        "error",
        "an id that now means something else",
        "A citation of the old record would lead to the new one without anybody noticing. Told by"
        " the record's kind, and for agreements by other parties together with another title.",
        "Give the new record an id of its own.",
        '[[agreement]]\nid = "us-peru-2026"\nparties = ["united-states", "chile"]',
    ),
    Check(
        "MR603",
        "unchanged-version",
        "warning",
        "records changed but the data version did not",
        "Two different states of the data would carry the same version.",
        "Raise `version` in [registry].",
        '[registry]\nversion = "2026.11.24"  # as in the revision compared with',
    ),
)
