"""MR2xx: what records say about each other and about the reference tables."""

from __future__ import annotations

from mineralreg.checks.table.check import Check

REFERENCES = (
    Check(
        "MR201",
        "unknown-partner",
        "error",
        "a partner that no [[partner]] record has as its id",
        "A record can only be found by a country or company that is recorded.",
        "Correct the id, or add the partner.",
        'parties = ["united-states", "preu"]',
    ),
    Check(
        "MR202",
        "unknown-source",
        "error",
        "a source that no [[source]] record has as its id",
        "A fact whose source cannot be looked up is a rumour.",
        "Correct the id, or add the source.",
        'sources = ["andina-2025"]',
    ),
    Check(
        "MR203",
        "unknown-target",
        "error",
        "an initiative, event or agreement that is not recorded",
        "Initiatives, events, relations, predecessors and what a claim counts are named by id.",
        "Correct the id, or add the record.",
        'event = "critical-minerals-ministerial-2025"',
    ),
    Check(
        "MR204",
        "unknown-mineral-or-topic",
        "error",
        "a mineral or topic that the vocabulary does not have",
        "Questions about a mineral find its group, its synonyms and its members; that needs the"
        " one id that the vocabulary has for it.",
        "Use an id of the vocabulary; `mineralreg schema` lists them all.",
        'minerals = ["litium"]',
    ),
    Check(
        "MR205",
        "duplicate-id",
        "error",
        "an id that two records have",
        "Ids are unique over the whole file, whatever the kind, so that `show ID` has one answer.",
        "Give one of the two another id, or merge them if they are the same thing.",
        '[[source]]\nid = "andina-2026"\n[[source]]\nid = "andina-2026"',
    ),
    Check(
        "MR206",
        "former-id-clash",
        "error",
        "a former id that another record has or had",
        "Former ids keep resolving, so each must lead to one record.",
        "Remove the former id from the record that never had it.",
        'id = "us-peru-2026"\nformer_ids = ["us-chile-2026"]  # the id of another record',
    ),
    Check(
        "MR207",
        "unknown-country-code",
        "error",
        "a code that ISO 3166-1 alpha-3 does not have",
        "Name, region and all spellings of a country come from the reference table by this code."
        " XKX stands for Kosovo, which has no code in the standard.",
        "Use the three-letter code of the country.",
        'iso = "PRU"',
    ),
    Check(
        "MR208",
        "unused-record",
        "warning",
        "a source or partner that nothing refers to",
        "It is either left over or, more often, the record that should cite it does not.",
        "Cite it where it belongs, or remove it.",
        '[[source]]\nid = "andina-2026"  # cited by no record',
    ),
    Check(
        "MR209",
        "ambiguous-alias",
        "error",
        "a name or alias that means two partners",
        "A question by this name would have two answers, and the program never picks one. Names"
        " are compared without accents, case and punctuation.",
        "Keep the alias at the partner that it really means.",
        '[[partner]]\niso = "COD"\naliases = ["Congo-Brazzaville"]  # that is COG',
    ),
    Check(
        "MR210",
        "shared-address",
        "error",
        "two sources with one address",
        "One page that is cited as two sources looks like two voices. Addresses are compared"
        " without fragment, final slash and the parameters that only track readers.",
        "Keep one of them, cite it everywhere, and put the other id into its former_ids.",
        '[[source]]\nid = "andina"\nurl = "https://example.org/news/1"\n\n'
        '[[source]]\nid = "andina-again"\nurl = "https://example.org/news/1/?utm_source=mail"',
    ),
    Check(
        "MR211",
        "address-of-a-copy",
        "warning",
        "an address at an archive, a mirror or whoever reprints releases",
        "A reader wants the publisher's own page, and a copy can go or be changed. Without via"
        " and archive_url nobody sees that it is one.",
        "Put the copy's address into archive_url, and the publisher's own into url.",
        'kind = "official"\nurl = "https://web.archive.org/web/2026/https://example.org/page"',
    ),
)
