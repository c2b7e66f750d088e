"""What a check yields: a problem with its code, the record it is in and the way to its place.

Checks speak of paths such as `("agreement", 3, "parties", 1)`. The places in the file are looked
up afterwards in one go, and only when there is something to point at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

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


class Place(NamedTuple):
    """A stretch of a file: 1-based lines and columns that count code points; the end is behind."""

    line: int
    column: int
    end_line: int
    end_column: int


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
        place: Lines and columns, once they are looked up; None when it has no place in the file.
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
    def line(self) -> int | None:
        """First line, 1-based, or None when the finding has no place in the file."""
        return self.place.line if self.place else None

    @property
    def column(self) -> int | None:
        """First column, 1-based, in code points, or None."""
        return self.place.column if self.place else None

    @property
    def where(self) -> str:
        """`file:line:column`, or the file alone when the finding has no place in it."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


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
        wanted = SEVERITIES[: SEVERITIES.index(level) + 1]
        files = (
            file._replace(findings=tuple(one for one in file.findings if one.severity in wanted))
            for file in self.files
        )
        return self._replace(files=tuple(files))

    @property
    def exit_code(self) -> int:
        """0 when nothing fails, 1 for findings that do, 3 for a file that cannot be read."""
        from mineralreg.checks.register import UNREADABLE

        if any(finding.code in UNREADABLE for finding in self.findings):
            return 3
        return int(any(map(self.fails, self.findings)))

    def fails(self, finding: Finding) -> bool:
        """Whether this finding alone makes `validate` fail."""
        return finding.severity == "error" or (self.strict and finding.severity == "warning")


def placed(findings: Iterable[Finding], spans: SpanMap, file: str) -> tuple[Finding, ...]:
    """The findings with their places, in file order.

    Args:
        findings: Findings of one file; those that have a place keep it.
        spans: The places of everything in that file.
        file: What messages call the file.
    """
    found = [
        replace(
            finding,
            file=file,
            place=finding.place or _place(spans, finding.path, finding.at),
            also=tuple(
                replace(label, place=label.place or _place(spans, label.path, label.at))
                for label in finding.also
            ),
        )
        for finding in findings
    ]
    return tuple(sorted(found, key=in_file_order))


def in_file_order(finding: Finding) -> tuple[int, int, str, str]:
    """Sort key: by place, findings without one first, then by code."""
    return finding.line or 0, finding.column or 0, finding.code, finding.message


def _place(spans: SpanMap, path: Path, at: At) -> Place | None:
    if not path:
        return None
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
_MANY = 2_000


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


def nearest(word: str, words: Collection[str]) -> str | None:
    """The known word that a mistaken one was most probably meant to be, or None.

    It is only ever proposed, never taken.
    """
    if len(word) > _SHOWN * 2:
        return None
    word = word.strip().lower().replace("_", "-").replace(" ", "-")
    near: Collection[str] = words
    if len(words) > _MANY:
        letters = set(word)
        near = [
            known
            for known in words
            if abs(len(known) - len(word)) <= 2 and len(letters.symmetric_difference(known)) <= 4
        ][:_MANY]
    found = get_close_matches(word, near, n=1, cutoff=0.7)
    if not found and "_" not in word:
        found = get_close_matches(word.replace("-", "_"), near, n=1, cutoff=0.7)
    return found[0] if found else None


def did_you_mean(word: str, words: Collection[str]) -> str | None:
    """A question that names the nearest known word, or None."""
    found = nearest(word, words)
    return f"did you mean '{found}'?" if found else None


def _record(data: dict[str, Any], path: Path) -> object:
    if len(path) < 2 or not isinstance(path[1], int):
        return None
    records = data.get(str(path[0]))
    if not isinstance(records, list) or path[1] >= len(records):
        return None
    return records[path[1]]


class Check(NamedTuple):
    """One entry of the table of checks.

    Attributes:
        code: `MR` and three digits.
        name: Short name in words joined by hyphens.
        severity: The severity of most of its findings; `why` names the exceptions.
        title: What it finds, in one line.
        why: Why that is a problem, with the rule's source where it has one.
        fix: What to do.
        example: A few lines that trip it: TOML, or a command.
    """

    code: str
    name: str
    severity: Severity
    title: str
    why: str
    fix: str
    example: str
