"""The text before a number cut into the pieces that say something of their own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from xuke.extraction.tokens import Words

_MARK = re.compile(r"[，；:（）|]")
_STOP = re.compile(r"[，；:（）、|/]| {2,}")
_OPENERS = frozenset({"part", "respectively", "list_number"})
_ENDS = _OPENERS | {"each", "all"}


class Chunk(NamedTuple):
    """``start:end`` without separators; ``sign`` is what closed it, empty for the last one.

    ``sign`` is a punctuation mark or the concept of an opening word (``part`` for 其中).
    """

    start: int
    end: int
    sign: str


class Cuts:
    """Where the text of one sentence is cut: at openers, and at punctuation outside of words."""

    def __init__(self, flow: str, start: int, end: int, words: Words) -> None:
        cuts = list(_openers(words))
        for found in _MARK.finditer(flow, start, end):
            mark = found.start()
            if not words.cover(mark):  # that inside 市、区两级 cuts nothing
                cuts.append((mark, mark + 1, found.group()))
        self._cuts = sorted(cuts)

    def chunks(self, start: int, end: int) -> list[Chunk]:
        """The pieces of ``flow[start:end]``, in order; the last ends where the number starts."""
        pieces, at = [], start
        inside = slice(bisect_left(self._cuts, (start,)), bisect_left(self._cuts, (end,)))
        for first, last, sign in self._cuts[inside]:
            pieces.append(Chunk(at, first, sign))
            at = last
        pieces.append(Chunk(at, end, ""))
        return pieces


def _openers(words: Words) -> Iterator[tuple[int, int, str]]:
    for word in words.all:
        if not word.concepts.isdisjoint(_OPENERS):
            opener = word.concepts & _OPENERS
            # 其中有办件 opens the parts and says what the first one counts
            end = word.end if word.concepts == opener else word.start
            yield word.start, end, next(iter(opener))


def right_of(flow: str, start: int, end: int, words: Words) -> int:
    """The end of what may belong to the number that ends at *start*: up to a pause or opener.

    What 均 says of it is neither name nor step: 撤销63件均为虚假登记类撤销, 20件均已办结.
    """
    found = _STOP.search(flow, start, end)
    # A remark right before the next number is but spaces: 26个机关共有许可事项（主项）287项.
    stop = found.start() if found and flow[found.start() : end].strip() else end
    for word in words.inside(start, stop):
        if word.concepts & _ENDS:
            return word.start
    return stop
