"""What tells a figure from a date, a document number, a rank, a name."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from xuke.model import Qualifier, Quantity, Span
from xuke.quantities.measure import Measure
from xuke.quantities.numerals import CHINESE, chinese
from xuke.quantities.vocabulary import Vocabulary

_S = r"\s{0,2}"
_MONTH, _DAY = "(?:1[0-2]|0?[1-9])", "(?:3[01]|[12][0-9]|0?[1-9])"
_MONTH_END = "(?:份|底|末|初|中旬|上旬|下旬)?"
_YEAR = r"(?:19|20)\d\d"
_DATES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "date",
            rf"{_YEAR}{_S}年{_S}{_MONTH}{_S}月(?:{_S}{_DAY}{_S}日)?{_S}[-—–~～至]{{1,2}}{_S}"
            rf"(?:{_YEAR}{_S}年{_S})?{_MONTH}{_S}月(?:{_S}{_DAY}{_S}日|{_MONTH_END})",
        ),
        ("date", rf"{_YEAR}{_S}年{_S}{_MONTH}{_S}月(?:{_S}{_DAY}{_S}日|{_MONTH_END})"),
        ("date", rf"{_YEAR}([-/.]){_MONTH}\1{_DAY}(?!\d)"),
        ("year", rf"{_YEAR}{_S}年?{_S}[-—–~～至]{{1,2}}{_S}{_YEAR}{_S}年(?:度|底|末|初)?"),
        ("year", rf"{_YEAR}{_S}年(?:度|版|底|末|初|上半年|下半年)?"),
        (
            "date",
            rf"{_MONTH}{_S}(?:月份?)?{_S}[-—–~～至]{{1,2}}{_S}{_MONTH}{_S}月{_MONTH_END}",
        ),
        ("date", rf"{_MONTH}{_S}月{_S}{_DAY}{_S}日"),
        ("date", rf"{_MONTH}{_S}月(?!均){_MONTH_END}"),
        ("date", rf"{_DAY}{_S}日(?=[，。；、至前起]|$)"),
        ("clock", r"[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?!\d)"),
        ("ratio", r"\d+:\d+"),
        # Beyond the digits that a count can have: such a run would cost quadratic time as a number.
        ("code", r"\d{19,}"),
        (
            "code",
            r"(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8}|\d{11,})(?![\d.]|,\d{3}|\s?[件元宗万亿项个家人户次张份名%])",
        ),
        (
            "code",
            r"(?:123\d\d|96\d{3,4}|11[0249]|120)(?=\s{0,2}(?:热|市\s{0,2}民|政\s{0,2}务|平\s{0,2}台"
            r"|投\s{0,2}诉|便\s{0,2}民|[”\"]))",
        ),
        ("code", r"\d+(?:\.\d+)?(?=[A-Za-z])"),
        ("name", r"\d+\s?[×xX*+]\s?[\dA-Za-z]+"),
        ("edition", r"\d+(?:\.\d+){2,}"),
        ("edition", r"\d{1,2}\.\d{1,2}(?=\s?版|[”\"])"),
        ("fraction", r"\d+/\d+(?!\d)"),
    )
)
# What may follow the first digits of anything special; most numbers stop at this one look.
_SPECIAL = re.compile(
    r"\d{1,40}(?:\.\d{1,12})?+(?:\s{0,2}[-—–~～至年月日:/.×xX*+A-Za-z〕）、版”\"]|%\s?[-—–~～至])"
    r"|\d{11}|123\d\d|96\d{3}|1[12]\d(?!\d)"
)
_YEAR_ALONE = re.compile(rf"{_YEAR}年(?:度|版|底|末|初|上半年|下半年)?(?![\s\d—–~～至-])")
_RANGE = re.compile(
    # A hyphen after a space, before a digit, is a sign: two cells of a row, 83 and -13.54%.
    r"(\d+(?:\.\d+)?)%?(?:\s?[—–~～]{1,2}\s?|-{1,2}\s?|\s-{1,2}\s|\s?至\s?)(\d+(?:\.\d+)?)(?!\s?[年月日])(?=(\s{0,2}\S{0,3}))"
)
_DOCUMENT = re.compile(rf"{_YEAR}\s?[〕）]\s?(?:第\s?)?\d+\s?号?")
_DOCUMENT_YEAR = re.compile(rf"{_YEAR}\s?〕")
_LIST = re.compile(
    r"\d{1,2}(?:\.(?!\d)|\.(?=(?:19|20)\d\d\s?年)|、|）)|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s?[^\d\s%.,，、。；件项个元万亿家宗次人户余多版])"
)
_LINE_START = re.compile(r"(?:\n|[。；:])[\s#*（>-]*$")
_CHINESE_DATE = re.compile(
    r"[一二][九零〇○0][零〇○一二三四五六七八九]{2}\s?年(?:度|底|末|初)?"
    rf"(?:[{CHINESE}]{{1,3}}月(?:[{CHINESE}]{{1,3}}日|份|底|末|初)?)?"
)
_CHINESE_MONTH = re.compile(
    r"(?:十[一二]?|[一二三四五六七八九])月(?:[二三]?十?[一二三四五六七八九十]日|份|底|末|初)"
    r"|[一二三四]季度"
)
_FRACTION = re.compile(rf"[{CHINESE}]{{1,6}}分之[{CHINESE}]{{1,6}}")
_AS_LIST = re.compile(r"[、.）]|[是要]|方面")
_AFTER_ORDINAL = {
    "条": "article",
    "款": "article",
    "章": "article",
    "号": "document_number",
    "版": "edition",
    "位": "rank",
    "名": "rank",
}
_BEFORE_COUNT = frozenset(":达为共计理请结准费量数了额")
_MOST_DIGITS = 19
_NUMBERED, _MOST_NUMBERED = frozenset("表图"), 100
_PAUSE = re.compile(r"\s{0,2}(?:[，。；、）:！]|$|\n)")
_URL = re.compile(r"https?://[!-~]+|www\.[!-~]+|[\w.-]{1,64}@[\w.-]{1,255}")


class Addresses:
    """The web and mail addresses of a text; none where the text has no ``://``, www or @."""

    def __init__(self, plain: str) -> None:
        held = "://" in plain or "www." in plain or "@" in plain
        self._spans = [found.span() for found in _URL.finditer(plain)] if held else []
        self._next = 0
        self.any = bool(self._spans)

    def at(self, text: str, at: int) -> Quantity | None:
        """The rest of the address that *at* lies in, as one number."""
        while self._next < len(self._spans) and self._spans[self._next][1] <= at:
            self._next += 1
        if self._next == len(self._spans) or self._spans[self._next][0] > at:
            return None
        end = self._spans[self._next][1]
        return Quantity(Span(at, end), text[at:end], Decimal(0), kind="url")


def special_arabic(plain: str, at: int) -> tuple[int, Decimal, str] | None:
    """End, value and kind of what is no count by its own form: a date, a clock, a list number."""
    if "①" <= plain[at] <= "⑳":
        return at + 1, Decimal(ord(plain[at]) - ord("①") + 1), "list_number"
    before = plain[at - 1 : at]
    if not _SPECIAL.match(plain, at) and not (before.isascii() and before.isalpha()):
        return None
    found = _DOCUMENT.match(plain, at) if before in ("〔", "（") else None
    if found and (before == "〔" or "号" in found.group()):
        return found.end(), Decimal(plain[at : at + 4]), "document_number"
    if before == "〔" and (found := _DOCUMENT_YEAR.match(plain, at)):
        return found.end() - 1, Decimal(plain[at : at + 4]), "document_number"
    if found := _LIST.match(plain, at):
        line = _line_before(plain, at)
        closed = found.group().endswith("）")
        if _starts_line(line, at) and closed == line.rstrip().endswith("（"):
            return found.end(), _leading(found.group(), 0), "list_number"
    if before.isascii() and before.isalpha():
        end = re.compile(r"[\d.]*\d").match(plain, at)
        return (end.end() if end else at + 1), _leading(plain, at), "code"
    if found := _YEAR_ALONE.match(plain, at):  # as most of them are
        return found.end(), _leading(plain, at), "year"
    for kind, pattern in _DATES:
        if found := pattern.match(plain, at):
            return found.end(), _leading(plain, at), kind
    if found := _RANGE.match(plain, at):
        return found.end(), Decimal(found[2]), "range"
    return None


def special_chinese(plain: str, at: int, end: int) -> tuple[int, Decimal, str] | None:
    """As :func:`special_arabic`, for a run of Chinese numerals ``at:end``."""
    for kind, pattern in (("year", _CHINESE_DATE), ("date", _CHINESE_MONTH)):
        if found := pattern.match(plain, at):
            value = chinese(plain[at : at + (4 if kind == "year" else 1)].replace("○", "〇"))
            return found.end(), value or Decimal(0), kind
    if (found := _FRACTION.match(plain, at)) and plain[at:end] not in ("百", "千", "万"):
        return found.end(), chinese(plain[at:end]) or Decimal(0), "fraction"
    value = chinese(plain[at:end])
    if value is None or value > 99:
        return None
    line = _line_before(plain, at)
    tail = _AS_LIST.match(plain, end)
    if tail and tail.group() == "）" and line.endswith("（"):
        return end, value, "list_number"
    first = _starts_line(line, at)
    opens = first or line[-1:] in ("，", "；", "。", ":", "*", "、")
    if tail and opens and (tail.group() != "、" or first):
        return end, value, "list_number"
    if line.endswith("第"):
        return end, value, _AFTER_ORDINAL.get(plain[end : end + 1], "ordinal")
    return None


def _starts_line(line: str, at: int) -> bool:
    """Whether only marks stand between the start of a line or sentence and *at*."""
    return bool(_LINE_START.search(line)) or (at == len(line) and not line.strip(" #*（>-"))


def _line_before(plain: str, at: int) -> str:
    """The last characters of the line before *at*, with the break if that is near."""
    return plain[max(0, at - 8, plain.rfind("\n", max(0, at - 8), at)) : at]


def _leading(plain: str, at: int) -> Decimal:
    found = re.compile(r"\d+(?:\.\d+)?").match(plain, at)
    return Decimal(found.group()) if found and len(found.group()) < _MOST_DIGITS else Decimal(0)


class Prefix(NamedTuple):
    """A qualifier before a number, and where it starts."""

    start: int
    qualifier: Qualifier


def qualified(plain: str, at: int, floor: int, words: Vocabulary, *, bare: bool) -> Prefix | None:
    """The qualifier that ends right before *at* and does not reach back beyond *floor*."""
    end = at
    while end > floor and plain[end - 1] == " " and at - end < 2:
        end -= 1
    if plain[end - 1 : end] not in words.qualifier_ends:
        return None
    for length in (4, 3, 2, 1):
        if end - length < floor:
            continue
        word = plain[end - length : end]
        if word not in words.qualifiers_before:
            continue
        if word == "上" and not bare:
            return None
        if words.not_before.search(plain[max(0, end - 3) : end]):
            return None
        return Prefix(end - length, words.qualifiers_before[word])
    return None


def qualifier(prefix: Prefix | None, taken: Measure, *, over: bool) -> Qualifier:
    """One qualifier of those around a number: the one after it outranks the one before it."""
    if taken.qualifier is not None:
        return taken.qualifier
    if taken.over or over:
        return Qualifier.OVER
    return prefix.qualifier if prefix else Qualifier.EXACT


def vague_before(plain: str, at: int, floor: int) -> bool:
    """Whether 数 or 几 before a magnitude leaves the number open: 数百家, 几十件."""
    return at > floor and plain[at - 1] in "数几" and plain[at - 2 : at] not in ("总数", "件数")


def pauses(plain: str, end: int) -> bool:
    """Whether a pause or the end follows."""
    return _PAUSE.match(plain, end) is not None


def is_minus(plain: str, at: int, floor: int) -> bool:
    """Whether the hyphen at *at* is a sign: nothing that could be a range stands before it."""
    before = plain[at - 1 : at]
    return at >= floor and not (
        before.isdigit()
        or (before.isascii() and before.isalpha())
        or before in ("-", "—", "%", "件", "项", "个", "元")
    )


def kind(
    plain: str, start: int, end: int, taken: Measure, value: Decimal, words: Vocabulary
) -> str:
    """``figure``, or what else the number at ``start:end`` is by its neighbours."""
    before = plain[max(0, start - 2) : start].rstrip()[-1:]
    if before == "第":
        return _AFTER_ORDINAL.get(plain[end : end + 2].lstrip()[:1], "ordinal")
    if before in _NUMBERED and not taken.unit and value < _MOST_NUMBERED:
        return "list_number"  # 表3, 图1, 附件2
    if before == "前" and (taken.unit in ("", "位", "名") or taken.unit in ("强",)):
        return "rank"
    if taken.unit in words.unit_kinds:
        return words.unit_kinds[taken.unit]
    if taken.unit == "小时" and value == 24:
        return "opening_hours"
    if _in_name(plain, start, end):
        return "name"
    bare = not taken.unit and plain[start:end].isdigit() and before not in _BEFORE_COUNT
    if bare and 1949 <= value <= 2049:
        return "year"
    if plain[start:end].endswith(".0") and not taken.unit:
        return "edition"
    return "figure"


def _in_name(plain: str, start: int, end: int) -> bool:
    """Whether quotation marks close around the number within a short name: “两个免于提交”."""
    opening = plain.rfind("“", max(0, start - 14), start)
    if opening < 0 or "”" in plain[opening:start]:
        return False
    closing = plain.find("”", end, end + 14)
    return (
        closing >= 0 and "，" not in plain[opening:closing] and "。" not in plain[opening:closing]
    )
