"""The named reforms and systems that a document mentions, with what it says of their state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from xuke.catalog import initiatives, metrics
from xuke.catalog.patterns import Patterns, trie
from xuke.extraction.layout import Layout
from xuke.extraction.results import Mention, Reading
from xuke.model import Span

_AGENCY = re.compile(r"[区市县][一-鿿]{1,10}?(?:局|委|办(?![事理法公成结])|中心)")
_CLAUSE = re.compile("[。！？；，\n]")
_SENTENCE_END = re.compile("[。！？\n]")
_REACH = 40
_CLAIMS = 7
_GAP = 20  # how far a line break may have moved a word


def mentions(
    layout: Layout, text: str, known: Patterns, readings: Sequence[Reading]
) -> tuple[Mention, ...]:
    """Each initiative once: where a status is told of it, else where it is first mentioned."""
    flow = layout.flow
    states: dict[str, list[str]] = defaultdict(list)
    for metric in dict.fromkeys(reading.observation.metric for reading in readings):
        states[metrics()[metric].system].append(metric)
    found: dict[str, Mention] = {}
    statuses = known.settings.statuses
    status_words = _any_of(tuple(statuses))
    for word, start in _occurrences(flow, known):
        initiative = known.initiatives[word]
        earlier = found.get(initiative)
        if earlier is not None and earlier.status_words:
            continue
        status, told = _status(flow, start, start + len(word), statuses, status_words)
        if earlier is not None and not told:
            continue
        section = layout.section_at(start)
        span = _span(text, start, word)
        found[initiative] = Mention(
            initiative,
            span,
            span.of(text),
            earlier.section if earlier else section.top,
            (earlier.agency if earlier else "") or _agency(flow, start),
            status,
            told,
            tuple(states[initiatives()[initiative].name_zh]),
        )
    return tuple(sorted(found.values(), key=lambda each: each.span))


def _span(text: str, start: int, word: str) -> Span:
    """Where *word*, which stands at *start* of the flow, is in *text*: a line break may cut it."""
    span = Span(start, start + len(word))
    if span.of(text) == word:
        return span
    cut = re.compile(r"\s*".join(map(re.escape, word)))
    found = cut.search(text, max(0, start - _GAP), span.end + _GAP)
    return Span(*found.span()) if found else span


def _occurrences(flow: str, known: Patterns) -> Iterator[tuple[str, int]]:
    places = []
    for word in known.initiatives:
        at = flow.find(word)
        while at >= 0:
            places.append((at, -len(word), word))
            at = flow.find(word, at + len(word))
    for at, _, word in sorted(places):
        yield word, at


def _status(
    flow: str, start: int, end: int, statuses: dict[str, str], pattern: re.Pattern[str]
) -> tuple[str, tuple[str, ...]]:
    """The status told right before a mention, else in the words after it in the same clause."""
    if not pattern.search(flow, max(0, start - _REACH), end + _REACH):
        return "in force", ()
    told = pattern.findall(_CLAUSE.split(flow[max(0, start - _REACH) : start])[-1])
    if not told:
        told = pattern.findall(_CLAUSE.split(flow[end : end + _REACH], maxsplit=1)[0])[:1]
    if not told:
        return "in force", ()
    rank = list(statuses)
    strongest = min(told, key=rank.index)
    # The strongest claim outranks the nearest word: 首创推出 is more than 推出.
    if rank.index(strongest) >= _CLAIMS:
        strongest = told[-1]
    return statuses[strongest], tuple(dict.fromkeys((strongest, *told)))


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(trie(words))


def _agency(flow: str, at: int) -> str:
    """The agency named nearest before a mention in its sentence, else the first one after it."""
    before = _AGENCY.findall(_SENTENCE_END.split(flow[max(0, at - 120) : at])[-1])
    if before:
        return str(before[-1])
    after = _AGENCY.search(_SENTENCE_END.split(flow[at : at + 120], maxsplit=1)[0])
    return after.group() if after else ""
