"""Words of the vocabularies as people write them: any case, blanks, underscores or no hyphen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query.suggest import clean, not_among

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = {
    "agreements": "agreement",
    "partners": "partner",
    "initiatives": "initiative",
    "events": "event",
    "sources": "source",
    "claims": "claim",
    "actions": "act",
}
"""What `list` can list, and the kind of record that each row stands for."""

_SAME = {
    "mou": "memorandum",
    "mous": "memorandum",
    "moc": "memorandum",
    "memorandumofunderstanding": "memorandum",
    "memorandumofcooperation": "memorandum",
    "legallybinding": "binding",
    "notbinding": "non-binding",
    "notlegallybinding": "non-binding",
    "government": "intergovernmental",
    "thinktank": "think-tank",
}


def word(text: str, vocabulary: Sequence[str], what: str) -> str:
    """The word of the vocabulary that the text stands for.

    Args:
        text: As written on the command line.
        vocabulary: The words to choose from.
        what: What the word is, for the message: `status`.

    Raises:
        UsageError: No word of the vocabulary.
    """
    key = _key(text)
    known = {_key(entry): entry for entry in vocabulary}
    if key in known:
        return known[key]
    if _SAME.get(key) in vocabulary:
        return _SAME[key]
    raise not_among(text, vocabulary, what)


def record_kind(text: str) -> str:
    """The record kind, in the singular, for `agreements`, `partner`, `Actions` …

    Raises:
        UsageError: Nothing that can be listed.
    """
    table = KINDS | {kind: kind for kind in KINDS.values()} | {"action": "act", "acts": "act"}
    return table[word(text, tuple(table), "kind of record that can be listed")]


def field_name(text: str) -> str:
    """The name of a field as tables hold it: `legal_nature` for `Legal nature`, `legal-nature` …"""
    return clean(text).lower().replace("-", "_").replace(" ", "_")


def _key(text: str) -> str:
    return "".join(character for character in clean(text).lower() if character.isalnum())
