"""What follows a number: 余, a unit, 以上."""

from __future__ import annotations

import re
from typing import NamedTuple

from xuke.model import Qualifier
from xuke.quantities.vocabulary import Vocabulary

_OVER = re.compile(r"\s?(?:余|多(?!样|元|方|渠|次|年|种|部门|层|头|项措|级|平台|维))")
_LATE = re.compile(r"\s?(?:余|多(?=[，。；、）]|$))")
_SPACE = re.compile(r"\s{0,4}")
_SIGN = re.compile(r"\s?([%‰])")
_PAUSE = re.compile(r"[，。；、:（）\s]|$")
_BETWEEN = frozenset("余多%‰")
_LONGEST_NUMBER = 40
_NUMBER_ALONE = re.compile(r"[\s\d.,，%余多万亿|]*$")


class Measure(NamedTuple):
    """The end of what belongs to a number, with its unit and the qualifiers found there."""

    end: int
    unit: str = ""
    over: bool = False
    qualifier: Qualifier | None = None


def measure(plain: str, end: int, words: Vocabulary) -> Measure:
    """What follows the number that ends at *end*.

    A unit beyond a line break counts, but not where the number has its line to itself, as in a
    flattened table; it stays outside the span where it is part of what is counted (新增39, a page
    break, 大类电子材料).
    """
    following = plain[end : end + 1]
    if following not in _BETWEEN and not following.isspace():  # as most numbers are
        unit = _unit_at(plain, end, words)
        return _after(plain, unit.end(), _unit(unit.group()), words) if unit else Measure(end)
    found = _OVER.match(plain, end)
    over = found is not None
    end = found.end() if found else end
    if sign := _SIGN.match(plain, end):
        return _after(plain, sign.end(), sign[1], words, over=over)
    space = _SPACE.match(plain, end)
    at = space.end() if space else end
    unit = _unit_at(plain, at, words)
    if unit is None:
        return _after(plain, end, "", words, over=over)
    if "\n" in plain[end:at]:
        line = plain[
            max(
                plain.rfind("\n", max(0, end - _LONGEST_NUMBER), end) + 1, end - _LONGEST_NUMBER
            ) : end
        ]
        if _NUMBER_ALONE.match(line):
            return Measure(end, "", over)
        if not _PAUSE.match(plain, unit.end()):
            return Measure(end, _unit(unit.group()), over)
    return _after(plain, unit.end(), _unit(unit.group()), words, over=over)


def _unit_at(plain: str, at: int, words: Vocabulary) -> re.Match[str] | None:
    units = words.units.get(plain[at : at + 1])
    return units.match(plain, at) if units else None


def _after(plain: str, end: int, unit: str, words: Vocabulary, *, over: bool = False) -> Measure:
    following = plain[end : end + 1]
    if following not in words.trails and not following.isspace():
        return Measure(end, unit, over)
    if not over and unit and (late := _LATE.match(plain, end)):
        return Measure(late.end(), unit, over=True)
    found = words.after.match(plain, end)
    if found and (unit or over):
        return Measure(found.end(), unit, over, words.qualifiers_after[found.group()])
    return Measure(end, unit, over)


def _unit(written: str) -> str:
    if written.startswith("个") and len(written) > 1:
        return written[1:]
    return written.replace("（次）", "次")
