"""Names that a mistyped word may have meant, for "did you mean" and for nothing else.

A suggestion is text in an error message. No answer is ever given for one, because the nearest
name is often the wrong one: by letters, Republic of Korea is as near to the North as to the South.
"""

from __future__ import annotations

from collections.abc import Mapping

from mineralreg.reference.folding import fold


def nearest(name: str, names: Mapping[str, str], *, limit: int = 3) -> tuple[str, ...]:
    """Return up to `limit` values whose folded key is near the name, the nearest first.

    Args:
        name: What was typed.
        names: Folded name to the name that a message should show; several keys may show one name.
        limit: The most suggestions to return.

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
        if abs(len(key) - len(wanted)) <= allowed:
            cost: float = distance(wanted, key, allowed)
        elif len(wanted) >= 4 and key.startswith(wanted):
            cost = allowed - 0.5
        else:
            continue
        if cost > allowed and len(words) > 1 and sorted(key.split()) == words:
            cost = 0.5
        if cost <= allowed:
            rank = (cost, abs(len(key) - len(wanted)))
            best[shown] = min(rank, best.get(shown, rank))
    ranked = sorted(best, key=lambda shown: (best[shown], shown))
    # Beside a name that is one letter off, one that is three off only misleads.
    return tuple(shown for shown in ranked if best[shown][0] <= best[ranked[0]][0] + 1)[:limit]


def distance(left: str, right: str, allowed: int) -> int:
    """Return how many single changes part two words, or `allowed + 1` when it is more than allowed.

    A change drops, adds or replaces a letter, or swaps two neighbours (the restricted
    Damerau-Levenshtein distance, also called optimal string alignment).
    """
    if abs(len(left) - len(right)) > allowed:
        return allowed + 1
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, letter in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            cost = min(
                above[column] + 1, current[column - 1] + 1, above[column - 1] + (letter != other)
            )
            if before and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > allowed and (not before or min(above) > allowed):
            return allowed + 1
        before, above = above, current
    return min(above[-1], allowed + 1)
