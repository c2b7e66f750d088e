"""What people call the fields of a record at the head of a column, and in the keys of an object.

One table of words for all forms of input, `headings.toml`. Headings are compared as names are:
accents, case, punctuation and a final number do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from mineralreg.document.document import parse
from mineralreg.edit.fields import FIELDS, flag, inputs, singular
from mineralreg.errors import UsageError
from mineralreg.query.names import did_you_mean, shown
from mineralreg.reference.spelling import fold, nearest
from mineralreg.reference.vocabulary import RECORD_KINDS

RECORD = "record"
"""The column that names the kind of each row's record."""

DERIVED = ("status", "status_since")
"""Keys that the program works out of the acts and writes into its own output; never stored."""

NAME_THE_KIND = "name the kind, as in `add agreement --from FILE`"

_NUMBERED = re.compile(r"(.+?)[ _-]*(?:\d{1,2}|[ _-][ab])", re.IGNORECASE)


@cache
def synonyms() -> Mapping[str, Sequence[str]]:
    """Words for each key, folded, as `headings.toml` lists them."""
    table = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return parse(table, "headings.toml")


@cache
def words(kind: str) -> Mapping[str, str]:
    """Folded words for the keys of a record kind; a key's own name goes before a synonym."""
    keys = (*inputs(kind), RECORD)
    found = {fold(key.replace("_", " ")): key for key in keys}
    for field in FIELDS[kind].values():
        if option := flag(field):
            found.setdefault(fold(option.replace("-", " ")), field.key)
    for key in keys:
        for word in synonyms().get(key, ()):
            found.setdefault(word, key)
    return found


def key_of(kind: str, heading: str) -> str | None:
    """The key that a heading stands for, or None when it is not known."""
    known, folded = words(kind), fold(heading.replace("_", " "))
    if folded not in known and (numbered := _NUMBERED.fullmatch(heading.strip())):
        folded = fold(numbered[1].replace("_", " "))
    return known.get(folded)


def unknown_key(kind: str, key: str, where: str = "") -> UsageError:
    """The error for a key that no record of this kind has."""
    near = nearest(key.replace("_", " "), words(kind))
    help = did_you_mean(near, f"`mineralreg add {kind} --columns` lists what is known")
    return UsageError(f"{where}{shown(key)} is not a field of {kind}s", help=help)


def read_map(pairs: Iterable[str]) -> dict[str, str]:
    """What `--map COLUMN=field` says, by folded column; "" leaves the column out."""
    found: dict[str, str] = {}
    for pair in pairs:
        column, equals, key = pair.rpartition("=")
        if not equals or not column.strip():
            raise UsageError(
                f"--map {shown(pair)} is not of the form COLUMN=FIELD",
                help="write --map 'Column=field', or --map 'Column=' to leave a column out",
            )
        found[fold(column)] = key.strip().replace("-", "_").lower()
    return found


def read_headings(
    kind: str | None, columns: Sequence[str], mapped: Mapping[str, str]
) -> tuple[list[str | None], UsageError | None]:
    """A word for the key of each column of a table; None for one that is left out or unknown.

    Without a kind the rows say theirs. Behind the words stands an error that names all unknown
    columns, with what is near; there are no words where the rows cannot be read.

    Raises:
        UsageError: A column is mapped to a field that is not known.
    """
    kinds = [kind] if kind else list(RECORD_KINDS)
    found: list[str | None] = []
    unknown = []
    for column in columns:
        folded = fold(column)
        word = mapped.get(folded, column).strip()
        known = any(key_of(kind, word) for kind in kinds)
        found.append(word if known else None)
        if known or not word or folded.replace(" ", "_") in DERIVED:
            continue
        if folded in mapped:
            raise unknown_key(kinds[0], word, f"--map {column}=")
        near = [key for kind in kinds for key in nearest(word.replace("_", " "), words(kind))]
        near = list(dict.fromkeys(near))[:2]
        unknown.append(shown(column) + (f" (did you mean {' or '.join(near)}?)" if near else ""))
    if not any(found):
        help = "the first row that is not blank holds the headings; "
        help += f"`mineralreg add {kinds[0]} --columns` lists what is known"
        return [], UsageError(f"no column is known: {', '.join(unknown)}", help=help)
    if kind is None and not any(map(names_kind, filter(None, found))):
        reason = "the table does not say what its records are"
        return [], UsageError(reason, help=f"{NAME_THE_KIND}, or add a column '{RECORD}'")
    if not unknown:
        return found, None
    return found, UsageError(
        f"unknown column{'s' if len(unknown) > 1 else ''}: {', '.join(unknown)}",
        help="name the field with --map 'COLUMN=field', or leave the column out with "
        f"--map 'COLUMN='; `mineralreg add {kinds[0]} --columns` lists what is known",
    )


def table(kind: str) -> str:
    """The words for every key of a record kind, as `add KIND --columns` prints them."""
    width = max(map(len, words(kind).values()))
    lines = []
    for key in dict.fromkeys(words(kind).values()):
        others = [word for word, of in words(kind).items() if of == key != word.replace(" ", "_")]
        lines.append(f"{key.ljust(width)}  {', '.join(others)}".rstrip() + "\n")
    return "".join(lines)


def names_kind(heading: str) -> bool:
    """Whether a column or key names the kind of the record."""
    return fold(heading.replace("_", " ")) in (RECORD, *synonyms()[RECORD])


def kind_named(text: str) -> str:
    """The record kind that a word means, in the singular or the plural."""
    kind = singular(fold(text))
    kind = "partner" if kind == "country" else kind
    if kind not in RECORD_KINDS:
        kinds = f"the kinds are {', '.join(RECORD_KINDS)}"
        raise UsageError(f"there is no kind of record {shown(text)}", help=kinds)
    return kind
