"""The named reforms and systems that a document mentions, with what it says of their state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from xuke.catalog import initiatives, metrics
from xuke.catalog.patterns import Patterns
from xuke.extraction.layout import Layout
from xuke.extraction.results import Mention, Reading
from xuke.model import Span

_AGENCY = re.compile(r"[区市县][一-鿿]{1,10}?(?:局|委|办(?![事理法公成结])|中心)")
_SENTENCE_ENDS, _CLAUSE_ENDS = "。！？\n", "。！？；，\n"
_REACH = 40
_CLAIMS = 7  # the first statuses of the settings outrank a nearer one: 首创推出


def mentions(
    layout: Layout, text: str, known: Patterns, readings: Sequence[Reading]
) -> tuple[Mention, ...]:
    """Each initiative once: where a status is told of it, else where it is first mentioned."""
    flow = layout.flow
    states: dict[str, list[str]] = defaultdict(list)
    for metric in dict.fromkeys(reading.observation.metric for reading in readings):
        states[metrics()[metric].system].append(metric)
    found: dict[str, Mention] = {}
    for word, start in _occurrences(flow, known):
        initiative = known.initiatives[word]
        earlier = found.get(initiative)
        if earlier is not None and earlier.status_words:
            continue
        status, told = _status(flow, start, start + len(word), known.settings.statuses)
        if earlier is not None and not told:
            continue
        section = layout.section_at(start)
        found[initiative] = Mention(
            initiative,
            Span(start, start + len(word)),
            text[start : start + len(word)],
            earlier.section if earlier else section.top,
            (earlier.agency if earlier else "") or _agency(flow, start),
            status,
            told,
            tuple(states[initiatives()[initiative].name_zh]),
        )
    return tuple(sorted(found.values(), key=lambda each: each.span))


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
    flow: str, start: int, end: int, statuses: dict[str, str]
) -> tuple[str, tuple[str, ...]]:
    """The status told right before a mention, else in the words after it in the same clause."""
    first = max(flow.rfind(mark, max(0, start - _REACH), start) for mark in _CLAUSE_ENDS) + 1
    first = first or max(0, start - _REACH)
    before = [(flow.rfind(word, first, start), word) for word in statuses]
    told = [(at, len(word), word) for at, word in before if at >= 0]
    if not told:
        ends = [at for mark in "，。；\n" if (at := flow.find(mark, end, end + _REACH)) >= 0]
        last = min(ends, default=end + _REACH)
        told = [
            (-at, len(word), word) for word in statuses if (at := flow.find(word, end, last)) >= 0
        ]
    if not told:
        return "in force", ()
    # The strongest claim of the clause comes first in the settings: 全市率先推出 is not only 推出.
    words = tuple(word for word in statuses if any(word == each for _, _, each in told))
    nearest = max(told)[2]
    rank = list(statuses)
    strongest = min((nearest, *words), key=rank.index) if words[0] in rank[:_CLAIMS] else nearest
    return statuses[strongest], tuple(dict.fromkeys((strongest, *words)))


def _agency(flow: str, at: int) -> str:
    """The agency named nearest before a mention in its sentence, else the first one after it."""
    start = max(flow.rfind(mark, max(0, at - 120), at) for mark in _SENTENCE_ENDS) + 1
    ends = [found for mark in _SENTENCE_ENDS if (found := flow.find(mark, at, at + 120)) >= 0]
    before = _AGENCY.findall(flow, start, at)
    if before:
        return str(before[-1])
    after = _AGENCY.search(flow, at, min(ends, default=at + 120))
    return after.group() if after else ""
