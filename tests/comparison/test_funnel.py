"""Funnel limits, against enumeration of the binomial distribution in exact arithmetic."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuke.comparison.funnel import binomial_limits, pooled_rate, widened_limits
from xuke.model import XukeError


def enumerated(p: float, n: int, rate: Fraction) -> float:
    """Spiegelhalter's interpolated point, summing the distribution term by term."""
    below, r = Fraction(0), 0
    mass = (1 - rate) ** n
    while below + mass < Fraction(p):
        below += mass
        r += 1
        mass = comb(n, r) * rate**r * (1 - rate) ** (n - r)
    alpha = (below + mass - Fraction(p)) / mass
    return min(1.0, max(0.0, float((r - alpha) / n)))


@pytest.mark.parametrize(
    ("rate", "n"),
    [(Fraction(1, 2), 10), (Fraction(1, 5), 37), (Fraction(3, 1000), 200), (Fraction(97, 100), 60)],
)
@pytest.mark.parametrize("level", [0.95, 0.998])
def test_limits_equal_the_enumerated_distribution(rate: Fraction, n: int, level: float) -> None:
    # No published table of these limits was at hand, so the formula is checked term by term.
    lower, upper = binomial_limits(float(rate), [n], level)
    assert lower[0] == pytest.approx(enumerated((1 - level) / 2, n, rate), abs=1e-9)
    assert upper[0] == pytest.approx(enumerated((1 + level) / 2, n, rate), abs=1e-9)


def test_ten_fair_coins_by_hand() -> None:
    # F(1) = 11/1024 < 0.025 <= F(2) = 56/1024, so r = 2 and alpha = (56 - 25.6) / 45.
    lower, upper = binomial_limits(0.5, [10], 0.95)
    alpha = (56 - 25.6) / 45
    assert lower[0] == pytest.approx((2 - alpha) / 10)
    # F(8) = 1013/1024 is the first to reach 0.975 (998.4/1024).
    assert upper[0] == pytest.approx((8 - (1013 - 998.4) / 45) / 10)


def test_limits_approach_the_normal_ones_for_many_cases() -> None:
    lower, upper = binomial_limits(0.3, [1_000_000], 0.95)
    half = 1.959964 * np.sqrt(0.3 * 0.7 / 1_000_000)
    # The discrete quantile lies within one count of the normal one.
    assert lower[0] == pytest.approx(0.3 - half, abs=1.5e-6)
    assert upper[0] == pytest.approx(0.3 + half, abs=1.5e-6)


def test_a_rare_event_never_gives_a_limit_below_none() -> None:
    lower, upper = binomial_limits(11 / 407_069, [1_000, 407_069], 0.998)
    assert lower[0] == 0
    assert 0 < lower[1] < 11 / 407_069 < upper[1]


@settings(deadline=None)
@given(
    st.floats(0.001, 0.999),
    st.lists(st.integers(1, 500_000), min_size=1, max_size=5),
    st.floats(0, 0.05),
)
def test_levels_are_nested_and_widening_widens(rate: float, n: list[int], tau2: float) -> None:
    lower, upper = binomial_limits(rate, n, 0.95)
    outer_lower, outer_upper = binomial_limits(rate, n, 0.998)
    wide_lower, wide_upper = widened_limits(rate, n, tau2, 0.95)
    assert (outer_lower <= lower).all()
    assert (upper <= outer_upper).all()
    assert (wide_lower <= lower).all()
    assert (upper <= wide_upper).all()
    assert ((wide_lower >= 0) & (wide_upper <= 1)).all()


def test_pooled_rate_weighs_by_cases_not_by_districts() -> None:
    assert pooled_rate([1, 90], [10, 100]) == pytest.approx(91 / 110)


@pytest.mark.parametrize(
    ("events", "trials"), [([5], [4]), ([-1], [4]), ([0], [0]), ([np.nan], [4])]
)
def test_what_is_no_proportion_is_refused(events: list[float], trials: list[float]) -> None:
    with pytest.raises(XukeError, match="not a proportion of counts"):
        pooled_rate(events, trials)
