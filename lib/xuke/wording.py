"""Figures and lists as words: one form of ``近 1000 人次`` and ``nearly 1,000 visits`` everywhere.

Units come as labels of the wanted language (`xuke.catalog.unit_label`), which is zh or en.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from xuke.model import Qualifier, StatedAs, UnknownNameError

LANGUAGES = ("zh", "en")
"""The languages that figures, pages and sentences are worded in."""

NOT_REPORTED = "—"
"""What stands where a report gives no figure; never a zero."""

CORRECTED = "※"
"""Stands behind a figure that was corrected, or that is derived from one."""

_PATTERNS = {
    Qualifier.EXACT: ("{}", "{}"),
    Qualifier.ROUNDED: ("约 {}", "about {}"),
    Qualifier.OVER: ("{}+", "{}+"),
    Qualifier.NEARLY: ("近 {}", "nearly {}"),
    Qualifier.AT_LEAST: ("≥ {}", "≥ {}"),
    Qualifier.AT_MOST: ("≤ {}", "≤ {}"),
}
_NONE = {"zh": "无", "en": "none"}


def known_language(language: str) -> str:
    """*language* if it is one of `LANGUAGES`; else UnknownNameError."""
    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    return language


def format_number(value: float | Decimal, *, decimals: int | None = None) -> str:
    """*value* with thousands separators and a true minus sign, ``—`` where it is not a number.

    All digits are kept unless *decimals* is given (then rounded half up, as statistics print).
    """
    number = Decimal(str(value))
    if not number.is_finite():
        return NOT_REPORTED
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    elif number == number.to_integral_value():
        number = number.to_integral_value()
    else:
        number = number.normalize()
    if not number:
        number = abs(number)
    return ("−" if number < 0 else "") + f"{abs(number):,f}"


def format_value(
    value: float | Decimal,
    unit: str = "",
    qualifier: str = Qualifier.EXACT,
    language: str = "zh",
    *,
    stated_as: str = StatedAs.FIGURE,
    decimals: int | None = None,
    corrected: bool = False,
) -> str:
    """A figure with its qualifier and unit label, as it stands in tables, figures and sentences.

    ``300+ 张``, ``近 1000 人次``, ``≥ 90 %``, ``about 2,279,000 cases``. In Chinese a figure of
    four digits that is not exact has no separator, as reports write it. A zero that a report
    states in words is ``无`` or ``none``, a missing figure ``—``; neither carries a unit. A unit
    that says what the figure is counted per (``每万件``) stands before it in Chinese. The mark of
    a *corrected* figure comes last.
    """
    mark = CORRECTED if corrected else ""
    number = format_number(value, decimals=decimals)
    if number == NOT_REPORTED:
        return number
    if language == "zh" and qualifier != Qualifier.EXACT and abs(float(value)) < 10_000:
        number = number.replace(",", "")
    if stated_as == StatedAs.WORDS and not Decimal(str(value)):
        return _NONE[language] + mark
    said = _PATTERNS[Qualifier(qualifier)][language == "en"].format(number)
    if unit.startswith("每"):
        return f"{unit} {said}{mark}"
    return f"{said} {unit}".rstrip() + mark


def share_decimals(percent: float, whole: float = 100) -> int:
    """Decimals that show a share honestly: at least two, and three digits of what is rarer.

    99.99730 keeps five, so that it is never printed as 100, and so does 0.00270.
    """
    rarer = min(abs(percent), abs(whole - percent))
    if not math.isfinite(rarer) or rarer < 1e-9:
        return 2
    return min(max(2, 2 - math.floor(math.log10(rarer))), 7)


def format_share(
    percent: float,
    language: str = "zh",
    *,
    qualifier: str = Qualifier.EXACT,
    corrected: bool = False,
) -> str:
    """A derived share in per cent with the decimals of `share_decimals`: ``36.76 %``."""
    places = share_decimals(percent)
    return format_value(percent, "%", qualifier, language, decimals=places, corrected=corrected)


def format_interval(low: float, high: float, *, decimals: int = 2) -> str:
    """Both ends of an interval: ``0.13–0.48``.

    Has more than *decimals* where the ends would read alike: none overdue of 82 904 is
    ``0.0000–0.0044`` per cent, not ``0.00–0.00``.
    """
    width = high - low
    if math.isfinite(width) and 1e-9 < width < 10.0**-decimals:
        decimals = 1 - math.floor(math.log10(width))
    ends = (format_number(end, decimals=decimals) for end in (low, high))
    return "–".join(ends)


def join_words(words: Iterable[str], language: str = "zh") -> str:
    """``甲、乙和丙`` or ``a, b and c``."""
    listed: Sequence[str] = list(words)
    comma, last = ("、", "和") if language == "zh" else (", ", " and ")
    return last.join(filter(None, (comma.join(listed[:-1]), *listed[-1:])))


def join_clauses(clauses: Iterable[str], language: str = "zh") -> str:
    """Clauses in one line: ``甲；乙`` or ``a; b``."""
    return ("；" if language == "zh" else "; ").join(clauses)
