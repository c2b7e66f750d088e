"""A change as a unified diff that `patch` and `git apply` take.

`difflib` alone is silent about a missing final line end, and slow where two large texts are the
same but for a few lines; both are put right here.
"""

from __future__ import annotations

from difflib import unified_diff

_CONTEXT = 3
_NO_LINE_END = "\\ No newline at end of file\n"


def unified(path: str, before: str, after: str) -> str:
    """The diff from one text to another; empty when they are the same.

    Args:
        path: The file, as both headers name it.
        before: The old text.
        after: The new text.
    """
    old, new = before.split("\n"), after.split("\n")
    old, new = _with_ends(old), _with_ends(new)
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    first = max(head - _CONTEXT, 0)
    last = max(tail - _CONTEXT, 0)
    lines = unified_diff(
        old[first : len(old) - last], new[first : len(new) - last], path, path, n=_CONTEXT
    )
    return "".join(_line(line, first) for line in lines)


def _with_ends(lines: list[str]) -> list[str]:
    """Lines with their line ends; the rest behind the last one, if there is any."""
    whole = [line + "\n" for line in lines[:-1]]
    return [*whole, lines[-1]] if lines[-1] else whole


def _shared(old: list[str], new: list[str]) -> int:
    """How many lines two texts have in common from the start."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _line(line: str, shift: int) -> str:
    """A line of the diff; headings count from the start of the file."""
    if line.startswith("@@"):
        _, old, new, _ = line.split(" ", 3)
        return f"@@ {_moved(old, shift)} {_moved(new, shift)} @@\n"
    return line if line.endswith("\n") else f"{line}\n{_NO_LINE_END}"


def _moved(span: str, shift: int) -> str:
    start, comma, count = span[1:].partition(",")
    return f"{span[0]}{int(start) + shift}{comma}{count}"
