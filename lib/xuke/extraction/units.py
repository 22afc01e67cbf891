"""Units that stand in brackets beside a number, its label or a column: 收费金额（万元）4790.14."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace
from decimal import Decimal

from xuke.model import Quantity

# What may stand alone in the column beside a number.
BESIDE: Set[str] = frozenset({*"件宗项个元%", "万元", "亿元"})
_BRACKET = r"（(万元|亿元|元|万件|件次|件|宗|项|个|家|%)）"
_BEFORE = re.compile(rf"{_BRACKET} {{0,2}}(?:共|为|是|:)? {{0,2}}$")
_AFTER = re.compile(f" {{0,2}}{_BRACKET}")
_LONGEST = 8
_SCALES = {"万元": (10**4, "元"), "亿元": (10**8, "元"), "万件": (10**4, "件")}


def in_unit(quantity: Quantity, words: str) -> Quantity:
    """*quantity* as one in the unit that *words* name: 4790.14 in 万元 is 47901400 元."""
    factor, unit = _SCALES.get(words, (1, words))
    step = quantity.step * Decimal(factor)
    return replace(quantity, value=quantity.value * factor, unit=unit, step=step)


def stated(flow: str, quantity: Quantity) -> Quantity:
    """*quantity* of *flow* with the unit beside it where it has none itself."""
    at, end = quantity.span.start, quantity.span.end
    if quantity.unit or quantity.kind != "figure":
        return quantity
    found = _AFTER.match(flow, end) or _BEFORE.search(flow, max(0, at - _LONGEST), at)
    return in_unit(quantity, found[1]) if found else quantity
