"""Change of a proportion between two years.

References
----------
Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions:
comparison of eleven methods. Statistics in Medicine 17, 873-890. Method 10 (from Wilson intervals,
without continuity correction).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from xuke.comparison.funnel import Array, counts
from xuke.intervals import wilson


class Difference(NamedTuple):
    """Second minus first proportion with its interval, as shares (not percent)."""

    value: Array
    low: Array
    high: Array


def difference(
    first_events: npt.ArrayLike,
    first_trials: npt.ArrayLike,
    second_events: npt.ArrayLike,
    second_trials: npt.ArrayLike,
    level: float = 0.95,
) -> Difference:
    """Difference of independent proportions with Newcombe's interval (method 10).

    The cases of two years are different cases, so the proportions are independent.

    Parameters
    ----------
    first_events, first_trials, second_events, second_trials : (k,) counts.

    Returns
    -------
    Difference of three (k,) arrays: positive where the second year is higher.
    """
    x1, n1 = counts(first_events, first_trials)
    x2, n2 = counts(second_events, second_trials)
    p1, p2 = x1 / n1, x2 / n2
    low1, high1 = wilson(x1, n1, level)
    low2, high2 = wilson(x2, n2, level)
    value = p2 - p1
    return Difference(
        value,
        np.clip(value - np.hypot(p2 - low2, high1 - p1), -1, 1),
        np.clip(value + np.hypot(high2 - p2, p1 - low1), -1, 1),
    )
