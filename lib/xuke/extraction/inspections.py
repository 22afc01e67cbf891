"""Whether inspections, and what they found, are those of all licences or of some objects only."""

from __future__ import annotations

import re

from xuke.extraction.ledger import Ledger
from xuke.extraction.results import Candidate
from xuke.extraction.tokens import Phrase

_METRICS = frozenset({"supervision_inspections", "violations_found"})
_OF_ALL = re.compile("行政许可|许可事项|批后|证后|事后|许可后")
_HOLDERS = re.compile(r"取得[^，。；、\d]{2,20}许可证?的")
# 在食品安全领域，监督检查1200户次; but 批后监管方面，监督检查1200户次
_FIELD = re.compile(r"([^，；。:（）、\d]{2,12})(?:领域|方面)[，:]")
_BODY = re.compile(
    r"([区市县][^，。；、:（）\d各]{1,10}?(?:局|委|办|大队))(?:对|共|开展|检查|全年|累计|组织|在)"
)
_OVERSIGHT = re.compile("监管|许可|审批|执法|检查|监督|各")
_REACH = 200  # how far before a sentence its paragraph may have named the holders


def of_some(judge: Ledger, found: Candidate, near: Phrase) -> bool:
    """Whether *found* is of some objects only, and *near*, before it, names no licence.

    其中对危险货物运输企业检查发现违法行为294起; 现场检查1563户次，其中“双随机”检查402户次;
    对取得施工许可的工地检查1268次; 在建设工程领域，监督检查962次.
    """
    if found.metric not in _METRICS:
        return False
    sentence, now = judge.sentence, judge.state.now
    reach = max(sentence.paragraph, sentence.start - _REACH)
    if not now.item and _HOLDERS.search(judge.layout.said, reach, found.start):
        return True
    if not now.item and _by_another(judge, found.start):
        return True
    if not now.item and _in_field(judge.layout.said, sentence.start, found.start):
        return True
    if not now.parts:
        return False
    here = judge.findings.since(sentence.start)
    return near.name is not None or any(each.metric == found.metric for each in here)


def _by_another(judge: Ledger, at: int) -> bool:
    """Whether the words after the last semicolon tell of one authority: 区应急局检查288家次."""
    flow, start = judge.layout.said, judge.sentence.start
    opened = max(start, flow.rfind("；", start, at) + 1)
    bodies = _BODY.findall(flow, opened, at + 2)
    return any(not judge.names.is_own(each) for each in bodies)


def rank(judge: Ledger, found: Candidate) -> int:
    """How much less *found* counts than a figure of which licences are spoken.

    依据行政许可开展监督检查35万次 is the total, 食品等监督检查6万户次 elsewhere is of one field.
    """
    if found.metric not in _METRICS:
        return 0
    return 0 if _OF_ALL.search(judge.layout.said, judge.sentence.start, found.end) else 1


def _in_field(flow: str, start: int, end: int) -> bool:
    """Whether the words after the last semicolon name one field of oversight."""
    opened = max(start, flow.rfind("；", start, end) + 1)
    fields = _FIELD.findall(flow, opened, end)
    return any(not _OVERSIGHT.search(field) for field in fields)
