"""Circles in a graph of ids, without recursion: a chain may be as long as the registry."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Edge = tuple[str, str]

_TOLD = 100


def circles(edges: Iterable[Edge]) -> Iterator[list[Edge]]:
    """Ways that lead back to where they began; loops of one id included.

    Every edge that closes a circle is told once, with one circle that it closes. At most a hundred
    are told: the others show when these are mended.

    Args:
        edges: From one id to another.
    """
    onward: dict[str, list[str]] = {}
    for start, end in edges:
        onward.setdefault(start, []).append(end)
    done: set[str] = set()
    told = 0
    for root, ends in onward.items():
        if root in done:
            continue
        way, depth, waiting = [root], {root: 0}, [iter(ends)]
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                done.add(way[-1])
                del depth[way.pop()]
            elif following in depth:
                told += 1
                if told > _TOLD:
                    return
                yield list(pairwise([*way[depth[following] :], following]))
            elif following not in done:
                depth[following] = len(way)
                way.append(following)
                waiting.append(iter(onward.get(following, ())))
