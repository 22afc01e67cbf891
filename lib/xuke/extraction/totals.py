"""Totals that close a list, figures up to a date, and denials of several things at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xuke.extraction.results import Candidate, Findings
from xuke.extraction.tokens import Phrase, Words
from xuke.model import Quantity

# What may be denied together with a step before it: 无不予受理、不予许可情形.
DENIED = frozenset({"not_accepted", "not_approved", "decided_overdue", "revoked", "charged_amount"})
_CLOSES = re.compile(
    r"[，、；] {0,2}(?:以上|各项|两者|二者|三项|两项)?(?:共计|合计|总计|总共)[^，；、。:\d]{0,30}$"
)
_REACH = 40
_SUMS = re.compile("，共 {0,2}$")
_UNTIL = re.compile(r"(?:截至|截止|截止到|截止至|截至到) {0,2}$")
_ALSO = re.compile(r"(?:以及|[、和及与或])((?:(?!以及)[^，。；、和及与或:（）\d\n]){2,14})")
_OR = re.compile("以及|[、和及与或]")
_ENDS = frozenset("，。；）\n")


def closes(flow: str, start: int, figure: Quantity) -> bool:
    """Whether *figure* is said to be the total of those before it, after *start*: ，共计5000件."""
    at = figure.span.start
    return _CLOSES.search(flow, max(start, at - _REACH), at) is not None


def sums(flow: str, start: int, figure: Quantity) -> bool:
    """Whether *figure* is told as what others make: ，共80件, of those listed if they do."""
    at = figure.span.start
    return closes(flow, start, figure) or _SUMS.search(flow, max(start, at - 4), at) is not None


def adds_up(figure: Quantity, metric: str, here: Sequence[Candidate]) -> bool | None:
    """Whether two or more licences' figures of *metric* make *figure*; None if there are none."""
    parts = {each.item: each.value for each in here if each.metric == metric and each.item}
    return sum(parts.values()) == figure.value if len(parts) > 1 else None


def withdraw(flow: str, start: int, figure: Quantity, findings: Findings) -> None:
    """Take back figures since *start* that a larger total without a label shows to be parts."""
    if not closes(flow, start, figure):
        return
    here = [each for each in findings.since(start) if each.unit == figure.unit and not each.item]
    if here and all(each.value < figure.value for each in here):
        for each in here:
            findings.leave(each.quantity, "part_of_total")
        findings.take_back(start, here)


def year_said(flow: str, words: Words, start: int, figure: Quantity, *, stock: bool) -> bool:
    """Whether the sentence says that a cumulative *figure* is the year's.

    截至2023年底 says up to when and not since when, which is enough for a *stock* of items only.
    """
    return any(
        stock or not _UNTIL.search(flow, max(start, word.start - 4), word.start)
        for word in words.inside(start, figure.span.start)
        if "time.whole" in word.concepts
    )


def denied_in(flow: str, words: Words, denial: Quantity) -> list[Phrase]:
    """What a denial of several things denies, piece by piece: 无不予受理或不予许可决定."""
    marks = [found.span() for found in _OR.finditer(flow, denial.span.start, denial.span.end)]
    starts = [denial.span.start, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), denial.span.end]
    return [words.phrase(start, end) for start, end in zip(starts, ends, strict=True)]


def also_denied(flow: str, words: Words, denial: Quantity, end: int) -> Iterator[Phrase]:
    """What stands beside the words of *denial* to the end of its clause, if all of it is known."""
    at, found = denial.span.end, []
    while piece := _ALSO.match(flow, at, end):
        found.append(words.phrase(*piece.span(1)))
        at = piece.end()
    if (at == len(flow) or flow[at] in _ENDS) and not any(each.name for each in found):
        yield from found
