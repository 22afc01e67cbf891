"""Figures that a text denies: 均未收取费用, 无超期办结件, 两项本年度未收到申请."""

from __future__ import annotations

import re

from xuke.extraction import lists, subsets, totals
from xuke.extraction.cues import scope_of
from xuke.extraction.judge import Judge
from xuke.extraction.results import WEAK
from xuke.extraction.state import DEPARTMENT, PARTS, UNKNOWN, WHICH
from xuke.extraction.tokens import Phrase
from xuke.model import Quantity

# 除法律、行政法规另有规定外，不收取费用 is the law's own sentence: an amount stated outweighs it.
_PROVISO = re.compile("除[^；。，]{0,24}(?:另有规定|规定的?(?:收费|收取))")
_COUNTED = re.compile(r"(?:共|共有|为|有|:)? {0,2}(?:\d|[一二两三四五六七八九十])")
# 一律不收费；依法收费的，严格按照标准收取
_CHARGED_TOO = re.compile(
    " {0,2}[；，。][^。；，]{0,6}(?:依法|依规|确需|确有|按规定)(?:收费|收取费用|收取)的"
)
_LICENSING = frozenset({"license", "permit", "items", "handle"})
_ALL_ITEMS = frozenset({"items", "license"})
_SUCH = re.compile("[此该这](?:类|项|种)")
_APPLICANTS = re.compile("申请人|相对人|被许可人|许可")


def read(judge: Judge, figure: Quantity, inside: Phrase, near: Phrase) -> None:
    """Read 均未收取费用: the denial's own words *inside*, and those before it, as one label."""
    if _denied_each(judge, figure, inside, near):
        return
    unlicensed = (inside.concepts | near.concepts).isdisjoint(_LICENSING)
    if "免费" in figure.words and unlicensed and "收费" not in judge.sentence.section.heading:
        judge.leave(figure, "no_rule")  # 为企业刻制公章1200套，全部免费
        return
    denied = inside.concepts
    if judge.state.now.time == "average":
        judge.state.dated("")  # 日均受理320件，无不予受理
    if "charge" in denied and _APPLICANTS.search(figure.words):
        # 评审费用由财政安排，未向申请人收取任何费用
        judge.state.now = judge.state.now._replace(topic="", unsure="")
    if "charge" in denied and not near.concepts.isdisjoint(_ALL_ITEMS):
        # 未发生违法情形；所有事项均不收费
        judge.state.now = judge.state.now._replace(topic="")
    if "refuse_accept" in inside.first:  # 未受理申请 is no application accepted
        denied = (denied - {"refuse_accept"}) | {"accept"}
    concepts = (denied | near.concepts) - {"deny", "subitems"}
    judge.state.hear(near.concepts, near=True)
    if "license" in denied and denied & {"revoke", "accept", "apply", "refuse_accept", "refuse"}:
        # 无因许可引起的行政复议，未撤销行政许可: lawsuits are the matter no more
        judge.state.hear(frozenset({"license"}), near=True)
    near = judge.without_own(figure, near)
    item, trouble = judge.item_of(near)
    if inside.name is not None and _SUCH.search(figure.words):
        # 全年无此类申请: of what the heading or the sentence before names
        item, inside = judge.state.now.item, inside.nameless()
        trouble = trouble or ("" if item else WHICH)
    if inside.name is not None and not item and not inside.torn:
        item, trouble = judge.item_of(inside)  # 未收到取水许可申请
        trouble = trouble or ("" if item else UNKNOWN)
        if inside.name[0] == figure.span.start:
            item = item.removeprefix("无")  # 无校车使用许可申请, but 无线电台执照
    elif inside.name is not None:
        trouble = UNKNOWN
    elif "items" in inside.concepts and _COUNTED.match(judge.layout.said, figure.span.end):
        trouble = PARTS  # 不收费事项12项
    flow, among_parts = judge.layout.said, judge.state.now.parts
    if subsets.denied_of_some(flow, judge.sentence.start, figure, among_parts=among_parts):
        trouble = "part_of_total"
    if "charge" in denied and _CHARGED_TOO.match(flow, figure.span.end, judge.sentence.end):
        trouble = PARTS
    none = concepts - {"no_occur", "no_apply"}
    unsure = judge.state.now.unsure
    if "remainder" in concepts:
        trouble = PARTS  # 其余事项因无人提出申请，全年零办件
        judge.state.doubt(PARTS)
    if "charge" in denied and "、" in judge.layout.said[near.start : near.end]:
        none, concepts = none - {"kind"}, concepts - {"kind"}  # 新办、延续、变更均不收取费用
    of_licence = unsure == DEPARTMENT and judge.granted(item)
    unsure = "" if unsure == WHICH or of_licence else unsure
    trouble = judge.reason(figure, none) or trouble or unsure
    metric = judge.rules.denied(concepts)
    denials = [(near if item else inside, metric)] if metric else _denied(judge, figure)
    if trouble or not denials:
        judge.leave(figure, trouble or "no_rule")
        return
    denials += _also_denied(judge, figure)
    scope, item = scope_of(concepts, judge.rules.report.level), item or judge.state.now.item
    said_by_law = _PROVISO.search(flow, judge.sentence.start, figure.span.start)
    for said, metric in denials:
        found = judge.candidate(figure, said, metric, f"none_in_words:{metric}")
        found.item = item
        found.rank += WEAK if said_by_law else 0
        judge.keep(found, scope)


def _denied_each(judge: Judge, figure: Quantity, inside: Phrase, near: Phrase) -> bool:
    """Read the zero of each of several licences: 取水许可、采砂许可两项本年度未收到申请."""
    flow = judge.layout.said
    spans = lists.named_before(flow, judge.sentence.start, figure.span.start)
    if not spans and near.name is not None:
        spans = lists.joined(flow, *near.name)
        spans = spans if len(spans) > 1 else []
    named = [judge.names.trimmed(judge.layout.flow, *span) for span in spans]
    metric = judge.rules.denied(inside.concepts) if named else ""
    if not metric or inside.name:
        return False
    known = all(map(judge.names.is_licence, named))
    if not known or judge.reason(figure, inside.concepts - {"no_occur", "no_apply"}):
        judge.leave(figure, "part_of_total")  # 新设、变更两项均未收到申请
        return True
    for name in named:
        found = judge.candidate(figure, inside, metric, f"none_in_words:{metric}")
        found.item, found.named = name, True
        judge.keep(found)
    return True


def _denied(judge: Judge, figure: Quantity) -> list[tuple[Phrase, str]]:
    """The metrics that 无不予受理或不予许可决定 denies, none if one of its words is unknown."""
    pieces = totals.denied_in(judge.layout.said, judge.words, figure)
    found = [(each, judge.rules.denied(each.concepts)) for each in pieces if not each.name]
    known = len(found) == len(pieces) > 1 and all(each[1] in totals.DENIED for each in found)
    return found if known else []


def _also_denied(judge: Judge, figure: Quantity) -> list[tuple[Phrase, str]]:
    """The metrics that the words right after *figure* deny too."""
    pieces = totals.also_denied(judge.layout.said, judge.words, figure, judge.sentence.end)
    found = [(each, judge.rules.denied(each.concepts)) for each in pieces]
    return [each for each in found if each[1] in totals.DENIED]
