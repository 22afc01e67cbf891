"""What is the author's own beside a larger area's, and what two labels tell only together."""

from __future__ import annotations

import re

from xuke.extraction.cues import OWN, scope_of
from xuke.extraction.ledger import Ledger
from xuke.extraction.results import WEAK, Candidate
from xuke.extraction.rules import matter
from xuke.extraction.state import UNKNOWN
from xuke.extraction.tokens import Phrase
from xuke.model import Quantity

_REACH, _NEAR, _BACK, _STEM = 60, 12, 400, 5
_ITEMS = re.compile(
    r"(?:[，（] {0,2}(?:其中)?|其中)[，:]?((?:由)?[^，。；、:（\d]{2,24}?)"
    r"(?:及其?(?:所属|隶属|直属|下属|派出)[^，。；\d]{0,8}?)?"
    r"(?:负责|具体|直接|依法|实际|有权)*(?:实施|承担|行使|保留)的?(?:[省市区县本]级)?(?:行政许可|许可|审批)?(?:事项|项目)?"
    r"(?:共有|共计|有|共|为)? {0,2}$"
)
_DELEGATED = re.compile(" {0,2}(?:个|项)?[，、；和] {0,2}[^，。；、\\d]{0,16}委托")
_WE = re.compile("[我本](?:局|委|办|单位|机关|部门|厅|关|会|院|所|站|中心|队|分局|署|部)")
_CASES = re.compile(
    r"其中[，:]?((?:由)?[^，。；、:（\d]{2,20}?)(?:共|累计)?(?:受理|办理|办结|收到|接收|批准|准予)"
    r"[^，。；\d]{0,10}$"
)
_DECIDED = re.compile(r"作出(?:行政)?许可(?:的)?决定(?:共|共计)? *$")
_REFUSED = re.compile(
    r" {0,2}[，、；](?:作出)?不予(?:行政)?许可(?:的)?(?:决定)?(?:共|共计)? {0,2}\d"
)
_CARRIED = re.compile(
    r" {0,2}(?:将|已)?(?:结转|转入|转)(?:至|到|入)? {0,2}(20\d\d) {0,2}年度?(?:继续)?"
    r"(?:办理|办结|审批)?"
)
_ISSUED = re.compile(
    r"(?:(?<=[，。；:年\n ])|全年|年内|共|依法)(?:核发|颁发|发放)"
    r"《?([^，。；、:《》\d换补注综各]{0,30}?(?:许可证|意见书|批准书|资质证书|资格证书|合格证))?》?"
    r"(?:共|共计)? *$"
    r"|(?<=[，、；])(?:发证|颁证|制证) *$"  # 燃气经营许可：受理9件，发证9张
)
# 核发食品生产许可证26张，食品经营许可证3652张
_MORE_ISSUED = re.compile(
    r" {0,2}[，、和及]《?((?!.{0,4}(?:发|办理|换|补|注|撤))[^，。；、:《》\d]{2,30}证)》?"
    r"(?:共|共计)? {0,2}"
)
_APPROVED = re.compile(r"[，；、。] {0,2}((?:予以|准予|决定|依法|共)?核准) {0,2}$")
_BEFORE_APPROVAL = frozenset({"applications", "accepted", "not_accepted"})
_BY_CERTIFICATE = "licences_issued"
_CERTIFICATES = frozenset({"张", "本", "份", "件", "个", "套"})
_OF_SOME = frozenset({"online", "fullonline", "spot", "promise", "offline", "platform"})


def set_apart(ledger: Ledger, figure: Quantity) -> None:
    """Take 其中市气象局办理462件 for the author's own; what was told before it is of others too."""
    flow, start, at = ledger.layout.flow, ledger.sentence.start, figure.span.start
    reach = max(start, at - _REACH)
    found = _CASES.search(flow, reach, at) if flow.find("其中", reach, at) >= 0 else None
    if not found:
        return
    findings = ledger.findings
    wider = [each for each in findings.since(start) if not each.item]
    level = scope_of(ledger.words.phrase(*found.span(1)).concepts, ledger.rules.report.level)
    # 其中市级受理3542件 after a number of the whole system that was not understood
    level_ours = level in OWN and not wider and bool(ledger.state.now.unsure)
    if not level_ours and not _is_author(ledger, flow, found.span(1)):
        return
    findings.take_back(start, wider)
    for each in wider:
        findings.dismiss(each.quantity, "wider_scope")
    ledger.state.now = ledger.state.now._replace(unsure="", scope="own", parts=False)


def items(ledger: Ledger, figure: Quantity) -> bool:
    """Read 海关系统许可事项10项，其中我关实施7项 as the author's list, the larger one as wider."""
    flow, start, at = ledger.layout.flow, ledger.sentence.start, figure.span.start
    if figure.unit not in ledger.rules.known.settings.kinds["items"]:
        return False
    found = _ITEMS.search(flow, max(start, at - _REACH), at)
    told = max(ledger.sentence.paragraph, start - _BACK)  # …共8项，分别为A、B。其中我局实施5项
    if not found or flow.find("许可事项", told, found.start()) < 0:
        return False
    if _DELEGATED.match(flow, figure.span.end, ledger.sentence.end):
        return (
            False  # 共88项，其中由本局直接实施的86项，委托实施的2项: the author's are all of them
        )
    clause = max(start, flow.rfind("，", start, found.start()) + 1)
    if ledger.words.hold({"scope.own"}, clause, found.start()):
        return False  # 我委共涉及许可事项14项，其中本级实施8项: the author's are all of them
    if ledger.reason(figure, frozenset()) or not _is_author(ledger, flow, found.span(1)):
        return False
    for each in ledger.findings.since(told):
        larger = each.metric == "licensing_items" and each.value >= figure.value
        if (larger or each.metric == "licensing_departments") and not each.item:
            each.scope = "wide"
    ledger.state.now = ledger.state.now._replace(unsure="", scope="own")
    span = found.start(1), figure.span.end
    kept = Candidate(figure, "licensing_items", *span, "own_part_of:licensing_items")
    ledger.keep(kept, "own")
    return True


def issued(ledger: Ledger, figure: Quantity) -> bool:
    """Read 核发食品经营许可证320张 as approved: the law has no licence without its certificate.

    A list that names licences so (导游证核发2711件) tells no step and is not meant.
    """
    flow, start, at = ledger.layout.said, ledger.sentence.start, figure.span.start
    last = ledger.state.trail.last
    found = None
    if last is not None and last.rule == _BY_CERTIFICATE:
        found = _MORE_ISSUED.fullmatch(flow, last.end, at)
    found = found or _ISSUED.search(flow, max(start, at - _REACH), at)
    doubt = ledger.state.now.unsure
    if not found or figure.unit not in _CERTIFICATES or doubt not in ("", UNKNOWN):
        return False
    if ledger.section_rank > 1:
        return False
    name = found[1] or ""
    if doubt and not name:
        return False
    heading = ledger.state.now.item
    if name in ("", "许可证") or name.removesuffix("证") in heading:
        name = heading  # 燃气经营许可。受理9件，发放许可证9件
    elif last is not None and last.named and _alike(name, last.item):
        name = last.item  # 受理防雷装置设计审核23件，核发《防雷装置设计核准意见书》23份
    if ledger.reason(figure, frozenset()) or not ledger.names.is_licence(name):
        return False
    begun = found.start(1) if found[1] else found.start()
    kept = Candidate(figure, "approved", begun, figure.span.end, _BY_CERTIFICATE)
    kept.item, kept.rank = name, WEAK
    ledger.state.about(name)
    ledger.keep(kept)
    return True


def _alike(certificate: str, licence: str) -> bool:
    """Whether a *certificate* bears the name of a *licence* in part: that of what is licensed."""
    return len(licence) >= _STEM and certificate.startswith(licence[:_STEM])


def decided(ledger: Ledger, figure: Quantity, near: Phrase) -> bool:
    """Read 作出许可决定3812件 as approved where 不予许可17件 follows: it is not both together."""
    flow, at, end = ledger.layout.said, figure.span.start, ledger.sentence.end
    found = _DECIDED.search(flow, max(ledger.sentence.start, at - _NEAR), at)
    if not found or not _REFUSED.match(flow, figure.span.end, end):
        return False
    if flow.find("准予", figure.span.end, end) >= 0 or near.concepts & _OF_SOME or near.name:
        return False
    if ledger.reason(figure, near.concepts) or ledger.state.now.unsure:
        return False
    kept = Candidate(figure, "approved", found.start(), figure.span.end, "decided_beside_refused")
    kept.item = ledger.state.now.item
    ledger.keep(kept)
    return True


def approved(ledger: Ledger, figure: Quantity, near: Phrase) -> bool:
    """Read 受理35件，核准33件 as approved; by itself 核准33件 may name a licence."""
    flow, at, state = ledger.layout.said, figure.span.start, ledger.state
    found = _APPROVED.search(flow, max(ledger.sentence.start, at - _NEAR), at)
    last = state.trail.last
    if not found or last is None or last.metric not in _BEFORE_APPROVAL or near.name:
        return False
    more = figure.value > last.value or last.item != state.now.item
    if more or state.now.unsure or ledger.reason(figure, near.concepts):
        return False
    kept = Candidate(figure, "approved", found.start(1), figure.span.end, "approved_after_accepted")
    kept.item = state.now.item
    ledger.keep(kept)
    return True


def carried(ledger: Ledger, figure: Quantity, near: Phrase) -> bool:
    """Read 其余9件结转至2024年办理 in a report on 2023 as pending."""
    flow, end, state = ledger.layout.said, figure.span.end, ledger.state
    found = _CARRIED.match(flow, end, ledger.sentence.end)
    year = ledger.rules.report.year
    if not found or year is None or int(found[1]) != year + 1:
        return False
    several = len(state.licences - {""}) > 1 or state.channel
    # The next year's name is of the words after the figure: it has set the time, but not here.
    other = matter(near.concepts) or state.opening_time or state.now.topic
    if several or near.name or state.now.unsure or other or state.now.scope == "other":
        return False
    kept = Candidate(figure, "pending", figure.span.start, found.end(), "carried_to_next_year")
    kept.item = state.now.item
    ledger.keep(kept)
    return True


def _is_author(ledger: Ledger, flow: str, span: tuple[int, int]) -> bool:
    who = ledger.names.trimmed(flow, *span).removeprefix("由").removesuffix("本级")
    return _WE.fullmatch(who) is not None or ledger.names.is_own(who)
