"""Lists of licences and of classes of business: where they go on, and whom a denial names."""

from __future__ import annotations

import re

from xuke.extraction.layout import Sentence
from xuke.extraction.results import BELOW, Candidate, stand_in
from xuke.model import Quantity, Span
from xuke.quantities.numerals import chinese

_NUMBERING = r"(?:（?[一二三四五六七八九十\d]{1,3}[）、.．]|[①-⑳])? *"
_LINE = re.compile(
    rf"[ *-]*{_NUMBERING}(?!非(?:行政)?许可)"
    r"(?:[^，；。:\d]{2,20}(?:类|领域): {0,2}(?!共|受理|申请|办理|办结))?"
    r"[^，；。:\d]{2,80} {0,2}:? {0,2}"
    r"(?:\d|[〇零一二三四五六七八九十百千万]+[件宗])"
)
_REMARK_ON_ALL = re.compile(
    "(?:以上|上述)(?:各项|数据|均|都|皆|全部){0,2}[为是系](准予许可|准予|批准|受理|办结|申请)"
    "(?:的?(?:数量?|件数?|量|办件量?))(?![^，。；）])"
)
_STEPS = {"准予许可": "approved", "准予": "approved", "批准": "approved"}
_STEPS |= {"受理": "accepted", "办结": "concluded", "申请": "applications"}
_NUMBER_OF_LINE = re.compile(rf"[ *\n—-]*{_NUMBERING}")
_HANDLING = re.compile("(?:情况|分布)(?:分别)?(?:如下|为)? {0,2}:")
_OPENER = 20
_REST = re.compile(r"((?:其他|其它)[^，、；:。（）\d]{0,6}?)(?:申请|受理|办理|办结|批准|许可)?$")
_NAMED = re.compile(
    r"(?:^|(?<=[，。；:\n]))([^，。；:（）\n\d]{4,100}?)([两三四五六七八九十]|\d{1,2}) {0,2}[项个]"
    r"(?:行政)?(?:许可)?(?:事项)?，?(?:本年度?|全年|年内|当年|今年)?(?:均|都)?$"
)
_AND = re.compile("、|以及|[和及与]")
# A name of one licence too joins 设立、变更审批, but no 许可、…许可.
_JOINED = re.compile(
    "(?<=许可|审批|核准|认定|登记)证?(?P<and>[、和]|以及)"
    "(?=[^，。；、]{2,}?(?:许可|审批|核准|认定|登记))"
)
_IN_BRACKETS = re.compile("（[^（）]*）")
_REACH = 130
_FIELDS = r"(?:[^的，、；:。（）\d]{1,12}、){0,3}[^的，、；:。（）\d]{2,20}"  # 林业、农业农村类
_CLASS = re.compile(rf"{_FIELDS}(?:类|领域|板块|条线|行业)")
_CLASS_LICENCES = re.compile("(?<=类)(?:行政)?许可$")
_CLASS_LINE = re.compile(
    rf"[ *\n]*{_NUMBERING}"
    r"([^的，、；:。（）\d]{2,20}(?:类|领域|板块|条线))[ *。]*"
)
_CLASS_BEFORE = re.compile(
    r"(?:[，、；:（] {0,2}(?:其中|包括|含)?|其中|包括|分别为) {0,2}"
    rf"((?!其中|包括|含|(?:行政)?许可类){_FIELDS}类)(?:行政许可|许可|审批)?"
    r"(办理|办件|受理|办结)? {0,2}$"
)
# 2.律师事务所（含分所）设立、变更、注销许可类1027件: of a line of its own all words are the name
_CLASS_ON_LINE = re.compile(
    rf"[ *\n-]*{_NUMBERING.removesuffix('? *')} *"
    r"((?:[^的，；:。（）\d]|（[^（）\d]{1,12}）){2,60}类)(?:行政许可|许可|审批)?() {0,2}"
)
_LICENCE_BEFORE = re.compile(
    r"(?:(?<![^\n])|[，；:（] {0,2}(?:其中|包括|含)?|(?<=[件宗]) {0,2}(?:[、和及与]|以及)"
    r"|其中|包括|分别为|主要为)[\s*]{0,4}"
    r"(?:\d{1,2}[.、．]|（\d{1,2}）|[①-⑳]|[-•●]|—{1,2}|[一二三四五六七八九十]{1,3}是)? {0,2}"
    r"([^，；:。（）\d]{4,60}?) {0,2}（?$"
)
_LONGEST_CLASS, _LONGEST_NAME, _REMARK = 50, 70, 40
_OTHER = re.compile("(?:其他|其它)[^\\d]{0,6}")


def opens(flow: str, sentence: Sentence) -> bool:
    """Whether *sentence* ends as one that a list follows: 其中： or 具体如下：."""
    return flow[max(sentence.start, sentence.end - 8) : sentence.end].rstrip(" *").endswith(":")


def names_parts(flow: str, sentence: Sentence) -> bool:
    """Whether *sentence* opens the parts of what was counted before: 其中:, 其中网上受理:."""
    start = max(sentence.start, sentence.end - _OPENER)
    said = flow[start : sentence.end]
    return "其中" in said and not _HANDLING.search(said)


def below(sentence: Sentence, metric: str) -> Candidate:
    """What 主要事项办理情况如下: or 按事项分: says of those below: the *metric* that they count."""
    return stand_in(metric, BELOW, Span(sentence.end, sentence.end))


def goes_on(flow: str, sentence: Sentence) -> bool:
    """Whether *sentence* is a line of a list: a name and a number, 2、挖掘城市道路审批226件."""
    return _LINE.match(flow, sentence.start, sentence.end) is not None


def after_number(flow: str, start: int, end: int) -> int:
    """Where the words of a line start, behind its number or dash: 1.A、B分别受理3件、4件."""
    found = _NUMBER_OF_LINE.match(flow, start, end)
    return found.end() if found else start


def step_of_all(flow: str, sentence: Sentence) -> str:
    """The metric that a remark gives all licences of a list: （以上均为准予许可数）; else empty."""
    start = max(sentence.start, sentence.end - _REMARK)
    found = _REMARK_ON_ALL.search(flow, start, sentence.end + 1)
    return _STEPS[found[1]] if found else ""


def rest_before(flow: str, start: int, figure: Quantity) -> str:
    """The name of what a list leaves over, 其他事项 or 其他, right before *figure*; else empty."""
    found = _REST.search(flow, max(start, figure.span.start - 10), figure.span.start)
    name = found[1].strip() if found else ""
    return class_named(name) or name


def named_before(flow: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the licences stand that what follows *end* is about: 取水许可、采砂许可两项未收到申请.

    None if their number is not the one that is told, as where a name holds 、 itself.
    """
    found = _NAMED.search(flow, max(start, end - _REACH), end)
    if not found:
        return []
    spans, at = [], found.start(1)
    for mark in _AND.finditer(flow, *found.span(1)):
        spans.append((at, mark.start()))
        at = mark.end()
    spans.append((at, found.end(1)))
    told = int(found[2]) if found[2].isdecimal() else chinese(found[2])
    return spans if len(spans) == told else []


def several_named(name: str) -> bool:
    """Whether *name* joins several licences: A许可、B许可 and C审批, but not 设立、变更审批."""
    return _JOINED.search(_IN_BRACKETS.sub("", name)) is not None


def joined(flow: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where each licence stands that ``flow[start:end]`` joins: A许可、B许可和C审批."""
    spans, at = [], start
    for mark in _JOINED.finditer(flow, start, end):
        spans.append((at, mark.start("and")))
        at = mark.end("and")
    return [*spans, (at, end)]


def class_of(flow: str, start: int, end: int) -> str:
    """The class of business that a line begins with: 1.公安领域: 受理200件; else empty."""
    found = _CLASS_LINE.fullmatch(flow, start, end)
    return found[1] if found else ""


def class_before(flow: str, start: int, figure: Quantity) -> tuple[tuple[int, int], str]:
    """Where the class of business right before *figure* stands, and its step if it has one.

    公证类286件, 社会事务类办理9426件, whatever its words; both are empty where there is none.
    """
    at = figure.span.start
    found = _CLASS_ON_LINE.fullmatch(flow, start, at)
    found = found or _CLASS_BEFORE.search(flow, max(start, at - _LONGEST_CLASS), at)
    return (found.span(1), found[2] or "") if found else ((at, at), "")


def licence_before(flow: str, start: int, figure: Quantity) -> tuple[int, str]:
    """Where the words right before *figure* start that may name a licence in a list, and they."""
    at = figure.span.start
    found = _LICENCE_BEFORE.search(flow, max(start, at - _LONGEST_NAME), at)
    return (found.start(1), found[1].strip()) if found else (at, "")


def class_named(name: str) -> str:
    """The class of business that *name* names, 治安类 or 治安类许可; empty for another name."""
    found = _CLASS_LICENCES.sub("", name)
    return found if is_class(found) else ""


def is_class(name: str) -> bool:
    """Whether *name* is a class of business (投资建设类) or what a list leaves over (其他类)."""
    bare = _IN_BRACKETS.sub("", name)
    return _CLASS.fullmatch(bare) is not None or _OTHER.fullmatch(bare) is not None
