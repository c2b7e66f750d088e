"""Every command in one table: its name, where it is, what it does, in the order of the overview.

`--help`, completion, "did you mean", docs/cli.md and the loading of commands read this table, so
that the overview costs no import of any command. No imports: the fast path reads this.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One command.

    Attributes:
        name: What the user types.
        module: Module of `mineralreg.cli` whose `command` it is.
        summary: One line for the overview.
        section: Heading that it stands under.
    """

    name: str
    module: str
    summary: str
    section: str


ASK = "Ask"
CHECK = "Check"
WRITE = "Write"
TAKE = "Take out"

COMMANDS = (
    Entry("list", "list", "Records that match the filters", ASK),
    Entry("show", "show", "One record whole, with every source", ASK),
    Entry("summary", "summary", "Totals, counts and cross-tabulations", ASK),
    Entry("reconcile", "reconcile", "Counts that sources state beside what is recorded", ASK),
    Entry("diff", "diff", "What changed between two registries or revisions", ASK),
    Entry("sql", "sql", "A read-only SQL query on the index", ASK),
    Entry("where", "where", "Which registry is in use, and why", ASK),
    Entry("validate", "validate", "Every problem in the file, at its line and column", CHECK),
    Entry("explain", "explain", "What a check is for, with an example", CHECK),
    Entry("schema", "schema", "The JSON Schema for editors", CHECK),
    Entry("add", "add", "Add records", WRITE),
    Entry("act", "act", "Record that something was signed, entered into force, …", WRITE),
    Entry("set", "set", "Change fields of a record", WRITE),
    Entry("edit", "edit", "Change one record in your editor", WRITE),
    Entry("remove", "remove", "Remove a record that nothing refers to", WRITE),
    Entry("fmt", "fmt", "Canonical order and layout", WRITE),
    Entry("init", "init", "Start a registry of your own", WRITE),
    Entry("export", "export", "SQLite, CSV data package, JSON, HTML or Parquet", TAKE),
)

EXIT_CODES = (
    (0, "done", "also when nothing was found, or the reader of the pipe left early"),
    (1, "findings", "validate, fmt --check, reconcile --strict, diff --exit-code"),
    (2, "usage", "a wrong option, or an unknown or ambiguous name, id or field"),
    (3, "unreadable registry", "it cannot be read, parsed or loaded"),
    (4, "refused", "a write was refused or lost to a conflict; nothing changed"),
    (130, "interrupted", "Ctrl-C"),
)
"""Exit code, word for the overview, and when."""

NAMES = tuple(entry.name for entry in COMMANDS)
