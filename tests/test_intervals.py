"""Intervals of proportions, against `scipy.stats` and the tables of Newcombe (1998)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import beta, binomtest

from xuke.intervals import exact, wilson

COUNTS = st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))

# Statistics in Medicine 17:857, Table I, methods 3 and 5, four decimals as printed.
TABLE_I = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


@pytest.mark.parametrize(("events", "trials", "scored", "exactly"), TABLE_I)
def test_the_examples_of_newcombe(
    events: int, trials: int, scored: tuple[float, float], exactly: tuple[float, float]
) -> None:
    x, n = np.array([float(events)]), np.array([float(trials)])
    assert np.ravel(wilson(x, n)) == pytest.approx(scored, abs=5e-5)
    assert np.ravel(exact(x, n)) == pytest.approx(exactly, abs=5e-5)


@given(COUNTS, st.sampled_from([0.8, 0.95, 0.998]))
@example((0, 1), 0.95)
@example((1, 1), 0.95)
@example((0, 10**6), 0.998)
def test_both_are_those_of_scipys_binomial_test(counts: tuple[int, int], level: float) -> None:
    x, n = (np.array([float(each)]) for each in counts)
    test = binomtest(*counts)
    for found, method in ((wilson(x, n, level), "wilson"), (exact(x, n, level), "exact")):
        said = test.proportion_ci(level, method=method)
        # Its exact limits come from a search, to twelve decimals.
        assert np.ravel(found) == pytest.approx(list(said), abs=1e-11)


def test_exact_limits_are_quantiles_of_beta_distributions_also_of_parts_of_a_count() -> None:
    x, n = np.array([0.5, 2.5, 9.75]), np.array([10.0, 10.0, 10.0])
    low, high = exact(x, n)
    assert low == pytest.approx(beta.ppf(0.025, x, n - x + 1), rel=1e-13)
    assert high == pytest.approx(beta.ppf(0.975, x + 1, n - x), rel=1e-13)


def test_the_ends_are_reached_and_what_is_missing_stays_missing() -> None:
    low, high = exact(np.array([0.0, 7.0, np.nan]), np.array([7.0, 7.0, 7.0]))
    assert (low[0], high[1]) == (0.0, 1.0)
    assert np.isnan([low[2], high[2]]).all()
    assert np.isnan(np.ravel(wilson(np.array([np.nan]), np.array([7.0])))).all()


def test_no_rows_give_no_rows() -> None:
    none = np.array([])
    assert [len(end) for way in (exact, wilson) for end in way(none, none)] == [0, 0, 0, 0]
