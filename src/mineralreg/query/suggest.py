"""What somebody may have meant by a word that nothing goes by.

Suggestions only ever stand in an error message: the program never acts on the nearest name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.errors import UsageError
from mineralreg.reference.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def clean(text: str) -> str:
    """The text without what no database takes: lone surrogates and NUL; blanks at the ends go."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").strip()


def shown(text: str, longest: int = 60) -> str:
    """The text in quotes for a message, shortened and with control characters escaped."""
    text = clean(text)
    return repr(text if len(text) <= longest else text[: longest - 1] + "…")


def listed(names: Sequence[str], word: str = "or") -> str:
    """`'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`."""
    quoted = [f"'{name}'" for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"


def not_among(text: str, words: Iterable[str], what: str) -> UsageError:
    """The error for a word that is none of a fixed few: what is near is named, else all of them.

    Args:
        text: What was written.
        words: The words to choose from.
        what: What one of them is: `status`, `column of partners`.
    """
    from mineralreg.reference.suggest import nearest

    choice = list(words)
    near = nearest(text, {fold(word): word for word in choice})
    help = f"did you mean {listed(near)}?" if near else f"choose from: {', '.join(choice)}"
    return UsageError(f"{shown(text)} is no {what}", help=help)


def unknown(what: str, text: str, near: Sequence[str], otherwise: str) -> UsageError:
    """The error for a word that nothing goes by.

    Args:
        what: What was wanted, with its article: `an event`.
        text: What was written.
        near: Suggestions, best first.
        otherwise: What to do when there are none.
    """
    help = f"did you mean {listed(near)}?" if near else otherwise
    return UsageError(f"{shown(text)} is not {what} that the registry knows", help=help)


def ambiguous(text: str, candidates: Sequence[str], how: str) -> UsageError:
    """The error for a word that means several things; all of them are named."""
    return UsageError(f"{shown(text)} can mean {listed(candidates)}", help=how)
