"""One way to compare names, so that an accent, a capital or a dot never hides a record.

Two names are the same when their folds are equal. Folding only removes what writers vary without
meaning anything by it; it never brings two different names closer, so it cannot guess.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
_APOSTROPHES = frozenset("'’‘‛ʼʻʹ`´′＇")
_ARTICLES = frozenset(
    (*("the", "la", "le", "les", "l", "el", "los", "las"), *("o", "os", "as", "der", "die", "das"))
)
_SHORT = {
    **{"rep": "republic", "dem": "democratic", "fed": "federal", "isl": "islands"},
    **{"is": "islands", "br": "british", "fr": "french", "n": "northern", "w": "western"},
    **dict.fromkeys(("y", "e", "et", "und"), "and"),
}
_BRACKETS = r"[(\[（]([^()\[\]（）]*)[)\]）]"
_ELIDED = r"\s*(?:[Ll]['’]\s*|[Aa]\s+)(?=\w)"
_MOST_WORDS = 8


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
    words = _without(("the",), words, 0)
    if len(words) > 1:  # alone it is a country code
        words = ["saint" if word == "st" else word for word in words]
    return " ".join(words)


_UNSPACED = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Myanmar, Khmer
    "\u3005-\u3007\u3040-\u31ff\u3400-\u9fff"  # repetition and zero of Han, Kana, Bopomofo, Han
    "\ua000-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff]"  # Yi, and more of Han
)
"""Letters of scripts that put no blank between words."""


def spaced(text: str) -> str:
    """The text with blanks around the letters of scripts that put none between words.

    Full text is indexed and asked for in this form, so that any run of such letters is found, also
    where one side has them in another width.
    """
    if text.isascii():
        return text
    from unicodedata import normalize  # half a millisecond that ASCII never needs

    return re.sub(_UNSPACED, r" \g<0> ", normalize("NFKC", text))


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
    tail = tail.strip()
    if elided := re.match(_ELIDED, tail):
        tail = tail[elided.end() :]
    return fold(tail + head if tail[-1] in _APOSTROPHES else f"{tail} {head}")


def readings(text: str) -> tuple[str, ...]:
    """Return the folds that a name as people write it may have, the likeliest first.

    That is its own, the one in natural order (`turned_round`), and each without an article at
    either end, as in `Pérou (le)`.
    """
    if text.rstrip().endswith(("(a)", "(A)")):
        text = text.rstrip()[:-3].rstrip()
    if elided := re.match(_ELIDED, text):
        return tuple(dict.fromkeys((fold(text), *readings(text[elided.end() :]))))
    turned = turned_round(text)
    folds = [fold(text)] + ([turned] if turned else [])
    bare = [" ".join(_without(_ARTICLES, folded.split(), 1)) for folded in folds]
    return tuple(dict.fromkeys(folded for folded in (*folds, *bare) if folded))


def other_orders(folded: str) -> Iterator[str]:
    """Go through the folds that a longer name may have in natural order and written out.

    `korea republic of` and `germany federal republic` are turned at each word; `rep` is written
    out. Take only what is then a known name.
    """
    words = [_SHORT.get(word, word) for word in folded.split()[: _MOST_WORDS + 1]]
    if not 1 < len(words) <= _MOST_WORDS:
        return
    yield " ".join(words)
    for number in range(1, len(words)):
        head, tail = words[:number], words[number:]
        yield " ".join((*tail, *head))
        yield " ".join((*tail, "of", *head))


def doubled(text: str) -> tuple[str, ...]:
    """Return the names of a text like `Iran (Persia)` or `Burma/Myanmar`; of one name nothing."""
    outside, *inside = re.sub(_BRACKETS, " ", text), *re.findall(_BRACKETS, text)
    parts = [*outside.split("/"), *inside]
    names = [part for part in parts if set(fold(part).split()) - _ARTICLES]
    return tuple(names) if len(parts) > 1 else ()


def _without(ends: Collection[str], words: list[str], least: int) -> list[str]:
    """The words without some at either end, as long as more than the least number are left."""
    while len(words) > least and words[0] in ends:
        words = words[1:]
    while len(words) > least and words[-1] in ends:
        words = words[:-1]
    return words


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
    """Return a letter or digit as it is; drop apostrophes, some of which count as letters."""
    if part in _APOSTROPHES:
        return ""
    if part.isalnum():
        return part
    return " and " if part == "&" else " "


def _close_up(words: list[str]) -> list[str]:
    """Join runs of two or more single letters into one word: `u s a` is `usa`."""
    joined: list[str] = []
    for letters, run in groupby(words, lambda word: len(word) == 1):
        found = list(run)
        joined += ["".join(found)] if letters else found
    return joined


def nearest(name: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return up to three values whose folded key is near the name, the nearest first.

    A key is near when at most one letter in three was dropped, added, changed or swapped with its
    neighbour (never more than three), when it holds the same words in another order, or when the
    typed words, of four letters or more, begin it.
    """
    wanted = fold(name)
    if not wanted:
        return ()
    allowed = min(3, max(1, len(wanted) // 3))
    words = sorted(wanted.split())
    best: dict[str, tuple[float, int]] = {}
    for key, shown in names.items():
        cost: float = distance(wanted, key, allowed)
        if len(wanted) >= 4 and key.startswith(wanted):
            cost = min(cost, allowed - 0.5)
        if cost > allowed and len(words) > 1 and sorted(key.split()) == words:
            cost = 0.5
        if cost <= allowed:
            rank = (cost, abs(len(key) - len(wanted)))
            best[shown] = min(rank, best.get(shown, rank))
    ranked = sorted(best, key=lambda shown: (best[shown], shown))
    # Beside a name that is one letter off, one that is three off only misleads.
    return tuple(shown for shown in ranked if best[shown][0] <= best[ranked[0]][0] + 1)[:3]


def distance(left: str, right: str, allowed: int) -> int:
    """Return how many single changes part two words, or `allowed + 1` when it is more than allowed.

    A change drops, adds or replaces a letter, or swaps two neighbours (the restricted
    Damerau-Levenshtein distance, also called optimal string alignment).
    """
    if abs(len(left) - len(right)) > allowed:
        return allowed + 1
    far = allowed + 1
    before: dict[int, int] = {}
    above = {column: column for column in range(min(allowed, len(right)) + 1)}
    for row, letter in enumerate(left, 1):
        current: dict[int, int] = {}
        for column in range(max(0, row - allowed), min(len(right), row + allowed) + 1):
            cost = above.get(column, far) + 1
            if column:
                other = right[column - 1]
                same = above.get(column - 1, far) + (letter != other)
                cost = min(cost, current.get(column - 1, far) + 1, same)
                if before and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                    cost = min(cost, before.get(column - 2, far) + 1)
            current[column] = cost
        if min(current.values()) > allowed and (not before or min(above.values()) > allowed):
            return far
        before, above = above, current
    return min(above.get(len(right), far), far)
