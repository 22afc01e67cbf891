"""How many items the list of licences holds, where neither list nor items stand at the number."""

from __future__ import annotations

import re

from xuke.extraction.ledger import RANKS, Ledger
from xuke.extraction.results import Candidate
from xuke.extraction.state import UNKNOWN
from xuke.model import Quantity

_BACK, _REACH = 160, 40
# 清单经区政府审议通过后公布，共计195项
_IN_ALL = re.compile(
    r"(?:^|[，、；:。）\n]) {0,2}((?:目前|现|当前|全部|一)?(?:共计|合计|总计|总共|共)"
    r"(?:有|为|包括|包含|含|收录|纳入|列入|涉及)?) {0,2}$"
)
# 事项数量由201项调整为206项
_NUMBER = re.compile(
    r"((?:许可)?事项(?:总数|总量|数量|数)(?:[由从自][^，。；、]{1,16}?\d+ {0,2}项)?"
    r"(?:动态|已)?(?:调整|增加|增长|减少|变更|变)?(?:为|至|到|达到?|共) {0,2})$"
)
# 清单共列入行政许可352项
_GRANTED = re.compile(
    r"(?:^|[，；:。）\n》])([^，；:。、（）\d]{0,20}?(?:清单|列入|包含|包括|共有|涵盖|收录|列明|纳入|梳理出|承担"
    r"|实施|涉及|现有|保留|执行)[^，；:。、（）\d]{0,10}?行政许可(?:共计|合计|总计|共)?) {0,2}$"
)
_LAST = frozenset("共计有为括含录入及到至达可")  # of what may stand right before the number
_CASES = re.compile("全年|年内|本年|当年|办理|受理|开展|办结|批准|准予")
_NOUN = re.compile(
    r" {0,2}(?:个|项)?(?:行政)?(?:许可)?事项(?=$|[，。；、:（）\n ])|(?=$| {0,2}[，。；、:（）\n])"
)
_LISTED = re.compile(
    "许可事项清单|许可清单|(?:实施|承担|现有|保留|执行)[^，。；]{0,30}许可|许可事项"
)
# Other things that are counted in 项, and what becomes of items within a year.
_OTHER = re.compile(
    "新增|取消|下放|精简|压减|压缩|减少|合并|删除|子项|小项|办理项|服务|权力|权责|进驻|入驻|中心"
    "|可办|网办|网上|即办|承诺|一件事|检查|监管|材料|时限|申请|受理|办结|证明|处罚|备案|责任|赋权"
    "|委托|中介|通办|免|培训|标准|改革|要素|数据|电子证照|问题|意见|措施|任务|情形|制度|指南|规范"
)
_CHANGED = re.compile("调整|修订|变更|承接|划转")


def in_all(ledger: Ledger, figure: Quantity) -> bool:
    """Read 《许可事项清单》经审议后公布，共计195项 as the list, if nothing else is counted there.

    Where what stands before adds up to it (法律设定154项，法规设定86项，合计240项) it is sure.
    """
    counted = figure.unit and figure.unit in ledger.rules.known.settings.kinds["items"]
    if not counted or ledger.section_rank > RANKS[""] or ledger.state.now.item:
        return False
    flow, at = ledger.layout.flow, figure.span.start
    told = max(ledger.sentence.paragraph, at - _BACK)
    if flow[max(0, at - 3) : at].rstrip()[-1:] not in _LAST:
        return False
    near = max(told, at - _REACH)
    ways = (each.search(flow, near, at) for each in (_NUMBER, _IN_ALL, _GRANTED))
    found = next(filter(None, ways), None)
    noun = _NOUN.match(flow, figure.span.end) if found else None
    if not found or not noun:
        return False
    known = ledger.state.now.unsure in ("", UNKNOWN) and _of_licences(flow, told, found)
    if not (known or _adds_up(ledger, figure)):
        return False
    if ledger.counts_licences or ledger.reason(figure, frozenset()):
        return False
    kept = Candidate(figure, "licensing_items", found.start(1), noun.end(), "in_all")
    ledger.state.now = ledger.state.now._replace(unsure="", parts=False)
    ledger.keep(kept)
    return True


def _adds_up(ledger: Ledger, figure: Quantity) -> bool:
    """Whether what the sentence counts before *figure* in the section on the list makes it."""
    start, findings = ledger.sentence.start, ledger.findings
    parts = findings.left_since(start, figure.unit) + findings.dismissed_since(start, figure.unit)
    whole = len(parts) > 1 and sum(each.value for each in parts) == figure.value
    return whole and ledger.section_rank == RANKS["headline"]


def _of_licences(flow: str, start: int, found: re.Match[str]) -> bool:
    """Whether the list is the last thing that is spoken of before what was *found*."""
    if found.re is _GRANTED:
        return not any(each.search(found[1]) for each in (_OTHER, _CHANGED, _CASES))
    listed = list(_LISTED.finditer(flow, start, found.end()))
    if not listed:
        return False
    since = flow[listed[-1].end() : found.end()]
    now = found.re is _NUMBER or "目前" in found[1] or "现" in found[1] or "调整后" in since
    return not _OTHER.search(since) and (now or not _CHANGED.search(since))
