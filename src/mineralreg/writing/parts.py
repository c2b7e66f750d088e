"""Fields that several kinds of records have, and the fields of the tables inside records."""

from __future__ import annotations

from mineralreg.writing.fields import (
    DATE,
    FLAG,
    NUMBER,
    PARTNER,
    SLUG,
    SOURCE,
    TABLE,
    TEXT,
    WORD,
    Field,
)


def word(key: str, table: tuple[str, ...], help: str, **more: bool) -> Field:
    """A field that holds one word of a vocabulary; `more` are flags of `Field`."""
    return Field(key, WORD, help, words=table, **more)  # type: ignore[arg-type]  # all are bools


def sources(help: str = "Source of it.", **more: bool) -> Field:
    """The field that names sources; `more` are flags of `Field`."""
    return Field("sources", SOURCE, help, many=True, option="source", **more)  # type: ignore[arg-type]  # see above


ID = Field("id", SLUG, "Id of the record (default: one is proposed).")
FORMER = Field("former_ids", SLUG, "Id that the record had.", many=True, option="former-id")
NOTES = Field("notes", TEXT, "Remarks.")
WITHDRAWN = Field("withdrawn", TEXT, "Why the record turned out wrong.")
ALIASES = Field("aliases", TEXT, "Another name.", many=True, option="alias")
NOTE = Field("note", TEXT, "A remark.")

ACT = (
    Field("date", DATE, "Day, month or year of the act."),
    Field("place", TEXT, "Where."),
    Field("partner", PARTNER, "The party whose own act it is."),
    sources(),
    NOTE,
)
AMOUNTS = Field(
    "amounts",
    TABLE,
    many=True,
    option="",
    parts=(
        Field("value", NUMBER, needed=True),
        Field("unit", TEXT, needed=True),
        Field("qualifier", TEXT),
        Field("what", TEXT),
        sources(),
    ),
)
VARIANTS = Field(
    "variants",
    TABLE,
    many=True,
    option="",
    parts=(
        Field("field", TEXT, needed=True),
        Field("value", TEXT, needed=True),
        sources(),
        NOTE,
    ),
)


def actions(table: tuple[str, ...]) -> Field:
    """The field that holds acts, with the words for them."""
    return Field(
        "actions",
        TABLE,
        'An act: "ACTION [DATE] [@ PLACE]".',
        many=True,
        option="action",
        parts=(word("action", table, "What happened.", needed=True), *ACT),
    )


SELECTOR = (
    *(
        Field(key, TEXT, many=True, option="")
        for key in (
            *("country", "party", "between", "status", "kind", "legal_nature", "level", "mineral"),
            *("topic", "initiative", "event", "region", "source"),
        )
    ),
    Field("since", DATE),
    Field("until", DATE),
    Field("search", TEXT, many=True),
    Field("via_blocs", FLAG),
    Field("certain", FLAG),
    Field("withdrawn", FLAG),
)
