"""Control limits of a funnel plot for proportions.

References
----------
Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance.
Statistics in Medicine 24, 1185-1202. Appendix A.1 (binomial limits by interpolation).
Spiegelhalter, D. J. et al. (2012). Statistical methods for healthcare regulation. Journal of the
Royal Statistical Society A 175, 1-47 (arcsine scale, additive random effects).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from xuke.model import XukeError

Array = npt.NDArray[np.float64]

WARNING_LEVEL: Final = 0.95
ACTION_LEVEL: Final = 0.998


def counts(events: npt.ArrayLike, trials: npt.ArrayLike) -> tuple[Array, Array]:
    """Events and trials as float arrays of one shape.

    Raises
    ------
    XukeError
        Where an event count is negative or above its trials, or a number of trials is not positive.
    """
    x, n = np.broadcast_arrays(np.asarray(events, float), np.asarray(trials, float))
    # Written so that a NaN counts as bad: every comparison with it is false.
    bad = ~((x >= 0) & (n > 0) & (x <= n))
    if bad.any():
        at = int(np.flatnonzero(bad)[0])
        raise XukeError(
            f"{x.flat[at]:g} of {n.flat[at]:g} (position {at}) is not a proportion of counts; "
            "leave out figures that were not reported and check numerator and denominator"
        )
    return x, n


def pooled_rate(events: npt.ArrayLike, trials: npt.ArrayLike) -> float:
    """All events over all trials, the centre line of the funnel."""
    x, n = counts(events, trials)
    return float(x.sum() / n.sum())


def binomial_limits(
    rate: float, trials: npt.ArrayLike, level: float = WARNING_LEVEL
) -> tuple[Array, Array]:
    """Exact limits for a proportion of *trials* when its true value is *rate*.

    With r the smallest count whose cumulative binomial probability reaches p, the limit is
    ``(r - alpha) / n`` where ``alpha = (F(r) - p) / (F(r) - F(r - 1))``: the distribution function
    interpolated between counts, so that the funnel is a smooth curve and stays exact for rare
    events (Spiegelhalter 2005, A.1.1).

    Parameters
    ----------
    rate : true proportion, 0 to 1.
    trials : (k,) denominators, at least 1; fractions are rounded to whole trials.
    level : two-sided coverage, 0 to 1.

    Returns
    -------
    lower, upper : (k,) proportions within 0 and 1.
    """
    n = np.rint(np.asarray(trials, float))
    tail = (1 - level) / 2
    return _binomial_point(tail, n, rate), _binomial_point(1 - tail, n, rate)


def _binomial_point(p: float, n: Array, rate: float) -> Array:
    if rate <= 0 or rate >= 1:
        return np.full(n.shape, float(np.clip(rate, 0, 1)))
    r = stats.binom.ppf(p, n, rate)
    above, mass = stats.binom.cdf(r, n, rate), stats.binom.pmf(r, n, rate)
    return np.asarray(np.clip((r - (above - p) / mass) / n, 0.0, 1.0))


def widened_limits(
    rate: float, trials: npt.ArrayLike, between_variance: float, level: float = WARNING_LEVEL
) -> tuple[Array, Array]:
    """Limits that allow for variation between districts beyond chance.

    On the scale ``arcsin(sqrt(p))`` the sampling variance is ``1 / (4 n)`` and *between_variance*
    (see :func:`xuke.comparison.overdispersion.estimate`) is added to it (Spiegelhalter et al.
    2012). The limits are never narrower than the exact binomial ones, which the arcsine scale
    would allow for rare events.

    Returns
    -------
    lower, upper : (k,) proportions within 0 and 1.
    """
    n = np.asarray(trials, float)
    lower, upper = binomial_limits(rate, n, level)
    if between_variance <= 0:
        return lower, upper
    half = stats.norm.ppf((1 + level) / 2) * np.sqrt(1 / (4 * n) + between_variance)
    centre = np.arcsin(np.sqrt(rate))
    wide = np.sin(np.clip(np.array([centre - half, centre + half]), 0, np.pi / 2)) ** 2
    return np.minimum(lower, wide[0]), np.maximum(upper, wide[1])
