"""Whether inspections, and what they found, are those of all licences or of some objects only."""

from __future__ import annotations

import re

from xuke.extraction import lists
from xuke.extraction.cues import scope_of
from xuke.extraction.ledger import Ledger
from xuke.extraction.results import Candidate
from xuke.extraction.tokens import Phrase

_METRICS = frozenset({"supervision_inspections", "violations_found"})
_OF_ALL = re.compile("行政许可|许可事项|批后|证后|事后|许可后")
_HOLDERS = re.compile(r"取得(?!行政许可|许可)[^，。；、\d]{2,20}许可证?的")
# 在食品安全领域，监督检查1200户次; but 批后监管方面，监督检查1200户次
_FIELD = re.compile(r"([^，；。:（）、\d]{2,12})(?:领域|方面)[，:]")
_BODY = re.compile(
    r"([区市县][^，。；、:（）\d各]{1,10}?(?:局|委|办|大队))(?:对|共|开展|检查|全年|累计|组织|在|出动|派出|会同|联合|实施)"
)
_OVERSIGHT = re.compile("监管|许可|审批|执法|检查|监督|各")
_REACH = 200  # how far before a sentence its paragraph may have named the holders


def settle(ledger: Ledger, found: Candidate, near: Phrase) -> str:
    """Give *found* its rank and the licence that the words *near*, before it, name.

    Or why it is none of the report's own figures; empty if it is one.
    """
    flow, names, name = ledger.layout.flow, ledger.names, ""
    if near.name is not None and near.name[1] <= found.start:
        name = names.trimmed(flow, *near.name).removesuffix("事项")  # 对广告设置审批事项检查45次
    licence = names.is_licence(name) and "license" not in near.tail
    if not licence and _of_some(ledger, found, near):
        return "part_of_total"
    if scope_of(near.concepts, ledger.rules.report.level) in ("wide", "other"):
        return "other_scope"  # 市、区两级监督机构共开展监督检查18.6万户次
    if licence:
        ledger.state.now = ledger.state.now._replace(item=name)
    if not lists.is_class(ledger.state.now.item) or found.metric in _METRICS:
        found.item = (
            ledger.state.now.item
        )  # 食品安全领域。新建示范店620家: nobody else's are counted
    found.rank += _rank(ledger, found)
    return ""


def _of_some(ledger: Ledger, found: Candidate, near: Phrase) -> bool:
    """Whether *found* is of some objects only, and *near*, before it, names no licence.

    其中对危险货物运输企业检查发现违法行为294起; 现场检查1563户次，其中“双随机”检查402户次;
    对取得施工许可的工地检查1268次; 在建设工程领域，监督检查962次.
    """
    if found.metric not in _METRICS:
        return False
    flow, sentence, now = ledger.layout.said, ledger.sentence, ledger.state.now
    reach = max(sentence.paragraph, sentence.start - _REACH)
    opened = max(sentence.start, flow.rfind("；", sentence.start, found.start) + 1)
    if not now.item and (
        _HOLDERS.search(flow, reach, found.start)
        or _by_another(ledger, opened, found.start)
        or _in_field(flow, opened, found.start)
    ):
        return True
    if not now.parts:
        return False
    here = ledger.findings.since(sentence.start)
    return near.name is not None or any(each.metric == found.metric for each in here)


def _rank(ledger: Ledger, found: Candidate) -> int:
    """How much less *found* counts than a figure of which licences are spoken.

    依据行政许可开展监督检查35万次 is the total, 食品等监督检查6万户次 elsewhere is of one field.
    """
    if found.metric not in _METRICS:
        return 0
    return 0 if _OF_ALL.search(ledger.layout.said, ledger.sentence.start, found.end) else 1


def _by_another(ledger: Ledger, start: int, at: int) -> bool:
    """Whether the words before *at* tell of one other authority: 区应急局检查288家次."""
    bodies = _BODY.findall(ledger.layout.said, start, at + 2)
    return any(not ledger.names.is_own(each) for each in bodies)


def _in_field(flow: str, start: int, end: int) -> bool:
    """Whether ``flow[start:end]`` names one field of oversight."""
    return any(not _OVERSIGHT.search(field) for field in _FIELD.findall(flow, start, end))
