"""What single words and dates say of the figures after them: whose, when, among which cases."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from xuke.model import Basis, Quantity
from xuke.quantities import normal

_BASIS = re.compile(
    r"(受理|办结)(?:[^，。；:\d]{0,24}|[^，。；:]{0,30}[件宗])[件宗请数量）的案可项]?中"
    r"(?=[，: 网全告当按超即])"
)
STRONG = frozenset({"topic.disclosure", "topic.hotline", "topic.complaint", "topic.punish"})
"""Matters that a figure is of as soon as they are named, whatever else is."""
_TIMES = {
    "time.other": "other_year",
    "time.part": "part_of_year",
    "time.now": "up_to_now",
    "time.whole": "",
}
STOCK_TIMES = frozenset({"part_of_year", "up_to_now"})
"""Times at which a list, or what there is else, is as good as at the year's end."""
OWN = frozenset({"own", "level", "ours"})
"""The author's: its whole place, its own level of it, itself."""
_LEVELS = ("state", "province", "city", "district")
_MONTHS = re.compile(r"(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2})(?=\s?月)")
_UP_TO, _BEFORE = re.compile("(?:截至|截止|截止到|[到至]) {0,2}$"), 5
_FULL_SPAN = re.compile(
    r"(?:\d{4}\s?年\s?)?0?1\s?月?(?:\s?1\s?日)?\s?[-—–~～至]{1,2}\s?(?:\d{4}\s?年\s?)?12\s?月"
)


class Hint(NamedTuple):
    """What a phrase says of the matter and the time of the figures after it.

    ``topic`` is another matter than licensing, ``strong`` whether to name it is enough, ``licence``
    whether licences are named and nothing else; ``time`` is a reason to dismiss, empty for the
    whole year, None where no time is named.
    """

    topic: str
    strong: bool
    licence: bool
    time: str | None


@lru_cache(4096)
def hint(concepts: frozenset[str]) -> Hint:
    """What *concepts* say of matter and time."""
    topics = sorted(each for each in concepts if each.startswith("topic."))
    strong = [each for each in topics if each in STRONG]
    time = next((reason for concept, reason in _TIMES.items() if concept in concepts), None)
    return Hint(
        next(iter(strong or topics), ""),
        bool(strong),
        not topics and ("license" in concepts or ("permit" in concepts and len(concepts) > 1)),
        time,
    )


@lru_cache(4096)
def scope_of(concepts: frozenset[str], level: str) -> str:
    """Whose cases the scope words of a phrase name; empty where it has none.

    ``wide`` are those of several levels, ``own`` those of the place that reports, ``level`` those
    of its own level alone, ``ours`` those of the author, ``other`` those of others. *level* is
    that of the place: ``state``, ``province``, ``city``, ``district`` or empty.
    """
    found = {each for each in concepts if each.startswith("scope.")}
    if not found:
        return ""
    if "scope.both" in found:
        return "wide"
    if "scope.own" in found:
        return "ours"
    if found & {"scope.lower", "scope.higher"}:
        return "other"
    if level in _LEVELS and f"scope.{level}" not in found:
        return "other"
    if level not in _LEVELS and found & {"scope.province", "scope.state"}:
        return "other"
    return "level" if "scope.level" in found else "own"


def basis_in(flow: str, start: int, end: int) -> Basis | None:
    """The cases that ``办结办件（包括批准和不予批准）中，`` makes the denominator."""
    if flow.find("中", start, end) < 0:
        return None
    cases = [found[1] for found in _BASIS.finditer(flow, start, end)]
    if not cases:
        return None
    return Basis.ACCEPTED if cases[-1] == "受理" else Basis.CONCLUDED


def time_concept(quantity: Quantity, year: int | None, flow: str) -> frozenset[str]:
    """The concept of a year or date of *flow*: the report's whole year, a part of it, another.

    December alone is a part; 截至12月, 12月底 and 12月31日 are the year's end.
    """
    words = normal(quantity.words)
    if quantity.kind == "year":
        spanned = any(sign in words for sign in "-—–~～至")
        if spanned or (year is not None and quantity.value != year):
            return frozenset({"time.other"})
        part = "上半年" in words or "下半年" in words
        return frozenset({"time.part" if part else "time.whole"})
    if quantity.value > 1900 and year is not None and quantity.value != year:
        return frozenset({"time.other"})
    if any(sign in words for sign in "-—–~～至") and "月" in words:
        return frozenset({"time.whole" if _FULL_SPAN.match(words) else "time.part"})
    months = _MONTHS.findall(words)
    start, end = quantity.span.start, quantity.span.end
    closing = (
        "31" in words
        or flow.startswith(("底", "末"), end)
        or _UP_TO.search(flow, max(0, start - _BEFORE), start) is not None
    )
    at_end = closing and bool(months) and months[-1] in ("12", "十二")
    return frozenset({"time.whole" if at_end else "time.part"})
