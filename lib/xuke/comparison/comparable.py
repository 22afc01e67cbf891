"""Which figures may stand beside each other, and what sets the others apart."""

from __future__ import annotations

from typing import Final

import pandas as pd

from xuke import catalog
from xuke.catalog import LEVELS
from xuke.model import Basis, Qualifier

MARKS: Final = ("level", "excess", "basis", "stated", "rounded")
"""What sets a figure apart, the gravest first: it is of another level; a part that exceeds its
whole; counted among concluded, not accepted, cases; the report's own rate, whose counts are not
known; not exact."""

_CITIES: Final = ("municipality", "city", "province")


def level_of(district: str, agency: str) -> str:
    """The level, one of `LEVELS`, of who reports: a district's slug and an agency or none."""
    city = catalog.districts()[district].level in _CITIES
    if agency:
        return "city_agency" if city else "agency"
    return "city" if city else "district"


def is_of_level(district: str, agency: str, level: str) -> bool:
    """Whether who reports is of *level*, one of `LEVELS` or an agency's name."""
    own = level_of(district, agency)
    return own == level if level in LEVELS else own == "agency" and agency == level


def mark(indicators: pd.DataFrame, level: str = "district") -> pd.DataFrame:
    """The indicators of totals with what sets each apart from exact figures of *level*.

    Parameters
    ----------
    indicators : the frame of `xuke.indicators`, one row per indicator and report.
    level : one of `LEVELS`, or an agency's name for that agency in every district.

    Returns
    -------
    A copy of the rows without an item, with columns ``level`` (one of `LEVELS`), ``marks`` (tuple
    of `MARKS`) and ``comparable`` (a value is reported and nothing sets it apart).

    Raises
    ------
    UnknownNameError
        Where *level* is neither.
    """
    frame = indicators[indicators["item"] == ""].copy()
    frame["level"] = [
        level_of(district, agency)
        for district, agency in zip(frame["district"], frame["agency"], strict=True)
    ]
    catalog.level(level, among=set(frame["agency"]))
    flags = pd.DataFrame(
        {
            "level": [
                not is_of_level(district, agency, level)
                for district, agency in zip(frame["district"], frame["agency"], strict=True)
            ],
            "excess": _is_proportion(frame) & (frame["numerator"] > frame["denominator"]),
            "basis": frame["basis"] == Basis.CONCLUDED.value,
            "stated": frame["stated"].astype(bool),
            "rounded": ~frame["qualifier"].isin(["", Qualifier.EXACT.value]),
        },
        index=frame.index,
    )
    frame["marks"] = [
        tuple(name for name, applies in zip(MARKS, row, strict=True) if applies)
        for row in flags[list(MARKS)].itertuples(index=False)
    ]
    frame["comparable"] = frame["value"].notna() & ~flags.any(axis=1)
    return frame


def has_mark(marked: pd.DataFrame, name: str) -> pd.Series:
    """Whether each row of a marked frame carries the mark *name*."""
    return pd.Series([name in marks for marks in marked["marks"]], marked.index, dtype=bool)


def comparable(indicators: pd.DataFrame, level: str = "district") -> pd.DataFrame:
    """The rows that may be compared as they are: reported, exact counts of one level and basis."""
    marked = mark(indicators, level)
    return marked[marked["comparable"]]


def set_apart(indicators: pd.DataFrame, level: str = "district") -> pd.DataFrame:
    """The reported rows of *level* that something else sets apart, for showing them beside."""
    marked = mark(indicators, level)
    return marked[marked["value"].notna() & ~has_mark(marked, "level") & ~marked["comparable"]]


def latest_year(indicators: pd.DataFrame, indicator: str, level: str = "district") -> int | None:
    """The last year for which a report of *level* gives *indicator*; None where none does.

    A year with comparable figures is preferred to a later one without.
    """
    marked = mark(indicators[indicators["indicator"] == indicator], level)
    at_level = marked[marked["value"].notna() & ~has_mark(marked, "level")]
    best = at_level[at_level["comparable"]]
    years = (best if len(best) else at_level)["year"]
    return int(years.max()) if len(years) else None


def _is_proportion(frame: pd.DataFrame) -> pd.Series:
    proportions = [each.indicator for each in catalog.indicators().values() if each.interval]
    return frame["indicator"].isin(proportions)
