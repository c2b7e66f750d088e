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
