"""Words that make a number one of some licences or bodies only, not of the whole report."""

from __future__ import annotations

import re

from xuke.extraction.results import Candidate
from xuke.model import Qualifier, Quantity

CHANNELS = frozenset({"online_accepted", "fully_online", "commitment_based"})
SOME_ITEMS = "some_items"
_SOME = re.compile(
    r"(?<!第)[\d一二两三四五六七八九十百] {0,2}(?:余|多)?[项个家户类][^，；：:。（）]*"
    r"(?:(?:因|由于)[^，；。]{2,40}，)?$"
)
_BOTH = re.compile(
    r"、[^，；:。（）]{2,40}[两二三四五六七八九十] {0,2}项，(?:本年度?|全年|年内)?(?:均|都)?$"
)
_ALL = ("均", "全部", "全都", "都", "皆")
# But 除法律法规另有规定外，均不收费 excepts nothing that there is.
_EXCEPT = re.compile(
    r"除(?!法律|法规|国家|另有)(?:[^；。]{1,60}?外，?|[^，；。]{1,60}，)[^，；。]{0,30}$"
)
_SHARE = re.compile(r"[，（]? {0,2}(?:占|比例|占比)[^，；、]{0,12}?[\d.]+ {0,2}%）?")
_BRACKET = re.compile(r"^（[^（）]{0,80}）")
# But 1.申请数: 12 above 2.受理数: 11.
_TORN = re.compile(r"(?:[,，]?\s{1,3}(?!\d{1,2}[.、．）](?!\d))|\s{1,3}[,，](?=\d{3}))\d")
_TORN_OFF = re.compile(r"[一-鿿]\d{1,3}(?:,\d{3})*,?\s{1,3}$")  # 准予95,\n934件
_OTHER_KIND = re.compile(
    r"[、，；和及 ]{1,2}(?:非许可|非行政许可|(?:行政)?(?:备案|确认|处罚|检查|服务))"
)
_IDLE = re.compile(
    r" {0,2}(?:(?:部门|单位)[^，。；\d]{0,6}?)?(?:行政)?(?:许可|审批)?事项[^，。；\d]{0,8}"
    r"(?:[无零]|未|没有)[^，。；\d]{0,6}(?:办件|业务|发生|申请|开展|办理)"
)
# 对取水许可等6项许可事项的名称完成调整
_OBJECTS = re.compile(
    r" {0,2}(?:行政)?(?:许可|审批)?事项的?(?:名称|要素|设定依据|实施机关|办理时限)"
)
# 本年度无办件的许可事项
_IDLE_ITEMS = re.compile(
    r"[^，。；\d]{1,8}(?:办件|申请|业务|办理) {0,2}的[^，。；\d]{0,8}(?:许可|审批|事项)"
)
# 上述五个部门合计受理151847件
_THESE = re.compile(
    "(?:上述|以上|前|这)(?:\\d|[一二两三四五六七八九十]){1,3}[个家](?:部门|单位|机构|领域|街镇|区域)"
    "[^，。；\\d]{0,12}$"
)
_CONCERNED = re.compile(
    " {0,2}[，（] {0,2}(?:主要|共|仅)?(?:涉及|涵盖|覆盖)(?!部门|单位|机关)[^，。；\\d]{0,200}"
)
_STOCKS = frozenset({"licensing_items", "licensing_departments", "items_adjusted"})
_REACH = 30
_ITEMS = re.compile(r" {0,2}的 {0,2}(?:行政)?(?:许可|审批)?事项")
# 办件量超过10000件的部门有4个, but 超过1000件的受理量
_THAT = re.compile(r" {0,2}的(?!受理|申请|办件|办理|业务|行政许可|许可)")


def denied_of_some(flow: str, start: int, denial: Quantity, *, among_parts: bool) -> bool:
    """Whether *denial* is no zero of the report whose sentence starts at *start*.

    It is about some only (其中3项许可全年无办件) or has exceptions (除A外均未收费). 12项许可
    均未收费 is about all, unless it stands among the parts of another figure.
    """
    at = denial.span.start
    if _EXCEPT.search(flow, start, at) or _BOTH.search(flow, start, at):
        return True
    if _IDLE_ITEMS.match(flow, at):
        return True
    return bool(_SOME.search(flow, start, at)) and (
        among_parts or not denial.words.startswith(_ALL)
    )


def goes_on(flow: str, figure: Quantity, last: Candidate) -> bool:
    """Whether the *last* figure was one licence's, and this one goes on listing."""
    between = _SHARE.sub("", _BRACKET.sub("", flow[last.end : figure.span.start])).lstrip()
    same = bool(last.item) and last.unit == figure.unit
    return (
        same
        and between[:1] in ("、", "，", "；")
        and not any(mark in between[1:] for mark in "，；:")
    )


def of_cases(flow: str, figure: Quantity, metric: str, last: Candidate | None) -> bool:
    """Whether *figure* is the items of the cases told *last*: 告知承诺55件，涉及38项许可事项."""
    if metric != "licensing_items" or last is None or last.metric in _STOCKS:
        return False
    return _CONCERNED.fullmatch(flow, last.end, figure.span.start) is not None


def kinds(flow: str, figure: Quantity) -> bool:
    """Whether another kind of matter stands beside *figure*: 其中许可100件、备案52件."""
    return _OTHER_KIND.match(flow, figure.span.end) is not None


def doubt(flow: str, figure: Quantity) -> str:
    """Why the words after *figure* forbid to read it; empty if they do not.

    It may be but the thousands of a number with a space in it (4 800件), or a condition on
    licensing items (办件量1000件以上的事项12项，合计办件4000件; 37项许可事项无办件).
    """
    end = figure.span.end
    if figure.words.isdecimal() and _TORN.match(flow, end):
        return "torn_number"
    if flow[max(0, figure.span.start - 1) : figure.span.start].isspace() and _TORN_OFF.search(
        flow, max(0, figure.span.start - 12), figure.span.start
    ):
        return "torn_number"
    threshold = figure.qualifier is not Qualifier.EXACT and _THAT.match(flow, end)
    at = figure.span.start
    if _THESE.search(flow, max(0, at - _REACH), at):
        return "part_of_total"
    if "等" in flow[max(0, at - 2) : at] and _OBJECTS.match(flow, end):
        return "part_of_total"
    some = threshold or _ITEMS.match(flow, end) or _IDLE.match(flow, end)
    return SOME_ITEMS if some else ""
