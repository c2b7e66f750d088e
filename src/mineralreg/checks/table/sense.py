"""MR4xx: what cannot be, or is hardly meant, in the field."""

from __future__ import annotations

from mineralreg.checks.table.check import Check

SENSE = (
    Check(
        "MR401",
        "too-few-parties",
        "error",
        "an agreement with fewer than two parties",
        "It takes two to agree. What is no more than announced may name one, and a bloc stands"
        " alone for what it adopts, announces or endorses: a declaration, framework, joint"
        " statement, action plan, roadmap, protocol or other paper. A memorandum has another side.",
        "Add the other party.",
        'parties = ["peru"]\nactions = [{ action = "signed", date = 2026-02-04 }]',
    ),
    Check(
        "MR402",
        "repeated-party",
        "error",
        "the same party twice",
        "A party counts once, so the second was meant to be somebody else.",
        "Remove the second, or name the party that was meant.",
        'parties = ["peru", "peru"]',
    ),
    Check(
        "MR403",
        "act-against-legal-nature",
        "error",
        "an act that an instrument of this legal nature cannot have",
        "Ratification, accession and entry into force are acts by which a state is bound (Vienna"
        " Convention on the Law of Treaties, article 2.1 b and 24); a non-binding text takes"
        " effect. A warning for `took-effect` on a binding one.",
        "Correct legal_nature, or use took-effect in place of entered-into-force.",
        'legal_nature = "non-binding"\nactions = [{ action = "ratified", date = 2026-05-01 }]',
    ),
    Check(
        "MR404",
        "onlooker-as-party",
        "error",
        "a party that appears only as witness, observer or guest",
        "A witness is not a signatory and attendance is not membership: who only watched is bound"
        " to nothing.",
        "Take it out of parties, or record its signature.",
        'parties = ["united-states", "peru", "chile"]\n'
        'signatories = [{ partner = "chile", name = "…", role = "witness" }]',
    ),
    Check(
        "MR405",
        "thin-sourcing",
        "warning",
        "an agreement that was signed or went further, as one publisher alone says",
        "One publisher can be wrong, however often it says so. An info when a source is official,"
        ' or when text_status is "not-found" and checked lies at most a year before as_of.',
        "Look for the text or a statement by a party; where there is none, write text_status ="
        ' "not-found" with the day in checked.',
        'sources = ["gestion-2026-02-04"]\nactions = [{ action = "signed", date = 2026-02-04 }]',
    ),
    Check(
        "MR406",
        "no-source",
        "error",
        "no source at all",
        "Every fact says where it comes from; a record without a source cannot be checked.",
        "Cite a source, on the record or on each of its acts and members.",
        "sources = []",
    ),
    Check(
        "MR407",
        "probable-duplicate",
        "warning",
        "two agreements with the same parties and kind within a month",
        "Two reports of one signature are easily recorded as two agreements.",
        "Merge them, or relate one to the other (distinct-from if nothing else joins them).",
        'relations = [{ type = "distinct-from", agreement = "us-peru-2024" }]  # is missing',
    ),
    Check(
        "MR408",
        "circular-relation",
        "error",
        "a relation to itself, or a circle of them",
        "What supersedes, amends or belongs to another cannot also come before it; a partner"
        " cannot own itself.",
        "Remove the relation that points the wrong way.",
        'id = "us-peru-2026"\nrelations = [{ type = "amends", agreement = "us-peru-2026" }]',
    ),
    Check(
        "MR409",
        "one-sided-supersession",
        "warning",
        "superseded without a successor, or a successor of one that is not superseded",
        "The two halves of one fact: the act on the old agreement and the relation of the new one,"
        " or the end of an initiative and its place among the predecessors of another.",
        "Record the missing half.",
        'actions = [{ action = "superseded", date = 2026-02-04 }]'
        "  # no record has supersedes to it",
    ),
    Check(
        "MR410",
        "group-and-member",
        "warning",
        "a mineral beside its own group",
        "A question about the member finds the group too. Both together say twice what the text"
        " names once.",
        "Keep the one that the text names; suppress it where the text names both.",
        'minerals = ["rare-earths", "neodymium"]',
    ),
    Check(
        "MR411",
        "unexplained-variant",
        "warning",
        "sources disagree and no note says why the recorded value was taken",
        "A reader cannot judge a choice that is not explained.",
        "Add a note to the variant, or notes to the record.",
        'variants = [{ field = "signed", value = "2026-02-05", sources = ["spg-2026"] }]',
    ),
    Check(
        "MR412",
        "unsourced-legal-nature",
        "info",
        "a legal nature without a source of its own",
        "Whether an instrument binds is the most contested fact about it, so it wants its own"
        " source.",
        "Name who says so in field_sources.",
        'legal_nature = "non-binding"',
    ),
    Check(
        "MR413",
        "status-in-notes",
        "info",
        "notes that say what became of a record while its acts do not",
        "The status follows from the acts, so what only the notes say is found by no question.",
        "Record the act, with its date and source.",
        'notes = "It was ratified in May."  # no act says so',
    ),
    Check(
        "MR414",
        "date-of-publication",
        "warning",
        "an act dated by the day of its report, while another source of the record is older",
        "Who finds no day in a report easily takes the day of the report. An older source shows"
        " that something had happened by then. What a party itself published that day is left out.",
        "Look in the older source for the day, or keep only the month or year.",
        'sources = ["andina-2026-02-01"]\n'
        'actions = [{ action = "signed", date = 2026-02-04, sources = ["gestion-2026-02-04"] }]',
    ),
)
