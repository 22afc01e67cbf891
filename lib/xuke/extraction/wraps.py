"""Words that the end of a line has cut in two: 不 at one end, 予许可133件 at the other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

_REACH = 10
_PAUSES = frozenset("，；：（）！？")  # those that sort behind the characters of words
_NUMBER = re.compile(r"\d[^，。；:]{0,4}$")


def mended(flow: str, cuts: Sequence[int], lexicon: re.Pattern[str]) -> str:
    """*flow* with the known words whole that the spaces ending at each of *cuts* break.

    The spaces move to the end of the word, or before it where a number stands before them, so that
    the number and its words keep their places.
    """
    kept, at = [], 0
    for after in cuts:
        before = after
        while before > at and flow[before - 1] == " ":
            before -= 1
        head, tail = flow[max(at, before - _REACH) : before], flow[after : after + _REACH]
        if not head or not tail or head[-1] < "一" or tail[0] < "一" or head[-1] in _PAUSES:
            continue
        word = _across(head + tail, len(head), lexicon)
        if word is None:
            continue
        first, last = before - (len(head) - word[0]), after + (word[1] - len(head))
        gap, whole = " " * (after - before), (head + tail)[slice(*word)]
        behind = _NUMBER.search(flow, max(at, first - _REACH), first) is not None
        kept += [flow[at:first], gap + whole if behind else whole + gap]
        at = last
    return "".join([*kept, flow[at:]]) if kept else flow


def _across(words: str, cut: int, lexicon: re.Pattern[str]) -> tuple[int, int] | None:
    """The known word of *words* that begins before *cut* and ends behind it, itself no two."""
    ends = [found.span() for found in lexicon.finditer(words)]
    index = bisect_left(ends, (cut,)) - 1
    if index < 0 or ends[index][1] <= cut:
        return None
    first, last = ends[index]
    short = last - first == 2  # 其 and 中 are words of their own too, but rarely meant
    if not short and lexicon.fullmatch(words, first, cut) and lexicon.fullmatch(words, cut, last):
        return None  # 通过 and 网上 are words of their own
    return first, last
