import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuke.model import Qualifier
from xuke.wording import (
    format_interval,
    format_number,
    format_share,
    format_value,
    join_words,
    share_decimals,
)


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "zh", "en"),
    [
        (410646, "件", "exact", "410,646 件", "410,646 件"),
        (1000, "人次", "nearly", "近 1000 人次", "nearly 1,000 人次"),
        (300, "", "over", "300+", "300+"),
        (90, "%", "at_least", "≥ 90 %", "≥ 90 %"),
        (5, "%", "at_most", "≤ 5 %", "≤ 5 %"),
        (2279000, "", "rounded", "约 2,279,000", "about 2,279,000"),
        (47901381.6, "元", "exact", "47,901,381.6 元", "47,901,381.6 元"),
        (22.26, "%", "exact", "22.26 %", "22.26 %"),
        (0, "件", "exact", "0 件", "0 件"),
        (math.nan, "件", "exact", "—", "—"),
        (-218, "", "exact", "−218", "−218"),
        (0.27, "每万件", "exact", "每万件 0.27", "每万件 0.27"),
    ],
)
def test_a_figure_keeps_qualifier_and_unit_in_both_languages(value, unit, qualifier, zh, en):
    assert format_value(value, unit, qualifier, "zh") == zh
    assert format_value(value, unit, qualifier, "en") == en


def test_zero_in_words_reported_zero_and_not_reported_read_differently():
    shown = [
        format_value(0, "件", stated_as="words"),
        format_value(0, "件"),
        format_value(math.nan, "件"),
    ]
    assert shown == ["无", "0 件", "—"]
    assert format_value(0, "cases", language="en", stated_as="words") == "none"


def test_an_unknown_qualifier_is_refused():
    with pytest.raises(ValueError, match="roughly"):
        format_value(1, "", "roughly")


@pytest.mark.parametrize(
    ("percent", "shown"),
    [
        (36.7586, "36.76 %"),
        (8.00216, "8.00 %"),
        (99.9972978, "99.99730 %"),
        (0.00270225, "0.00270 %"),
        (0.0454654, "0.0455 %"),
        (100, "100.00 %"),
        (0, "0.00 %"),
        (120, "120.00 %"),
    ],
)
def test_a_share_shows_three_digits_of_what_is_rarer(percent, shown):
    assert format_share(percent) == shown


@given(st.floats(0.0001, 99.9999))
def test_a_share_that_is_neither_none_nor_all_never_looks_like_it(percent):
    printed = float(format_share(percent).removesuffix(" %"))
    assert 0 < printed < 100
    assert share_decimals(percent) >= 2


@given(st.integers(-(10**15), 10**15), st.sampled_from(["zh", "en"]), st.sampled_from(Qualifier))
def test_a_formatted_integer_reads_back(value, language, qualifier):
    shown = format_value(value, "", qualifier, language)
    digits = "".join(c for c in shown if c.isdigit())
    assert int(digits) == abs(value)
    assert ("−" in shown) == (value < 0)


def test_decimals_round_half_up_and_keep_trailing_zeros():
    assert format_number(Decimal("2.675"), decimals=2) == "2.68"
    assert format_number(0.27, decimals=3) == "0.270"
    assert format_number(-0.001, decimals=1) == "0.0"
    assert format_number(1e16) == "10,000,000,000,000,000"


def test_intervals_and_lists_read_as_the_language_writes_them():
    assert format_interval(0.134912, 0.4835, decimals=3) == "0.135–0.484"
    assert join_words(["受理", "批准", "收费"]) == "受理、批准和收费"
    assert join_words(["a", "b", "c"], "en") == "a, b and c"
    assert join_words(["a"], "en") == "a"
    assert join_words([], "en") == ""


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (0, 0.00444955, "0.0000–0.0044"),
        (99.995550, 100, "99.9956–100.0000"),
        (21.8353, 22.0890, "21.84–22.09"),
        (0, 0, "0.00–0.00"),
    ],
)
def test_the_ends_of_an_interval_never_read_alike_unless_they_are(low, high, shown):
    assert format_interval(low, high) == shown
