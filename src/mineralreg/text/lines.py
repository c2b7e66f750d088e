"""From offsets to lines and columns, and back, without a table of every line.

A registry of 60 MB has over a million lines while a report needs a handful of them, so only the
number of line ends per stretch of text is kept; the rest is counted when it is asked for.
"""

from __future__ import annotations

from bisect import bisect_left

_STRETCH = 1 << 15


class Lines:
    """Lines of a text: 1-based, ended by LF; columns are 1-based and count code points."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._before: list[int] = []
        """Number of line ends before each stretch."""

    def _counts(self) -> list[int]:
        if not self._before:
            total = 0
            for start in range(0, len(self.text) + 1, _STRETCH):
                self._before.append(total)
                total += self.text.count("\n", start, start + _STRETCH)
        return self._before

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset; an offset past the end is taken as the end."""
        offset = min(max(offset, 0), len(self.text))
        stretch = offset // _STRETCH
        line = self._counts()[stretch] + self.text.count("\n", stretch * _STRETCH, offset)
        return line + 1, offset - self.text.rfind("\n", 0, offset)

    def line_start(self, line: int) -> int:
        """Offset of the first character of a line.

        Raises:
            IndexError: There is no such line.
        """
        if line < 1:
            raise IndexError(f"no line {line}")
        if line == 1:
            return 0
        counts = self._counts()
        stretch = bisect_left(counts, line - 1) - 1
        at = stretch * _STRETCH - 1
        for _ in range(line - 1 - counts[stretch]):
            at = self.text.find("\n", at + 1)
            if at < 0:
                raise IndexError(f"no line {line}")
        return at + 1

    def line_text(self, line: int) -> str:
        """A line without its line end (LF or CRLF).

        Raises:
            IndexError: There is no such line.
        """
        start = self.line_start(line)
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].removesuffix("\r")


def line_start(text: str, offset: int) -> int:
    """Where the line of an offset starts."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Where the line of an offset ends, behind its line end if it has one."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


def comments_above(text: str, start: int, floor: int) -> int:
    """Start of the comment lines directly above the line that starts at `start`.

    None of them starts before `floor`; a line `#:schema` speaks of the file and is left out.
    """
    while start > floor:
        above = line_start(text, start - 1)
        line = text[above:start].lstrip(" \t")
        if above < floor or not line.startswith("#") or line.startswith("#:schema"):
            break
        start = above
    return start


def comments_below(text: str, start: int) -> int:
    """End of the comment lines that belong to what ends in the line before `start`.

    They stand directly below it and end at a blank line or the end of the text. Where something
    else follows without a blank line, they speak of that.
    """
    end = start
    while end < len(text):
        stop = line_end(text, end)
        line = text[end:stop].strip(" \t\r\n")
        if not line:
            return end
        if not line.startswith("#"):
            return start
        end = stop
    return end
