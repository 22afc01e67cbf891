"""More variation between districts than chance explains.

References
----------
Spiegelhalter, D. J. (2005). Handling over-dispersion of performance indicators. Quality and Safety
in Health Care 14, 347-351; and Statistics in Medicine 24, 1185-1202, section 6 and appendix A.
DerSimonian, R., Laird, N. (1986). Meta-analysis in clinical trials. Controlled Clinical Trials 7,
177-188: the same moment estimator, without winsorising.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from xuke.comparison.funnel import Array, counts, pooled_rate

WINSORISED: Final = 0.1
RARE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Overdispersion:
    """How much *units* proportions vary beyond chance.

    ``phi`` is the mean squared winsorised z-score (1 is chance alone). ``between_variance`` is the
    tau squared of the additive random effects, on the scale of arcsin(sqrt(p)); 0 where the
    variation is no more than chance. ``p_value`` tests equal proportions with the z-scores as they
    are (chi-squared, units - 1 degrees of freedom).
    """

    units: int
    phi: float
    between_variance: float
    p_value: float

    @property
    def warranted(self) -> bool:
        """Whether the limits are to be widened."""
        return self.between_variance > 0


def z_scores(events: npt.ArrayLike, trials: npt.ArrayLike, rate: float | None = None) -> Array:
    """Standardised distance of each proportion from *rate* (the pooled one when None).

    ``2 sqrt(n) (arcsin sqrt(x / n) - arcsin sqrt(rate))``; where fewer than five events, or
    non-events, are expected the normal score of the exact binomial mid-p value instead.

    Returns
    -------
    (k,) z-scores, positive above the rate.
    """
    x, n = counts(events, trials)
    centre = pooled_rate(x, n) if rate is None else rate
    z = 2 * np.sqrt(n) * (np.arcsin(np.sqrt(x / n)) - np.arcsin(np.sqrt(centre)))
    rare = (np.minimum(centre, 1 - centre) * n < RARE) & (0 < centre < 1)
    half = stats.binom.pmf(x, n, centre) / 2
    below = stats.binom.cdf(x - 1, n, centre) + half
    above = stats.binom.sf(x, n, centre) + half
    # The smaller tail keeps its digits; the other one is 1 minus it, which would lose them.
    exact = np.where(below < above, stats.norm.ppf(below), stats.norm.isf(above))
    return np.asarray(np.where(rare & np.isfinite(exact), exact, z))


def winsorise(z: npt.ArrayLike, share: float = WINSORISED) -> Array:
    """Pull the *share* of z-scores at either end in to the quantile there.

    A few real outliers would otherwise widen the limits until they lie within them.
    """
    scores = np.asarray(z, float)
    low, high = np.quantile(scores, [share, 1 - share])
    return np.asarray(np.clip(scores, low, high))


def between_variance(z: npt.ArrayLike, standard_errors: npt.ArrayLike) -> float:
    """Moment estimate of the variance between units from (winsorised) z-scores.

    ``(I phi - (I - 1)) / (sum w - sum w^2 / sum w)`` with ``w = 1 / se^2``; 0 where the numerator
    is negative.
    """
    scores, w = np.asarray(z, float), np.asarray(standard_errors, float) ** -2
    excess = float((scores**2).sum()) - (len(scores) - 1)
    return max(0.0, excess / float(w.sum() - (w**2).sum() / w.sum())) if len(scores) > 1 else 0.0


def estimate(
    events: npt.ArrayLike, trials: npt.ArrayLike, share: float = WINSORISED
) -> Overdispersion:
    """Overdispersion of proportions around their pooled rate."""
    x, n = counts(events, trials)
    z = z_scores(x, n)
    pulled = winsorise(z, share)
    return Overdispersion(
        units=len(z),
        phi=float((pulled**2).mean()),
        between_variance=between_variance(pulled, 1 / (2 * np.sqrt(n))),
        p_value=float(stats.chi2.sf((z**2).sum(), len(z) - 1)) if len(z) > 1 else float("nan"),
    )
