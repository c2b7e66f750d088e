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
    PARTNER,
    SOURCE,
    TABLE,
    TEXT,
    TOPIC,
    URL,
    WHOLE,
    Field,
)
from mineralreg.writing.parts import (
    ALIASES,
    AMOUNTS,
    FORMER,
    ID,
    NOTE,
    NOTES,
    SELECTOR,
    VARIANTS,
    WITHDRAWN,
    actions,
    sources,
    word,
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
