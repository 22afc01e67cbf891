from __future__ import annotations

import numpy as np
import pytest

from small_panels import observation, panel_of, report
from xuke import catalog
from xuke.catalog import parse_sum
from xuke.sums import Sums, printed_decimals, rounding_step


@pytest.mark.parametrize(
    ("value", "step"),
    [(2279000, 1000), (2270000, 10000), (7, 1), (0, 1), (2.5, 0.1), (0.25, 0.01), (1810, 10)],
)
def test_the_step_of_a_rounded_figure_is_its_last_digit(value: float, step: float) -> None:
    assert rounding_step(value) == pytest.approx(step)


@pytest.mark.parametrize(("value", "decimals"), [(40.03, 2), (97, 0), (80.5, 1), (0, 0)])
def test_the_decimals_printed_are_those_of_the_value(value: float, decimals: int) -> None:
    assert printed_decimals(value) == decimals


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        ("exact", 300, 300),
        ("rounded", 250, 350),
        ("over", 300, np.inf),
        ("at_least", 300, np.inf),
        ("nearly", -np.inf, 300),
        ("at_most", -np.inf, 300),
    ],
)
def test_a_qualifier_makes_a_figure_a_range(qualifier: str, low: float, high: float) -> None:
    sums = Sums(panel_of(*report(accepted=(300, qualifier))))
    total = sums.add(parse_sum("accepted"))
    assert (total.low[0], total.value[0], total.high[0]) == (low, 300, high)


def test_a_sum_needs_its_terms_but_for_the_optional_ones() -> None:
    sums = Sums(panel_of(*report(approved=4, not_approved=1)))
    needed, optional = (
        sums.add(parse_sum(f"approved + not_approved + pending{mark}")) for mark in ("", "?")
    )
    assert np.isnan(needed.value[0])
    assert (optional.value[0], bool(optional.left_out[0])) == (5, True)


def test_cents_add_up_without_dust() -> None:
    frame = panel_of(observation("charged_amount", 0.1), observation("charged_cases", 0.2))
    assert Sums(frame).add(parse_sum("charged_amount + charged_cases")).value[0] == 0.3


def test_the_total_of_a_report_is_seen_from_each_of_its_items() -> None:
    frame = panel_of(*report(handled=10), observation("handled", 4, item="甲"))
    sums = Sums(frame)
    assert [key[-1] for key in sums.rows] == ["", "甲"]
    assert sums.add(parse_sum("total(handled)")).value.tolist() == [10, 10]
    assert sums.add(parse_sum("handled")).value.tolist() == [10, 4]
    assert sums.is_total.tolist() == [True, False]


def test_a_ratio_is_over_concluded_cases_where_the_numerator_is_counted_among_them() -> None:
    figures = report(accepted=200, approved=90, not_approved=10)
    indicator = catalog.indicators()["online_acceptance_rate"]
    plain = Sums(panel_of(*figures, observation("online_accepted", 50))).ratio(indicator)
    among = Sums(panel_of(*figures, observation("online_accepted", 50, basis="concluded"))).ratio(
        indicator
    )
    assert (plain.value[0], bool(plain.concluded[0])) == (25, False)
    assert (among.value[0], bool(among.concluded[0])) == (50, True)


def test_nothing_is_divided_by_zero() -> None:
    frame = panel_of(*report(online_accepted=0, accepted=0))
    assert np.isnan(Sums(frame).ratio(catalog.indicators()["online_acceptance_rate"]).value[0])
