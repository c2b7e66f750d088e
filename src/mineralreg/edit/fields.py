"""What is to be known of a field in order to write it: what it holds and how it is asked for.

`kinds.py` has the fields of each record kind. This module has the value that describes one, and
the few questions that are put to a row of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mineralreg.reference import vocabulary as words

TEXT, WORD, DATE, WHOLE, NUMBER, FLAG, URL, SLUG, TABLE = (
    "text",
    "word",
    "date",
    "whole number",
    "number",
    "true or false",
    "address",
    "id",
    "table",
)
"""What a field can hold, apart from a reference."""

PARTNER, SOURCE, AGREEMENT, EVENT, INITIATIVE = (
    "partner",
    "source",
    "agreement",
    "event",
    "initiative",
)
MINERAL, TOPIC, COUNTRY_CODE = "mineral", "topic", "country code"
"""What a field can refer to: records, and words of the reference tables."""


class Field(NamedTuple):
    """A key of a record, or of a table in it.

    Attributes:
        key: As in the file.
        holds: What it holds or refers to.
        help: One line, as in the help of the option.
        many: Whether it is a list.
        words: The vocabulary of a `WORD`.
        option: Name of the option without dashes; None for the key itself, "" for no option.
        needed: Whether a record must have it.
        asked: Whether a person at a terminal is asked for it when it is missing.
        parts: Fields of the table, or of each table in the list.
    """

    key: str
    holds: str
    help: str = ""
    many: bool = False
    words: tuple[str, ...] = ()
    option: str | None = None
    needed: bool = False
    asked: bool = False
    parts: tuple[Field, ...] = ()

    @property
    def flag(self) -> str:
        """The option of `add` that gives it, or "" when there is none."""
        return self.key.replace("_", "-") if self.option is None else self.option


def field_of(fields: tuple[Field, ...], key: str) -> Field | None:
    """The field with this key, or None."""
    return next((field for field in fields if field.key == key), None)


def keys(fields: tuple[Field, ...]) -> tuple[str, ...]:
    """Keys in canonical order."""
    return tuple(field.key for field in fields)


def partners(fields: tuple[Field, ...], record: dict[str, object]) -> list[str]:
    """Ids of all partners that a record or table names."""
    return [id for field, id in references(fields, record) if field.holds == PARTNER]


def references(fields: tuple[Field, ...], record: dict[str, object]) -> Iterator[tuple[Field, str]]:
    """Every reference in a record or table, with the field it stands in."""
    for field in fields:
        value = record.get(field.key)
        for item in value if isinstance(value, list) else [value]:
            if field.parts and isinstance(item, dict):
                yield from references(field.parts, item)
            elif isinstance(item, str):
                yield field, item


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


_FIELDS: dict[str, tuple[Field, ...]] = {
    "source": (
        ID,
        FORMER,
        Field("title", TEXT, "Title of the page or paper.", needed=True, asked=True),
        Field("publisher", TEXT, "Who published it.", needed=True, asked=True),
        word("kind", words.SOURCE_KINDS, "Whose word it is.", needed=True, asked=True),
        Field("published", DATE, "Date on the page.", asked=True),
        Field("url", URL, "Address of the page.", asked=True),
        Field("via", TEXT, "Where it was read, when not at its publisher."),
        Field("archive_url", URL, "Address of an archived copy."),
        Field("retrieved", DATE, "Day on which it was read."),
        word("read", words.READINGS, "How much of it was read."),
        Field("language", TEXT, "Its language: en, pt-BR."),
        NOTES,
        WITHDRAWN,
    ),
    "partner": (
        ID,
        FORMER,
        Field("iso", COUNTRY_CODE, "ISO 3166-1 alpha-3 code, or the country's name."),
        word("kind", words.PARTNER_KINDS, "What it is (default with --iso: country)."),
        Field("name", TEXT, "Name, needed without --iso."),
        ALIASES,
        Field("parent", PARTNER, "The partner it belongs to."),
        NOTES,
        WITHDRAWN,
    ),
    "agreement": (
        ID,
        FORMER,
        Field("title", TEXT, "Title of the instrument.", needed=True, asked=True),
        word("title_status", words.TITLE_STATUSES, "Whether a source quotes the title."),
        word("kind", words.AGREEMENT_KINDS, "What it is called.", needed=True, asked=True),
        word("legal_nature", words.LEGAL_NATURES, "Whether it binds, as a source says."),
        Field(
            "field_sources",
            TABLE,
            'Who says so of one field: "FIELD=SOURCE".',
            option="field-source",
        ),
        word("level", words.LEVELS, "Who stands on the two sides."),
        Field(
            "parties",
            PARTNER,
            "A party, as people write it.",
            many=True,
            option="party",
            needed=True,
            asked=True,
        ),
        Field("minerals", MINERAL, "A mineral or group.", many=True, option="mineral", asked=True),
        Field("topics", TOPIC, "What it is about.", many=True, words=words.TOPICS, option="topic"),
        Field("event", EVENT, "Event at which it was made."),
        Field(
            "initiatives", INITIATIVE, "Initiative it is part of.", many=True, option="initiative"
        ),
        sources("Source of the record.", needed=True, asked=True),
        actions(words.AGREEMENT_ACTIONS),
        Field(
            "signatories",
            TABLE,
            many=True,
            option="",
            parts=(
                Field("partner", PARTNER, needed=True),
                Field("name", TEXT),
                Field("office", TEXT),
                Field("body", TEXT),
                word("role", words.SIGNATORY_ROLES, ""),
            ),
        ),
        AMOUNTS,
        Field("contested", TEXT, "Who denies that it was agreed."),
        Field("text_url", URL, "Address of its text."),
        word("text_status", words.TEXT_STATUSES, "Whether its text is published."),
        Field("languages", TEXT, "A language of its text.", many=True, option="text-language"),
        Field(
            "term",
            TABLE,
            'How long it runs: "duration=P5Y".',
            parts=(
                Field("duration", TEXT),
                word("renewal", words.RENEWALS, ""),
                Field("notice", TEXT),
                Field("until", DATE),
            ),
        ),
        Field("depositary", PARTNER, "Who keeps the original."),
        Field("series", TEXT, "Where it is printed: TIAS 23-328.", many=True),
        Field(
            "bodies",
            TABLE,
            many=True,
            option="",
            parts=(Field("name", TEXT, needed=True), Field("partner", PARTNER), sources()),
        ),
        Field("checked", DATE, "Day on which it was compared with its sources."),
        Field(
            "relations",
            TABLE,
            'How it stands to another: "TYPE ID".',
            many=True,
            option="relation",
            parts=(
                word("type", words.RELATION_TYPES, "", needed=True),
                Field("agreement", AGREEMENT, needed=True),
            ),
        ),
        VARIANTS,
        NOTES,
        WITHDRAWN,
    ),
    "initiative": (
        ID,
        FORMER,
        Field("name", TEXT, "Full name.", needed=True, asked=True),
        Field("acronym", TEXT, "Short name.", asked=True),
        ALIASES,
        word("kind", words.INITIATIVE_KINDS, "What it is.", needed=True, asked=True),
        Field(
            "predecessors",
            INITIATIVE,
            "Initiative it took over from.",
            many=True,
            option="predecessor",
        ),
        sources("Source of the record.", needed=True, asked=True),
        actions(words.INITIATIVE_ACTIONS),
        Field(
            "members",
            TABLE,
            'A member: "PARTNER[: ROLE]".',
            many=True,
            option="member",
            parts=(
                Field("partner", PARTNER, needed=True),
                word("role", words.MEMBER_ROLES, ""),
                Field("from", DATE),
                Field("to", DATE),
                sources(),
                NOTE,
            ),
        ),
        AMOUNTS,
        VARIANTS,
        NOTES,
        WITHDRAWN,
    ),
    "event": (
        ID,
        FORMER,
        Field("name", TEXT, "Full name.", needed=True, asked=True),
        ALIASES,
        Field("date", DATE, "The day, for an event of one day.", asked=True),
        Field("start", DATE, "First day."),
        Field("end", DATE, "Last day."),
        Field("place", TEXT, "Where.", asked=True),
        Field("hosts", PARTNER, "A host.", many=True, option="host", asked=True),
        Field("participants", PARTNER, "Who took part.", many=True, option="participant"),
        sources("Source of the record.", needed=True, asked=True),
        VARIANTS,
        NOTES,
        WITHDRAWN,
    ),
    "claim": (
        ID,
        FORMER,
        Field("statement", TEXT, "What the source says.", needed=True, asked=True),
        Field("count", WHOLE, "The number it states.", needed=True, asked=True),
        word("unit", words.CLAIM_UNITS, "What is counted.", needed=True, asked=True),
        Field("as_of", DATE, "The day it speaks of.", needed=True, asked=True),
        Field(
            "selector",
            TABLE,
            'What it counts: "FILTER=VALUE", as the filters of `list`.',
            option="where",
            parts=SELECTOR,
        ),
        Field("names", PARTNER, "A partner that the source lists.", many=True, option="listed"),
        Field(
            "members",
            TABLE,
            'An agreement it counts: "ID[: CONFIDENCE]".',
            many=True,
            option="member",
            parts=(
                Field("agreement", AGREEMENT, needed=True),
                word("confidence", words.CONFIDENCES, ""),
                NOTE,
            ),
        ),
        Field("counts_host", FLAG, "For participants: the host is counted."),
        Field("counts_blocs", FLAG, "For participants: blocs are counted."),
        word("expect", words.EXPECTATIONS, "The verdict that is expected."),
        Field("explanation", TEXT, "Why it does not add up, or how it does."),
        sources("Source of the claim.", needed=True, asked=True),
        NOTES,
        WITHDRAWN,
    ),
}


def _with_field_sources(row: tuple[Field, ...]) -> tuple[Field, ...]:
    """A row of fields in which `field_sources` has a part for each other field."""
    parts = tuple(
        Field(field.key, SOURCE, many=True)
        for field in row
        if field.key not in ("id", "field_sources")
    )
    return tuple(
        field._replace(parts=parts) if field.key == "field_sources" else field for field in row
    )


FIELDS = {**_FIELDS, "agreement": _with_field_sources(_FIELDS["agreement"])}
"""The fields of each record kind, in the order of the model."""

HEADER = (
    Field("title", TEXT),
    Field("version", TEXT),
    Field("as_of", DATE),
    Field("license", TEXT),
    Field("scope", TEXT),
)
"""The fields of the `[registry]` table."""
