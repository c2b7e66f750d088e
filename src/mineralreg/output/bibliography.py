"""Sources for reference managers (BibTeX, RIS, CSL-JSON), and the citation of a record.

A source is the object that `list -f json` writes. What `add source --from` reads comes out with the
same fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from mineralreg.output.escape import one_line
from mineralreg.output.terminal import Look
from mineralreg.query.results import Answer, as_json, stated

Source: TypeAlias = Mapping[str, Any]


class Form(NamedTuple):
    """The types of a kind of source, and the keys of its publisher in BibTeX and CSL."""

    bibtex: str
    bibtex_publisher: str
    ris: str
    csl: str
    csl_publisher: str


_PAGE = Form("misc", "publisher", "ELEC", "webpage", "publisher")
_FORMS = {
    "official": _PAGE._replace(ris="GOVDOC"),
    "press": Form("article", "journal", "NEWS", "article-newspaper", "container-title"),
    "think-tank": Form("techreport", "institution", "RPRT", "report", "publisher"),
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
"""Escapes of LaTeX's active characters."""
_PERSON = re.compile(r"(?!.*\sand\s)(?P<family>[^,]*[^,\s]), (?P<given>[^,\s][^,]*)", re.I)
"""The name of a person as in a list of references, `Pérez, Juan`; any other is of a body."""


def bibtex(value: Answer, _look: Look | None = None) -> Iterator[str]:
    """A BibTeX entry for each source, in UTF-8 and with LaTeX's own characters escaped."""
    for source in value.objects():
        form = _FORMS.get(source["kind"], _PAGE)
        fields = {
            "title": f"{{{latex(source['title'])}}}",  # a second pair of braces keeps capitals
            "author": " and ".join(map(_bibtex_name, source.get("authors", ()))),
            form.bibtex_publisher: latex(source["publisher"]),
            **_year_and_month(source.get("published")),
            "date": source.get("published"),
            "url": source.get("url"),
            "urldate": source.get("retrieved"),
            "archiveurl": source.get("archive_url"),
            "language": source.get("language"),
            "keywords": source["kind"],
            "note": latex(source.get("notes") or ""),
        }
        yield entry(form.bibtex, source["id"], fields)


def _bibtex_name(name: str) -> str:
    """An author; braces keep the name of a body whole."""
    return latex(name) if _PERSON.fullmatch(name) or name == "others" else f"{{{latex(name)}}}"


def entry(type: str, key: str, fields: Mapping[str, Any]) -> str:
    """One BibTeX entry; a field without a value is left out, a month is BibTeX's own word."""
    lines = [
        f"  {name} = {MONTHS[value - 1] if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if value
    ]
    return f"@{type}{{{key},\n{''.join(lines)}}}\n\n"


def latex(text: str) -> str:
    """Text on one line, escaped for LaTeX, whose ligatures such as `--` are taken apart."""
    escaped = "".join(LATEX.get(sign, sign) for sign in one_line(text))
    return re.sub(r"(?<=[-`',?!])(?=[-`',])", "{}", escaped)


def ris(value: Answer, _look: Look | None = None) -> Iterator[str]:
    """A RIS reference for each source, lines ending in CR LF as the format says."""
    for source in value.objects():
        fields = (
            ("TY", _FORMS.get(source["kind"], _PAGE).ris),
            ("ID", source["id"]),
            ("TI", source["title"]),
            *(("AU", name) for name in source.get("authors", ())),
            ("PB", source["publisher"]),
            ("PY", _year_and_month(source.get("published")).get("year")),
            ("DA", _slashes(source.get("published") or "")),
            ("UR", source.get("url")),
            ("L2", source.get("archive_url")),
            ("Y2", _slashes(source.get("retrieved") or "")),
            ("LA", source.get("language")),
            ("KW", source["kind"]),
            ("N1", source.get("notes")),
        )
        lines = [f"{tag}  - {one_line(str(value))}\r\n" for tag, value in fields if value]
        yield "".join([*lines, "ER  - \r\n\r\n"])


def csl_json(value: Answer, _look: Look | None = None) -> Iterator[str]:
    """The sources as an array of CSL-JSON items, one per line."""
    yield "["
    for number, source in enumerate(value.objects()):
        form = _FORMS.get(source["kind"], _PAGE)
        item = {
            "id": source["id"],
            "type": form.csl,
            "title": source["title"],
            "author": [name_parts(name) for name in source.get("authors", ())],
            form.csl_publisher: source["publisher"],
            "issued": _csl_date(source.get("published") or ""),
            "accessed": _csl_date(source.get("retrieved") or ""),
            "URL": source.get("url"),
            "archive_location": source.get("archive_url"),
            "language": source.get("language"),
            "keyword": source["kind"],
            "note": source.get("notes"),
        }
        yield f"{',' if number else ''}\n{as_json(stated(item))}"
    yield "\n]\n"


def _parts(date: str) -> list[str]:
    """Year, month and day of a partial date, as far as they are stated."""
    return date.rstrip("?~%").split("-")


def _slashes(date: str) -> str:
    """A date in RIS, `2026/02/04/`: unknown parts are empty, the qualifier comes last."""
    year, month, day, *_ = *_parts(date), "", ""
    return f"{year}/{month}/{day}/{date.lstrip('0123456789-')}" if date else ""


def name_parts(name: str) -> dict[str, str]:
    """The name of an author in CSL's terms: `family` and `given`, or a `literal` one of a body."""
    person = _PERSON.fullmatch(name)
    return person.groupdict() if person else {"literal": name}


def _csl_date(date: str) -> dict[str, Any]:
    parts = {"date-parts": [[int(part) for part in _parts(date)]]} if date else {}
    return parts | {"circa": True, "raw": date} if date.endswith(("?", "~", "%")) else parts


def cite(record: Source, parties: Sequence[str], registry: Source) -> str:
    """A citation of a record: title, parties, date, and the registry with version and licence.

    The record is as `show -f json` writes it, the parties are their names, and the registry is what
    the table `meta` says.
    """
    as_of, license = registry.get("as_of"), registry.get("license")
    date = record.get("date") or record.get("published") or "no date"
    facts = f" (facts up to {as_of})" if as_of else ""
    terms = f", {license}" if license else ""
    who = f" {', '.join(parties)}," if parties else ""
    place = _place(record, registry)
    return one_line(f"“{_name(record)}”,{who} {date}. {place}{facts}{terms}.") + "\n"


def cite_bibtex(record: Source, parties: Sequence[str], registry: Source) -> str:
    """The same as a BibTeX entry."""
    as_of, license = registry.get("as_of"), registry.get("license")
    notes = [f"Facts up to {as_of}" if as_of else "", f"Licence {license}" if license else ""]
    fields = {
        "title": f"{{{latex(_name(record))}}}",
        "author": " and ".join(f"{{{latex(party)}}}" for party in parties),
        "howpublished": latex(_place(record, registry)),
        **_year_and_month(record.get("date") or record.get("published")),
        "note": latex("; ".join(filter(None, notes))),
    }
    return entry("misc", record["id"], fields).rstrip() + "\n"


def _year_and_month(date: str | None) -> dict[str, int]:
    return dict(zip(("year", "month"), map(int, _parts(date)), strict=False)) if date else {}


def _place(record: Source, registry: Source) -> str:
    version = registry.get("version")
    place = f"Record {record['id']} in: {registry.get('title') or 'A registry of agreements'}"
    return f"{place}, version {version}" if version else place


def _name(record: Source) -> str:
    return re.sub(r"\s+", " ", record["title"])
