"""Sources from reference managers: BibTeX, RIS and CSL-JSON, as `add source --from` reads them.

What a reference does not say (whose word it is, mostly) is said for all of them on the command
line: `add source --from refs.bib --kind press`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mineralreg.edit.rows import Given
from mineralreg.edit.values import month_of
from mineralreg.errors import UsageError, extra
from mineralreg.query.names import shown
from mineralreg.reference.spelling import fold
from mineralreg.reference.vocabulary import SLUG_LENGTH, SLUG_PATTERN, SOURCE_KINDS

PRESS = frozenset({"article-newspaper", "article-magazine", "broadcast", "NEWS", "MGZN"})
OFFICIAL = frozenset({"legislation", "bill", "treaty", "legal_case", "BILL", "STAT", "GOVDOC"})
"""Types of CSL and RIS that tell whose word a source is."""

_LANGUAGES = {
    **{"english": "en", "spanish": "es", "espanol": "es", "french": "fr", "francais": "fr"},
    **{"portuguese": "pt", "german": "de", "ngerman": "de", "chinese": "zh", "japanese": "ja"},
    **{"korean": "ko", "russian": "ru", "arabic": "ar", "italian": "it", "ukrainian": "uk"},
}
_VERBATIM = frozenset({"url", "archiveurl", "doi", "eprint", "urldate", "date"})
"""Fields of BibTeX whose values are not LaTeX."""

_MARKUP = re.compile(r"</?(i|b|sub|sup|sc|span)( [^<>]*)?>")
"""The rich text of titles in CSL-JSON."""

_RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?")

_FIELDS = {
    "id": ("key", "ID", "citation-key", "id"),
    "title": ("title", "TI", "T1"),
    "publisher": (
        *("organization", "institution", "publisher", "PB", "journaltitle", "journal"),
        *("container-title", "T2", "JO", "JF", "DB", "howpublished"),
        *("authors", "collection-title", "editor"),
    ),
    "published": ("date", "year", "DA", "PY", "Y1", "issued"),
    "url": ("url", "UR", "URL"),
    "archive_url": ("archiveurl", "L2", "archive_location"),
    "retrieved": ("urldate", "Y2", "accessed"),
    "language": ("langid", "language", "LA"),
    "notes": ("note", "annotation"),
}
"""Where BibTeX, RIS and CSL-JSON hold what a source says, the surest first."""


def read_bibtex(text: str, name: str) -> Iterator[Given]:
    """Sources from BibTeX or BibLaTeX."""
    with extra("references", f"{name} is BibTeX and needs bibtexparser"):
        import bibtexparser.entrypoint as bibtexparser
        from bibtexparser.middlewares import NormalizeFieldKeys
        from bibtexparser.middlewares.names import (
            parse_single_name_into_parts,
            split_multiple_persons_names,
        )
        from pylatexenc.latex2text import LatexNodes2Text
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # reported below
    library = bibtexparser.parse_string(text, append_middleware=[NormalizeFieldKeys()])
    decode = LatexNodes2Text(keep_comments=True, math_mode="verbatim").latex_to_text
    for block in library.failed_blocks:
        place = f"{name}:{(block.start_line or 0) + 1}"
        reason = getattr(block.error, "abort_reason", None) or str(block.error)
        error = UsageError(f"the entry cannot be read as BibTeX: {reason.strip()}")
        yield Given(place, error=error)
    for entry in library.entries:
        written = {field.key: str(field.value) for field in entry.fields}
        fields: dict[str, Any] = {
            key: re.sub(r"\\([&%_#$~])", r"\1", text)  # as written, but escapes
            if key in _VERBATIM
            else decode(text)
            for key, text in written.items()
        }
        month = fields.get("month", "")
        number = month if month.isdigit() else month_of(month)
        fields["year"] = _joined([fields.get("year"), number, fields.get("day") if number else ""])
        fields["authors"] = [
            decode(parse_single_name_into_parts(name, strict=False).merge_last_name_first)
            for name in split_multiple_persons_names(written.get("author", ""))
        ]
        fields["key"] = entry.key
        place = f"{name}:{(entry.start_line or 0) + 1}"
        yield _source(place, fields, fields.get("keywords", "").split(","), entry.entry_type)


def read_ris(text: str, name: str) -> Iterator[Given]:
    """Sources from RIS; abstracts and notes may run over several lines."""
    start = 1
    for entry in re.split(r"^(?=TY  ?-)", text, flags=re.MULTILINE):
        fields: dict[str, Any] = {}
        lost, tag = None, ""
        for number, line in enumerate(map(str.rstrip, entry.split("\n")), start):
            if tagged := _RIS_LINE.fullmatch(line):
                tag = tagged[1]
                fields.setdefault(tag, []).append((tagged[2] or "").strip())
            elif tag in ("AB", "N1", "N2"):
                fields[tag][-1] += f"\n{line}"
            elif line and not lost:
                error = UsageError(f"{shown(line)} begins with no tag of RIS")
                lost = Given(f"{name}:{number}", error=error)
        if lost:
            yield lost
        elif "TY" in fields:
            for key in {"DA", "PY", "Y1", "Y2"} & fields.keys():
                fields[key] = [_joined(date.split("/")) for date in fields[key]]
            names = (*fields.get("A1", ()), *fields.get("AU", ()))
            fields["authors"] = [name.rstrip(" ,") for name in names]  # a comma marks a body
            fields["archiveurl"] = fields.get("UR", ())[1:]
            fields["note"] = "\n".join(fields.get("N1", ())).strip()
            yield _source(f"{name}:{start}", fields, fields.get("KW", ()), fields["TY"][0])
        start += entry.count("\n")


def is_csl(item: Mapping[str, Any]) -> bool:
    """Whether a JSON object is an item of CSL-JSON."""
    return "type" in item and "kind" not in item and bool({"title", "URL"} & item.keys())


def read_csl(item: Mapping[str, Any], place: str) -> Given:
    """A source from an item of CSL-JSON."""
    people = item.get("author")
    fields = {
        **item,
        **{key: _csl_date(item.get(key)) for key in ("issued", "accessed")},
        "title": _MARKUP.sub("", str(item.get("title") or "")),
        "authors": [_name(one) for one in (people if isinstance(people, list) else [people])],
    }
    keywords = str(item.get("keyword") or item.get("genre") or "").split(",")
    return _source(place, fields, keywords, str(item.get("type")))


def _source(place: str, fields: Mapping[str, Any], keywords: Iterable[object], type: str) -> Given:
    """A source; whose word it is says one of its keywords, else perhaps its type."""
    texts = {
        key: next(filter(None, (_text(fields.get(field)) for field in names)), "")
        for key, names in _FIELDS.items()
    }
    if not re.fullmatch(SLUG_PATTERN, texts["id"]) or len(texts["id"]) > SLUG_LENGTH:
        texts["id"] = ""
    texts["language"] = _LANGUAGES.get(fold(texts["language"]), texts["language"])
    kind = "press" if type in PRESS else "official" if type in OFFICIAL else ""
    words = (str(keyword).strip().lower() for keyword in keywords)
    texts["kind"] = next((word for word in words if word in SOURCE_KINDS), kind)
    authors = list(filter(None, map(_text, fields["authors"])))
    values = {key: value for key, value in {**texts, "authors": authors}.items() if value}
    return Given(place, "source", tuple(values.items()), "field")


def _name(value: Any) -> str:
    """The name of a person, surname first, or of a body in CSL-JSON."""
    if not isinstance(value, dict):
        return _text(value)
    surname, given = (
        " ".join(str(value[key]) for key in keys if value.get(key))
        for keys in (
            ("non-dropping-particle", "family"),
            ("given", "dropping-particle", "suffix"),
        )
    )
    return _text(value.get("literal")) or ", ".join(filter(None, (surname, given)))


def _text(value: Any) -> str:
    """The text of a field; the first of several."""
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    return "" if value is None or isinstance(value, dict) else str(value).strip()


def _csl_date(value: Any) -> str:
    if isinstance(value, list):
        value = {"date-parts": value}
    if not isinstance(value, dict):
        return _text(value)
    raw = _text(value.get("raw"))
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        known = _joined(parts[0])
        return raw if raw and raw[:-1] == known else known + "~" * bool(value.get("circa"))
    return raw or _text(value.get("literal"))


def _joined(parts: Iterable[object]) -> str:
    """A date from year, month and day, as far as they are known, and perhaps a mark behind them."""
    *numbers, mark = [str(part or "").strip() for part in (*parts, None, None, None)][:4]
    date = "-".join(part.zfill(2) for part in numbers if part)
    return date + mark if mark in ("?", "~", "%") else date
