"""Lists that say once what the numbers of each licence count: 受理量和准予量分别为：A9件、8件."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from xuke.catalog.patterns import LabelRule
from xuke.extraction import context, shifts
from xuke.extraction.chunks import Chunk
from xuke.extraction.judge import Judge
from xuke.extraction.results import Candidate
from xuke.extraction.state import WHICH
from xuke.model import Quantity


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
