"""The text before a number cut into the pieces that say something of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xuke.extraction.tokens import Token

_MARK = re.compile(r"[，；:（）|]")
_OPENERS = frozenset({"part", "respectively", "list_number"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """``start:end`` without separators; ``sign`` is what closed it, empty for the last one.

    ``sign`` is a punctuation mark or the concept of an opening word (``part`` for 其中).
    """

    start: int
    end: int
    sign: str


def chunks(flow: str, start: int, end: int, words: Sequence[Token]) -> Iterator[Chunk]:
    """The pieces of ``flow[start:end]``, in order; the last one ends where the number starts."""
    cuts: list[tuple[int, int, str]] = []
    covered: list[tuple[int, int]] = []
    for word in words:
        if word.start < start or word.end > end:
            continue
        covered.append((word.start, word.end))
        opener = word.concepts & _OPENERS
        if opener:
            cuts.append((word.start, word.end, next(iter(opener))))
    for found in _MARK.finditer(flow, start, end):
        at = found.start()
        if not any(first <= at < last for first, last in covered):
            cuts.append((at, at + 1, found.group()))
    at = start
    for first, last, sign in sorted(cuts):
        yield Chunk(at, first, sign)
        at = last
    yield Chunk(at, end, "")


def right_of(flow: str, start: int, end: int, words: Sequence[Token]) -> int:
    """The end of what may belong to the number that ends at *start*: up to a pause or opener."""
    found = _STOP.search(flow, start, end)
    stop = found.start() if found else end
    for word in words:
        if start <= word.start < stop and word.concepts & _OPENERS:
            return word.start
    return stop


_STOP = re.compile(r"[，；:（）、|]| {3,}")
