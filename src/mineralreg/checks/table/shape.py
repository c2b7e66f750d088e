"""MR1xx: keys, types and forms of values."""

from __future__ import annotations

from mineralreg.checks.table.check import Check

SHAPE = (
    Check(
        "MR101",
        "unknown-key",
        "error",
        "a key that this table does not have",
        "A misspelt key would be a fact that nobody ever reads, so tables are closed.",
        "Correct the key; the nearest known one is named where there is one.",
        'sorces = ["andina-2026"]',
    ),
    Check(
        "MR102",
        "missing-key",
        "error",
        "a required key is missing",
        "Some keys make the record what it is: an agreement without parties, or an act that does"
        " not say what was done, tells nothing.",
        "Add the key. If no source states it, the record does not belong in the registry yet.",
        '[[agreement]]\nid = "us-peru-2026"\n# no title',
    ),
    Check(
        "MR103",
        "wrong-type",
        "error",
        "a value of the wrong type, or a number out of range",
        "Values are never converted silently: a number read as a date, or a single text read as a"
        " list of letters, would be a wrong fact.",
        "Write the value in the type that the message names.",
        'parties = "peru"',
    ),
    Check(
        "MR104",
        "unknown-word",
        "error",
        "a word that the vocabulary does not have",
        "Filters, counts and exports rely on a closed vocabulary; two spellings of one kind would"
        " be two kinds. A claim about another unit is also told here when it expects a number.",
        "Use a word of the vocabulary; `mineralreg schema` lists them all.",
        'kind = "memorandums"',
    ),
    Check(
        "MR105",
        "invalid-id",
        "error",
        "an id that is no slug",
        "Ids stand in addresses, file names and commands: lower-case ASCII letters and digits in"
        " words joined by single hyphens, at most 64 characters.",
        "Rewrite the id in that form; the message proposes one.",
        'id = "US Peru 2026"',
    ),
    Check(
        "MR106",
        "invalid-date-form",
        "error",
        "a date in a form that is not accepted",
        "Dates are bare TOML dates or the subset of EDTF (ISO 8601-2, levels 0 and 1) that"
        " registries need. A bare year is a number to TOML, and a time of day would need a zone.",
        'Write 2026-02-04 without quotes, or "2026-02" or "2026" in quotes; "?" marks an'
        ' uncertain date, "~" an approximate one and "%" both.',
        'date = "4 February 2026"',
    ),
    Check(
        "MR107",
        "no-such-day",
        "error",
        "a day or month that the calendar does not have",
        "The form is right but the Gregorian calendar has no such day, so a figure is wrong.",
        "Look the date up in the source again.",
        'date = "2026-02-30"',
    ),
    Check(
        "MR108",
        "invalid-address",
        "error",
        "an address that is not http or https",
        "Readers follow the address to check a fact. It needs http:// or https://, a host, and no"
        " blank.",
        "Copy the address from the browser's address bar.",
        'url = "www.gob.pe/noticias"',
    ),
    Check(
        "MR109",
        "empty-text",
        "error",
        "text that is empty or blank",
        "A blank is not a fact. A key that is left out means that no source states it.",
        "Write the text, or leave the key out.",
        'notes = ""',
    ),
)
