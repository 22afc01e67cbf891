"""The text before a number cut into the pieces that say something of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from xuke.extraction.tokens import Words

_MARK = re.compile(r"[，；:（）|]")
_STOP = re.compile(r"[，；:（）、|/]| {3,}")
_OPENERS = frozenset({"part", "respectively", "list_number"})


class Chunk(NamedTuple):
    """``start:end`` without separators; ``sign`` is what closed it, empty for the last one.

    ``sign`` is a punctuation mark or the concept of an opening word (``part`` for 其中).
    """

    start: int
    end: int
    sign: str


def chunks(flow: str, start: int, end: int, words: Words) -> list[Chunk]:
    """The pieces of ``flow[start:end]``, in order; the last one ends where the number starts."""
    cuts: list[tuple[int, int, str]] = []
    at = start
    for word in words.inside(start, end):
        opener = word.concepts & _OPENERS
        if opener or word.end - word.start > 1:
            cuts.extend(_marks(flow, at, word.start))
            at = word.end
        if opener:
            # 其中有办件 opens the parts and says what the first one counts
            at = word.end if word.concepts == opener else word.start
            cuts.append((word.start, at, next(iter(opener))))
    cuts.extend(_marks(flow, at, end))
    pieces, at = [], start
    for first, last, sign in cuts:
        pieces.append(Chunk(at, first, sign))
        at = last
    pieces.append(Chunk(at, end, ""))
    return pieces


def _marks(flow: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The punctuation between two words; that inside a word (市、区两级) cuts nothing."""
    for found in _MARK.finditer(flow, start, end):
        yield found.start(), found.end(), found.group()


def right_of(flow: str, start: int, end: int, words: Words) -> int:
    """The end of what may belong to the number that ends at *start*: up to a pause or opener."""
    found = _STOP.search(flow, start, end)
    stop = found.start() if found else end
    for word in words.inside(start, stop):
        if word.concepts & _OPENERS:
            return word.start
    return stop
