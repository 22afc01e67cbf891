"""Numbers of several licences that say once what they count, or of which licences they are.

A许可、B许可分别受理12件、268件, and the other way round 受理量和准予量分别为：A许可9件、8件.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from xuke.catalog.patterns import LabelRule
from xuke.extraction import context, lists, shifts
from xuke.extraction.chunks import Chunk
from xuke.extraction.judge import Judge
from xuke.extraction.results import Candidate
from xuke.extraction.state import WHICH
from xuke.extraction.subsets import SOME_ITEMS
from xuke.model import Quantity

_WHOSE = ("scope.", "time.", "each")
_MARKS = "；:（）。\n，"
# A许可、B许可的受理量分别为12件、268件
_STEP = re.compile("的?((?:申请|受理|办理|办结|批准|准予|办件)(?:总?[量数]|数量|件数)?) {0,2}$")
_LONGEST_STEP = 8


def for_each(judge: Judge, pieces: Sequence[Chunk], figures: Sequence[Quantity]) -> int:
    """Read A许可、B许可分别受理12件、268件，批准12件、265件; how many figures were read."""
    said, state = judge.words.phrase(pieces[-1].start, pieces[-1].end), judge.state
    opened = len(pieces) > 1 and pieces[-2].sign == "respectively"
    parts = len(pieces) > 2 and pieces[-3].sign == "part"  # 其中A许可、B许可分别为12件、268件
    first = pieces[-2].start if parts else judge.sentence.start
    reach = max(first, pieces[-2].end - _LONGEST_STEP) if opened else first
    step = _STEP.search(judge.layout.said, reach, pieces[-2].end) if opened else None
    upto = step.start() if step else pieces[-2].end if opened else first
    names = _names_before(judge, first, upto) or state.each
    group = figures[: len(names)]
    if len(names) < 2 or len(group) < len(names) or said.name is not None:
        return 0
    flow, unit = judge.layout.said, group[-1].unit
    group = [replace(each, unit=each.unit or unit) for each in group]
    apart = (flow[a.span.end : b.span.start] for a, b in pairwise(group))
    told = judge.words.phrase(*step.span(1)).concepts if step and said.empty else said.concepts
    rule = judge.rules.label(group[0], told)
    bare = opened and parts and rule is None and said.empty and not state.trail.lost
    head = state.trail.total if bare else None
    counted = head is not None or (rule is not None and rule.kind == "cases")
    if not counted or not all(map(shifts.JOINT.fullmatch, apart)):
        return 0
    for piece in pieces[: -2 if opened else -1]:
        context.take_in(judge, piece)
    if opened:  # whose they are and of which year, as in 2022年A许可、B许可分别…
        context.hear_all(judge, judge.words.phrase(pieces[-2].start, upto), near=False)
        if judge.names.after_body(names[0]):
            state.of_others()  # 区水务局A许可、B许可分别…
    doubt = "" if state.now.unsure in (WHICH, SOME_ITEMS) else state.now.unsure
    doubt = judge.reason(group[0], told) or doubt
    for name, figure in zip(names, group, strict=True):
        if doubt:
            judge.leave(figure, doubt)
            continue
        span = figure.span
        metric = rule.metric if rule is not None else head.metric if head is not None else ""
        found = Candidate(figure, metric, span.start, span.end, "each_of_several")
        found.item, found.named, found.of = name, True, head
        judge.keep(found)
    state.each = names
    state.doubt(WHICH)
    return len(names)


def _names_before(judge: Judge, first: int, end: int) -> tuple[str, ...]:
    """The licences that are named from *first* to *end*, several of them or none."""
    flow = judge.layout.said
    start = max([first, *(flow.rfind(mark, first, end) + 1 for mark in _MARKS)])
    start = lists.after_number(flow, start, end)
    counted = lists.named_before(flow, start, end)  # A资质、B资质、C预售三项许可分别办理…
    spans = counted or lists.joined(flow, start, end)
    if spans:
        spans = [(_after_whose(judge, *spans[0]), spans[0][1]), *spans[1:]]
    names = tuple(judge.names.trimmed(judge.layout.flow, *span) for span in spans)
    of_body = judge.names.after_body(names[0]) if names else 0
    if of_body and judge.names.is_own(names[0][:of_body]):
        names = (names[0][of_body:], *names[1:])
    known = judge.names.is_plain if counted else judge.names.is_licence
    return names if all(map(known, names)) else ()


def _after_whose(judge: Judge, start: int, end: int) -> int:
    """Where the first of several names starts: 市级A许可、B许可分别…."""
    for word in judge.words.inside(start, end):
        if word.start > start or not any(each.startswith(_WHOSE) for each in word.concepts):
            break
        start = word.end
    return start


def read(judge: Judge, pieces: Sequence[Chunk], figures: Sequence[Quantity]) -> int:
    """Read A9件、8件；B3件、3件 behind their labels; how many figures were read, 0 if none."""
    opened = next((i for i, each in enumerate(pieces) if each.sign == "respectively"), len(pieces))
    between = pieces[opened + 1 : -1]
    if opened + 1 >= len(pieces) or any(each.end > each.start for each in between):
        return 0
    rules = _labels(judge, pieces[opened], figures[0])
    if len(rules) < 2 or len(figures) < len(rules):
        return 0
    found, at, taken = [], pieces[-1].start, 0
    while group := figures[taken : taken + len(rules)]:
        name = _name(judge, at, group, len(rules))
        if not name:
            break
        found.append((name, group))
        at, taken = group[-1].span.end, taken + len(rules)
    if not found:
        return 0
    for piece in pieces[:opened]:
        context.take_in(judge, piece)
    said = judge.words.phrase(*pieces[opened][:2])
    context.hear_all(judge, said, near=False)
    for name, group in found:
        for rule, figure in zip(rules, group, strict=True):
            if doubt := judge.reason(figure, said.concepts) or judge.state.now.unsure:
                judge.leave(figure, doubt)
                continue
            start, end = figure.span.start, figure.span.end
            candidate = Candidate(figure, rule.metric, start, end, "each_of_several")
            candidate.item, candidate.named = name, True
            judge.keep(candidate)
    judge.state.doubt(WHICH)
    return taken


def _labels(judge: Judge, piece: Chunk, figure: Quantity) -> list[LabelRule]:
    """The rules of 企业类许可受理量和准予量, one for each label; none where one is no label."""
    parts = shifts.split(judge.layout.said, piece.start, piece.end)
    told = [judge.words.phrase(*part) for part in parts]
    rules = [judge.rules.label(figure, each.concepts) for each in told]
    cases = [rule for rule in rules if rule is not None and rule.kind == "cases"]
    return cases if len(cases) == len(parts) else []


def _name(judge: Judge, at: int, group: Sequence[Quantity], several: int) -> str:
    """The licence named from *at* to the first of *group*, if the others follow side by side."""
    flow, (first, *_) = judge.layout.flow, group
    joint = (flow[a.span.end : b.span.start] for a, b in pairwise(group))
    if len(group) < several or not all(map(shifts.JOINT.fullmatch, joint)):
        return ""
    at += len(flow[at : first.span.start]) - len(flow[at : first.span.start].lstrip("；，、 "))
    name = judge.names.trimmed(flow, at, first.span.start)
    return name if judge.names.is_licence(name) else ""
