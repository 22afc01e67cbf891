"""Overdispersion, against published meta-analyses and the documented output of R packages."""

import numpy as np
import pytest
from scipy import stats

from xuke.comparison.overdispersion import between_variance, estimate, winsorise, z_scores

# The 13 trials of BCG vaccine of Colditz et al. (1994): cases and non-cases, vaccinated and not.
BCG = np.array(
    [
        (4, 119, 11, 128),
        (6, 300, 29, 274),
        (3, 228, 11, 209),
        (62, 13536, 248, 12619),
        (33, 5036, 47, 5761),
        (180, 1361, 372, 1079),
        (8, 2537, 10, 619),
        (505, 87886, 499, 87892),
        (29, 7470, 45, 7232),
        (17, 1699, 65, 1600),
        (186, 50448, 141, 27197),
        (5, 2493, 3, 2338),
        (27, 16886, 29, 17825),
    ],
    dtype=float,
)


def test_between_variance_repeats_dersimonian_laird_of_the_bcg_trials() -> None:
    """R metafor, rma(yi, vi, data=dat.bcg, method="DL"): Q(12) = 152.2330, tau^2 = 0.3088."""
    a, b, c, d = BCG.T
    y = np.log(a / (a + b)) - np.log(c / (c + d))
    v = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
    z = (y - (y / v).sum() / (1 / v).sum()) / np.sqrt(v)
    assert (z**2).sum() == pytest.approx(152.2330, abs=5e-5)
    assert between_variance(z, np.sqrt(v)) == pytest.approx(0.3088, abs=5e-5)


def test_homogeneous_trials_have_no_between_variance() -> None:
    """Hine et al. (1989) in Normand (1999), Statistics in Medicine 18:321, Table VII: tau^2 = 0."""
    y = np.array([2.8026, 0.0000, 1.9711, 1.7961, 3.5334, 4.4031])
    v = np.array([17.7575, 37.5657, 8.1323, 10.8998, 8.0114, 6.1320])
    mean = (y / v).sum() / (1 / v).sum()
    assert mean == pytest.approx(2.9444, abs=5e-4)
    assert between_variance((y - mean) / np.sqrt(v), np.sqrt(v)) == 0


def test_z_scores_agree_with_the_normal_ones_of_funnelr() -> None:
    """Vignette of R funnelR, Example 3, benchmark 0.5: |z| of physicians 3, 4 and 5.

    funnelR divides by the binomial standard error; the arcsine scale agrees to its next term,
    which is small near the benchmark.
    """
    z = z_scores([155, 125, 19], [300, 250, 50], rate=0.5)
    assert z == pytest.approx([0.5773503, 0.0, -1.6970563], abs=0.02)


def test_a_rare_event_is_scored_by_its_exact_tail() -> None:
    # One event where a hundredth is expected: mid-p is 1 - P(0) - P(1) / 2.
    z = z_scores([1], [100], rate=0.0001)
    p0, p1 = stats.binom.pmf([0, 1], 100, 0.0001)
    assert stats.norm.sf(z[0]) == pytest.approx(1 - p0 - p1 / 2, rel=1e-6)


def test_winsorising_pulls_in_the_ends_only() -> None:
    z = np.arange(-5.0, 6.0)
    assert winsorise(z).tolist() == [-4, -4, -3, -2, -1, 0, 1, 2, 3, 4, 4]


def test_chance_alone_gives_no_widening_and_more_than_chance_does() -> None:
    rng = np.random.default_rng(5)
    trials = rng.integers(50_000, 400_000, 16)
    alike = estimate(rng.binomial(trials, 0.3), trials)
    unlike = estimate(rng.binomial(trials, np.linspace(0.2, 0.4, 16)), trials)
    assert alike.phi < 1.5
    assert alike.p_value > 0.01
    assert unlike.warranted
    assert unlike.phi > 100
    assert unlike.p_value < 1e-10
    # With equal denominators tau^2 is the winsorised mean square, less the sampling variance.
    level = np.full(16, 100_000.0)
    even = estimate(np.linspace(0.2, 0.4, 16) * level, level)
    off_centre = np.arcsin(np.sqrt(np.linspace(0.2, 0.4, 16))) - np.arcsin(np.sqrt(0.3))
    square = (winsorise(off_centre) ** 2).sum() / 15
    assert even.between_variance == pytest.approx(square - 1 / (4 * 100_000), rel=1e-9)


def test_one_district_has_no_spread_to_estimate() -> None:
    only = estimate([3], [10])
    assert (only.units, only.between_variance, only.warranted) == (1, 0.0, False)
    assert np.isnan(only.p_value)
