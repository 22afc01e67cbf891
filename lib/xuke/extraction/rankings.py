"""Lists of the licences with most cases, which say once what is counted of each."""

from __future__ import annotations

import re

from xuke.extraction.results import Candidate, stand_in
from xuke.model import Span

_FIRST = r"前(?:\d{1,2}|[一二两三四五六七八九十]{1,2})(?:位|名|项|个)?"
_RANKING = re.compile(
    r"(申请|受理|办结|批准|许可|准予|办件|办理|业务)(?:办件)?总?(?:件数|数量|数|量)?"
    rf"(?:(?:排名|位居|排在|位列|居|列)?(?:全[区市县省])?{_FIRST}|较多|最多|较大|最大|靠前|居前)的?"
    r"(?:行政许可|许可|审批)?(?:事项|项目)?(?:主要|依次|分别)*(?:有|为|是)?"
)
# 数量较多的为, 排名前三位的是: of what was counted last
_OF_TOTAL = re.compile(
    r"(?:数量|占比|体量)?(?:排名|位居|排在|位列|居|列)?"
    rf"(?:{_FIRST}的?|(?:较多|最多|较大|最大|靠前|居前|居多|较高|最高|前列)的?)"
    r"(?:行政许可|许可|审批)?(?:事项|项目)?(?:主要|依次|分别)*(?:(?:有|为|是)|(?=:|$))"
)
_MARK = re.compile("前|[较最][多大高]|居多")
_BODIES = ("部门", "单位", "机关", "的部门", "的单位", "的区", "区")
_METRICS = {
    "申请": "applications",
    "受理": "accepted",
    "办结": "concluded",
    "批准": "approved",
    "许可": "approved",
    "准予": "approved",
}


def may_stand(flow: str, start: int, end: int) -> bool:
    """Whether ``flow[start:end]`` has a word of rank at all."""
    return _MARK.search(flow, start, end) is not None


def find(flow: str, start: int, end: int, counted: str = "") -> Candidate | None:
    """What 办件量排名前三的事项分别为 in ``flow[start:end]`` says of the licences after it.

    Without a step, as in 排名前三的是, they are of the metric *counted* before.
    """
    found = _RANKING.search(flow, start, end)
    metric = _METRICS.get(found[1], "handled") if found else counted
    if found is None and counted:
        found = _OF_TOTAL.search(flow, start, end)
    if not found or flow.startswith(_BODIES, found.end()):
        return None
    return stand_in(metric, f"labels:{metric}", Span(*found.span()))
