"""What a check is, and what it yields: findings, each with the way to its place.

Checks speak of paths such as `("agreement", 3, "parties", 1)`. The places in the file are looked
up afterwards in one go, and only for what is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from mineralreg.checks.context import Context, Item
    from mineralreg.document.syntax import Lines, Span, SpanMap


Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the most severe on."""
At = Literal["key", "value"]
Path = tuple[str | int, ...]


UNREADABLE = ("MR001", "MR002", "MR003")
"""Codes that end a command with the exit status 3: there is no registry to speak of."""


class Place(NamedTuple):
    """A stretch of a file: 1-based lines and columns that count code points; the end is behind."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Place(1, 1, 1, 1)
"""The place of what has no other."""


class Label(NamedTuple):
    """Another place that belongs to a finding, such as the first use of a duplicate id."""

    text: str
    """What is there."""
    path: Path
    """Where, as a path in the data."""
    at: At = "value"
    place: Place | None = None


class Finding(NamedTuple):
    """One problem of a registry file."""

    code: str
    severity: Severity
    message: str
    """What is wrong, in one sentence without a final stop."""
    path: Path = ()
    """Path to the trouble in the data; () is the file itself."""
    at: At = "value"
    """Whether the key or the value is meant. A record's header is the value of its path."""
    record: str | None = None
    """Id of the record, when it has one."""
    label: str = ""
    """A few words to stand beside the marked text."""
    help: str | None = None
    """What to do about it."""
    also: tuple[Label, ...] = ()
    """Other places that belong to it."""
    place: Place | None = None
    """Lines and columns, once they are looked up."""
    file: str = ""
    """Name of the file, as it was given."""

    @property
    def fingerprint(self) -> str:
        """Stays the same when lines move: a hash of code, record and message."""
        from hashlib import sha256

        said = "\n".join((self.code, self.record or "", self.message))
        return sha256(said.encode("utf-8", "replace")).hexdigest()[:20]

    @property
    def where(self) -> str:
        """`file:line:column`."""
        line, column, *_ = self.place or START
        return f"{self.file}:{line}:{column}"


class Checked(NamedTuple):
    """One file and what was found in it."""

    name: str
    """The file, as it was given."""
    findings: tuple[Finding, ...]
    """In file order."""
    text: str
    """Its text, for the lines that reports show; "" when it could not be read."""
    suppressed: int = 0
    """How many findings comments in the file accept."""
    accepted: int = 0
    """How many findings the baseline accepts."""


class Report(NamedTuple):
    """What `validate` found in all files, in the order they were given."""

    files: tuple[Checked, ...]
    rules: Mapping[str, Check]
    """The checks by code, as reports describe them."""
    strict: bool = False
    """Whether warnings fail."""
    version: str = ""
    """Of the program."""

    @property
    def findings(self) -> list[Finding]:
        """All findings, file by file."""
        return [finding for file in self.files for finding in file.findings]

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def at_least(self, level: Severity) -> Report:
        """The same without findings of a lesser severity."""
        wanted = at_least(level)
        files = (
            file._replace(findings=tuple(one for one in file.findings if one.severity in wanted))
            for file in self.files
        )
        return self._replace(files=tuple(files))

    @property
    def exit_code(self) -> int:
        """0 when nothing fails, 1 for findings that do, 3 for a file that cannot be read."""
        if any(finding.code in UNREADABLE for finding in self.findings):
            return 3
        return int(any(map(self.fails, self.findings)))

    def fails(self, finding: Finding) -> bool:
        """Whether this finding alone makes `validate` fail."""
        return finding.severity == "error" or (self.strict and finding.severity == "warning")


def at_least(level: Severity) -> tuple[Severity, ...]:
    """The severities from a level upwards."""
    return SEVERITIES[: SEVERITIES.index(level) + 1]


def placed(findings: Iterable[Finding], spans: SpanMap, file: str) -> tuple[Finding, ...]:
    """The findings of one file with their places, in file order; those with a place keep it."""
    found = [
        finding if finding.file else _with_place(finding, spans, file)
        for finding in sorted(findings, key=_by_record)  # so that each record is read once
    ]
    return tuple(sorted(found, key=in_file_order))


def _by_record(finding: Finding) -> tuple[str, int]:
    kind, position, *_ = *finding.path, "", 0
    return str(kind), position if isinstance(position, int) else 0


def _with_place(finding: Finding, spans: SpanMap, file: str) -> Finding:
    place = finding.place or _place(spans, finding.path, finding.at)
    also = finding.also and tuple(
        label._replace(place=_place(spans, label.path, label.at)) for label in finding.also
    )
    return Finding(*finding[:8], also, place, file)  # half the time of _replace


def in_file_order(finding: Finding) -> tuple[Place, str, str]:
    """Sort key: by place, then by code."""
    return finding.place or START, finding.code, finding.message


def _place(spans: SpanMap, path: Path, at: At) -> Place:
    if not path:
        return START
    return place_of(spans, spans.locate(path, key=at == "key"))


def place_of(lines: Lines, span: Span) -> Place:
    """Line and column of both ends of a piece of a text."""
    line, column = lines.line_column(span.start)
    if lines.text.find("\n", *span) >= 0:
        return Place(line, column, *lines.line_column(span.end))
    return Place(line, column, line, column + span.end - span.start)


_PARTS = {"actions": "act", "signatories": "signatory", "bodies": "body"}
_SHOWN = 60


def record_id(data: dict[str, Any], path: Path) -> str | None:
    """The id of the record that a path leads into, as the file has it, or None."""
    try:
        found = data[str(path[0])][int(path[1])]["id"]
    except (LookupError, TypeError, ValueError):
        return None
    return found if isinstance(found, str) else None


def subject(data: dict[str, Any], path: Path) -> str:
    """The table that a path leads to, in words: `act 2 of agreement 'us-peru-2026'`."""
    if not path:
        return "the file"
    if path == ("registry",):
        return "the [registry] table"
    if len(path) < 2 or not isinstance(path[1], int):
        return f"'{path[0]}'"
    found = record_id(data, path)
    name = f"{path[0]} {quoted(found)}" if found else f"{path[0]} number {path[1] + 1}"
    if len(path) < 3:
        return name
    key = str(path[2])
    if len(path) > 3 and isinstance(path[3], int):
        return f"{_PARTS.get(key, key.removesuffix('s'))} {path[3] + 1} of {name}"
    return f"the {key} of {name}"


def part_of(path: Path) -> Path:
    """The path of the record, or of the act, member … in one, that a path leads into."""
    if len(path) > 4 and isinstance(path[3], int):
        return path[:4]
    return path[:2] if len(path) > 1 and isinstance(path[1], int) else path[:1]


def quoted(value: object) -> str:
    """A value as messages show it: in quotes when it is text, cut when it is long."""
    text = str(value)
    if len(text) > _SHOWN:
        text = text[: _SHOWN - 1] + "…"
    return f"'{text}'" if isinstance(value, str) else text


_TYPES: dict[type, str] = {
    bool: "true or false",
    str: "a text",
    int: "a whole number",
    float: "a number with a fraction",
    datetime: "a date with a time",
    date: "a date",
    time: "a time",
    list: "a list",
    dict: "a table",
}


def type_name(value: object) -> str:
    """What TOML calls a value, with its article."""
    return _TYPES.get(type(value), "nothing")


def nearest_word(word: str, words: Iterable[str]) -> str | None:
    """The known word that a mistaken one was most probably meant to be; only ever proposed."""
    from mineralreg.reference.spelling import fold, nearest

    if len(word) > _SHOWN * 2:
        return None
    return next(iter(nearest(word, {fold(known): known for known in words})), None)


def suggestion(word: str, words: Iterable[str]) -> str | None:
    """A question that names the nearest known word, or None."""
    found = nearest_word(word, words)
    return f"did you mean '{found}'?" if found else None


@dataclass(frozen=True)
class Check:
    """One kind of problem, and the function that looks for it."""

    code: str
    """`MR` and three digits. It never changes its meaning and is never used again."""
    name: str
    """Short name in words joined by hyphens."""
    severity: Severity
    """The severity of most of its findings; `why` names the exceptions."""
    title: str
    """What it finds, in one line."""
    why: str
    """Why that is a problem, with the rule's source where it has one."""
    fix: str
    """What to do, in a sentence."""
    example: str
    """A few lines that trip it: TOML, or a command."""
    label: str = ""
    """What stands beside the marked text, where a finding knows nothing better."""
    find: Callable[[Context], Iterator[Finding]] | None = None
    """Looks for it; None where reading the file or its models finds it."""

    def __call__(self, find: Callable[[Context], Iterator[Finding]]) -> Check:
        """The check with the function that looks for it, as a decorator."""
        return replace(self, find=find)

    @cached_property
    def help(self) -> str:
        """What to do, as findings say it that know no better."""
        return self.fix[0].lower() + self.fix[1:].removesuffix(".")

    def at(self, path: Path, message: str, **more: Any) -> Finding:
        """A finding at a path in the data."""
        more = {"severity": self.severity, "label": self.label, "help": self.help, **more}
        return Finding(self.code, message=message, path=path, **more)

    def of(self, item: Item, message: str, *path: str | int, **more: Any) -> Finding:
        """A finding in a record, at a path in it; `{}` in the message is the record in words."""
        message = message.replace("{}", str(item), 1)
        return self.at((*item.path, *path), message, record=item.id, **more)
