"""Finding the numbers of a text, one pass from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from xuke.model import Quantity, Span, StatedAs
from xuke.quantities import contexts
from xuke.quantities.forms import normal
from xuke.quantities.measure import Measure, measure
from xuke.quantities.numerals import CHINESE, MAGNITUDES, ONE, arabic, chinese, tidy
from xuke.quantities.pages import Pages
from xuke.quantities.vocabulary import Vocabulary, vocabulary

_MAGNITUDE = "[十百千]?万亿?|亿|千(?!米|克)|百(?!分)|十"
_ARABIC = re.compile(r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,12})?(?![\d,])|\d+(?:\.\d+)?")
_MORE = re.compile(
    rf"\s{{0,3}}(?P<about>余|多|几)?(?P<magnitude>{_MAGNITUDE})"
    r"(?:\s?(?P<rest>\d+(?:\.\d+)?\s?[千百万])(?!分))?"
)
_WHOLE = re.compile(rf"\d{{1,18}}(?![\d.,，]|\s{{0,3}}(?:余|多|几)?(?:{_MAGNITUDE}))")
_GROUPED_WIDE = re.compile(r"\d{1,3}(?:，\d{3}){1,6}(?:\.\d{1,12})?(?![\d，])")
_GROUPED_BY_SPACES = re.compile(r"\d{1,3}(?: \d{3}){1,3}(?= ?(?:件|宗|项|个|元)(?!次))")
_NUMBERED = ("第", "表", "图", "附件", "页", "号", "注", "款", "条")
_UNCLEAR = re.compile(r"\d+(?:,\d+){1,20}(?:\.\d{1,12})?|\d{1,3}(?:，\d{3}){1,6}(?!\d)")
_CHINESE = re.compile(rf"[{CHINESE}]{{1,40}}(?:点[零〇一二三四五六七八九]{{1,8}})?")
_SHARE = re.compile(
    rf"(百|千|万)分之\s?(?:(\d+(?:\.\d+)?)|([{CHINESE}]{{1,20}}(?:点[零〇一二三四五六七八九]{{1,8}})?))"
)
_START = re.compile(rf"[0-9①-⑳{CHINESE}]")
_LEADS = frozenset("第数几")
_SHARE_SCALE = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}


def find(text: str) -> list[Quantity]:
    """Every number of *text*, in order, each once, none overlapping another.

    Returns
    -------
    list of Quantity
        ``kind`` is ``figure``, or says why the number is none: ``year``, ``date``, ``clock``,
        ``document_number``, ``article``, ``list_number``, ``edition``, ``rank``, ``ordinal``,
        ``level``, ``address``, ``url``, ``code``, ``name``, ``saying``, ``fraction``, ``ratio``,
        ``range``, ``vague``, ``opening_hours``, ``page_number``, ``ambiguous``
        (separators that allow two readings).
        ``text[span] == words`` always. None in words (均未收取费用) is a figure of value 0.
    """
    plain = normal(text)
    pages = Pages(text, plain)
    if not pages.numbers:
        return find_in(text, plain)
    found = [pages.put_back(each) for each in find_in(pages.text, normal(pages.text))]
    return sorted([*found, *pages.apart(found)], key=lambda each: each.span)


def find_in(text: str, plain: str) -> list[Quantity]:
    """As :func:`find`, for a *text* without page numbers and its normal form *plain*."""
    words = vocabulary()
    zeros = [
        _quantity(text, found.start(), found.end(), Decimal(0), stated_as=StatedAs.WORDS)
        for found in words.zero.finditer(plain)
    ]
    found_all: list[Quantity] = []
    waiting = iter(zeros)
    zero = next(waiting, None)
    for quantity in _numbers(text, plain, words):
        while zero is not None and zero.span.end <= quantity.span.start:
            found_all.append(zero)
            zero = next(waiting, None)
        if zero is None or quantity.span.end <= zero.span.start:
            found_all.append(quantity)
    if zero is not None:
        found_all.extend([zero, *waiting])
    return found_all


def _numbers(text: str, plain: str, words: Vocabulary) -> Iterator[Quantity]:
    position, floor = 0, 0
    urls = contexts.Addresses(plain)
    while start := _START.search(plain, position):
        at = start.start()
        quantity = (urls.at(text, at) if urls.any else None) or (
            _arabic_at(text, plain, at, floor, words)
            if plain[at] <= "9" or "①" <= plain[at] <= "⑳"
            else _chinese_at(text, plain, at, floor, words)
        )
        if isinstance(quantity, Quantity):
            yield quantity
            position = floor = quantity.span.end
        else:
            position = quantity


def _quantity(
    text: str,
    start: int,
    end: int,
    value: Decimal,
    kind: str = "figure",
    stated_as: StatedAs = StatedAs.FIGURE,
) -> Quantity:
    return Quantity(Span(start, end), text[start:end], value, kind=kind, stated_as=stated_as)


def _arabic_at(text: str, plain: str, at: int, floor: int, words: Vocabulary) -> Quantity:
    if special := contexts.special_arabic(plain, at):
        end, value, kind = special
        return _quantity(text, at, end, value, kind)
    number = _arabic(text, plain, at)
    value = number.value
    if plain[at - 1 : at] == "-" and contexts.is_minus(plain, at - 1, floor):
        at, value = at - 1, -value
    step, kind, over = number.step, number.kind, number.over
    return _measured(text, plain, at, number.end, floor, value, step, words, kind, over=over)


class _Number(NamedTuple):
    """An Arabic number up to *end*; *step* is the value of one unit in its last place."""

    end: int
    value: Decimal
    step: Decimal = ONE
    over: bool = False
    kind: str = "figure"


def _arabic(text: str, plain: str, at: int) -> _Number:
    if whole := _WHOLE.match(plain, at):  # as most counts are
        spaced = plain.startswith(" ", whole.end()) and _GROUPED_BY_SPACES.match(plain, at)
        if spaced and _may_count(plain[max(0, at - 2) : at]):
            return _Number(spaced.end(), Decimal(spaced.group().replace(" ", "")))
        return _Number(whole.end(), Decimal(whole.group()))
    if wide := _GROUPED_WIDE.match(plain, at):
        # A full-width comma groups full-width digits; between half-width ones it may be a pause.
        kind = "figure" if text[at] != plain[at] else "ambiguous"
        return _scaled(plain, wide)._replace(kind=kind)
    found = _ARABIC.match(plain, at)
    assert found is not None  # noqa: S101 - _START has seen the digit
    unclear = None if _MORE.match(plain, found.end()) else _UNCLEAR.match(plain, at)
    if unclear and unclear.end() > found.end():
        value = tidy(Decimal(re.sub("[,，]", "", unclear.group())))
        return _Number(unclear.end(), value, kind="ambiguous")
    return _scaled(plain, found)


def _scaled(plain: str, number: re.Match[str]) -> _Number:
    """The *number* with the 万 that follows it."""
    value, step = arabic(number.group())
    more = _MORE.match(plain, number.end())
    if more is None:
        return _Number(number.end(), value, step)
    factor = Decimal(1)
    for magnitude in more["magnitude"]:
        factor *= MAGNITUDES[magnitude]
    value, step = value * factor, step * factor
    if more["rest"]:
        rest, step = arabic(more["rest"])
        value += rest
    return _Number(more.end(), tidy(value), tidy(step), over=bool(more["about"]))


def _may_count(before: str) -> bool:
    """Whether a count may follow *before*: 受理3 200件 is one number, 表1 200件 is two."""
    return "一" <= before[-1:] <= "鿿" and not before.endswith(_NUMBERED)


def _chinese_at(text: str, plain: str, at: int, floor: int, words: Vocabulary) -> Quantity | int:
    run = _CHINESE.match(plain, at)
    assert run is not None  # noqa: S101 - _START has seen the numeral
    following = plain[run.end() : run.end() + 1]
    if (
        following
        and following not in words.after_numeral
        and not following.isspace()
        and plain[at - 1 : at] not in _LEADS
    ):
        return run.end()
    if share := _SHARE.match(plain, at):
        scale = _SHARE_SCALE[share[1]]
        number = Decimal(share[2]) if share[2] else _chinese_value(share[3])
        if number is not None:
            number = tidy(number * scale)
            return _measured(text, plain, at, share.end(), floor, number, scale, words, unit="%")
    if special := contexts.special_chinese(plain, at, run.end()):
        end, number, kind = special
        return _quantity(text, at, end, number, kind)
    value = _chinese_value(run.group())
    if value is None:
        return run.end()
    return _counted(text, plain, at, run, floor, value, words)


def _counted(
    text: str,
    plain: str,
    at: int,
    run: re.Match[str],
    floor: int,
    value: Decimal,
    words: Vocabulary,
) -> Quantity | int:
    """A Chinese numeral where a unit or a pause makes it a number, else the place to go on."""
    kind = "figure"
    vague = contexts.vague_before(plain, at, floor)
    taken = measure(plain, run.end(), words)
    bare = all(each in MAGNITUDES for each in run.group())
    if vague and bare:
        return _measured(text, plain, at - 1, run.end(), floor, value, ONE, words, "vague")
    about = contexts.qualified(plain, at, floor, words, bare=bare) is not None
    led = run.group()[0] in "百千万亿"
    if led and not about and not (bare and taken.over):
        return run.end()  # 百姓, 千方百计, 万一, 千家
    if not taken.unit and not taken.over:
        spoken = len(run.group()) > 1 and any(each in MAGNITUDES for each in run.group())
        none = run.group() == "零" and plain[at - 1 : at] in ("为", "是")
        if not ((spoken or about or none) and contexts.pauses(plain, run.end())):
            return run.end()
    if any(pattern.match(plain, at - offset) for offset, pattern in words.sayings if at >= offset):
        kind = "saying"
    return _measured(text, plain, at, run.end(), floor, value, ONE, words, kind, bare=bare)


def _chinese_value(words: str) -> Decimal | None:
    whole, point, decimals = words.partition("点")
    value = chinese(whole)
    if value is None or not point:
        return value
    fraction = chinese(decimals)
    return None if fraction is None else tidy(value + fraction.scaleb(-len(decimals)))


def _measured(
    text: str,
    plain: str,
    start: int,
    end: int,
    floor: int,
    value: Decimal,
    step: Decimal,
    words: Vocabulary,
    kind: str = "figure",
    *,
    unit: str = "",
    over: bool = False,
    bare: bool = False,
) -> Quantity:
    """The number at ``start:end`` with what stands before and after it."""
    taken = measure(plain, end, words)
    if unit and taken.unit:
        taken = Measure(end)
    unit = unit or taken.unit
    if unit == "成":
        unit, value, step = "%", tidy(value * 10), tidy(step * 10)
    elif unit == "‰":
        unit, value, step = "%", tidy(value / 10), tidy(step / 10)
    prefix = contexts.qualified(plain, start, floor, words, bare=bare)
    first = prefix.start if prefix else start
    if kind == "figure":
        kind = contexts.kind(plain, start, end, taken, value, words)
    qualifier = contexts.qualifier(prefix, taken, over=over)
    span = Span(first, max(end, taken.end))
    words_there = text[span.start : span.end]
    return Quantity(span, words_there, value, unit, qualifier, StatedAs.FIGURE, kind, step)
