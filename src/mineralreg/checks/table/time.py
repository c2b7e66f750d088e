"""MR3xx: acts, memberships and events in time."""

from __future__ import annotations

from mineralreg.checks.table.check import Check

TIME = (
    Check(
        "MR301",
        "acts-out-of-order",
        "error",
        "acts that are written in another order than their dates",
        "Acts are written in the order in which they happened, which is also what gives an act"
        " without a date its place. A warning where partial dates leave the order open, and where"
        " an instrument is in force or takes effect from a day before its signature.",
        "Move the act, or correct its date; suppress the warning where the text says so.",
        'actions = [\n    { action = "signed", date = 2026-02-04 },\n'
        '    { action = "announced", date = 2026-01-10 },\n]',
    ),
    Check(
        "MR302",
        "act-after-the-end",
        "error",
        "an act after the agreement or initiative had ended",
        "What is superseded, expired, terminated, lapsed or ended cannot be signed or ratified"
        " any more (Vienna Convention on the Law of Treaties, articles 54 to 59 and 70).",
        "Correct the dates, or record the new instrument as an agreement of its own.",
        'actions = [\n    { action = "expired", date = 2025 },\n'
        '    { action = "signed", date = 2026-02-04 },\n]',
    ),
    Check(
        "MR303",
        "illegal-step",
        "error",
        "a step between two statuses that cannot be",
        "Signature comes after nothing, a proposal, an announcement or negotiations; force or"
        " effect after signature or provisional application; resumption only after suspension."
        " A step is illegal only when no order of the dates makes it right.",
        "Add the act that lies between, as far as a source states it, or correct the word.",
        'actions = [\n    { action = "announced", date = 2026-01 },\n'
        '    { action = "entered-into-force", date = 2026-02 },\n]',
    ),
    Check(
        "MR304",
        "ends-before-it-starts",
        "error",
        "a membership or event that ends before it starts",
        "One of the two dates is wrong, and both would be shown as facts.",
        "Look both dates up in the source again.",
        "start = 2026-02-05\nend = 2026-02-04",
    ),
    Check(
        "MR305",
        "overlapping-memberships",
        "warning",
        "two memberships of one partner in one role at the same time",
        "A partner would be counted twice, or one of the entries was meant for somebody else.",
        "Merge the two, or give the first its last day.",
        'members = [\n    { partner = "peru", from = 2024 },\n'
        '    { partner = "peru", from = 2025 },\n]',
    ),
    Check(
        "MR306",
        "membership-outside-life",
        "warning",
        "a membership before the initiative began or after it ended",
        "One can only belong to what exists.",
        "Correct the date, or the initiative's acts.",
        'actions = [{ action = "launched", date = 2026-02-04 }]\n'
        'members = [{ partner = "peru", from = 2025 }]',
    ),
    Check(
        "MR307",
        "suspicious-day",
        "warning",
        "1 January or 31 December to the day",
        "Such days often come from a program that had only the year. Never fill in a day to have"
        " one.",
        "Write only the year in quotes, or suppress the warning where a source states the day.",
        "date = 2026-01-01",
    ),
    Check(
        "MR308",
        "after-as-of",
        "warning",
        "an act, membership or event after the registry's as_of",
        "as_of says up to which day facts were looked for; what comes later is either planned or"
        " the header was not brought up to date. With --today also what lies in the future.",
        "Bring as_of up to date, or correct the date.",
        "[registry]\nas_of = 2026-02-01\n# … an act on 2026-02-04",
    ),
)
