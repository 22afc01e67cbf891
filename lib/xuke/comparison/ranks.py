"""Intervals for ranks: which places of a league table the figures can tell apart.

References
----------
Mogstad, M., Romano, J. P., Shaikh, A. M., Wilhelm, D. (2024). Inference for ranks with applications
to mobility across neighbourhoods and academic achievement across countries. Review of Economic
Studies 91, 476-518. Their R package csranks documents the results that the tests repeat.
Romano, J. P., Wolf, M. (2005). Exact and approximate stepdown methods for multiple hypothesis
testing. Journal of the American Statistical Association 100, 94-108.
Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of
Statistics 6, 65-70.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from xuke.comparison.funnel import Array, counts
from xuke.comparison.overdispersion import RARE

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

DRAWS: Final = 4000
SEED: Final = 20240520
_CHUNK: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Ranks:
    """Places counted from 1, the largest value: ``rank`` as estimated, ``best`` to ``worst`` as
    the figures allow. Ties share the best of their places. Each is a (k,) array.
    """

    rank: Places
    best: Places
    worst: Places


def rank_intervals(
    values: npt.ArrayLike,
    standard_errors: npt.ArrayLike,
    level: float = 0.95,
    *,
    among: Sequence[int] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Ranks:
    """Intervals that hold all true ranks at once with probability *level*.

    All pairs are compared by their studentised difference, the critical value being the quantile
    of the largest one over *draws* of a normal parametric bootstrap of independent estimates;
    pairs found to differ leave the comparison and the rest are tried again (stepdown).

    Parameters
    ----------
    values, standard_errors : (k,) independent estimates and their standard errors (above 0).
    among : positions whose ranks are covered together; all when None, one for a marginal interval.
    seed : the same seed gives the same intervals.

    Returns
    -------
    Ranks of all k; those not in *among* are 1 to k, about which nothing was asked.
    """
    x, se = np.asarray(values, float), np.asarray(standard_errors, float)
    spread = np.sqrt(se[:, None] ** 2 + se[None, :] ** 2)
    distance = (x[:, None] - x[None, :]) / spread
    asked = np.zeros(len(x), dtype=bool)
    asked[list(range(len(x)) if among is None else among)] = True
    open_pairs = (asked[:, None] | asked[None, :]) & ~np.eye(len(x), dtype=bool)
    exceeds = np.zeros_like(open_pairs)
    while open_pairs.any():
        critical = np.quantile(_largest(se, spread, open_pairs, draws, seed), level)
        found = open_pairs & (distance > critical)
        if not found.any():
            break
        exceeds |= found
        open_pairs &= ~found
    return _from_comparisons(x, exceeds, asked)


def _largest(se: Array, spread: Array, pairs: Flags, draws: int, seed: int) -> Array:
    """The largest studentised difference over *pairs* in each draw, a few draws at a time so that
    hundreds of districts fit into memory.
    """
    at = np.nonzero(pairs)
    scale = spread[at]
    noise = np.random.default_rng(seed).standard_normal((draws, len(se))) * se
    parts: Iterator[Array] = (
        ((part[:, at[0]] - part[:, at[1]]) / scale).max(axis=1)
        for part in np.array_split(noise, max(1, draws * len(scale) // _CHUNK))
    )
    return np.concatenate(list(parts))


def rank_intervals_of_counts(
    events: npt.ArrayLike,
    trials: npt.ArrayLike,
    level: float = 0.95,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Ranks:
    """Simultaneous rank intervals of proportions of counts.

    On the scale arcsin(sqrt(p)), which keeps the order and steadies the variance, by
    :func:`rank_intervals`; where any unit has fewer than five events or non-events, by Fisher's
    exact test of every ordered pair with Holm's correction instead.
    """
    x, n = counts(events, trials)
    if len(x) > 1 and np.minimum(x, n - x).min() < RARE:
        return _from_comparisons(x / n, _holm(_exact_p_values(x, n), 1 - level), None)
    y, se = np.arcsin(np.sqrt(x / n)), 1 / (2 * np.sqrt(n))
    found = rank_intervals(y, se, level, draws=draws, seed=seed)
    return Ranks(_places(x / n), found.best, found.worst)


def _exact_p_values(x: Array, n: Array) -> Array:
    """One-sided Fisher: the probability of as many events in the row's unit as seen or more, given
    the events of both; inf on the diagonal.
    """
    total = n[:, None] + n[None, :]
    both = x[:, None] + x[None, :]
    p = stats.hypergeom.sf(x[:, None] - 1, total, both, np.broadcast_to(n[:, None], total.shape))
    return np.where(np.eye(len(x), dtype=bool), np.inf, p)


def _holm(p: Array, alpha: float) -> Flags:
    order = np.argsort(p, axis=None, kind="stable")
    tests = int(np.isfinite(p).sum())
    accepted = p.flat[order[:tests]] * np.arange(tests, 0, -1) > alpha
    first = int(accepted.argmax()) if accepted.any() else tests
    rejected = np.zeros(p.shape, dtype=bool)
    rejected.flat[order[:first]] = True
    return rejected


def _places(values: Array) -> Places:
    return np.asarray(stats.rankdata(-values, method="min"), dtype=np.int64)


def _from_comparisons(values: Array, exceeds: Flags, asked: Flags | None) -> Ranks:
    """``exceeds[i, j]``: the figures show that i lies above j."""
    k = len(values)
    best, worst = 1 + exceeds.sum(axis=0), k - exceeds.sum(axis=1)
    if asked is not None:
        best, worst = np.where(asked, best, 1), np.where(asked, worst, k)
    return Ranks(_places(values), best.astype(np.int64), worst.astype(np.int64))
