"""Comparison over the frame of indicators: one frame in, one frame out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from xuke import catalog
from xuke.comparison.change import difference
from xuke.comparison.comparable import MARKS, has_mark, mark
from xuke.comparison.decomposition import Decomposition, decompose
from xuke.comparison.funnel import (
    ACTION_LEVEL,
    WARNING_LEVEL,
    binomial_limits,
    pooled_rate,
    widened_limits,
)
from xuke.comparison.overdispersion import Overdispersion, estimate
from xuke.comparison.ranks import rank_intervals_of_counts
from xuke.model import UnknownNameError, XukeError

FEWEST_UNITS: Final = 5
"""With fewer, each unit makes up much of the pooled rate that it would be judged by."""

REPORT: Final = ["district", "agency"]
_LIMITS: Final = ["low_998", "low_95", "high_95", "high_998"]


@dataclass(frozen=True, slots=True)
class Funnel:
    """Proportions against the limits within which chance (and usual variation) would keep them.

    ``rate`` and all limits are in the indicator's unit. ``curve`` has one row per denominator:
    denominator, low_998, low_95, high_95, high_998, and chance_low_95, chance_high_95, the limits
    without overdispersion. ``units`` are the rows given with the limits at
    their denominators and ``verdict``: within, low, high (outside 95 %), very_low or very_high
    (outside 99.8 %).
    """

    rate: float
    dispersion: Overdispersion
    curve: pd.DataFrame
    units: pd.DataFrame


def scale(rows: pd.DataFrame) -> float:
    """Units of the indicator to one: 100 for %, 10 000 for per 10 000.

    Raises XukeError where *rows* are not of one proportion.
    """
    names = rows["indicator"].unique()
    if len(names) != 1:
        raise XukeError(
            f"one indicator can be compared at a time, not {', '.join(names) or 'none'}"
        )
    found = catalog.indicators()[names[0]]
    if found.interval != "proportion":
        raise XukeError(
            f"{names[0]} is not a proportion of counts: its values can be listed, not tested"
        )
    return float(catalog.units()[found.unit].scale)


def funnel(rows: pd.DataFrame) -> Funnel:
    """Limits at 95 % and 99.8 % around the pooled rate, widened where overdispersed.

    Parameters
    ----------
    rows : comparable rows of one proportion and year, columns as in `xuke.indicators`.

    Raises
    ------
    XukeError
        Where *rows* are not of one proportion, or fewer than `FEWEST_UNITS`.
    """
    factor = scale(rows)
    if len(rows) < FEWEST_UNITS:
        raise XukeError(f"a funnel needs {FEWEST_UNITS} comparable figures, here are {len(rows)}")
    x, n = rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)
    rate, dispersion = pooled_rate(x, n), estimate(x, n)
    units = rows.join(_limits(rate, n, dispersion, factor).set_axis(rows.index))
    conditions = [
        units["value"] < units["low_998"],
        units["value"] > units["high_998"],
        units["value"] < units["low_95"],
        units["value"] > units["high_95"],
    ]
    units["verdict"] = np.select(conditions, ["very_low", "very_high", "low", "high"], "within")
    steps = np.unique(np.rint(np.geomspace(max(1, n.min() / 2), n.max() * 1.15, 160)))
    curve = _limits(rate, steps, dispersion, factor)
    curve.insert(0, "denominator", steps)
    chance = binomial_limits(rate, steps, WARNING_LEVEL)
    curve["chance_low_95"], curve["chance_high_95"] = (factor * limit for limit in chance)
    return Funnel(factor * rate, dispersion, curve, units)


def _limits(rate: float, n: np.ndarray, dispersion: Overdispersion, factor: float) -> pd.DataFrame:
    low, high = widened_limits(rate, n, dispersion.between_variance, WARNING_LEVEL)
    lowest, highest = widened_limits(rate, n, dispersion.between_variance, ACTION_LEVEL)
    return factor * pd.DataFrame(dict(zip(_LIMITS, (lowest, low, high, highest), strict=True)))


def ranking(rows: pd.DataFrame) -> pd.DataFrame:
    """*rows* of one indicator in order of rank, with columns rank, best and worst.

    Rank 1 is the largest value, or the smallest where the catalog says that lower is better.
    ``best`` and ``worst`` hold all true ranks at once with 95 % confidence; they are missing where
    the indicator is no proportion, since then nothing says how sure a value is, and for one row.
    """
    defined = [catalog.indicators()[name] for name in rows["indicator"].unique()]
    lower = any(each.better == "lower" for each in defined)
    ranked = rows.assign(rank=rows["value"].rank(method="min", ascending=lower).astype("Int64"))
    unknown = pd.array([pd.NA] * len(rows), dtype="Int64")
    ranked = ranked.assign(best=unknown, worst=unknown)
    if all(each.interval == "proportion" for each in defined) and len(rows) > 1:
        n, x = rows["denominator"].to_numpy(float), rows["numerator"].to_numpy(float)
        places = rank_intervals_of_counts(n - x if lower else x, n)
        ranked["best"] = pd.array(places.best, dtype="Int64")
        ranked["worst"] = pd.array(places.worst, dtype="Int64")
    return ranked.sort_values(["rank", *REPORT])


def changes(indicators: pd.DataFrame, first: int, second: int) -> pd.DataFrame:
    """Change of every indicator between two years, for reports that give both.

    Parameters
    ----------
    indicators : as made by `xuke.indicators`; any levels.
    first, second : the years.

    Returns
    -------
    One row per indicator, district and agency: indicator, district, agency, first, second, change
    (in the indicator's unit), low, high (Newcombe's 95 % interval; missing where it is no
    proportion of exact counts in both years or the basis differs), ``marks``, what sets
    either year's figure apart, with ``basis`` only where the basis differs between the years, and
    first_corrected, second_corrected, the corrected metrics under each year's value.
    """
    # Every level at once: a report is compared with itself, so its level sets nothing apart.
    marked = mark(indicators)
    marked = marked[marked["value"].notna()]
    key = ["indicator", *REPORT]
    kept = [*key, "value", "numerator", "denominator", "basis", "marks", "corrected"]
    both = marked.loc[marked["year"] == first, kept].merge(
        marked.loc[marked["year"] == second, kept], on=key, suffixes=("_1", "_2"), how="inner"
    )
    both["moved"] = both["basis_1"] != both["basis_2"]
    both["marks"] = [
        tuple(
            name for name in MARKS[1:] if (moved if name == "basis" else name in one or name in two)
        )
        for one, two, moved in zip(both["marks_1"], both["marks_2"], both["moved"], strict=True)
    ]
    both["change"] = both["value_2"] - both["value_1"]
    both["low"] = both["high"] = np.nan
    for name, rows in both.groupby("indicator"):
        sound = ~rows["moved"] & ~has_mark(rows, "excess") & ~has_mark(rows, "rounded")
        counted = rows[sound & rows[["numerator_1", "numerator_2"]].notna().all(axis=1)]
        if catalog.indicators()[str(name)].interval != "proportion" or counted.empty:
            continue
        factor = scale(counted)
        moved = difference(
            counted["numerator_1"],
            counted["denominator_1"],
            counted["numerator_2"],
            counted["denominator_2"],
        )
        both.loc[counted.index, "low"] = factor * moved.low
        both.loc[counted.index, "high"] = factor * moved.high
    names = {
        "value_1": "first",
        "value_2": "second",
        "corrected_1": "first_corrected",
        "corrected_2": "second_corrected",
    }
    shown = ["first", "second", "change", "low", "high", "marks"]
    return both.rename(columns=names)[[*key, *shown, "first_corrected", "second_corrected"]]


def change_by_items(
    indicators: pd.DataFrame, indicator: str, district: str, agency: str, first: int, second: int
) -> Decomposition:
    """How much of a rate's change is mix and how much rate, by licensing item (Kitagawa).

    Raises
    ------
    UnknownNameError
        Where *indicator* is not in the catalog.
    XukeError
        Where no item was reported in both years.
    """
    if indicator not in catalog.indicators():
        raise UnknownNameError("indicator", indicator, catalog.indicators())
    rows = indicators[
        (indicators["indicator"] == indicator)
        & (indicators["district"] == district)
        & (indicators["agency"] == agency)
        & (indicators["item"] != "")
        & indicators["year"].isin([first, second])
    ]
    wide = rows.pivot(index="item", columns="year", values=["numerator", "denominator"])
    wide = wide.reindex(
        columns=pd.MultiIndex.from_product([["numerator", "denominator"], [first, second]])
    )
    return decompose(
        pd.DataFrame(
            {
                "part": wide.index,
                "first_numerator": wide[("numerator", first)].to_numpy(),
                "first_denominator": wide[("denominator", first)].to_numpy(),
                "second_numerator": wide[("numerator", second)].to_numpy(),
                "second_denominator": wide[("denominator", second)].to_numpy(),
            }
        )
    )
