"""`export jsonld`: the data set in schema.org's words, for search engines and catalogues.

The registry is a `Dataset`; its agreements are `Legislation`, its events `Event`, its initiatives
and partners `Organization`, its sources `CreativeWork`s, which their addresses name. A date that
schema.org cannot hold loses its question mark.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from mineralreg.export.datapackage import LICENSES
from mineralreg.export.selection import header, records
from mineralreg.output.bibliography import name_parts
from mineralreg.query.results import as_json, stated
from mineralreg.reference.vocabulary import ENDED_STATUSES

CONTEXT = {"@vocab": "https://schema.org/"}
_FORCE = {
    "in-force": "InForce",
    "provisionally-applied": "PartiallyInForce",
    **dict.fromkeys(("suspended", *ENDED_STATUSES), "NotInForce"),
}
_WORKS = {"press": "NewsArticle", "think-tank": "Report"}
_TYPES = {
    "country": ["Country", "Organization"],
    "territory": ["AdministrativeArea", "Organization"],
    "subnational": ["AdministrativeArea", "Organization"],
    "company": "Corporation",
}


def render_jsonld(part: sqlite3.Connection, _found: object) -> Iterator[str]:
    """The registry, or the part that was found, as JSON-LD."""
    urls = {
        id: url or f"urn:mineralreg:source:{id}"
        for id, url in part.execute("SELECT id, coalesce(url, archive_url) FROM source")
    }
    yield f'{{\n"@context": {as_json(CONTEXT)},\n"@graph": [\n{as_json(_dataset(part))}'
    for kind, node in (
        ("partner", _partner),
        ("agreement", _agreement),
        ("event", _event),
        ("initiative", _initiative),
        ("source", _source),
    ):
        for record in records(part, kind):
            made = {
                "@id": urls[record["id"]] if kind == "source" else _iri(kind, record["id"]),
                "identifier": record["id"],
                **node(record),
                "citation" if kind == "agreement" else "subjectOf": [
                    {"@id": urls[id]} for id in record.get("sources", ()) if id in urls
                ],
            }
            yield f",\n{as_json(stated(made))}"
    yield "\n]\n}\n"


def _dataset(part: sqlite3.Connection) -> dict[str, Any]:
    meta = header(part)
    first, last = part.execute(
        "SELECT min(date_earliest), max(date_latest) FROM agreement WHERE withdrawn IS NULL"
    ).fetchone()
    ids = part.execute("SELECT id FROM agreement WHERE withdrawn IS NULL ORDER BY position")
    license = meta.get("license")
    made = {
        "@id": "urn:mineralreg:dataset",
        "@type": "Dataset",
        "name": meta["title"],
        "description": meta.get("scope", meta["title"]),
        "version": meta.get("version"),
        "dateModified": _date(meta.get("as_of")),
        "license": {"@id": LICENSES[license][0]} if license in LICENSES else license,
        "isAccessibleForFree": True,
        "temporalCoverage": f"{first}/{last}" if first else None,
        "measurementTechnique": f"Only: {meta['filters']}" if meta.get("filters") else None,
        "hasPart": _links("agreement", (id for (id,) in ids)),
    }
    return stated(made)


def _agreement(record: dict[str, Any]) -> dict[str, Any]:
    force = _FORCE.get(record["status"])
    return {
        "@type": "Legislation",
        "name": record["title"],
        "legislationIdentifier": record["id"],
        "legislationType": record["kind"],
        "legislationDate": _date(record["date"]),
        "legislationLegalForce": {"@id": f"https://schema.org/{force}"} if force else None,
        "creativeWorkStatus": record["status"],
        "legislationResponsible": _links("partner", record.get("parties", ())),
        "keywords": [*record.get("minerals", ()), *record.get("topics", ())],
        "recordedAt": _link("event", record.get("event")),
        "isPartOf": {"@id": "urn:mineralreg:dataset"},
        "abstract": record.get("notes"),
    }


def _event(record: dict[str, Any]) -> dict[str, Any]:
    place = record.get("place")
    return {
        "@type": "Event",
        "name": record["name"],
        "alternateName": record.get("aliases"),
        "startDate": _date(record.get("date") or record.get("start")),
        "endDate": _date(record.get("end")),
        "location": {"@type": "Place", "name": place} if place else None,
        "organizer": _links("partner", record.get("hosts", ())),
        "attendee": _links("partner", record.get("participants", ())),
        "description": record.get("notes"),
    }


def _initiative(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "additionalType": record["kind"],
        "name": record["name"],
        "alternateName": [*filter(None, (record.get("acronym"), *record.get("aliases", ())))],
        "foundingDate": _date(record["date"]),
        "member": _links("partner", (one["partner"] for one in record.get("members", ()))),
        "description": record.get("notes"),
    }


def _partner(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": _TYPES.get(record["kind"], "Organization"),
        "name": record["name"],
        "alternateName": [*filter(None, (record.get("iso"), *record.get("aliases", ())))],
        "parentOrganization": _link("partner", record.get("parent")),
    }


def _source(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": _WORKS.get(record["kind"], "CreativeWork"),
        "name": record["title"],
        "author": [_author(name) for name in record.get("authors", ())],
        "publisher": {"@type": "Organization", "name": record["publisher"]},
        "datePublished": _date(record.get("published")),
        "inLanguage": record.get("language"),
        "archivedAt": record.get("archive_url"),
        "abstract": record.get("notes"),
    }


def _author(name: str) -> dict[str, str]:
    parts = name_parts(name)
    if "literal" in parts:
        return {"@type": "Organization", "name": name}
    family, given = parts["family"], parts["given"]
    named = {"name": f"{given} {family}", "familyName": family, "givenName": given}
    return {"@type": "Person", **named}


def _links(kind: str, ids: Iterable[str]) -> list[dict[str, str] | None]:
    return [_link(kind, id) for id in dict.fromkeys(ids)]


def _link(kind: str, id: str | None) -> dict[str, str] | None:
    return {"@id": _iri(kind, id)} if id else None


def _iri(kind: str, id: str) -> str:
    return f"urn:mineralreg:{kind}:{id}"


def _date(text: str | None) -> str | None:
    return text.rstrip("?~%") if text else None
