"""Derived rates over a whole panel at once, each with what it rests on and how sure it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xuke import catalog, intervals
from xuke.catalog import Indicator, Term
from xuke.model import Basis, Qualifier
from xuke.sums import ROW, Ratio, Sum, Sums

COLUMNS = ["indicator", *ROW, "value", "low", "high", "numerator", "denominator", "unit",
           "qualifier", "basis", "stated", "observations", "missing", "method",
           "corrected"]  # fmt: skip

RARE = 30
"""Below so many cases (or so many without the property) an interval is computed exactly.

The normal theory behind Wilson's interval is crude there (Brown, Cai and DasGupta 2001,
"Interval estimation for a binomial proportion", Statistical Science 16, 101-133).
"""

_INVERSE = {
    Qualifier.OVER: Qualifier.AT_MOST,
    Qualifier.AT_LEAST: Qualifier.AT_MOST,
    Qualifier.NEARLY: Qualifier.AT_LEAST,
    Qualifier.AT_MOST: Qualifier.AT_LEAST,
}


def derive(frame: pd.DataFrame) -> pd.DataFrame:
    """Derive every indicator of ``indicators.csv`` for every report of a panel.

    A rate that the report gives itself (``stated``) stands where its counts are not reported.

    Parameters
    ----------
    frame
        The panel (`xuke.panel`).

    Returns
    -------
    DataFrame
        One row per indicator and report, and per item where it can be derived: indicator,
        district, agency, year, item; value in unit, with low and high, the ends of a 95 %
        interval where it is a proportion of exact counts, and its method (wilson, Wilson 1927;
        exact, Clopper and Pearson 1934); numerator and denominator; qualifier; basis (accepted,
        concluded) of the denominator where the report states it; stated; observations, the row
        labels in *frame* that it rests on; missing, the metrics not reported, parted by a
        comma, where there is no value; and corrected, those of the metrics that it rests on whose
        figures were corrected, likewise. In the order of ``indicators.csv``, then of reports.
    """
    sums = Sums(frame)
    parts = [_derive_one(indicator, sums) for indicator in catalog.indicators().values()]
    # One frame at the end: adding columns to a frame for each indicator takes ten times as long.
    columns: dict[str, Any] = {
        name: np.concatenate([part[name] for part in parts]) for name in parts[0]
    }
    rows = sums.rows[columns.pop("row")]
    columns |= {name: rows.get_level_values(name) for name in ROW}
    return pd.DataFrame(columns)[COLUMNS]


def _derive_one(indicator: Indicator, sums: Sums) -> dict[str, np.ndarray]:
    """Columns of the result for one indicator; ``row`` is the position in ``sums.rows``."""
    size = len(sums.rows)
    ratio = sums.ratio(indicator) if indicator.numerator else _nothing(size)
    stated = [Term(indicator.stated)] if indicator.stated else []
    given = sums.add(stated).value if stated else np.full(size, np.nan)
    is_stated = np.isnan(ratio.value) & np.isfinite(given)
    value = np.where(is_stated, given, ratio.value)
    of_whole = any(term.total for term in indicator.denominator)
    shown = np.flatnonzero(np.isfinite(value) | (sums.is_total & (not of_whole)))
    given_counts = {
        "value": value[shown],
        "numerator": np.where(is_stated, np.nan, ratio.numerator.value)[shown],
        "denominator": np.where(is_stated, np.nan, ratio.denominator.value)[shown],
    }

    below = np.where(
        ratio.concluded[:, None],
        _padded(sums, indicator.concluded, indicator),
        _padded(sums, indicator.denominator, indicator),
    )
    above = sums.positions(indicator.numerator)
    used = np.where(is_stated[:, None], -1, np.hstack([above, below]))
    places = np.hstack([used, np.where(is_stated[:, None], sums.positions(stated), -1)])[shown]
    known = np.isfinite(value[shown])
    places = np.where(known[:, None], places, -1)
    qualifier = _qualifiers(sums, above, below, sums.positions(stated), is_stated)[shown]
    missing = np.where(known, "", _missing(indicator, sums, ratio)[shown])
    return {
        "row": shown,
        "indicator": np.full(len(shown), indicator.indicator, dtype=object),
        "unit": np.full(len(shown), indicator.unit, dtype=object),
        **given_counts,
        "stated": is_stated[shown],
        "observations": np.fromiter(sums.labels(places), object),
        "qualifier": qualifier,
        "basis": _basis(sums, indicator)[shown],
        "missing": missing,
        "corrected": _corrected(sums, places),
        **_intervals(indicator, given_counts, qualifier),
    }


def _intervals(
    indicator: Indicator, counts: dict[str, np.ndarray], qualifier: np.ndarray
) -> dict[str, np.ndarray]:
    """95 % intervals in the indicator's unit for the rows where one makes sense."""
    size = len(qualifier)
    low, high = np.full(size, np.nan), np.full(size, np.nan)
    method = np.full(size, "", dtype=object)
    if indicator.interval == "proportion":
        count, total = counts["numerator"], counts["denominator"]
        exact = qualifier == Qualifier.EXACT.value
        sensible = exact & (total > 0) & (count >= 0) & (count <= total)
        rare = np.fmin(count, total - count) < RARE
        scale = catalog.units()[indicator.unit].scale
        for way, rows in ((intervals.exact, sensible & rare), (intervals.wilson, sensible & ~rare)):
            low[rows], high[rows] = (scale * end for end in way(count[rows], total[rows]))
            method[rows] = way.__name__
    return {"low": low, "high": high, "method": method}


def _qualifiers(
    sums: Sums, above: np.ndarray, below: np.ndarray, given: np.ndarray, stated: np.ndarray
) -> np.ndarray:
    """The qualifier that a quotient inherits: of its figures if one kind, else rounded."""
    names = np.append(sums.frame["qualifier"].to_numpy(dtype=object), Qualifier.EXACT.value)
    inverse = np.array([_INVERSE.get(Qualifier(name), name) for name in names], dtype=object)
    inherited = np.hstack([names[above], inverse[below]])
    result = np.full(len(stated), Qualifier.EXACT.value, dtype=object)
    for row in np.flatnonzero((inherited != Qualifier.EXACT.value).any(axis=1)):
        kinds = {str(name) for name in inherited[row]} - {Qualifier.EXACT.value}
        result[row] = kinds.pop() if len(kinds) == 1 else Qualifier.ROUNDED.value
    if given.shape[1]:
        result = np.where(stated, names[given[:, 0]], result)
    return result


def _basis(sums: Sums, indicator: Indicator) -> np.ndarray:
    """What a report says its numerator is counted among; of sums, the first that says so."""
    basis = np.append(sums.frame["basis"].to_numpy(dtype=object), Basis.UNSTATED.value)
    stated = [Term(indicator.stated)] if indicator.stated else []
    result = np.full(len(sums.rows), Basis.UNSTATED.value, dtype=object)
    for column in sums.positions((*indicator.numerator, *stated)).T:
        result = np.where(result == Basis.UNSTATED.value, basis[column], result)
    return result


def _missing(indicator: Indicator, sums: Sums, ratio: Ratio) -> np.ndarray:
    """The metrics that a derived value would have needed, as text for each row."""
    if not indicator.numerator:
        return np.full(len(sums.rows), indicator.stated, dtype=object)
    text = np.full(len(sums.rows), "", dtype=object)
    for terms, where in (
        (indicator.numerator, np.ones(len(sums.rows), dtype=bool)),
        (indicator.denominator, ~ratio.concluded),
        (indicator.concluded, ratio.concluded),
    ):
        for term in terms:
            absent = where & (sums.column(term) < 0)
            text[absent] = [f"{said},{term.metric}".lstrip(",") for said in text[absent]]
    return text


def _corrected(sums: Sums, places: np.ndarray) -> np.ndarray:
    """The metrics of the corrected figures at *places* (one row per row), as text for each row."""
    text = np.full(len(places), "", dtype=object)
    flagged = sums.corrected[places]
    metrics = sums.frame["metric"].to_numpy(dtype=object)
    for row in np.flatnonzero(flagged.any(axis=1)):
        text[row] = ",".join(dict.fromkeys(metrics[places[row, flagged[row]]]))
    return text


def _padded(sums: Sums, terms: tuple[Term, ...], indicator: Indicator) -> np.ndarray:
    width = max(len(indicator.denominator), len(indicator.concluded))
    places = sums.positions(terms)
    return np.pad(places, ((0, 0), (0, width - places.shape[1])), constant_values=-1)


def _nothing(size: int) -> Ratio:
    nan = np.full(size, np.nan)
    none = np.zeros(size, dtype=bool)
    nothing = Sum(nan, nan, nan, none)
    return Ratio(nothing, nothing, nan, nan, nan, none)
