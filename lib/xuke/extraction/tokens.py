"""The known words of a stretch of text, and what stays when they are taken away."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence
from typing import NamedTuple

from xuke.catalog.patterns import Patterns
from xuke.catalog.settings import Settings

_PLAIN = frozenset({"plain"})
_ENDS_NAME = frozenset({"process", "issue"})
_SILENT = frozenset(" \n，、；:。（）“”《》\"'|-—·…<>/．.,")
# A single character is a word of its own only beside these, or beside another known word:
# 有 is one in 有 5 件, and part of a name in 有线电视.
_BEFORE_NAME = frozenset("的对于在为共和与及并向就以按也因其含由较另各将")
_AFTER_NAME = frozenset("的为达共有计是了和与及等均各中数量件都")


class Token(NamedTuple):
    """A known word at ``start:end`` and its concepts; none for a word that changes nothing."""

    start: int
    end: int
    concepts: frozenset[str]


class Phrase(NamedTuple):
    """What a stretch of text says.

    ``concepts`` are those of its words outside the name; ``name`` is the span of what is not
    known, with the licensing words that end it (食品经营许可), or None; ``core`` is where those
    start and ``tail`` are their concepts. ``torn`` says that words of another kind stand within
    the name. ``start`` and ``end`` enclose the words that matter, ``last`` are the concepts of
    the last word, ``first`` those of the first that has any; ``label`` is where the words
    that matter start when the name is left out.
    """

    concepts: frozenset[str]
    name: tuple[int, int] | None
    torn: bool
    start: int
    end: int
    first: frozenset[str]
    last: frozenset[str]
    core: int = -1
    tail: frozenset[str] = frozenset()
    label: int = -1

    @property
    def empty(self) -> bool:
        """Whether nothing here says what is counted."""
        return not self.concepts and self.name is None

    def nameless(self) -> Phrase:
        """The same without its name, whose licensing words then count as words."""
        starts = [at for at in (self.label, self.core if self.tail else -1) if at >= 0]
        return self._replace(
            name=None,
            concepts=self.concepts | self.tail,
            torn=False,
            start=min(starts, default=-1),
        )


NOTHING = Phrase(frozenset(), None, False, -1, -1, frozenset(), frozenset())


def tokens(flow: str, start: int, end: int, known: Patterns) -> list[Token]:
    """The known words of ``flow[start:end]``, the longest at each place."""
    concepts, new = known.concepts, tuple.__new__  # half the time of Token(…), once for each word
    return [
        new(Token, (found.start(), found.end(), concepts[found[0]]))
        for found in known.lexicon.finditer(flow, start, end)
    ]


class Words:
    """The known words of one sentence, in order, and what its stretches say by them."""

    def __init__(self, flow: str, words: Sequence[Token], settings: Settings) -> None:
        self._flow, self.all, self._settings = flow, words, settings
        self._starts = [word.start for word in words]
        self._said: dict[tuple[int, int], Phrase] = {}

    def inside(self, start: int, end: int) -> Sequence[Token]:
        """The words that lie in ``start:end``."""
        found = self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        while found and found[-1].end > end:
            found = found[:-1]
        return found

    def cover(self, at: int) -> bool:
        """Whether a word of several characters stands over the one at *at*."""
        index = bisect_right(self._starts, at) - 1
        word = self.all[index] if index >= 0 else None
        return word is not None and at < word.end and word.end - word.start > 1

    def hold(self, concepts: set[str], start: int, end: int) -> bool:
        """Whether a word in ``start:end`` has one of *concepts*."""
        return any(word.concepts & concepts for word in self.inside(start, end))

    def phrase(self, start: int, end: int) -> Phrase:
        """What ``start:end`` says."""
        if end <= start:
            return NOTHING
        known = self._said.get((start, end))
        if known is None:
            known = phrase(self._flow, start, end, self.inside(start, end), self._settings)
            self._said[start, end] = known
        return known


def phrase(flow: str, start: int, end: int, words: Sequence[Token], settings: Settings) -> Phrase:
    """What ``flow[start:end]`` says by *words*, all those that lie in it."""
    gaps = _unknown(flow, start, end, words)
    if gaps and words:
        firsts, lasts = {first for first, _ in gaps}, {last for _, last in gaps}
        standing = [
            word
            for word, after in zip(words, (*words[1:], None), strict=True)
            if not _absorbed(flow, word, after, firsts, lasts)
        ]
        if len(standing) < len(words):
            words, gaps = standing, _unknown(flow, start, end, standing)
    name, core, torn, tail, taken = _name(flow, words, gaps, settings)
    neutral = settings.neutral.always
    told: set[str] = set()
    first = last = frozenset[str]()
    at, upto = name if name else (-1, -1)
    label = -1
    for word in words:
        last = word.concepts
        if not word.concepts or id(word) in taken:
            continue
        told |= word.concepts
        first = first or word.concepts
        if not word.concepts <= neutral:
            label = word.start if label < 0 else label
            at = word.start if at < 0 else min(at, word.start)
            upto = max(upto, word.end)
    return Phrase(frozenset(told), name, torn, at, upto, first, last, core, tail, label)


def _name(
    flow: str, words: Sequence[Token], gaps: Sequence[tuple[int, int]], settings: Settings
) -> tuple[tuple[int, int] | None, int, bool, frozenset[str], set[int]]:
    """The span from the first unknown word to the last, with the licensing words that end it."""
    taken: set[int] = set()
    if not gaps:
        return None, -1, False, frozenset(), taken
    first, core = gaps[0][0], gaps[-1][1]
    last, torn, tail = core, False, frozenset[str]()
    for word in words:
        if first <= word.start < core:
            torn = torn or not word.concepts.isdisjoint(settings.item.never_inside)
            taken.add(id(word))
        elif (
            word.concepts
            and word.start >= last
            and word.concepts <= settings.item.suffixes
            and not flow[last : word.start].strip()  # at most a remark: 烟花爆竹经营（零售）许可
        ):
            last, tail = word.end, tail | word.concepts
            taken.add(id(word))
    return (first, last), core, torn, tail, taken


def joined(before: Phrase, after: Phrase, *, torn: bool = False) -> Phrase:
    """Both phrases as one; torn if both hold unknown words."""
    starts = [each.start for each in (before, after) if each.start >= 0]
    named = before if before.name else after
    return Phrase(
        before.concepts | after.concepts,
        named.name,
        torn or before.torn or after.torn or (before.name is not None and after.name is not None),
        min(starts, default=-1),
        max(before.end, after.end),
        before.first or after.first,
        after.last,
        named.core,
        named.tail,
        min((each.label for each in (before, after) if each.label >= 0), default=-1),
    )


def _unknown(flow: str, start: int, end: int, words: Sequence[Token]) -> list[tuple[int, int]]:
    """The stretches that no word covers, without the marks around them."""
    gaps: list[tuple[int, int]] = []
    at = start
    for word in words:
        if word.concepts == _PLAIN:
            continue
        if at < word.start:
            _add_gap(flow, at, word.start, gaps)
        at = word.end
    if at < end:
        _add_gap(flow, at, end, gaps)
    return gaps


def _add_gap(flow: str, start: int, end: int, gaps: list[tuple[int, int]]) -> None:
    while start < end and flow[start] in _SILENT:
        start += 1
    while end > start and flow[end - 1] in _SILENT:
        end -= 1
    if start < end:
        gaps.append((start, end))


def _absorbed(
    flow: str, word: Token, after: Token | None, firsts: Container[int], lasts: Container[int]
) -> bool:
    """Whether *word* belongs to an unknown name that it touches, one of *firsts* to *lasts*."""
    if word.end - word.start > 1:
        return word.concepts == _PLAIN
    letter = flow[word.start]
    if word.end in firsts and letter not in _BEFORE_NAME:
        return True
    return word.start in lasts and (letter not in _AFTER_NAME or _goes_on(word, after))


def _goes_on(word: Token, after: Token | None) -> bool:
    """Whether a name goes on into the word that ends it: 设计审核, 文件审批."""
    return after is not None and after.start == word.end and bool(after.concepts & _ENDS_NAME)
