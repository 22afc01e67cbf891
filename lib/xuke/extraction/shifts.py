"""Turns of speech that tie numbers together: 分别为, 均为, 从…调整到…, 占…%."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from xuke.extraction.chunks import Chunk
from xuke.extraction.cues import scope_of
from xuke.extraction.judge import Judge
from xuke.extraction.results import Candidate
from xuke.extraction.tokens import Phrase
from xuke.model import Quantity

_FROM = re.compile(r"(?:从|由|自)[^，。；、:从由]{0,12}$")
_CHANGES = (
    "调整|增加|增长|减少|精简|变更|扩大|提升|提高|压缩|压减|上升|下降|缩减|扩展|升|降|增|减|变"
)
_TO = re.compile(
    rf" ?(?:动态|已|进一步|逐步)?(?:{_CHANGES})?(?:到|为|至|成)了? ?"
    r"(?:(?:目前|现在|现有|年末|年底|当前)的?)?"
)
_LONGEST_CHANGE, _LONGEST_FROM = 12, 16
_OWN_ITEMS = re.compile(
    r"(?:[，（] ?(?:其中)?|其中)[，:]?((?:由)?[^，。；、:（\d]{2,24}?)"
    r"(?:及其?(?:所属|隶属|直属|下属|派出)[^，。；\d]{0,8}?)?"
    r"(?:负责|具体|直接|依法|实际)*(?:实施|承担|行使|保留)的?(?:行政许可|许可|审批)?(?:事项|项目)?"
    r"(?:共有|共计|有|共|为)? ?$"
)
_WE = re.compile("[我本](?:局|委|办|单位|机关|部门|厅|关|会|院|所|站|中心|队|分局|署|部)")
_LONGEST_OWN = 60
_LIST = re.compile("许可事项")
_OWN_CASES = re.compile(
    r"其中[，:]?((?:由)?[^，。；、:（\d]{2,20}?)(?:共|累计)?(?:受理|办理|办结|收到|接收|批准|准予)"
    r"[^，。；\d]{0,10}$"
)
_DECIDED = re.compile(r"作出(?:的)?(?:行政)?许可(?:的)?决定(?:共|共计)? ?$")
_REFUSED = re.compile(r" ?[，、；](?:作出)?(?:的)?不予(?:行政)?许可")
_CARRIED = re.compile(
    r" ?(?:将|已)?(?:结转|转入|转)(?:至|到|入)? ?(20\d\d) ?年度?(?:继续)?(?:办理|办结|审批)?"
)
_JOINT = re.compile(r"[、，和及与 ]{0,4}(?:以及)?")
_PARTS = re.compile(r"[、，]|以及|[和及与]")
_TOTALS = frozenset(
    {"accept", "handle", "conclude", "apply", "receive", "license", "permit", "case", "items"}
)
_CLAUSE_MARKS = "；:（）。\n"


def replaced(flow: str, old: Quantity, following: Sequence[Quantity]) -> bool:
    """Whether *old* is the value that the next one replaces: 从201个调整到203个."""
    if not following or following[0].span.start - old.span.end > _LONGEST_CHANGE:
        return False
    start = old.span.start
    return (
        _TO.fullmatch(flow, old.span.end, following[0].span.start) is not None
        and _FROM.search(flow, max(0, start - _LONGEST_FROM), start) is not None
    )


def without_from(flow: str, start: int, end: int) -> int:
    """Where the words before 从, 由 or 自 end."""
    found = _FROM.search(flow, start, end)
    return found.start() if found else end


def listed(
    judge: Judge,
    context: Callable[[Chunk], None],
    pieces: Sequence[Chunk],
    figures: Sequence[Quantity],
) -> int:
    """Read 申请、受理、批准分别为100、90、80件; how many figures were read, 0 if it is not that."""
    if len(pieces) < 2 or pieces[-2].sign != "respectively":
        return 0
    if not judge.words.phrase(pieces[-1].start, pieces[-1].end).empty:
        return 0
    flow = judge.layout.said
    parts = _split(flow, pieces[-2].start, pieces[-2].end)
    if len(parts) < 2 or len(figures) < len(parts):
        return 0
    unit = figures[len(parts) - 1].unit
    group = [replace(each, unit=each.unit or unit) for each in figures[: len(parts)]]
    for before, after in pairwise(group):
        if not _JOINT.fullmatch(flow[before.span.end : after.span.start]):
            return 0
    rules = []
    for part, figure in zip(parts, group, strict=True):
        said = judge.words.phrase(*part)
        rule = judge.rules.label(figure, said.concepts, judge.state.trail.last)
        if said.name is not None or rule is None or judge.reason(figure, said.concepts):
            return 0
        rules.append(rule)
    for piece in pieces[:-2]:
        context(piece)
    for rule, figure in zip(rules, group, strict=True):
        span = figure.span
        judge.keep(Candidate(figure, rule.metric, span.start, span.end, f"labels:{rule.rule}"))
    return len(parts)


def several(judge: Judge, figure: Quantity, near: Phrase) -> bool:
    """Read 受理、办结均为358件 as two figures; False if the words before are not all labels."""
    start = _clause_start(judge, near.start)
    parts, last = _split(judge.layout.said, start, near.end), judge.state.trail.last
    rules = [judge.rules.label(figure, judge.words.phrase(*part).concepts, last) for part in parts]
    if len(parts) < 2 or not all(rules):
        return False
    for rule in dict.fromkeys(rule for rule in rules if rule):
        judge.keep(Candidate(figure, rule.metric, start, figure.span.end, f"labels:{rule.rule}"))
    return True


def share_of(judge: Judge, figure: Quantity, said: Phrase) -> bool:
    """Read 占受理总数的60% after a count as the stated share of that count's metric."""
    last, settings = judge.state.trail.last, judge.rules.known.settings
    told = said.concepts - settings.neutral.always - {"share", "rate"}
    beside = "share" in said.concepts or ("rate" in said.concepts and not told)
    if last is None or not beside or said.name is not None or not told <= _TOTALS:
        return False
    metric = settings.shares.get(last.metric)
    if metric is None or last.quantity.unit == "%":
        return False
    if metric == "handled_share_stated" and not last.item:
        return False
    found = judge.candidate(figure, said, metric, f"share_of:{last.metric}")
    found.item = last.item
    judge.keep(found)
    return True


def turned(judge: Judge, figure: Quantity) -> bool:
    """Read what only the words on both sides of *figure*, or those before 其中, tell together."""
    flow, at, end = judge.layout.said, figure.span.start, figure.span.end
    _own_cases(judge, figure)
    if _own_items(judge, figure):
        return True
    # Nearly every number is neither: the patterns are asked only where a word of theirs stands.
    if flow.find("决定", at - _LONGEST_CHANGE, at) >= 0 and _decided(judge, figure):
        return True
    return "转" in flow[end : end + _LONGEST_CHANGE] and _carried(judge, figure)


def _own_items(judge: Judge, figure: Quantity) -> bool:
    """Read 海关系统许可事项10项，其中我关实施7项 as the author's list, the larger one as wider."""
    flow, start, at = judge.layout.flow, judge.sentence.start, figure.span.start
    if figure.unit not in judge.rules.known.settings.kinds["items"]:
        return False
    found = _OWN_ITEMS.search(flow, max(start, at - _LONGEST_OWN), at)
    if not found or not _LIST.search(flow, start, found.start()):
        return False
    clause = max(start, flow.rfind("，", start, found.start()) + 1)
    if judge.words.hold({"scope.own"}, clause, found.start()):
        return False  # 我委共涉及许可事项14项，其中本级实施8项: the author's are all of them
    who = found[1].removeprefix("由")
    if not _WE.match(who) and not judge.names.is_own(judge.names.trimmed(who, 0, len(who))):
        return False
    for each in judge.findings.since(start):
        if each.metric == "licensing_items" and not each.item and each.value >= figure.value:
            each.scope = "wide"
    judge.state.now = judge.state.now._replace(unsure="", topic="", scope="own")
    span = found.start(1), figure.span.end
    kept = Candidate(figure, "licensing_items", *span, "own_part_of:licensing_items")
    judge.keep(kept, "own")
    return True


def _own_cases(judge: Judge, figure: Quantity) -> None:
    """Take 其中市气象局办理462件 for the author's own; what was told before it is of others too."""
    flow, start, at = judge.layout.flow, judge.sentence.start, figure.span.start
    if flow.find("其中", max(start, at - _LONGEST_OWN), at) < 0:
        return
    found = _OWN_CASES.search(flow, max(start, at - _LONGEST_OWN), at)
    if not found:
        return
    who = judge.names.trimmed(flow, *found.span(1)).removeprefix("由")
    wider = [each for each in judge.findings.since(start) if not each.item]
    level = scope_of(judge.words.phrase(*found.span(1)).concepts, judge.rules.report.level)
    # 其中市级受理3542件 after a number of the whole system that was not understood
    ours = level == "own" and not wider and judge.state.now.unsure
    if not ours and not _WE.match(who) and not judge.names.is_own(who):
        return
    for each in wider:
        each.scope = "wide"
    judge.state.now = judge.state.now._replace(unsure="", scope="own", parts=False)


def _decided(judge: Judge, figure: Quantity) -> bool:
    """Read 作出许可决定3812件 as approved where 不予许可17件 follows: it is not both together."""
    flow, at = judge.layout.said, figure.span.start
    found = _DECIDED.search(flow, max(judge.sentence.start, at - _LONGEST_CHANGE), at)
    if not found or not _REFUSED.match(flow, figure.span.end, judge.sentence.end):
        return False
    if judge.reason(figure, frozenset()) or judge.state.now.unsure:
        return False
    kept = Candidate(figure, "approved", found.start(), figure.span.end, "decided_beside_refused")
    kept.item = judge.state.now.item
    judge.keep(kept)
    return True


def _carried(judge: Judge, figure: Quantity) -> bool:
    """Read 其余9件结转至2024年办理 in a report on 2023 as pending."""
    flow, end, year = judge.layout.said, figure.span.end, judge.rules.report.year
    found = _CARRIED.match(flow, end, judge.sentence.end)
    if not found or year is None or int(found[1]) != year + 1 or judge.state.now.unsure:
        return False
    kept = Candidate(figure, "pending", figure.span.start, found.end(), "carried_to_next_year")
    kept.item = judge.state.now.item
    judge.keep(kept)
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


def _split(flow: str, start: int, end: int) -> list[tuple[int, int]]:
    parts, at = [], start
    for found in _PARTS.finditer(flow, start, end):
        parts.append((at, found.start()))
        at = found.end()
    parts.append((at, end))
    return [part for part in parts if flow[slice(*part)].strip()]
