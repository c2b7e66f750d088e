"""Records from files and pipes, in every form: taken apart, each with its place in the input.

TOML, JSON, JSON Lines, CSV, TSV and workbooks here; references of reference managers in
`citations.py`. The form is recognised by the content. What keys and values mean comes later.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from mineralreg.document.content import DocumentError
from mineralreg.document.document import parse
from mineralreg.document.syntax import SpanMap
from mineralreg.edit import headings
from mineralreg.edit.citations import is_csl, read_bibtex, read_csl, read_ris
from mineralreg.edit.fields import singular
from mineralreg.edit.rows import Given
from mineralreg.errors import UsageError, extra
from mineralreg.query.names import shown
from mineralreg.reference.spelling import fold
from mineralreg.reference.vocabulary import RECORD_KINDS

FORMS = (
    "TOML, JSON, JSON Lines, CSV, TSV, a workbook (.xlsx), and for sources BibTeX, RIS and CSL-JSON"
)
_BESIDE_RECORDS = frozenset({"format", "schema_version", "registry", "verdict"})
"""What the program's own JSON holds beside records."""

_TOML = re.compile(r"""\s*(?:\#[^\n]*\n\s*)*(?:\[|[\w."'-]+\s*=)""")
_BIBTEX = re.compile(r"(?:\s*%[^\n]*\n|\s)*@\s*\w+\s*[{(]")
_RIS = re.compile(r"\s*TY  ?- ")
_CSV_LIMIT = 1 << 24

Rows = Iterator[tuple[str, Sequence[str] | UsageError]]
"""Rows of a table that are not blank, or why one cannot be read, each with its place.

The first one holds the headings.
"""


def read_incoming(
    kind: str | None, raw: bytes, name: str, mapped: Mapping[str, str] = {}
) -> list[Given]:
    """Take apart what came from a file or a pipe; the kind is for records that do not say theirs.

    Raises:
        UsageError: It has none of the known forms, is damaged, or holds no record.
    """
    seen: set[str] = set()
    found = list(_Input(kind, name, mapped, seen).records(raw))
    if absent := mapped.keys() - seen:
        columns = ", ".join(map(repr, sorted(absent)))
        raise UsageError(f"--map names a column that is not there: {columns}")
    if not found:
        example = f"`mineralreg add --template {kind or 'agreement'}` shows one"
        raise UsageError(f"{name} holds no record", help=example)
    return found


class _Input(NamedTuple):
    """What came; see `read_incoming`. The headings of tables are kept in `seen`, folded."""

    kind: str | None
    name: str
    mapped: Mapping[str, str]
    seen: set[str]

    def records(self, raw: bytes) -> Iterator[Given]:
        """The records, in whatever form."""
        if raw.startswith(b"PK\x03\x04"):
            return self._workbook(raw)
        text = self._decoded(raw)
        start = text.lstrip()
        if not start:
            return iter(())
        if start[0] == "{" or (start[0] == "[" and start[1:].lstrip()[:1] in ("{", "]")):
            return self._json(text)
        if _RIS.match(text):
            return read_ris(text, self.name)
        if _BIBTEX.match(text):
            return read_bibtex(text, self.name)
        return self._toml(text) if _TOML.match(text) else self._table(text)

    def _decoded(self, raw: bytes) -> str:
        utf16 = raw.startswith((b"\xff\xfe", b"\xfe\xff"))  # as spreadsheets write "Unicode text"
        try:
            text = raw.decode("utf-16" if utf16 else "utf-8-sig")
        except UnicodeDecodeError as error:
            raise UsageError(
                f"{self.name} is not UTF-8: line {raw.count(10, 0, error.start) + 1}",
                help='save it as UTF-8; spreadsheets call it "CSV UTF-8" or "Unicode text"',
            ) from None
        if "\0" in text:
            forms = f"the forms that are read: {FORMS}"
            raise UsageError(f"{self.name} is not a text file", help=forms)
        return text

    def _toml(self, text: str) -> Iterator[Given]:
        try:
            data = parse(text, self.name)
        except DocumentError as error:
            where = f", line {error.line}, column {error.column}" if error.line else ""
            raise UsageError(f"{error.message}{where}", help=error.help) from None
        spans = SpanMap(text)

        def place(path: tuple[str | int, ...], *, key: bool = False) -> str:
            return f"{self.name}:{spans.line_column(spans.locate(path, key=key).start)[0]}"

        found = _by_kind(data)
        if found is None:
            found = [(self.kind, (), data)] if data else []
        for kind, path, record in found:
            owner = path if path and isinstance(data[path[0]], list) else path[:1]
            lines = {key: place((*owner, key), key=True) for key in record}
            yield _given(kind, record.items(), place(owner))._replace(lines=lines)

    def _json(self, text: str) -> Iterator[Given]:
        try:
            value = _loads(text)
        except json.JSONDecodeError as whole:
            lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
            if len(lines) > 1 and whole.msg == "Extra data" and whole.lineno <= lines[1][0]:
                for number, line in lines:
                    yield from self._json_line(line, f"{self.name}:{number}")
                return
            reason = f"{self.name} is not JSON: line {whole.lineno}, {_reason(whole)}"
            raise UsageError(reason, help=f"the forms that are read: {FORMS}") from None
        if isinstance(value, dict):
            yield from self._item(value, f"{self.name}, record 1", self.name) if value else ()
            return
        for number, item in enumerate(value, 1):
            yield from self._item(item, f"{self.name}, record {number}")

    def _json_line(self, line: str, place: str) -> Iterator[Given]:
        try:
            yield from self._item(_loads(line), place)
        except json.JSONDecodeError as error:
            yield Given(place, error=UsageError(f"the line is not JSON: {_reason(error)}"))
        except UsageError as error:
            yield Given(place, error=error)

    def _item(self, item: Any, place: str, whole: str = "") -> Iterator[Given]:
        """The record that a JSON object is, or the records that it holds by their kinds."""
        if not isinstance(item, dict):
            error = UsageError(f"a record is a JSON object, not {shown(json.dumps(item))}")
            yield Given(place, error=error)
        elif (found := _by_kind(item)) is not None:
            for kind, (_, number), record in found:
                yield _given(kind, record.items(), f"{whole or place}, {kind} {number + 1}")
        elif self.kind in (None, "source") and is_csl(item):
            yield read_csl(item, place)
        else:
            yield _given(self.kind, item.items(), place)

    def _table(self, text: str) -> Iterator[Given]:
        first = text.lstrip("\r\n").partition("\n")[0]
        mark = max("\t;,", key=first.count)
        columns = [column.strip().strip('"') for column in first.split(mark)]
        kinds = [self.kind] if self.kind else RECORD_KINDS
        known = (headings.key_of(kind, column) for kind in kinds for column in columns)
        named = self.name.lower().endswith((".csv", ".tsv"))
        if not (self.mapped or (named and len(columns) > 1) or any(known)):
            reason = f"{self.name} has none of the forms that are read"
            raise UsageError(reason, help=f"they are {FORMS}")
        return self._rows(self._cells(text, mark))

    def _cells(self, text: str, mark: str) -> Rows:
        csv.field_size_limit(_CSV_LIMIT)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        line = 0
        try:
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield f"{self.name}:{line + 1}", row
                line = reader.line_num
        except csv.Error as error:
            help = "put a cell that holds quotes or line ends between double quotes"
            reason = f"the table cannot be read from here on: {error}"
            yield f"{self.name}:{line + 1}", UsageError(reason, help=help)

    def _workbook(self, raw: bytes) -> Iterator[Given]:
        with extra("xlsx", f"{self.name} is a workbook and needs openpyxl"):
            from openpyxl import load_workbook
        read = partial(load_workbook, io.BytesIO(raw), read_only=True)
        try:
            with closing(read(data_only=True)) as book, closing(read()) as formulas:
                if {"about", "agreement_overview"} <= {*book.sheetnames}:
                    raise UsageError(
                        f"{self.name} is what `export xlsx` writes, which is not read back",
                        help="bring in what `mineralreg export json` writes",
                    )
                for sheet, written in zip(book.worksheets, formulas.worksheets, strict=True):
                    title = singular(fold(sheet.title))
                    kind = title if self.kind is None and title in RECORD_KINDS else self.kind
                    place = f"{self.name}, sheet {shown(sheet.title)}, row"
                    yield from self._replace(kind=kind)._rows(_sheet(sheet, written, place))
        except UsageError:
            raise
        except Exception as error:  # openpyxl lets out whatever its parsers of zip and XML raise
            reason = f"{self.name} cannot be read as a workbook: {error}"
            raise UsageError(reason, help="save the sheet as CSV") from None

    def _rows(self, rows: Rows) -> Iterator[Given]:
        columns: list[str | None] | None = None
        unknown = None
        for place, row in rows:
            if isinstance(row, UsageError):
                yield Given(place, error=row)
            elif columns is None:
                columns, unknown = headings.read_headings(self.kind, row, self.mapped)
                self.seen.update(map(fold, row))
                if unknown is not None:
                    yield Given(place, error=unknown)
                if not columns:
                    return
            elif any(cell.strip() for cell in row[len(columns) :]):
                reason = f"the row has {len(row)} cells and the heading {len(columns)}"
                help = "put a cell that holds the delimiter between double quotes"
                yield Given(place, error=UsageError(reason, help=help))
            else:
                cells = zip(columns, map(str.strip, row), strict=False)
                pairs = ((column, cell) for column, cell in cells if column)
                given = _given(self.kind, pairs, place, "column")
                yield given._replace(partial=unknown is not None)


def _sheet(sheet: Any, formulas: Any, place: str) -> Rows:
    """The rows of a sheet; a formula that was never worked out, or failed, is an error."""
    from openpyxl.cell.cell import ERROR_CODES
    from openpyxl.utils import get_column_letter

    number = 0
    try:
        for one in (sheet, formulas):
            one.reset_dimensions()  # else each row is as wide as the widest
        both = zip(*(one.iter_rows(values_only=True) for one in (sheet, formulas)), strict=True)
        for number, (row, written) in enumerate(both, 1):
            for column, pair in enumerate(zip(row, written, strict=True), 1):
                if pair[0] in ERROR_CODES or (pair[0] is None and pair[1] is not None):
                    reason = f"the formula in column {get_column_letter(column)} has no value"
                    help = (
                        "have a spreadsheet work it out and save the workbook, or write the value"
                    )
                    yield f"{place} {number}", UsageError(reason, help=help)
            if any(cells := [_cell(value) for value in row]):
                yield f"{place} {number}", cells
    except Exception as error:  # openpyxl lets out whatever its parser of XML raises
        reason = f"the sheet cannot be read from here on: {error}"
        yield f"{place} {number + 1}", UsageError(reason, help="save the sheet as CSV")


def _given(
    kind: str | None, pairs: Iterable[tuple[str, Any]], place: str, label: str = "key"
) -> Given:
    kept = []
    for key, value in pairs:
        if headings.names_kind(key) and isinstance(value, str):
            try:
                kind = headings.kind_named(value) if value else kind
            except UsageError as error:
                return Given(place, error=error)
        elif value is not None:
            kept.append((key, _without_nulls(value)))
    if kind is None:
        reason = "the record does not say of which kind it is"
        return Given(place, error=UsageError(reason, help=headings.NAME_THE_KIND))
    return Given(place, kind, tuple(kept), label)


def _reason(error: json.JSONDecodeError) -> str:
    return f"column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}"


def _by_kind(value: Mapping[str, Any]) -> list[tuple[str | None, tuple[Any, ...], Any]] | None:
    """The records that an object or file holds under the names of their kinds, if it does.

    Each comes with its kind and path. One alone need not stand in a list.
    """
    rest = {key: inner for key, inner in value.items() if key not in _BESIDE_RECORDS}
    if not rest and "registry" not in value:
        return None
    found: list[tuple[str | None, tuple[Any, ...], Any]] = [
        (singular(key), (key, number), record)
        for key, inner in rest.items()
        for number, record in enumerate(inner if isinstance(inner, list) else [inner])
    ]
    known = {*map(singular, rest)} <= {*RECORD_KINDS}
    return found if known and all(isinstance(record, dict) for _, _, record in found) else None


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value if item is not None]
    return value


def _loads(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError:
        raise
    except (RecursionError, ValueError) as error:
        reason = "it nests too deeply" if isinstance(error, RecursionError) else str(error)
        if "int_max_str_digits" in reason:
            reason = "a number has too many digits"
        raise UsageError(f"the JSON cannot be read: {reason}") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; a key that is set twice is a mistake, not the last value."""
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise UsageError(f"the key {shown(twice)} is set twice in one JSON object")
    return table


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not a number in JSON")


def _cell(value: Any) -> str:
    """A cell as text: whole numbers without a fraction, days without a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()
