"""Sources from reference managers: BibTeX, RIS and CSL-JSON, as `add source --from` reads them.

What a reference does not say (whose word it is, mostly) is said for all of them on the command
line: `add source --from refs.bib --kind press`.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from mineralreg.errors import UsageError
from mineralreg.reference.spelling import fold
from mineralreg.reference.vocabulary import SLUG_LENGTH, SLUG_PATTERN, SOURCE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Reference = tuple[str, list[tuple[str, Any]]]
"""The place of a source in the input, and its values by key."""

PRESS = frozenset({"article-newspaper", "article-magazine", "broadcast", "NEWS", "MGZN"})
OFFICIAL = frozenset({"legislation", "bill", "treaty", "legal_case", "BILL", "STAT", "GOVDOC"})
"""Types of CSL and RIS that tell whose word a source is."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LANGUAGES = {
    **{"english": "en", "spanish": "es", "espanol": "es", "french": "fr", "francais": "fr"},
    **{"portuguese": "pt", "german": "de", "ngerman": "de", "chinese": "zh", "japanese": "ja"},
    **{"korean": "ko", "russian": "ru", "arabic": "ar", "italian": "it", "ukrainian": "uk"},
}
_VERBATIM = frozenset({"url", "archiveurl", "doi", "eprint", "urldate", "date"})
"""Fields of BibTeX whose values are not LaTeX."""

_PUBLISHERS = {
    "bibtex": (
        *("organization", "institution", "publisher", "journaltitle", "journal", "howpublished"),
        *("author", "editor"),
    ),
    "ris": ("publisher", "secondary_title", "journal_name", "name_of_database", "authors"),
    "csl": ("publisher", "container-title", "author", "collection-title"),
}
"""Where each form names who published it, the surest first."""


def read_bibtex(text: str, name: str) -> Iterator[Reference]:
    """Sources from BibTeX or BibLaTeX.

    Raises:
        UsageError: It cannot be read, or the reader is not installed.
    """
    try:
        import bibtexparser.entrypoint as bibtexparser
        from bibtexparser.middlewares import NormalizeFieldKeys
        from pylatexenc.latex2text import LatexNodes2Text
    except ImportError:
        raise _needs(name, "BibTeX", "bibtexparser") from None
    library = bibtexparser.parse_string(text, append_middleware=[NormalizeFieldKeys()])
    decode = LatexNodes2Text(keep_comments=True, math_mode="verbatim").latex_to_text
    if library.failed_blocks:
        block = library.failed_blocks[0]
        line = (block.start_line or 0) + 1
        raise UsageError(
            f"{name}:{line} cannot be read as BibTeX: {block.error}", help="correct the entry"
        )
    for entry in library.entries:
        fields = {
            field.key: re.sub(r"\\([&%_#$~])", r"\1", str(field.value))  # as written, but escapes
            if field.key in _VERBATIM
            else decode(str(field.value))
            for field in entry.fields
        }
        month = fields.get("month", "")
        number = next((n for n, known in enumerate(_MONTHS, 1) if fold(month)[:3] == known), 0)
        month = f"{number:02}" if number else month.zfill(2) if month.isdigit() else ""
        day = fields.get("day", "").zfill(2) if fields.get("day", "").isdigit() else ""
        parts = [fields.get("year", ""), month, day if month else ""]
        yield _source(
            f"{name}:{(entry.start_line or 0) + 1}",
            id=entry.key,
            title=fields.get("title"),
            publisher=_first(fields, "bibtex"),
            kind=_kind(fields.get("keywords", "").split(","), entry.entry_type),
            published=fields.get("date") or "-".join(part for part in parts if part),
            url=fields.get("url"),
            archive_url=fields.get("archiveurl"),
            retrieved=fields.get("urldate"),
            language=fields.get("langid") or fields.get("language"),
            notes=fields.get("note") or fields.get("annotation"),
        )


def read_ris(text: str, name: str) -> Iterator[Reference]:
    """Sources from RIS.

    Raises:
        UsageError: It cannot be read, or the reader is not installed.
    """
    try:
        import rispy
    except ImportError:
        raise _needs(name, "RIS", "rispy") from None
    starts = [n for n, line in enumerate(text.split("\n"), 1) if re.match(r"TY  ?- ", line)]
    try:
        entries = rispy.load(io.StringIO(text))
    except (OSError, ValueError) as error:
        raise UsageError(f"{name} cannot be read as RIS: {error}", help="export it again") from None
    for entry, line in zip(entries, starts, strict=False):
        day = _ris_date(entry.get("date") or entry.get("year"))
        addresses = _ris_addresses(entry.get("urls", ()))
        yield _source(
            f"{name}:{line}",
            id=entry.get("id"),
            title=entry.get("title") or entry.get("primary_title"),
            publisher=_first(entry, "ris"),
            kind=_kind(entry.get("keywords", ()), entry.get("type_of_reference", "")),
            published=day,
            url=next(iter(addresses), None),
            archive_url=next(iter(addresses[1:]), None) or _text(entry.get("file_attachments2")),
            retrieved=_ris_date(entry.get("access_date")),
            language=entry.get("language"),
            notes=_text(entry.get("notes")),
        )


def is_csl(item: Mapping[str, Any]) -> bool:
    """Whether a JSON object is an item of CSL-JSON."""
    return "type" in item and "kind" not in item and bool({"title", "URL"} & item.keys())


def read_csl(item: Mapping[str, Any], place: str) -> Reference:
    """A source from an item of CSL-JSON."""
    keywords = str(item.get("keyword") or item.get("genre") or "").split(",")
    return _source(
        place,
        id=item.get("citation-key") or item.get("id"),
        title=item.get("title"),
        publisher=_first(item, "csl"),
        kind=_kind(keywords, str(item.get("type"))),
        published=_csl_date(item.get("issued")),
        url=item.get("URL"),
        archive_url=item.get("archive_location"),
        retrieved=_csl_date(item.get("accessed")),
        language=item.get("language"),
        notes=item.get("note"),
    )


def _source(place: str, **values: Any) -> Reference:
    values["language"] = _language(values.get("language"))
    id = str(values.get("id") or "")
    if not re.fullmatch(SLUG_PATTERN, id) or len(id) > SLUG_LENGTH:
        values["id"] = None
    pairs = [(key, _text(value)) for key, value in values.items()]
    return place, [(key, value) for key, value in pairs if value]


def _kind(keywords: Any, type: str) -> str | None:
    """Whose word a source is: one of the words among its keywords, else what its type tells."""
    for keyword in keywords:
        if str(keyword).strip().lower() in SOURCE_KINDS:
            return str(keyword).strip().lower()
    return "press" if type in PRESS else "official" if type in OFFICIAL else None


def _first(fields: Mapping[str, Any], form: str) -> str | None:
    for key in _PUBLISHERS[form]:
        if text := _text(fields.get(key)):
            return text
    return None


def _text(value: Any) -> str | None:
    """The text of a field; the first of several, and of a person or body its name."""
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("literal") or " ".join(
            str(value[key]) for key in ("given", "family") if key in value
        )
    text = str(value).strip() if value is not None else ""
    return text or None


def _ris_addresses(parts: Iterable[str]) -> list[str]:
    """The addresses of an entry; the reader takes a semicolon in one for the end of it."""
    found: list[str] = []
    for part in parts:
        if found and "://" not in part:
            found[-1] += f";{part}"
        else:
            found.append(part)
    return found


def _ris_date(value: Any) -> str:
    """A date of RIS, `2025/03/06/`: parts that are not known are empty."""
    return "-".join(part for part in str(value or "").split("/")[:3] if part)


def _csl_date(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        numbers = [str(part) for part in parts[0]]
        return "-".join([*numbers[:1], *(part.zfill(2) for part in numbers[1:])])
    return _text(value.get("raw") or value.get("literal"))


def _language(value: Any) -> str | None:
    text = _text(value)
    return _LANGUAGES.get(fold(text), text) if text else None


def _needs(name: str, form: str, package: str) -> UsageError:
    return UsageError(
        f"{name} is {form}, which needs {package}",
        help="install it with: pip install 'mineralreg[references]'",
    )
