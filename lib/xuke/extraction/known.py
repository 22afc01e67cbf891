"""The known words of a sentence, its dates among them, and names that hold words of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge

from xuke.extraction.cues import time_concept
from xuke.extraction.layout import Sentence
from xuke.extraction.rules import STEPS, Rules
from xuke.extraction.tokens import Token, Words, tokens
from xuke.model import Quantity

_MARKS = frozenset({"document_number", "edition", "clock", "url"})
_PERMIT, _PROCESS, _PLAIN = frozenset({"permit"}), frozenset({"process"}), frozenset({"plain"})
_FOUNDING = ("设立", "成立", "筹设")
# 民办学校设立、变更、终止审批
_WITH_KINDS = re.compile(
    r"([^，。；:、（）\d\s]{2,20}?)(?:设立|成立|筹设)"
    r"(?:(?:、|和|及|或者|以及)[^，。；:、（）\d\s]{2,10}?){1,3}(审批|许可|核准|登记)"
)
# 食品经营许可数量为820件: so many of one licence, where 许可数量 alone counts what was granted;
# 挖掘城市道路审批准予12件
_GLUED = re.compile(
    r"(?:许可(?=(?:件|宗|总|决定)?[数量])|审批(?=准予|通过|同意|[不未]通过))"
    r"(?<=[一-鿿][^\W局委办厅署]..)"
)
_SHORTEST = 2

Span = tuple[int, int]


def words_of(
    flow: str, sentence: Sentence, rules: Rules, quantities: Sequence[Quantity]
) -> tuple[Words, list[Span]]:
    """The known words, with years and dates as words of time and list numbers as marks.

    And the spans of the names that hold kinds of case, which are no words there.
    """
    year = rules.report.year
    marks = [
        Token(each.span.start - _opened(each, flow), _end(each, year, flow), concepts)
        for each in quantities
        if each.kind != "figure"
        and (concepts := _mark(each, year, flow)) is not None
        and not flow[each.span.start].isspace()  # in a remark: （含2022年受理的）
    ]
    known, at = [], sentence.start
    for mark in marks:  # 2023年审批: no 年审
        known += tokens(flow, at, mark.start, rules.known)
        at = mark.end
    known += tokens(flow, at, sentence.end, rules.known)
    known, names = _without_kinds(flow, sentence, known)
    glued = {each.start(): each.end() for each in _GLUED.finditer(flow, *sentence[:2])}
    if glued:
        known = list(_cut(flow, known, glued))
    words = list(merge(known, marks)) if marks else known
    return Words(flow, words, rules.known.settings), names


def _without_kinds(
    flow: str, sentence: Sentence, known: list[Token]
) -> tuple[list[Token], list[Span]]:
    """*known* without the kinds of case in names: 民办学校设立、变更、终止审批."""
    names: list[Span] = []
    start, end = sentence.start, sentence.end
    if all(flow.find(word, start, end) < 0 for word in _FOUNDING):
        return known, names
    for found in _WITH_KINDS.finditer(flow, start, end):
        inside = [word for word in known if found.start() <= word.start < found.start(2)]
        steps = [word.end for word in inside if word.concepts & STEPS]
        first = max(steps, default=found.start())
        if found.end(1) - first < _SHORTEST:
            continue  # 办理设立、变更登记320件
        names.append((first, found.end()))
        dropped = {word.start for word in inside if word.start >= first}
        known = [word for word in known if word.start not in dropped]
    return known, names


def _cut(flow: str, known: Sequence[Token], ends: Mapping[int, int]) -> Iterator[Token]:
    """*known* with the words at the keys of *ends* cut there, if unknown ones stand before them."""
    before = None
    for word in known:
        end = ends.get(word.start, word.end)
        alone = before is not None and before.end == word.start and before.concepts != _PLAIN
        before = word
        if end >= word.end or alone:
            yield word
            continue
        counts = flow.startswith("许可", word.start)  # which of that licence is told elsewhere
        yield Token(word.start, end, _PERMIT if counts else _PROCESS)
        yield Token(end, word.end, frozenset() if counts else word.concepts)


def _opened(number: Quantity, flow: str) -> bool:
    """Whether *number*, of a list, has a bracket before it that opens nothing: （1）."""
    opened = number.kind == "list_number" and number.words.endswith("）")
    return opened and flow[number.span.start - 1 : number.span.start] == "（"


def _end(mark: Quantity, year: int | None, flow: str) -> int:
    """The end of a date, with 以来 where it is the year of the report: 2023年以来."""
    since = mark.kind == "year" and mark.value == year and flow.startswith("以来", mark.span.end)
    return mark.span.end + 2 * since


def _mark(quantity: Quantity, year: int | None, flow: str) -> frozenset[str] | None:
    if quantity.kind in ("year", "date"):
        return time_concept(quantity, year, flow)
    if quantity.kind == "list_number":
        return frozenset({"list_number"})
    return frozenset() if quantity.kind in _MARKS else None
