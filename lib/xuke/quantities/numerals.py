"""Numerals to exact decimals: Arabic with 万 and 亿, and Chinese ones."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    **{digit: value for value, digit in enumerate("零一二三四五六七八九")},
    **{digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")},
    **{"〇": 0, "两": 2, "○": 0},
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
MAGNITUDES = {**_TENS, **_MYRIADS}
CHINESE = "".join((*_DIGITS, *MAGNITUDES))

ONE = Decimal(1)
"""The step of a whole number, printed digit for digit."""
_ARABIC_PART = re.compile(r"([\d.,，]+)\s*([十百千万亿]*)")


def arabic(words: str) -> tuple[Decimal, Decimal]:
    """Value of ``1亿2,345.6万`` and the value of one unit in its last place.

    *words* are half-width digits with separators, each run followed by magnitudes or none.
    """
    if words.isdigit():
        return Decimal(words), ONE
    value, step = Decimal(0), ONE
    for digits, magnitudes in _ARABIC_PART.findall(words):
        number = Decimal(digits.replace(",", "").replace("，", ""))
        factor = 1
        for magnitude in magnitudes:
            factor *= MAGNITUDES[magnitude]
        value += number * factor
        exponent = number.as_tuple().exponent
        step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * factor
    return tidy(value), tidy(step)


def tidy(value: Decimal) -> Decimal:
    """428000 for 428000.0, so that a value prints as a person would write it."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if whole == value else value


def chinese(words: str) -> Decimal | None:
    """Value of 一百二十, 二〇二三 or 三万五千; None where the characters are no numeral."""
    if not any(each in MAGNITUDES for each in words):
        return _spelled(words)
    total = section = digit = 0
    last, seen = 0, False
    for each in words:
        if each in _DIGITS:
            if seen and digit:
                return None  # 三五 is a spelled number, 三五十 is none
            digit, seen = _DIGITS[each], True
        elif each in _TENS:
            if not seen and last:
                return None  # 百百
            section += (digit if seen else 1) * _TENS[each]
            digit, seen, last = 0, False, _TENS[each]
        else:
            factor = _MYRIADS[each]
            group = section + digit
            if not group:
                group = 1 if not total else 0
            # 三万亿: the larger magnitude multiplies all that stands before it.
            total = (total + group) * factor if factor > 10**4 and total else total + group * factor
            section = digit = 0
            seen, last = False, factor
    if seen and digit and last >= 100 and words[-2:-1] not in ("零", "〇"):
        digit *= last // 10  # 三万五 is 35 000, 一百二 is 120
    return Decimal(total + section + digit)


def _spelled(words: str) -> Decimal | None:
    if len(words) > 1 and words[0] in "零〇○" and set(words) != {words[0]} and len(words) > 6:
        return None
    return Decimal(int("".join(str(_DIGITS[each]) for each in words)))
