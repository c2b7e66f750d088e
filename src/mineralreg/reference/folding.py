"""One way to compare names, so that an accent, a capital or a dot never hides a record.

Two names are the same when their folds are equal. Folding only removes what writers vary without
meaning anything by it; it never brings two different names closer, so it cannot guess.
"""

from __future__ import annotations

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
_APOSTROPHES = frozenset("'’‘‛ʼʻʹ`´′＇")


class _Characters(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_CHARACTERS = _Characters()


def fold(text: str) -> str:
    """Return the form under which names are compared: lower case words between single blanks.

    Accents, case, punctuation, full-width forms and apostrophes go; `&` becomes `and`, `St.`
    becomes `saint`, letters with dots or blanks between them close up (`U. S. A.` is `usa`), and
    `the` at either end is dropped. Any text is accepted; folding twice changes nothing.
    """
    words = text.translate(_CHARACTERS).split()
    if any(len(word) == 1 for word in words):
        words = _close_up(words)
    while words and words[0] == "the":
        del words[0]
    while words and words[-1] == "the":
        del words[-1]
    if len(words) > 1:  # alone it is a country code
        words = ["saint" if word == "st" else word for word in words]
    return " ".join(words)


def turned_round(text: str) -> str | None:
    """Return the fold of a name written for an index, put into its natural order, or None.

    `Korea, Republic of` and `Iran (Islamic Republic of)` are how lists sort long names by their
    short one. What follows the comma or stands in the brackets comes first again.
    """
    text = text.strip()
    if text.endswith(")"):
        head, mark, tail = text[:-1].partition("(")
    else:
        head, mark, tail = text.partition(",")
    if not mark or not head.strip() or not tail.strip():
        return None
    return fold(f"{tail} {head}")


def _fold_character(character: str) -> str:
    """Return what one character contributes: letters, a digit, a blank, or nothing."""
    if character in _APOSTROPHES:
        return ""
    folded = character.lower() if character.isascii() else _taken_apart(character)
    return "".join(_plain(part) for part in folded)


def _taken_apart(character: str) -> str:
    """Return the base letters of a character, in lower case and without their marks."""
    from unicodedata import category, normalize  # half a millisecond that ASCII never needs

    folded = character
    for _ in range(3):  # a case fold can bring forth new marks, and a letter's parts a new case
        folded = normalize("NFKD", folded).casefold()
        folded = "".join(_LETTERS.get(part, part) for part in folded)
    return "".join(part for part in folded if not category(part).startswith("M"))


def _plain(part: str) -> str:
    """Return a letter or digit as it is; drop apostrophes; blank out the rest."""
    if part.isalnum():
        return part
    if part in _APOSTROPHES:
        return ""
    return " and " if part == "&" else " "


def _close_up(words: list[str]) -> list[str]:
    """Join runs of two or more single letters into one word: `u s a` is `usa`."""
    joined: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1:
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(word)
    return [*joined, run] if run else joined
