"""What people call the fields of a record at the head of a column, and in the keys of an object.

One table of words for all forms of input. Headings are compared as names are: accents, case,
punctuation and a final number do not matter.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mineralreg.edit.fields import ACTS, FIELDS, PLACE, field_of
from mineralreg.errors import UsageError
from mineralreg.query.names import did_you_mean, shown
from mineralreg.reference.spelling import fold, nearest
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

RECORD = "record"
"""The column that names the kind of each row's record."""

SOURCE = "source_"
"""How the keys of a new source begin that comes with another record: `source_url`, …"""

DERIVED = ("status", "status_since")
"""Keys that the program works out of the acts and writes into its own output; never stored."""

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": ("identifier", "key", "slug"),
    "title": (
        *("titulo", "titre", "instrument", "instrumento", "agreement", "acuerdo", "acordo"),
        *("accord", "name of agreement", "title of agreement", "agreement title"),
        *("titulo del acuerdo", "nombre del acuerdo", "titulo do acordo", "titre de l accord"),
    ),
    "name": ("nombre", "nom", "nome", "full name"),
    "acronym": ("siglas", "sigla", "sigle", "short name", "abbreviation"),
    "aliases": ("also known as", "other names"),
    "kind": ("type", "tipo", "type of agreement", "tipo de acuerdo", "instrument type"),
    "legal_nature": ("binding", "legal status", "naturaleza juridica"),
    "parties": (
        *("country", "countries", "partner", "partners", "state", "states", "signatory"),
        *("pais", "paises", "pays", "parte", "partes", "partie", "contraparte", "counterpart"),
    ),
    "minerals": (
        *("minerales", "minerais", "mineraux", "commodity", "commodities", "material"),
        *("materials", "resource", "resources"),
    ),
    "topics": ("tema", "temas", "subject", "subjects", "theme", "themes"),
    "signed": (
        *("date", "signed on", "date signed", "signature", "signature date", "date of signature"),
        *("fecha", "fecha de firma", "fecha de la firma", "fecha de suscripcion", "firma"),
        *("firmado", "suscrito", "data", "data de assinatura", "data da assinatura"),
        *("date de signature", "date of signing", "signing date"),
    ),
    "announced": ("announced on", "announcement", "anunciado", "fecha de anuncio"),
    "launched": ("launched on", "launch", "lanzamiento", "launch date"),
    "place": (
        *("lugar", "lugar de firma", "lugar de la firma", "lieu", "local", "city", "ciudad"),
        *("signed at", "signed in", "place of signature"),
    ),
    "actions": ("acts", "history", "actos"),
    "sources": ("ref", "reference", "references", "fuente", "fuentes", "fonte"),
    "source_url": ("link", "url", "address", "web", "website", "enlace", "lien", "web page"),
    "source_title": ("title of source", "titulo de la fuente", "page title"),
    "source_publisher": ("publisher", "medio", "editor", "published by", "publicado por"),
    "source_kind": ("type of source", "tipo de fuente"),
    "source_published": ("publication date", "fecha de publicacion", "published"),
    "url": ("link", "address", "web", "website", "enlace", "lien"),
    "published": ("publication date", "date", "fecha", "fecha de publicacion"),
    "publisher": ("medio", "editor", "published by"),
    "retrieved": ("accessed", "access date", "read on", "consultado"),
    "hosts": ("host country", "anfitrion"),
    "participants": ("attendees", "participantes"),
    "members": ("miembros", "membership"),
    "count": ("number", "numero"),
    "notes": (
        *("note", "remark", "remarks", "comment", "comments", "observaciones", "observacion"),
        *("comentario", "comentarios", "nota", "notas", "remarques"),
    ),
    "iso": ("iso code", "country code", "iso3", "alpha 3", "codigo iso"),
    RECORD: ("record kind", "record type"),
}
"""Words for each key, folded, beside the key itself and the name of its option."""

_NUMBERED = re.compile(r"(.+?)[ _-]*(?:\d{1,2}|[ _-][ab])", re.IGNORECASE)


class Heading(NamedTuple):
    """What a column holds: a key of the record, or None for one that is left out."""

    column: str
    key: str | None


def known(kind: str) -> tuple[str, ...]:
    """The keys that a row about a record of this kind may have."""
    own = [field.key for field in FIELDS[kind]]
    new = [f"{SOURCE}{field.key}" for field in FIELDS["source"] if field.key != "former_ids"]
    cites = field_of(FIELDS[kind], "sources") is not None
    acts = [*ACTS[kind], PLACE] if kind in ACTS else []
    return (*own, *acts, *(new if cites else ()), RECORD)


@cache
def _words(kind: str) -> Mapping[str, str]:
    """Folded words for the keys of a record kind; a key's own name goes before a synonym."""
    keys = known(kind)
    found: dict[str, str] = {}
    for key in keys:
        found[fold(key.replace("_", " "))] = key
    for field in FIELDS[kind]:
        if field.flag:
            found.setdefault(fold(field.flag.replace("-", " ")), field.key)
    for key in keys:
        for word in SYNONYMS.get(key, ()):
            found.setdefault(word, key)
    return found


def key_of(kind: str, heading: str) -> str | None:
    """The key that a heading stands for, or None when it is not known."""
    words = _words(kind)
    folded = fold(heading.replace("_", " "))
    if folded in words:
        return words[folded]
    numbered = _NUMBERED.fullmatch(heading.strip())
    return words.get(fold(numbered[1].replace("_", " "))) if numbered else None


def read_map(pairs: Iterable[str]) -> dict[str, str | None]:
    """What `--map COLUMN=field` says, by folded column; `COLUMN=` leaves the column out.

    Raises:
        UsageError: A text is not of that form.
    """
    found: dict[str, str | None] = {}
    for pair in pairs:
        column, equals, key = pair.rpartition("=")
        if not equals or not column.strip():
            raise UsageError(
                f"--map {shown(pair)} is not of the form COLUMN=FIELD",
                help="write --map 'Column=field', or --map 'Column=' to leave a column out",
            )
        found[fold(column)] = key.strip().replace("-", "_").lower() or None
    return found


def read_headings(
    kinds: Sequence[str], columns: Iterable[str], mapped: Mapping[str, str | None]
) -> list[Heading]:
    """What the columns of a table hold.

    Args:
        kinds: Kinds of the records that rows may be about.
        columns: The headings, in order; a blank one is left out.
        mapped: See `read_map`.

    Raises:
        UsageError: Columns are unknown; all of them are named, with what is near.
    """
    headings, unknown, seen = [], [], set()
    for column in columns:
        folded = fold(column)
        seen.add(folded)
        if not column.strip() or mapped.get(folded, "") is None:
            headings.append(Heading(column, None))
        elif folded in mapped:
            key = str(mapped[folded])
            if not any(key in known(kind) for kind in kinds):
                key = next((own for kind in kinds if (own := key_of(kind, key))), key)
            if not any(key in known(kind) for kind in kinds):
                raise unknown_key(kinds[0], key, f"--map {column}=")
            headings.append(Heading(column, key))
        else:
            found = next((own for kind in kinds if (own := key_of(kind, column))), None)
            if found is None and folded.replace(" ", "_") not in DERIVED:
                unknown.append(column)
            headings.append(Heading(column, found))
    if absent := [column for column in mapped if column not in seen]:
        raise UsageError(f"--map names a column that is not there: {', '.join(map(repr, absent))}")
    if unknown:
        near = [f"{shown(column)}{_near(kinds, column)}" for column in unknown]
        many = "unknown columns: " if len(unknown) > 1 else "unknown column: "
        raise UsageError(
            many + ", ".join(near),
            help="name the field with --map 'COLUMN=field', or leave the column out with "
            f"--map 'COLUMN='; `mineralreg add {kinds[0]} --columns` lists what is known",
        )
    return headings


def unknown_key(kind: str, key: str, where: str = "") -> UsageError:
    """The error for a key that no record of this kind has."""
    near = _nearest(kind, key)
    return UsageError(
        f"{where}{shown(key)} is not a field of {kind}s",
        help=did_you_mean(near, f"`mineralreg add {kind} --columns` lists what is known"),
    )


def _near(kinds: Sequence[str], column: str) -> str:
    near = list(dict.fromkeys(key for kind in kinds for key in _nearest(kind, column)))[:2]
    return f" (did you mean {' or '.join(near)}?)" if near else ""


def _nearest(kind: str, text: str) -> tuple[str, ...]:
    return nearest(text.replace("_", " "), _words(kind))


def table(kind: str) -> str:
    """The words for every key of a record kind, as `add KIND --columns` prints them."""
    words: dict[str, list[str]] = {}
    for word, key in _words(kind).items():
        words.setdefault(key, []).append(word)
    width = max(map(len, words))
    lines = []
    for key, all_words in words.items():
        others = [word for word in all_words if word != key.replace("_", " ")]
        lines.append(f"{key.ljust(width)}  {', '.join(others)}".rstrip())
    return "\n".join(lines) + "\n"


def kind_named(text: str) -> str:
    """The record kind that a word means, in the singular or the plural.

    Raises:
        UsageError: It is none.
    """
    kind = fold(text).removesuffix("s")
    kind = {"country": "partner", "countrie": "partner"}.get(kind, kind)
    if kind not in RECORD_KINDS:
        raise UsageError(
            f"there is no kind of record {shown(text)}",
            help=f"the kinds are {', '.join(RECORD_KINDS)}",
        )
    return kind
