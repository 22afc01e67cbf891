"""What was charged, where the fee has a name: 收取挖掘修复费643万元, 除防治费13笔外均不收费."""

from __future__ import annotations

import re

from xuke.extraction import totals
from xuke.extraction.ledger import Ledger
from xuke.extraction.results import WEAK, Candidate
from xuke.extraction.state import BODIES, WHICH
from xuke.extraction.tokens import Phrase
from xuke.model import Quantity

# No 代收…费, 减免…费, 罚没…费, 滞纳金费
_NAME = r"(?:(?!滞纳金|违约金|保证金|押金|社保)[^，。；、\d代退减免罚]){2,20}费"
_FEE = re.compile(rf"[，、](?:共|共计|合计)?(?:收取|征收|收缴){_NAME}(?:共|共计|合计|计)?")
_NAMED = re.compile(
    r"(?:^|[，。；:）年])(?:我[局委办]|本[局委区市县]|全年|年内|依法|累计|[共并实]){0,4}"
    rf"(?:收取|征收|收缴){_NAME}(?:共计|合计|共|计)? {{0,2}}$"
)
_PARTS = re.compile(r"[，；（] {0,2}其中")
_NAMED_FIRST = re.compile(rf"(?:收取|征收|收缴){_NAME} {{0,2}}[\d.]")
_EXCEPT = re.compile(
    rf"除(?:依法|按规定|按标准|按照规定)?(?:收取|征收|收缴)?{_NAME}(?:用)?"
    r"(?:共|共计|合计|计)? {0,2}"
    r"(?:[\d,，]+ {0,2}[笔件宗]?[、，] {0,2}(?:共|共计|合计|计|金额)? {0,2})?$"
)
_ELSE_FREE = re.compile(
    r" {0,2}(?:[、，] {0,2}(?:共|共计|合计|计|金额)? {0,2}[\d.,]+ {0,2}[万亿]?元)? {0,2}"
    r"(?:以外|之外|外)[，、 ]"
    r"[^。；\d]{0,24}?(?:不|未|免|没有|无)(?:予|再|另|向[^。；，]{2,8})?(?:收|发生)"
)
_EXAMPLES = re.compile(
    "收费的?[^，。；\\d]{0,12}(?:许可|事项|部门|项目|单位)[^，。；\\d]{0,6}(?:有|为|包括|是|涉及)"
    "[^。；\\d]{2,80}等[^。；\\d]{0,12}，"
    "|(?:收取|征收|收缴)[^，。；\\d]{2,40}费等[^，。；\\d]{0,6}，"
)
_NEAR = 300  # how far its paragraph is looked at, so that reading stays linear
_REACH = 60


def of_examples(ledger: Ledger, figure: Quantity, metric: str, unsure: str) -> bool:
    """Whether *figure* is what was charged for all licences, of which some are named before it.

    涉及收费的许可主要有出入境证件签发、驾驶证等，全年收费办件138259件
    """
    if (unsure != WHICH and unsure not in BODIES) or not metric.startswith("charged"):
        return False
    start, at = ledger.sentence.start, figure.span.start
    return _EXAMPLES.search(ledger.layout.said, start, at) is not None


def read(ledger: Ledger, figure: Quantity, said: Phrase) -> bool:
    """Read an amount or a number of charges that the name of a fee stands beside."""
    if figure.unit == "元":
        return (
            _of_named_fee(ledger, figure, said)
            or _after_charged_cases(ledger, figure, said)
            or _excepted(ledger, figure, "charged_amount")
            or _total(ledger, figure, said)
        )
    cases = ledger.rules.known.settings.kinds["cases"] - {""}
    return figure.unit in cases and _excepted(ledger, figure, "charged_cases")


def _after_charged_cases(ledger: Ledger, figure: Quantity, said: Phrase) -> bool:
    """Read 收取城市道路挖掘修复费643万元 where it is all that the charged cases before it paid.

    Or right behind the cases of the licence for which it is paid.
    """
    last, flow = ledger.state.trail.count, ledger.layout.said
    if last is None or (last.metric != "charged_cases" and not last.item):
        return False
    end = figure.span.end  # 收取注册费900万元，其中药品注册费300万元 is the whole and its parts
    more = flow.find("元", end, ledger.sentence.end) >= 0 and not _PARTS.match(flow, end)
    if (more and not last.item) or not _FEE.fullmatch(flow, last.end, figure.span.start):
        return False
    found = ledger.candidate(figure, said, "charged_amount", "amount_after_charged_cases")
    found.item = last.item
    ledger.keep(found)
    return True


def _of_named_fee(ledger: Ledger, figure: Quantity, said: Phrase) -> bool:
    """Read 征收水土保持补偿费320万元 where a section on fees names no other amount beside it.

    An amount of fees that is called so elsewhere outweighs it.
    """
    flow, at, end = ledger.layout.said, figure.span.start, figure.span.end
    first, last = _paragraph(ledger, figure)
    alone = "元" not in flow[first:at] and ("元" not in flow[end:last] or _PARTS.match(flow, end))
    told = said.concepts - ledger.rules.known.settings.neutral.always - {"license", "permit"}
    told_so = alone and told <= {"charge"} and _NAMED.search(flow, first, at)
    if not told_so or not _on_fees(ledger, first, at):
        return False
    found = ledger.candidate(figure, said, "charged_amount", "amount_of_a_named_fee")
    found.rank = WEAK
    ledger.keep(found)
    return True


def _excepted(ledger: Ledger, figure: Quantity, metric: str) -> bool:
    """Read 除道路挖掘修复费13笔、计62.4万元外，其余许可均不收费: that is all that was charged."""
    flow, at, end = ledger.layout.said, figure.span.start, ledger.sentence.end
    reach = max(ledger.sentence.start, at - _REACH)
    found = _EXCEPT.search(flow, reach, at) if flow.find("除", reach, at) >= 0 else None
    if not found:
        return False
    if not _ELSE_FREE.match(flow, figure.span.end, min(end, figure.span.end + _REACH)):
        return False
    span = found.start() + 1, figure.span.end
    ledger.keep(Candidate(figure, metric, *span, f"all_that_is_charged:{metric}"))
    return True


def _total(ledger: Ledger, figure: Quantity, said: Phrase) -> bool:
    """Read ，合计1722.12万元 after named fees that add up to it, where fees are the matter."""
    flow, at = ledger.layout.said, figure.span.start
    start = max(ledger.sentence.start, at - _NEAR)
    if not totals.closes(flow, start, figure) or not _NAMED_FIRST.search(flow, start, at):
        return False
    parts = ledger.findings.left_since(start, "元")
    if len(parts) < 2 or sum(each.value for each in parts) != figure.value:
        return False
    if not _on_fees(ledger, _paragraph(ledger, figure)[0], at):
        return False
    found = ledger.candidate(figure, said, "charged_amount", "total_of_named_fees")
    found.rank = WEAK
    ledger.keep(found)
    return True


def _paragraph(ledger: Ledger, figure: Quantity) -> tuple[int, int]:
    """What of the paragraph around *figure* is looked at."""
    flow, at, end = ledger.layout.said, figure.span.start, figure.span.end
    first = max(flow.rfind("\n", max(0, at - _NEAR), at) + 1, at - _NEAR, 0)
    last = flow.find("\n", end, end + _NEAR)
    return first, last if last >= 0 else end + _NEAR


def _on_fees(ledger: Ledger, first: int, at: int) -> bool:
    flow = ledger.layout.said
    return "收费" in ledger.sentence.section.heading or "收费" in flow[first:at]
