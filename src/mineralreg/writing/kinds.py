"""Every field of every record kind in one table: its key, what it holds, how it is asked for.

The options of `add`, the questions on a terminal, `set`, the templates and the order of keys in new
records all read this table. A test holds it against the models. No pydantic: building a command
must stay cheap.
"""

from __future__ import annotations

from mineralreg.reference import vocabulary as words
from mineralreg.writing.fields import (
    AGREEMENT,
    COUNTRY_CODE,
    DATE,
    EVENT,
    FLAG,
    INITIATIVE,
    MINERAL,
    NUMBER,
    PARTNER,
    SLUG,
    SOURCE,
    TABLE,
    TEXT,
    TOPIC,
    URL,
    WHOLE,
    WORD,
    Field,
)


def _word(key: str, table: tuple[str, ...], help: str, **more: bool) -> Field:
    return Field(key, WORD, help, words=table, **more)  # type: ignore[arg-type]  # all are bools


def _sources(help: str = "Source of it.", **more: bool) -> Field:
    return Field("sources", SOURCE, help, many=True, option="source", **more)  # type: ignore[arg-type]  # see above


_ID = Field("id", SLUG, "Id of the record (default: one is proposed).")
_FORMER = Field("former_ids", SLUG, "Id that the record had.", many=True, option="former-id")
_NOTES = Field("notes", TEXT, "Remarks.")
_WITHDRAWN = Field("withdrawn", TEXT, "Why the record turned out wrong.")
_ALIASES = Field("aliases", TEXT, "Another name.", many=True, option="alias")
_NOTE = Field("note", TEXT, "A remark.")

_ACT = (
    Field("date", DATE, "Day, month or year of the act."),
    Field("place", TEXT, "Where."),
    Field("partner", PARTNER, "The party whose own act it is."),
    _sources(),
    _NOTE,
)
_AMOUNTS = Field(
    "amounts",
    TABLE,
    many=True,
    option="",
    parts=(
        Field("value", NUMBER, needed=True),
        Field("unit", TEXT, needed=True),
        Field("qualifier", TEXT),
        Field("what", TEXT),
        _sources(),
    ),
)
_VARIANTS = Field(
    "variants",
    TABLE,
    many=True,
    option="",
    parts=(
        Field("field", TEXT, needed=True),
        Field("value", TEXT, needed=True),
        _sources(),
        _NOTE,
    ),
)


def _actions(table: tuple[str, ...]) -> Field:
    return Field(
        "actions",
        TABLE,
        'An act: "ACTION [DATE] [@ PLACE]".',
        many=True,
        option="action",
        parts=(_word("action", table, "What happened.", needed=True), *_ACT),
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

FIELDS: dict[str, tuple[Field, ...]] = {
    "source": (
        _ID,
        _FORMER,
        Field("title", TEXT, "Title of the page or paper.", needed=True, asked=True),
        Field("publisher", TEXT, "Who published it.", needed=True, asked=True),
        _word("kind", words.SOURCE_KINDS, "Whose word it is.", needed=True, asked=True),
        Field("published", DATE, "Date on the page.", asked=True),
        Field("url", URL, "Address of the page.", asked=True),
        Field("via", TEXT, "Where it was read, when not at its publisher."),
        Field("archive_url", URL, "Address of an archived copy."),
        Field("retrieved", DATE, "Day on which it was read."),
        _NOTES,
        _WITHDRAWN,
    ),
    "partner": (
        _ID,
        _FORMER,
        Field("iso", COUNTRY_CODE, "ISO 3166-1 alpha-3 code, or the country's name."),
        _word("kind", words.PARTNER_KINDS, "What it is (default with --iso: country)."),
        Field("name", TEXT, "Name, needed without --iso."),
        _ALIASES,
        Field("parent", PARTNER, "The partner it belongs to."),
        _NOTES,
        _WITHDRAWN,
    ),
    "agreement": (
        _ID,
        _FORMER,
        Field("title", TEXT, "Title of the instrument.", needed=True, asked=True),
        _word("title_status", words.TITLE_STATUSES, "Whether a source quotes the title."),
        _word("kind", words.AGREEMENT_KINDS, "What it is called.", needed=True, asked=True),
        _word("legal_nature", words.LEGAL_NATURES, "Whether it binds, as a source says."),
        Field(
            "legal_nature_sources",
            SOURCE,
            "Who says whether it binds.",
            many=True,
            option="legal-nature-source",
        ),
        _word("level", words.LEVELS, "Who stands on the two sides."),
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
        _sources("Source of the record.", needed=True, asked=True),
        _actions(words.AGREEMENT_ACTIONS),
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
                _word("role", words.SIGNATORY_ROLES, ""),
            ),
        ),
        _AMOUNTS,
        Field("contested", TEXT, "Who denies that it was agreed."),
        Field(
            "relations",
            TABLE,
            'How it stands to another: "TYPE ID".',
            many=True,
            option="relation",
            parts=(
                _word("type", words.RELATION_TYPES, "", needed=True),
                Field("agreement", AGREEMENT, needed=True),
            ),
        ),
        _VARIANTS,
        _NOTES,
        _WITHDRAWN,
    ),
    "initiative": (
        _ID,
        _FORMER,
        Field("name", TEXT, "Full name.", needed=True, asked=True),
        Field("acronym", TEXT, "Short name.", asked=True),
        _ALIASES,
        _word("kind", words.INITIATIVE_KINDS, "What it is.", needed=True, asked=True),
        Field(
            "predecessors",
            INITIATIVE,
            "Initiative it took over from.",
            many=True,
            option="predecessor",
        ),
        _sources("Source of the record.", needed=True, asked=True),
        _actions(words.INITIATIVE_ACTIONS),
        Field(
            "members",
            TABLE,
            'A member: "PARTNER[: ROLE]".',
            many=True,
            option="member",
            parts=(
                Field("partner", PARTNER, needed=True),
                _word("role", words.MEMBER_ROLES, ""),
                Field("from", DATE),
                Field("to", DATE),
                _sources(),
                _NOTE,
            ),
        ),
        _AMOUNTS,
        _VARIANTS,
        _NOTES,
        _WITHDRAWN,
    ),
    "event": (
        _ID,
        _FORMER,
        Field("name", TEXT, "Full name.", needed=True, asked=True),
        _ALIASES,
        Field("date", DATE, "The day, for an event of one day.", asked=True),
        Field("start", DATE, "First day."),
        Field("end", DATE, "Last day."),
        Field("place", TEXT, "Where.", asked=True),
        Field("hosts", PARTNER, "A host.", many=True, option="host", asked=True),
        Field("participants", PARTNER, "Who took part.", many=True, option="participant"),
        _sources("Source of the record.", needed=True, asked=True),
        _VARIANTS,
        _NOTES,
        _WITHDRAWN,
    ),
    "claim": (
        _ID,
        _FORMER,
        Field("statement", TEXT, "What the source says.", needed=True, asked=True),
        Field("count", WHOLE, "The number it states.", needed=True, asked=True),
        _word("unit", words.CLAIM_UNITS, "What is counted.", needed=True, asked=True),
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
                _word("confidence", words.CONFIDENCES, ""),
                _NOTE,
            ),
        ),
        Field("counts_host", FLAG, "For participants: the host is counted."),
        Field("counts_blocs", FLAG, "For participants: blocs are counted."),
        _word("expect", words.EXPECTATIONS, "The verdict that is expected."),
        Field("explanation", TEXT, "Why it does not add up, or how it does."),
        _sources("Source of the claim.", needed=True, asked=True),
        _NOTES,
        _WITHDRAWN,
    ),
}
"""The fields of each record kind, in the order of the model."""

HEADER = (
    Field("title", TEXT),
    Field("version", TEXT),
    Field("as_of", DATE),
    Field("license", TEXT),
    Field("scope", TEXT),
)
"""The fields of the `[registry]` table."""
