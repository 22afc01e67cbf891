"""How much of a changed rate is due to other cases (mix) and how much to other rates.

References
----------
Kitagawa, E. M. (1955). Components of a difference between two rates. Journal of the American
Statistical Association 50, 1168-1194. Two components, averages of both years as weights.
Das Gupta, P. (1993). Standardization and decomposition of rates: a user's manual. U.S. Bureau of
the Census, P23-186: the worked example of the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from xuke.model import XukeError

PART_COLUMNS: Final = (
    "part",
    "first_numerator",
    "first_denominator",
    "second_numerator",
    "second_denominator",
)


@dataclass(frozen=True, slots=True)
class Decomposition:
    """``change = mix + rate + coverage``, all as shares (not percent).

    ``coverage`` is what parts reported in only one of the years contribute: whether such a part is
    new, gone or merely not reported cannot be told, so it is kept apart from mix and rate.
    ``parts`` has one row per part of both years: part, first_rate, second_rate, first_weight,
    second_weight, mix, rate.
    """

    first: float
    second: float
    mix: float
    rate: float
    coverage: float
    parts: pd.DataFrame
    unmatched: tuple[str, ...]

    @property
    def change(self) -> float:
        """Second minus first rate."""
        return self.second - self.first


def decompose(parts: pd.DataFrame) -> Decomposition:
    """Split the change of a rate over its parts (Kitagawa 1955).

    ``mix = sum (w2 - w1) (r1 + r2) / 2`` and ``rate = sum (r2 - r1) (w1 + w2) / 2``, with w a
    part's share of the denominators and r its rate.

    Parameters
    ----------
    parts : one row per part with columns part, first_numerator, first_denominator,
        second_numerator, second_denominator; empty (NaN) in a year that did not report it.

    Raises
    ------
    XukeError
        Where no part was reported in both years, or a denominator is not positive.
    """
    missing = [column for column in PART_COLUMNS if column not in parts]
    if missing:
        raise XukeError(f"the parts to decompose lack the columns {', '.join(missing)}")
    first, second = _year(parts, "first"), _year(parts, "second")
    both = first["numerator"].notna() & second["numerator"].notna()
    if not both.any():
        raise XukeError("no part was reported in both years: the change cannot be decomposed")
    matched = pd.DataFrame(
        {
            "part": parts["part"],
            "first_rate": first["numerator"] / first["denominator"],
            "second_rate": second["numerator"] / second["denominator"],
            "first_weight": first["denominator"] / first.loc[both, "denominator"].sum(),
            "second_weight": second["denominator"] / second.loc[both, "denominator"].sum(),
        }
    )[both].reset_index(drop=True)
    rates = matched[["first_rate", "second_rate"]]
    weights = matched[["first_weight", "second_weight"]]
    matched["mix"] = weights.diff(axis=1).iloc[:, 1] * rates.mean(axis=1)
    matched["rate"] = rates.diff(axis=1).iloc[:, 1] * weights.mean(axis=1)
    before, after = (float(y["numerator"].sum() / y["denominator"].sum()) for y in (first, second))
    mix, rate = float(matched["mix"].sum()), float(matched["rate"].sum())
    return Decomposition(
        first=before,
        second=after,
        mix=mix,
        rate=rate,
        coverage=after - before - mix - rate,
        parts=matched,
        unmatched=tuple(parts.loc[~both, "part"]),
    )


def _year(parts: pd.DataFrame, year: str) -> pd.DataFrame:
    """Numerator and denominator of one year, both empty where either was not reported."""
    frame = parts[[f"{year}_numerator", f"{year}_denominator"]].astype("float64")
    frame.columns = pd.Index(["numerator", "denominator"])
    frame = frame.where(frame.notna().all(axis=1))
    bad = frame["denominator"] <= 0
    if bad.any():
        raise XukeError(f"the part {parts.loc[bad, 'part'].iloc[0]!r} has no positive denominator")
    return frame
