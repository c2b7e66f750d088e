"""What a check is, and what it yields: findings, each with the way to its place.

Checks speak of paths such as `("agreement", 3, "parties", 1)`. The places in the file are looked
up afterwards in one go, and only for what is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mineralreg.checks.context import Context, Item
    from mineralreg.document.syntax import SpanMap


Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the most severe on."""
At = Literal["key", "value"]
Path = tuple[str | int, ...]


def severity(word: str) -> Severity:
    """The severity of this name.

    Raises:
        UsageError: There is none.
    """
    for known in SEVERITIES:
        if word == known:
            return known
    raise UsageError(f"{word!r} is not a severity", help=f"write one of {', '.join(SEVERITIES)}")


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


@dataclass(frozen=True, slots=True)
class Label:
    """Another place that belongs to a finding, such as the first use of a duplicate id.

    Attributes:
        text: What is there.
        path: Where, as a path in the data.
        at: Whether the key or the value is meant.
        place: Lines and columns, once they are looked up.
    """

    text: str
    path: Path
    at: At = "value"
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a registry file.

    Attributes:
        code: `MR` and three digits; see `mineralreg.checks.register`.
        severity: `error`, `warning` or `info`.
        message: What is wrong, in one sentence without a final stop.
        path: Path to the trouble in the data; () is the file itself.
        at: Whether the key or the value is meant. A record's header is the value of its path.
        record: Id of the record, when it has one.
        label: A few words to stand beside the marked text.
        help: What to do about it.
        also: Other places that belong to it.
        place: Lines and columns, once they are looked up.
        file: Name of the file, as it was given.
    """

    code: str
    severity: Severity
    message: str
    path: Path = ()
    at: At = "value"
    record: str | None = None
    label: str = ""
    help: str | None = None
    also: tuple[Label, ...] = ()
    place: Place | None = None
    file: str = ""

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
    """One file and what was found in it.

    Attributes:
        name: The file, as it was given.
        findings: In file order.
        text: Its text, for the lines that reports show; "" when it could not be read.
        suppressed: Findings that comments in the file accept.
        accepted: Findings that the baseline accepts.
    """

    name: str
    findings: tuple[Finding, ...]
    text: str
    suppressed: int = 0
    accepted: int = 0


class Report(NamedTuple):
    """What `validate` found in all files.

    Attributes:
        files: Each file, in the order they were given.
        rules: The checks by code, as reports describe them.
        strict: Whether warnings fail.
        version: Of the program.
    """

    files: tuple[Checked, ...]
    rules: Mapping[str, Check]
    strict: bool = False
    version: str = ""

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
    return replace(
        finding,
        file=file,
        place=finding.place or _place(spans, finding.path, finding.at),
        also=tuple(
            replace(label, place=label.place or _place(spans, label.path, label.at))
            for label in finding.also
        ),
    )


def in_file_order(finding: Finding) -> tuple[Place, str, str]:
    """Sort key: by place, then by code."""
    return finding.place or START, finding.code, finding.message


def _place(spans: SpanMap, path: Path, at: At) -> Place:
    if not path:
        return START
    span = spans.locate(path, key=at == "key")
    return Place(*spans.line_column(span.start), *spans.line_column(span.end))


_PARTS = {
    "actions": "act",
    "signatories": "signatory",
    "amounts": "amount",
    "bodies": "body",
    "relations": "relation",
    "variants": "variant",
    "members": "member",
}
_SHOWN = 60


def record_id(data: dict[str, Any], path: Path) -> str | None:
    """The id of the record that a path leads into, as the file has it, or None."""
    record = _record(data, path)
    found = record.get("id") if isinstance(record, dict) else None
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
    if len(path) >= 4 and isinstance(path[3], int):
        return f"{_PARTS.get(str(path[2]), str(path[2]))} {path[3] + 1} of {name}"
    if len(path) >= 3:
        return f"the {path[2]} of {name}"
    return name


def quoted(value: object) -> str:
    """A value as messages show it: in quotes when it is text, cut when it is long."""
    text = str(value)
    if len(text) > _SHOWN:
        text = text[: _SHOWN - 1] + "…"
    return f"'{text}'" if isinstance(value, str) else text


def type_name(value: object) -> str:
    """What TOML calls a value, with its article."""
    if isinstance(value, bool):
        return "true or false"
    for kind, name in (
        (str, "a text"),
        (int, "a whole number"),
        (float, "a number with a fraction"),
        (datetime, "a date with a time"),
        (date, "a date"),
        (time, "a time"),
        (list, "a list"),
        (dict, "a table"),
    ):
        if isinstance(value, kind):
            return name
    return "nothing"


def _record(data: dict[str, Any], path: Path) -> object:
    if len(path) < 2 or not isinstance(path[1], int):
        return None
    records = data.get(str(path[0]))
    if not isinstance(records, list) or path[1] >= len(records):
        return None
    return records[path[1]]


def nearest_word(word: str, words: Iterable[str]) -> str | None:
    """The known word that a mistaken one was most probably meant to be; only ever proposed."""
    from mineralreg.reference.spelling import fold, nearest

    if len(word) > _SHOWN * 2:
        return None
    return next(iter(nearest(word, {fold(known): known for known in words}, limit=1)), None)


def suggestion(word: str, words: Iterable[str]) -> str | None:
    """A question that names the nearest known word, or None."""
    found = nearest_word(word, words)
    return f"did you mean '{found}'?" if found else None


@dataclass(frozen=True)
class Check:
    """One kind of problem, and the function that looks for it.

    Attributes:
        code: `MR` and three digits. It never changes its meaning and is never used again.
        name: Short name in words joined by hyphens.
        severity: The severity of most of its findings; `why` names the exceptions.
        title: What it finds, in one line.
        why: Why that is a problem, with the rule's source where it has one.
        fix: What to do, in a sentence.
        example: A few lines that trip it: TOML, or a command.
        find: Looks for it; None where reading the file or its models finds it.
    """

    code: str
    name: str
    severity: Severity
    title: str
    why: str
    fix: str
    example: str
    find: Callable[[Context], Iterator[Finding]] | None = None

    def __call__(self, find: Callable[[Context], Iterator[Finding]]) -> Check:
        """The check with the function that looks for it, as a decorator."""
        return replace(self, find=find)

    def at(self, path: Path, message: str, **more: Any) -> Finding:
        """A finding at a path in the data; without `help` the fix is what to do."""
        more.setdefault("severity", self.severity)
        if "help" not in more:
            more["help"] = self.fix[0].lower() + self.fix[1:].removesuffix(".")
        return Finding(self.code, message=message, path=path, **more)

    def of(self, item: Item, message: str, *path: str | int, **more: Any) -> Finding:
        """A finding in a record, at a path in it; `{}` in the message is the record in words."""
        message = message.replace("{}", str(item), 1)
        return self.at((*item.path, *path), message, record=item.id, **more)
