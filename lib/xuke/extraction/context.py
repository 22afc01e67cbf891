"""What the words before those of a number tell of it: whose cases, of which licence and time."""

from __future__ import annotations

import re

from xuke.extraction import lists
from xuke.extraction.chunks import Chunk
from xuke.extraction.cues import STRONG, scope_of
from xuke.extraction.judge import Judge
from xuke.extraction.rules import STEPS
from xuke.extraction.state import ON_COMMITMENT, PARTS, UNKNOWN, WHICH
from xuke.extraction.tokens import Phrase

# 区政府办公布《清单》; 省厅发布数据 may well go on with the province's cases
_PUBLISHED = re.compile(
    "等[^，。；、]{0,4}(?:领域|方面|行业)|《|会同|审改|职转|常务会议|名义|[的工作]要求|向社会|网站"
    "|(?:印发|公布|发布|下发|出台|转发|审议)[^，。]{0,20}(?:清单|通知|方案|办法|意见|规定)"
)
# 区审改办组织各部门编制《清单》: what follows is of all whom the list is for
_LICENSING = frozenset({"license", "permit", "items", "case", "process"})
_HOW = re.compile("[效质时量]|渠道|方式|结构|流程|环节|便利|情况")
_LISTED = re.compile(
    "(?:组织|编制|梳理|更新|修订|修改|制定|认领|做好|调整|公布|发布|印发|指导)"
    "[^，。]{0,30}(?:清单|各部门|各单位|各许可|实施机关)"
)
# 人才公寓：申请12件 is of another matter; but 总体数据：受理12件
_HEADS = re.compile(
    "情况|概况|概述|数据|统计|如下|以下|结果|总体|综合|时效|时限|效率|质量|渠道|方式|按|[量数分是为]$|[全本我各]"
)
# 根据国务院决定，目前共有行政许可事项31项
_GROUNDS = re.compile(
    " {0,2}(?:根据|依据|按照|依照|遵照|对照|贯彻|落实)(?![^，]*(?:统计|数据|口径))"
)
_REMARK = re.compile(" {0,2}(?:均|都|全部|主要|多|大多|基本)(?:为|是|系|涉及|集中)")
# 春、秋两季分别受理412件、365件
_SEASONS = re.compile("[春上][、和][秋下](?:两|半|学|季)|[一二三]、[二三四]季度")
_LAST_YEAR = re.compile("(?:[上去]一?年度?|[上去]年同期|同期) {0,2}（?$")
_WITHOUT = re.compile("(?:如|若)?(?:剔除|扣除|除去|不计)")
_MASKED = re.compile(r"[*＊]{2,} {0,2}[件宗]")  # as republications do: 告知承诺****件
_CAUSE = re.compile("(?<!基)因|由于")  # but 农业转基因生物加工审批
# 在建筑业企业资质认定中推行告知承诺制, 对产业类项目的建设工程规划许可证试行告知承诺
_ON_COMMITMENT = re.compile(
    "(?:对|在|就)(?:办理|实施)?(?:[^，。；、\\d]{0,20}的)?([^，。；、\\d]{4,30}?)(?:事项)?(?:中|时)?"
    "(?:全面|继续|试点)?(?:试行|实行|推行|采用|采取|实施)告知承诺"
)
_MEANS = re.compile("(?:我[局委办]|本[局委])?(?:依托|通过|利用|借助|运用)[^，。]*(?:系统|平台)")


def take_in(judge: Judge, piece: Chunk) -> None:
    """Take in a piece of the sentence that stands before the words of the next number."""
    _hear(judge, piece)
    judge.state.passed(piece.sign)
    if piece.sign == "（" and _LAST_YEAR.search(judge.layout.said, piece.start, piece.end):
        judge.state.now = judge.state.now._replace(time="other_year")  # 与上年（申请692件）相比
    if piece.sign != "respectively":
        return
    if _SEASONS.search(judge.layout.said, piece.start, piece.end):
        judge.state.now = judge.state.now._replace(time="part_of_year")
        return
    if _several(judge, piece):
        judge.state.doubt(WHICH)  # 校车使用许可、教师资格认定分别受理12件、268件
    if judge.state.trail.head is None:
        said = judge.words.phrase(piece.start, piece.end)
        judge.state.trail.head = judge.sum_of(said.concepts)


def hear_all(judge: Judge, said: Phrase, *, near: bool = True) -> None:
    """Take in words that hold for each of several labels: 2022年申请、批准均为92件."""
    judge.state.hear(said.concepts, near=near)
    scope = scope_of(said.concepts, judge.rules.report.level)
    if scope:
        judge.state.now = judge.state.now._replace(scope=scope)


def _several(judge: Judge, piece: Chunk) -> bool:
    """Whether the clause that ends with *piece* names several things: A、B两项许可分别办理12件."""
    flow, first = judge.layout.said, judge.sentence.start
    start = max(first, *(flow.rfind(mark, first, piece.end) for mark in "，；:"))
    return flow.find("、", start, piece.end) >= 0


def _hear(judge: Judge, piece: Chunk) -> None:
    said = judge.words.phrase(piece.start, piece.end)
    if said.empty or _is_means(judge, piece) or _denies_another(said):
        return
    state = judge.state
    if state.begun and _REMARK.match(judge.layout.said, piece.start, piece.end):
        return  # 告知承诺417件，均为排水许可；全年无超期办件
    head = judge.layout.said[piece.start : piece.end] if piece.sign == ":" else ""
    if head.endswith(("类许可", "类行政许可", "类审批", "类事项", "类许可事项")):
        return  # 治安类许可：旅馆业特种行业许可证核发受理31件
    field = ""  # 1.公安领域：受理200件，批准195件; 2.社会团体类，办结892件
    if head or (
        judge.layout.said.endswith("类", piece.start, piece.end)
        and said.concepts.isdisjoint({"kind"})
    ):
        field = lists.class_of(judge.layout.said, piece.start, piece.end)
    if field and not field.startswith(("在", "对", "针对", "除")):
        if not (head and state.now.listed):
            start = lists.after_number(judge.layout.said, piece.start, piece.end)
            state.about(judge.names.trimmed(judge.layout.flow, start, piece.end))
        return
    if "kind" in said.concepts and said.concepts.isdisjoint(STEPS):
        whole = judge.names.trimmed(judge.layout.flow, piece.start, piece.end)
        if judge.names.is_licence(whole):
            state.about(whole)  # 3.民办学校变更审批，受理36件
            return
    state.hear(said.concepts, near=False)
    if _LISTED.search(judge.layout.flow, piece.start, piece.end):
        state.no_longer_of_others()
        return
    if _WITHOUT.match(judge.layout.said, piece.start, piece.end):
        state.now = state.now._replace(time=PARTS)  # 剔除该类业务后，网办率达93%以上
        return
    if "promise" in said.concepts and not _MASKED.search(judge.layout.source, *piece[:2]):
        state.doubt(ON_COMMITMENT)  # 全面推行告知承诺制，办理1162件: of which cases?
        if licence := _on_commitment(judge, piece):
            state.about(licence)
            return
    if {"remainder", "items"} <= said.concepts:
        state.doubt(UNKNOWN)
    if said.name is None:
        scope = scope_of(said.concepts, judge.rules.report.level)
        if scope and not said.concepts - judge.rules.known.settings.neutral.always:
            state.now = state.now._replace(scope=scope)
        elif _acts_elsewhere(judge, piece, said.concepts):
            state.of_others()
        return
    if said.concepts & STEPS and judge.names.may_end_licence(
        judge.names.trimmed(judge.layout.flow, *said.name)
    ):
        state.doubt(UNKNOWN)  # 受理量居前的是食品经营许可，受理1200件
    if said.concepts & STEPS or "cause" in said.concepts:
        return
    core = judge.names.trimmed(judge.layout.flow, said.name[0], said.core)
    name = judge.names.trimmed(judge.layout.flow, *said.name)
    licence = _CAUSE.split(name)[0].removesuffix("事项")  # 旅行社资格初审因暂停受理，办理0件
    if judge.names.is_own(core) or judge.names.is_system(core):
        state.hear(said.tail, near=False)
        state.no_longer_of_others()
    elif _is_of_others(judge, piece, core, name):
        state.of_others(judge.whose(said))
    elif _acts_elsewhere(judge, piece, said.concepts):
        state.of_others()
    elif "license" in said.tail:
        if licence != name and judge.names.is_licence(licence):
            state.about(licence)  # 食品经营许可事项，全年受理5621件
        return  # 未办理过该项行政许可 names no licence of its own
    elif judge.layout.said.startswith("等", said.name[1]) and not name.endswith("费"):
        state.doubt(WHICH)  # 公证员执业、公证机构负责人核准等，办理286件
    elif lists.several_named(licence) and "promise" in said.concepts:
        return  # 对A许可、B审批实行告知承诺，全年以告知承诺方式办理1391件: of all of them
    elif judge.names.is_licence(licence) and not said.torn:
        state.about(licence)
    elif (
        _is_field(judge, piece, said)
        or (head and not said.concepts and not _HEADS.search(head))
        or judge.names.may_end_licence(name)
        or (
            (said.torn or "permit" in said.concepts)
            and judge.names.may_end_licence(judge.layout.said[piece.start : piece.end])
        )
    ):
        state.doubt(UNKNOWN)  # 推进食品经营许可改革，受理申请120件


def _is_field(judge: Judge, piece: Chunk, said: Phrase) -> bool:
    """Whether a field is told, and is not licensing nor how it goes: 在信用修复方面，受理120件."""
    flow = judge.layout.said
    told = flow.startswith("方面", piece.end - 2) and not _HOW.search(flow, piece.start, piece.end)
    return told and said.concepts.isdisjoint(_LICENSING)


def _is_of_others(judge: Judge, piece: Chunk, core: str, name: str) -> bool:
    """Whether what follows is another body's: 区市场监管局按规定办理，受理3200件."""
    own = _GROUNDS.match(judge.layout.said, piece.start, piece.end) or _publishes(judge, piece)
    return judge.names.is_body(core, name) and not own


def _denies_another(said: Phrase) -> bool:
    """Whether all that is said is that another matter did not occur: 没有投诉举报，…."""
    other = not said.concepts.isdisjoint(STRONG)
    return other and "deny" in said.concepts and said.name is None


def _on_commitment(judge: Judge, piece: Chunk) -> str:
    """The one licence that is said to be granted on commitment; empty where there is none."""
    found = _ON_COMMITMENT.search(judge.layout.flow, piece.start, piece.end)
    name = judge.names.trimmed(judge.layout.flow, *found.span(1)) if found else ""
    one = judge.names.is_licence(name) and not lists.several_named(name)
    return name if one else ""


def _is_means(judge: Judge, piece: Chunk) -> bool:
    """Whether only a system is named that is used: 依托项目审批管理系统实行网上申报."""
    found = _MEANS.match(judge.layout.said, piece.start, piece.end)
    return found is not None and judge.words.phrase(found.end(), piece.end).name is None


def _acts_elsewhere(judge: Judge, piece: Chunk, concepts: frozenset[str]) -> bool:
    """Whether another level is what does something: 市局组织业务培训，受理许可320件."""
    first = next(iter(judge.words.inside(piece.start, piece.end)), None)
    return (
        first is not None
        and not judge.layout.said[piece.start : first.start].strip()
        and scope_of(first.concepts, judge.rules.report.level) == "other"
        and scope_of(concepts, judge.rules.report.level) == "other"
        and not _publishes(judge, piece)
    )


def _publishes(judge: Judge, piece: Chunk) -> bool:
    """Whether a body is only named (市场监管局等) or publishes (区政府办公布《清单》)."""
    return (
        judge.layout.said[piece.end - 1] == "等"
        or _PUBLISHED.search(judge.layout.said, piece.start, piece.end) is not None
    )
