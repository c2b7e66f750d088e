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
from functools import partial
from typing import Any, NamedTuple

from mineralreg.document.content import DocumentError
from mineralreg.document.document import parse
from mineralreg.document.syntax import SpanMap
from mineralreg.edit import headings
from mineralreg.edit.fields import flag, inputs, singular
from mineralreg.errors import UsageError
from mineralreg.query.names import shown
from mineralreg.reference.spelling import fold
from mineralreg.reference.vocabulary import RECORD_KINDS

FORMS = (
    "TOML, JSON, JSON Lines, CSV, TSV, a workbook (.xlsx), and for sources BibTeX, RIS and CSL-JSON"
)
_EXPORT = "urn:mineralreg:export:"
_BESIDE_RECORDS = frozenset({"format", "schema_version", "registry", "verdict"})
"""What the program's own JSON holds beside records."""

_TOML = re.compile(r"""\s*(?:\#[^\n]*\n\s*)*(?:\[|[\w."'-]+\s*=)""")
_BIBTEX = re.compile(r"(?:\s*%[^\n]*\n|\s)*@\s*\w+\s*[{(]")
_RIS = re.compile(r"\s*TY  ?- ")
_CSV_LIMIT = 1 << 24


class Given(NamedTuple):
    """A record as it came.

    Attributes:
        kind: Its kind; "" for what is not a record.
        pairs: Labels with their values, in order; a column may come twice.
        place: Where it stands, as messages say it: `new.csv:5`, `new.json, record 3`; "" for
            options, whose labels are keys.
        label: What a label is called: `column`, `key` or `field`.
        lines: Places of labels that have a line of their own.
        error: Why it is not a record.
        partial: Whether it stands in a table with unknown columns, which may hold what it lacks.
    """

    kind: str
    pairs: Sequence[tuple[str, Any]]
    place: str
    label: str = "key"
    lines: Mapping[str, str] = {}
    error: UsageError | None = None
    partial: bool = False

    def at(self, label: str) -> str:
        """The place of a label's value."""
        if not self.place:
            return f"--{flag(inputs(self.kind)[label])}"
        return f"{self.lines.get(label, self.place)}, {self.label} {shown(label)}"


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
        raise UsageError(
            f"--map names a column that is not there: {', '.join(map(repr, sorted(absent)))}"
        )
    if not found:
        raise UsageError(
            f"{name} holds no record",
            help=f"`mineralreg add --template {kind or 'agreement'}` shows one",
        )
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
        if _BIBTEX.match(text) or _RIS.match(text):
            from mineralreg.edit.citations import read_bibtex, read_ris

            sources = (read_ris if _RIS.match(text) else read_bibtex)(text, self.name)
            return (
                _broken(place, read)
                if isinstance(read, UsageError)
                else Given("source", read, place, "field")
                for place, read in sources
            )
        return self._toml(text) if _TOML.match(text) else self._table(text)

    def _decoded(self, raw: bytes) -> str:
        utf16 = raw.startswith((b"\xff\xfe", b"\xfe\xff"))  # as spreadsheets write "Unicode text"
        try:
            text = raw.decode("utf-16" if utf16 else "utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise UsageError(
                f"{self.name} is not UTF-8: line {line}",
                help='save it as UTF-8; spreadsheets call it "CSV UTF-8" or "Unicode text"',
            ) from None
        if "\0" in text:
            raise UsageError(
                f"{self.name} is not a text file", help=f"the forms that are read: {FORMS}"
            )
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

        if (kinds := _by_kind(data)) is not None:
            for of, name, rows in kinds:
                for number, record in enumerate(rows):
                    path = (name, number) if isinstance(data[name], list) else (name,)
                    lines = {key: place((*path, key), key=True) for key in record}
                    yield Given(of, tuple(record.items()), place(path), lines=lines)
        elif data:
            lines = {key: place((key,), key=True) for key in data}
            yield _given(self.kind, data.items(), f"{self.name}:1")._replace(lines=lines)

    def _json(self, text: str) -> Iterator[Given]:
        try:
            value = _loads(text)
        except json.JSONDecodeError as whole:
            lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
            if len(lines) > 1 and whole.msg == "Extra data" and whole.lineno <= lines[1][0]:
                yield from self._json_lines(lines)
                return
            raise UsageError(
                f"{self.name} is not JSON: line {whole.lineno}, {_reason(whole)}",
                help=f"the forms that are read: {FORMS}",
            ) from None
        if isinstance(value, dict):
            yield from self._item(value, f"{self.name}, record 1", self.name) if value else ()
            return
        for number, item in enumerate(value, 1):
            yield from self._item(item, f"{self.name}, record {number}")

    def _json_lines(self, lines: Sequence[tuple[int, str]]) -> Iterator[Given]:
        for number, line in lines:
            place = f"{self.name}:{number}"
            try:
                value = _loads(line)
            except json.JSONDecodeError as error:
                yield _broken(place, UsageError(f"the line is not JSON: {_reason(error)}"))
            except UsageError as error:
                yield _broken(place, error)
            else:
                yield from self._item(value, place)

    def _item(self, item: Any, place: str, name: str = "") -> Iterator[Given]:
        """The record that a JSON object is, or the records that it holds by their kinds."""
        from mineralreg.edit.citations import is_csl, read_csl

        if not isinstance(item, dict):
            error = UsageError(f"a record is a JSON object, not {shown(json.dumps(item))}")
            yield _broken(place, error)
        elif (kinds := _by_kind(item)) is not None:
            if "verdict" in item and not str(item.get("format", _EXPORT)).startswith(_EXPORT):
                raise UsageError(f"{name} is not an export of mineralreg")
            for of, _, rows in kinds:
                for number, record in enumerate(rows, 1):
                    yield _given(of, record.items(), f"{name or place}, {of} {number}")
        elif self.kind in (None, "source") and is_csl(item):
            yield Given("source", read_csl(item), place, "field")
        else:
            yield _given(self.kind, item.items(), place)

    def _table(self, text: str) -> Iterator[Given]:
        first = text.lstrip("\r\n").partition("\n")[0]
        mark = max("\t;,", key=first.count)
        columns = [column.strip().strip('"') for column in first.split(mark)]
        kinds = [self.kind] if self.kind else RECORD_KINDS
        if not self.mapped and not any(
            headings.key_of(kind, column) for kind in kinds for column in columns
        ):
            raise UsageError(
                f"{self.name} has none of the forms that are read", help=f"they are {FORMS}"
            )
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
        try:
            from openpyxl import load_workbook
        except ImportError:
            raise UsageError(
                f"{self.name} is a workbook, which needs openpyxl",
                help="install it with: pip install 'mineralreg[xlsx]', or save the sheet as CSV",
            ) from None
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
            raise UsageError(
                f"{self.name} cannot be read as a workbook: {error}", help="save the sheet as CSV"
            ) from None

    def _rows(self, rows: Rows) -> Iterator[Given]:
        head = next(rows, None)
        if head is None:
            return
        place, names = head
        if isinstance(names, UsageError):
            yield _broken(place, names)
            return
        kinds = [self.kind] if self.kind else list(RECORD_KINDS)
        columns, unknown = headings.read_headings(kinds, names, self.mapped)
        self.seen.update(map(fold, names))
        if not any(columns):
            error = UsageError(
                "no column is known", help="the first row that is not blank holds the headings"
            )
            yield _broken(place, error)
            return
        if self.kind is None and not any(headings.names_kind(column or "") for column in columns):
            error = UsageError(
                "the table does not say what its records are",
                help="name the kind, as in `add agreement --from FILE`, or add a column 'record'",
            )
            yield _broken(place, error)
            return
        if unknown is not None:
            yield _broken(place, unknown)
        for place, row in rows:
            if isinstance(row, UsageError):
                yield _broken(place, row)
                continue
            if any(cell.strip() for cell in row[len(columns) :]):
                error = UsageError(
                    f"the row has {len(row)} cells and the heading {len(columns)}",
                    help="put a cell that holds the delimiter between double quotes",
                )
                yield _broken(place, error)
                continue
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
                return _broken(place, error)
        elif value is not None:
            kept.append((key, _without_nulls(value)))
    if kind is None:
        help = "name the kind, as in `add agreement --from FILE`"
        return _broken(place, UsageError("the record does not say of which kind it is", help=help))
    return Given(kind, tuple(kept), place, label)


def _broken(place: str, error: UsageError) -> Given:
    return Given("", (), place, error=error)


def _reason(error: json.JSONDecodeError) -> str:
    return f"column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}"


def _by_kind(value: Mapping[str, Any]) -> list[tuple[str, str, list[Any]]] | None:
    """The records that an object or file holds under the names of their kinds, if it does.

    Each kind comes with the key and the records; one alone need not stand in a list.
    """
    rest = {key: inner for key, inner in value.items() if key not in _BESIDE_RECORDS}
    if not rest and "registry" not in value:
        return None
    found = [
        (singular(key), key, inner if isinstance(inner, list) else [inner])
        for key, inner in rest.items()
    ]
    records = [row for _, _, rows in found for row in rows]
    known = all(kind in RECORD_KINDS for kind, _, _ in found)
    return found if known and all(isinstance(row, dict) for row in records) else None


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
    from datetime import date, datetime

    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()
