"""A registry as Python uses it: the questions of the command line as methods, and the records.

Every method mirrors the command of its name and takes the filters by their names:
`registry.list(country="Peru", since="2024")` is `mineralreg list --country Peru --since 2024`, and
`status=("signed", "in-force")` asks for any of several values. What is unknown or ambiguous raises
`UsageError`, a file that cannot be loaded `RegistryError`. Queries go to the index; the records are
read on first use.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from mineralreg.document.content import read_bytes
from mineralreg.errors import MineralregError, RegistryError, UsageError
from mineralreg.query.book import links
from mineralreg.reference.filters import NOTHING, Filters, from_selector, read_date

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from mineralreg.checks.references import Scrutiny
    from mineralreg.document.document import Document
    from mineralreg.index.cache import Index
    from mineralreg.query.detail import Detail
    from mineralreg.query.diff import Changes
    from mineralreg.query.listing import Listing
    from mineralreg.query.reconcile import Verdicts
    from mineralreg.query.results import Answer
    from mineralreg.query.summary import Counts, Overview
    from mineralreg.records import models

    Side: TypeAlias = "Registry | str | bytes | os.PathLike[str] | None"


def load(path: str | os.PathLike[str] | None = None) -> Registry:
    """Load a registry file and make sure that it is valid.

    Args:
        path: A registry file. Without it the one that the command line would take:
            `MINERALREG_REGISTRY`, else the nearest `data/agreements.toml` or `agreements.toml`
            from the current folder upwards, else the copy packaged with mineralreg.

    Raises:
        RegistryError: The file cannot be read, is not valid TOML, breaks the record model or refers
            to records that do not exist; `findings` holds the problems with their places.
    """
    from mineralreg.store.locate import locate

    registry = Registry(os.fspath(path) if path is not None else locate().path)
    _ = registry.index
    return registry


class Registry:
    """A registry file: records by id, and the answers to questions about them."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._index: Index | None = None
        self._records: models.Registry | None = None

    def __enter__(self) -> Registry:
        return self

    def __exit__(self, _type: object, error: object, _traceback: object) -> None:
        if isinstance(error, MineralregError):
            _ = error.help  # which looks into the index for what is near a name
        self.close()

    def __repr__(self) -> str:
        return f"Registry({self.path!r})"

    def close(self) -> None:
        """Close the index; the next question opens it again."""
        if self._index is not None:
            self._index.connection.close()
            self._index = None

    @property
    def index(self) -> Index:
        """The index of the file, built when there is none."""
        if self._index is None:
            self._index = open_index(self.path)
        return self._index

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection to the index."""
        return self.index.connection

    @property
    def records(self) -> models.Registry:
        """The whole registry as a typed, immutable model."""
        if self._records is None:
            from mineralreg.document.document import read_document

            self._records = load_document(read_document(self.path))
        return self._records

    def __getitem__(self, id: str) -> models.AnyRecord:
        """The record with this id or former id, else a KeyError."""
        return self.records.by_id[id]

    def __contains__(self, id: object) -> bool:
        return id in self.records.by_id

    def __iter__(self) -> Iterator[models.AnyRecord]:
        return (record for _, _, record in self.records.records())

    def get(self, id: str) -> models.AnyRecord | None:
        """The record with this id or former id, or None."""
        return self.records.by_id.get(id)

    @property
    def agreements(self) -> tuple[models.Agreement, ...]:
        """All agreements, in file order."""
        return self.records.agreement

    @property
    def partners(self) -> tuple[models.Partner, ...]:
        """All partners, in file order."""
        return self.records.partner

    @property
    def initiatives(self) -> tuple[models.Initiative, ...]:
        """All initiatives, in file order."""
        return self.records.initiative

    @property
    def events(self) -> tuple[models.Event, ...]:
        """All events, in file order."""
        return self.records.event

    @property
    def sources(self) -> tuple[models.Source, ...]:
        """All sources, in file order."""
        return self.records.source

    @property
    def claims(self) -> tuple[models.Claim, ...]:
        """All claims, in file order."""
        return self.records.claim

    def list(
        self,
        what: str = "agreements",
        /,
        *,
        sort: str | None = None,
        reverse: bool = False,
        limit: int | None = None,
        columns: Sequence[str] | None = None,
        **filters: Any,
    ) -> Listing:
        """The records of a kind that match the filters, as rows.

        Args:
            what: What to list: `agreements`, `partners`, `actions` …
            sort: Column to sort by instead of the date; `-column` for the descending order.
            columns: Columns instead of the default ones.
        """
        from mineralreg.query.listing import Listing
        from mineralreg.query.names import record_kind

        return Listing(
            self.connection,
            record_kind(what),
            from_selector(filters),
            sort=sort,
            reverse=reverse,
            limit=_limit(limit),
            columns=columns,
        )

    def count(self, what: str = "agreements", /, **filters: Any) -> int:
        """How many records `list` would find."""
        return self.list(what, **filters).count()

    def show(self, name: str, *, as_of: str | None = None) -> Detail:
        """One record in full, with names instead of ids.

        Args:
            name: Id, former id, name, acronym or country code.
            as_of: The day as of which status and acts are shown.
        """
        from mineralreg.query.show import show

        return show(self.connection, name, None if as_of is None else read_date(as_of, "as_of"))

    def cite(self, name: str, *, bibtex: bool = False) -> str:
        """The citation of a record: a line of text, or a BibTeX entry."""
        from mineralreg.output import bibliography

        shown = self.show(name)
        record = {"title": shown.heading, **shown.record}
        names = dict(self.connection.execute("SELECT id, name FROM partner"))
        parties = [names[id] for id in record.get("parties", ())]
        write = bibliography.cite_bibtex if bibtex else bibliography.cite
        return write(record, parties, self.meta)

    @property
    def meta(self) -> dict[str, str]:
        """What the registry says of itself: title, version, licence …"""
        return dict(self.connection.execute("SELECT key, value FROM meta"))

    @overload
    def summary(
        self, first: str, /, *by: str, limit: int | None = None, **filters: Any
    ) -> Counts: ...

    @overload
    def summary(self, /, *, limit: int | None = None, **filters: Any) -> Overview: ...

    def summary(self, /, *by: str, limit: int | None = None, **filters: Any) -> Counts | Overview:
        """Agreements counted by one or two fields; without a field an overview.

        Args:
            by: One or two fields.
            limit: So many values of the first field; the rest is one group, `others`.
        """
        from mineralreg.query import summary

        asked, most = from_selector(filters), _limit(limit)
        if by:
            return summary.counts(self.connection, by, asked, limit=most)
        return summary.overview(self.connection, asked, limit=most)

    def reconcile(self, *claims: str, limit: int | None = None, **filters: Any) -> Verdicts:
        """The counts that sources claim beside what is recorded; all claims when none is named."""
        from mineralreg.query.reconcile import reconcile

        return reconcile(self.connection, claims, from_selector(filters), limit=_limit(limit))

    def diff(self, new: Side = None, *, old: Side = None) -> Changes:
        """What changed from one registry to another, record by record; by default from this one.

        Args:
            new: The newer side: a registry, its path or its bytes, a git revision of this registry,
                or a date for this registry as it stood on that day (a month or year: at its end).
            old: The older side, likewise (a month or year: at its beginning).
        """
        from mineralreg.query.diff import Changes, diff

        return Changes(diff(self._side(old, first=True), self._side(new, first=False)))

    def _side(self, side: Side, *, first: bool) -> dict[str, Any]:
        """The parsed file of one side of a comparison."""
        from mineralreg.document.document import parse_document, read_document

        if isinstance(side, bytes):
            return parse_document(side, "<stdin>").data
        path = self.path if side is None else side
        text = path.path if isinstance(path, Registry) else os.fspath(path)
        there = os.path.exists(text) and not os.path.isdir(text)  # a pipe is there, too
        if not isinstance(side, str) or there or text.endswith(".toml"):
            return read_document(text).data
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
            from datetime import timedelta

            from mineralreg.query.diff import stood

            date = read_date(text)
            before = first and date.earliest < date.latest
            day = date.earliest - timedelta(days=1) if before else date.latest
            return stood(read_document(self.path).data, day.isoformat())
        from mineralreg.git import read_revision

        return parse_document(read_revision(self.path, text), f"{text}:{self.path}").data

    def addresses(self, name: str) -> tuple[str, ...]:
        """The addresses of the sources of a record, or of a source itself."""
        shown = self.show(name)
        cited = [shown.id] if shown.kind == "source" else sources_in(shown.record)
        return tuple(one["url"] for one in self.cited(cited).values() if one["url"])

    def cited(self, ids: Iterable[str]) -> dict[str, dict[str, str | None]]:
        """Title, publisher, day and address of sources, by id."""
        query = (
            "SELECT title, publisher, published, coalesce(url, archive_url) "
            "FROM source WHERE id = ?"
        )
        keys = ("title", "publisher", "published", "url")
        rows = {id: self.connection.execute(query, (id,)).fetchone() for id in ids}
        return {id: dict(zip(keys, row, strict=True)) for id, row in rows.items() if row}

    def sql(self, query: str, *, seconds: float = 10) -> Answer:
        """The rows of a read-only SQL query on the index, one SELECT."""
        from mineralreg.query.sql import rows

        return rows(self.connection, query, seconds=seconds)

    def export(self, format: str, path: str | os.PathLike[str], **named: Any) -> tuple[str, ...]:
        """Write the registry, or what the filters find and all that it refers to.

        Args:
            format: A name from `mineralreg.export`.
            path: The file or folder to write; `-` is standard output.
            named: The filters, and the options of the format, such as `table`.

        Returns:
            Notes on what was left out.

        Raises:
            WriteRefused: The target cannot be written, or is the registry itself.
        """
        from mineralreg.atomic import refuse_input
        from mineralreg.export import write

        target = os.fspath(path)
        if target != "-":
            refuse_input(target, self.path, within=True)
        options = {key: named.pop(key) for key in list(named) if key not in Filters._fields}
        asked = from_selector(named)
        found = None
        notes: tuple[str, ...] = ()
        if asked != NOTHING:
            from mineralreg.export.selection import Found

            listed = self.list(columns=("id",), **named)
            notes = listed.notes
            found = Found(tuple(listed.ids()), asked)
        write(format, self.connection, target, found, **options)
        return notes


def _limit(limit: int | None) -> int | None:
    if limit is not None and limit < 0:
        raise UsageError("--limit must be 0 or more")
    return limit


def sources_in(value: object) -> Iterator[str]:
    """Every source that a record names: those of the whole, then of its parts."""
    cited = (link for link in links(value) if link.kind == "source")
    return (link.id for link in sorted(cited, key=lambda link: link.path[0] != "sources"))


def load_document(document: Document) -> models.Registry:
    """Validate a parsed registry file.

    Raises:
        RegistryError: See `load`.
    """
    from mineralreg.checks.engine import loadable

    registry, findings = loadable(document)
    if registry is None:
        many = f"{len(findings)} problems" if len(findings) != 1 else "one problem"
        raise RegistryError(
            f"{document.name} does not load: {many}",
            help=f"run `mineralreg validate {document.name}` to see everything",
            findings=findings,
        )
    return registry


def open_index(path: str) -> Index:
    """Open the index of a registry file for questions, building it on first need."""
    from mineralreg.index.cache import open_index as open_for

    raw = read_bytes(path)

    def load() -> models.Registry:
        from mineralreg.document.document import parse_document

        return load_document(parse_document(raw, path))

    def scrutiny() -> Scrutiny:
        from mineralreg.checks.references import Scrutiny

        return Scrutiny()

    def finish(index: sqlite3.Connection) -> None:
        from mineralreg.query import reconcile

        reconcile.add(index)

    return open_for(raw, load, finish, scrutiny)
