"""What the figures of a comparison call districts, indicators, values and marks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import pandas as pd

from xuke import catalog
from xuke.figures.texts import capital
from xuke.model import Qualifier
from xuke.wording import (
    NOT_REPORTED,
    format_interval,
    format_number,
    format_value,
    join_clauses,
    join_words,
    share_decimals,
)

Row: TypeAlias = "Mapping[Any, Any] | pd.Series[Any]"
"""One row of a frame of indicators."""

SIGNS = {"excess": "!", "basis": "†", "stated": "‡"}
"""A sign for each mark of `xuke.comparison`, explained in the caption; no colour is needed. What is
not exact says so by its qualifier (about, +, ≥) wherever its value stands."""


def indicator_label(indicator: str, language: str) -> str:
    """An indicator's name, in English with a capital."""
    return capital(catalog.indicator_label(indicator, language))


def with_unit(indicator: str, language: str) -> str:
    """An indicator's name and unit, as the title of an axis or a row."""
    unit = catalog.unit_label(catalog.indicators()[indicator].unit, language)
    label = indicator_label(indicator, language)
    return f"{label}（{unit}）" if language == "zh" else f"{label} ({unit})"


def title(rows: pd.DataFrame, language: str) -> str:
    """A figure's title: the indicator of *rows* with its unit, and their year."""
    return f"{with_unit(str(rows['indicator'].iloc[0]), language)} · {int(rows['year'].iloc[0])}"


def reporter(district: str, agency: str, language: str) -> str:
    """Who reports: the district, or its agency."""
    name = catalog.district_label(district, language)
    if not agency:
        return name
    label = catalog.agency_label(agency, language)
    return f"{name}{label}" if language == "zh" else f"{name}, {label}"


def decimals(indicator: str, value: float) -> int:
    """Decimals that show a value honestly: a rate near 0 or 100 % keeps what sets it off."""
    found = catalog.indicators()[indicator]
    if found.unit == "%":
        return share_decimals(value)
    if found.interval:
        return 2
    return 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2


def value_words(row: Row, language: str, *, unit: bool = True) -> str:
    """A row's value with qualifier and (unless not wanted) unit; ``—`` where not reported.

    One that rests on a corrected figure has its mark.
    """
    value, indicator = float(row["value"]), str(row["indicator"])
    if value != value:
        return NOT_REPORTED
    label = catalog.unit_label(catalog.indicators()[indicator].unit, language) if unit else ""
    qualifier = str(row["qualifier"]) or Qualifier.EXACT
    places, corrected = decimals(indicator, value), bool(row["corrected"])
    return format_value(value, label, qualifier, language, decimals=places, corrected=corrected)


def interval_words(row: Row) -> str:
    """A row's interval, empty where it has none."""
    low, high = float(row["low"]), float(row["high"])
    if low != low:
        return ""
    places = max(decimals(str(row["indicator"]), end) for end in (low, high))
    return format_interval(low, high, decimals=places)


def place_words(row: Row, language: str) -> str:
    """The places that a ranked row may hold, empty where it has none."""
    best: Any = row.get("best")
    worst: Any = row.get("worst")
    if best is None or pd.isna(best):
        return ""
    key = "compare_place" if best == worst else "compare_places"
    return catalog.sentence(key, language, best=best, worst=worst)


def change_words(row: Row, language: str) -> str:
    """A change in the indicator's unit (percentage points for %) with its interval, if it has one.

    With an interval it has two digits of the wider end: finer ones would pretend to more than the
    interval allows.
    """
    low, high, change = (float(row[side]) for side in ("low", "high", "change"))
    sign = "+" if change > 0 else ""
    if low != low:
        places = decimals(str(row["indicator"]), change)
        return sign + format_number(change, decimals=places)
    places = min(max(2, 1 - math.floor(math.log10(max(abs(low), abs(high), 1e-6)))), 6)
    said = sign + format_number(change, decimals=places)
    interval = format_interval(low, high, decimals=places).replace("–", " – ")
    return f"{said} ({interval})" if language == "en" else f"{said}（{interval}）"


def signs(marks: Iterable[str]) -> str:
    """The signs of a row's marks."""
    return "".join(SIGNS.get(mark, "") for mark in marks)


def marks_words(marks: Iterable[str], language: str) -> str:
    """What sets a row apart, in words: ``of concluded cases, not exact``."""
    said = [catalog.sentence(f"mark_{mark}", language) for mark in marks]
    return listing(said, language)


def marks_legend(rows: pd.DataFrame, language: str) -> str:
    """One line that explains every sign in use; empty where there is none."""
    used = [mark for mark in (*SIGNS, "rounded") if any(mark in each for each in rows["marks"])]
    said = (
        f"{SIGNS[mark]} {catalog.sentence(f'mark_{mark}', language)}"
        if mark in SIGNS
        else catalog.sentence("qualified", language)
        for mark in used
    )
    return join_clauses(said, language)


def listing(words: Iterable[str], language: str) -> str:
    """Words in a row without a last "and": ``甲、乙`` or ``a, b``."""
    return ("、" if language == "zh" else ", ").join(words)


def reporters(rows: pd.DataFrame, language: str, most: int = 12) -> str:
    """The reporters of *rows* as a list in words, shortened beyond *most*."""
    names = [
        reporter(district, agency, language)
        for district, agency in rows[["district", "agency"]]
        .drop_duplicates()
        .itertuples(index=False)
    ]
    if len(names) > most:
        more = catalog.sentence("compare_more", language, count=len(names) - most)
        return join_words([*names[:most], more], language)
    return join_words(names, language)
