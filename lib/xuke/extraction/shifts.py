"""Turns of speech that tie numbers together: 分别为, 均为, 从…调整到…, 占…%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from xuke.extraction import context
from xuke.extraction.chunks import Chunk
from xuke.extraction.judge import Judge
from xuke.extraction.results import Candidate
from xuke.extraction.rules import STEP_METRICS, STEPS, matter
from xuke.extraction.state import PARTS, UNKNOWN
from xuke.extraction.tokens import Phrase
from xuke.model import Qualifier, Quantity

_FROM = re.compile(r"(?:从|由|自)[^，。；、:从由]{0,12}$")
_CHANGES = (
    "调整|增加|增长|减少|精简|变更|扩大|提升|提高|压缩|压减|上升|下降|缩减|扩展|升|降|增|减|变"
)
_TO = re.compile(
    rf" {{0,2}}(?:动态|已|进一步|逐步)?(?:{_CHANGES})?(?:到|为|至|成)了? {{0,2}}"
    r"(?:(?:目前|现在|现有|年末|年底|当前|20\d\d {0,2}年度?|今年|本年度?)的?)?"
)
LONGEST_GAP = 16
"""How far apart two numbers may stand that one turn of speech ties."""
_LONGEST_FROM = 16
_EXACTLY = re.compile(
    " {0,2}(?:大关|关口)?(?:（(?:实际|即|共|为)?|， {0,2}(?:已|共|总量)?(?:达到?|为|即)了?) {0,2}"
)
_ITEMS = frozenset({"项", "个"})
_WITH = re.compile(" {0,2}(?:行政许可|许可)?(?:事项)?[，、]?(?:共|共计|合计)? {0,2}")
_ROUGHLY = 10  # a round number is at most the tenth part off
JOINT = re.compile(r" {0,2}[、，和及与 ]{0,2}(?:以及)? {0,2}")
"""What stands between two numbers that one turn of speech ties."""
_PARTS = re.compile(r"[、，]|以及|[和及与]|(?<!合)并(?!联)")
_TOTALS = frozenset(
    {"accept", "handle", "conclude", "apply", "receive", "license", "permit", "case", "items"}
)
_CLAUSE_MARKS = "；:（）。\n"


def replaced(flow: str, old: Quantity, new: Quantity) -> bool:
    """Whether *old* is the value that *new*, right after it, replaces: 从201个调整到203个."""
    start = old.span.start
    return (
        _TO.fullmatch(flow, old.span.end, new.span.start) is not None
        and _FROM.search(flow, max(0, start - _LONGEST_FROM), start) is not None
    )


def restated(flow: str, rough: Quantity, exact: Quantity) -> bool:
    """Whether *exact* says more exactly what *rough* does: 突破15万件，达到156321件."""
    if rough.unit != exact.unit or rough.unit in ("", "%"):
        return False
    if rough.qualifier is Qualifier.EXACT or exact.qualifier is not Qualifier.EXACT:
        return False
    if abs(exact.value - rough.value) > rough.value / _ROUGHLY:
        return False
    return _EXACTLY.fullmatch(flow, rough.span.end, exact.span.start) is not None


def without_from(flow: str, start: int, end: int) -> int:
    """Where the words before 从, 由 or 自 end."""
    found = _FROM.search(flow, start, end)
    return found.start() if found else end


def listed(
    judge: Judge,
    pieces: Sequence[Chunk],
    figures: Sequence[Quantity],
) -> int:
    """Read 申请、受理、批准分别为100、90、80件; how many figures were read, 0 if it is not that."""
    if len(pieces) < 2 or pieces[-2].sign != "respectively":
        return 0
    if not judge.words.phrase(pieces[-1].start, pieces[-1].end).empty:
        return 0
    flow = judge.layout.said
    parts = _labels(judge, pieces[-2].start, pieces[-2].end)
    if len(parts) < 2 or len(figures) < len(parts):
        return 0
    unit = figures[len(parts) - 1].unit
    group = [replace(each, unit=each.unit or unit) for each in figures[: len(parts)]]
    for before, after in pairwise(group):
        if not JOINT.fullmatch(flow[before.span.end : after.span.start]):
            return 0
    told = [judge.words.phrase(*part) for part in parts]
    told[0] = judge.without_own(group[0], told[0])
    # 取水许可受理、批准分别为12件、11件
    item = judge.item_of(told[0])[0] if told[0].name is not None else ""
    last = judge.state.trail.last
    rules = [
        judge.rules.label(figure, said.concepts, last)
        for said, figure in zip(told, group, strict=True)
    ]
    if any(said.name is not None for said in told[0 if not item else 1 :]) or not all(rules):
        return 0
    for piece in pieces[:-2]:
        context.take_in(judge, piece)
    if item:
        judge.state.about(item)
    context.hear_all(judge, told[0])
    for said, rule, figure in zip(told, rules, group, strict=True):
        if reason := judge.reason(figure, said.concepts):
            judge.findings.dismiss(figure, reason)
        elif rule is not None:
            start, end = figure.span.start, figure.span.end
            found = Candidate(figure, rule.metric, start, end, f"labels:{rule.rule}")
            found.item = item
            judge.keep(found)
    return len(parts)


def paired(judge: Judge, pieces: Sequence[Chunk], items: Quantity, cases: Quantity) -> bool:
    """Read 办理行政许可事项89项、8765件 as the items that had cases, and these."""
    settings, gap = judge.rules.known.settings, (items.span.end, cases.span.start)
    if items.unit not in _ITEMS or cases.unit not in settings.kinds["cases"] - {"", "个"}:
        return False
    if not _WITH.fullmatch(judge.layout.said, *gap):
        return False
    near = judge.words.phrase(pieces[-1].start, pieces[-1].end)
    rule = judge.rules.label(cases, near.concepts)
    known = near.name is None and not near.torn and rule and rule.metric in STEP_METRICS
    if not known or rule is None:
        return False
    for piece in pieces[:-1]:
        context.take_in(judge, piece)
    judge.state.hear(near.concepts, near=True)
    now = judge.state.now
    doubt = now.unsure or (PARTS if now.item or now.parts or judge.state.off_topic else "")
    if doubt := judge.reason(cases, near.concepts) or doubt:
        judge.leave(items, doubt)
        judge.leave(cases, doubt)
        return True
    judge.keep(judge.candidate(items, near, "licensing_items_with_cases", "items_and_cases"))
    judge.keep(judge.candidate(cases, near, rule.metric, f"labels:{rule.rule}"))
    return True


def several(judge: Judge, figure: Quantity, near: Phrase) -> bool:
    """Read 受理、办结均为358件, or 受理并办结358件, as two figures.

    False if the words before are not all labels; of cases that nobody knows they are left.
    """
    flow, last = judge.layout.said, judge.state.trail.last
    first = _clause_start(judge, near.start)
    pause = flow.rfind("，", first, near.start + 1) + 1  # 通过平台受理，网办率和全程网办率均为100%
    for start in dict.fromkeys((max(first, pause), first)):
        parts = _labels(judge, start, near.end)
        told = [judge.words.phrase(*part).concepts for part in parts]
        # 按期办结率和群众满意率均为100%: one of them is another matter's
        others = [matter(concepts) == "satisfaction" for concepts in told]
        rules = [judge.rules.label(figure, concepts, last) for concepts in told]
        known = all(rule or other for rule, other in zip(rules, others, strict=True))
        if len(parts) > 1 and any(rules) and known:
            break
    else:
        beside = "each" in near.last and len(parts) > 1 and told[0] & STEPS
        if beside:
            judge.leave(figure, UNKNOWN)  # 住房补贴受理、办结均为12件
        return bool(beside)
    said = judge.without_own(figure, judge.words.phrase(*parts[0]))
    item, trouble = judge.item_of(said)
    if trouble:
        judge.leave(figure, trouble)  # 人才公寓申请、受理均为12件
        return True
    for rule in dict.fromkeys(rule for rule in rules if rule):
        found = Candidate(figure, rule.metric, parts[0][0], figure.span.end, f"labels:{rule.rule}")
        found.item = item or (judge.state.now.item if rule.kind == "cases" else "")
        judge.keep(found)
    return True


def share_of(judge: Judge, figure: Quantity, said: Phrase) -> bool:
    """Read 占受理总数的60% after a count as the stated share of that count's metric."""
    last, settings = judge.state.trail.last, judge.rules.known.settings
    told = said.concepts - settings.neutral.always - {"share", "rate"}
    beside = "share" in said.concepts or ("rate" in said.concepts and not told)
    if last is None or not beside or said.name is not None or not told <= _TOTALS:
        return False
    if "合计" in judge.layout.said[last.end : figure.span.start]:
        return False  # A105件、B73件，合计占90%: of all that were listed
    metric = settings.shares.get(last.metric)
    if metric is None or last.quantity.unit == "%":
        return False
    if metric == "handled_share_stated" and not last.item:
        return False
    found = judge.candidate(figure, said, metric, f"share_of:{last.metric}")
    found.item = last.item
    judge.keep(found)
    return True


def _clause_start(judge: Judge, at: int) -> int:
    """Where the labels that end at *at* may begin: after the last number, mark or opener."""
    flow, first = judge.layout.said, judge.sentence.start
    marks = max(flow.rfind(each, first, at) for each in _CLAUSE_MARKS) + 1
    openers = [
        word.end
        for word in judge.words.inside(first, at)
        if word.concepts & {"part", "list_number", "time.whole"}
    ]
    last = judge.state.trail.last
    return max([first, marks, last.end if last else 0, *openers])


def _labels(judge: Judge, start: int, end: int) -> list[tuple[int, int]]:
    """As :func:`split`, with a licence's name in one piece: 占用、挖掘城市道路审批受理、办结."""
    parts = split(judge.layout.said, start, end)
    named = [at for at, part in enumerate(parts) if judge.words.phrase(*part).name is not None]
    if not named:
        return parts
    return [(parts[0][0], parts[named[-1]][1]), *parts[named[-1] + 1 :]]


def split(flow: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where each of the labels stands that ``flow[start:end]`` joins: 受理、办结."""
    parts, at = [], start
    for found in _PARTS.finditer(flow, start, end):
        parts.append((at, found.start()))
        at = found.end()
    parts.append((at, end))
    return [part for part in parts if flow[slice(*part)].strip()]
