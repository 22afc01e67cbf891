import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xuke.figures.comparison.axis import Labels, Scale, say_ticks, spanning, spread
from xuke.figures.page import Page
from xuke.figures.style import house_style


def test_a_scale_lays_values_on_points() -> None:
    scale = Scale(0, 10, 100, 200)
    assert scale([0, 5, 10]).tolist() == [100, 150, 200]
    assert Scale(1, 100, 0, 2, log=True)([1, 10, 100]) == pytest.approx([0, 1, 2])


@pytest.mark.parametrize(
    ("scale", "ticks"),
    [
        (Scale(0, 10, 0, 1), [0, 2, 4, 6, 8, 10]),
        (Scale(99.5, 100, 0, 1), [99.5, 99.6, 99.7, 99.8, 99.9, 100]),
        (Scale(900, 60_000, 0, 1, log=True), [1000, 2000, 5000, 10_000, 20_000, 50_000]),
        (Scale(9, 3_000_000, 0, 1, log=True), [10, 100, 1000, 10_000, 100_000, 1_000_000]),
    ],
)
def test_ticks_are_round_and_within(scale: Scale, ticks: list[float]) -> None:
    assert scale.ticks() == pytest.approx(ticks)


@pytest.mark.parametrize(
    ("ticks", "said"),
    [
        ([99.5, 99.75], ["99.50", "99.75"]),
        ([-1.0, 0.0, 1.0], ["−1", "0", "1"]),
        ([1000.0, 2000.0], ["1,000", "2,000"]),
    ],
)
def test_ticks_are_worded_alike(ticks: list[float], said: list[str]) -> None:
    say = say_ticks(ticks)
    assert [say(tick) for tick in ticks] == said


def test_a_scale_for_shares_never_goes_beyond_none_and_all() -> None:
    scale = spanning([99.9, 100.0, float("nan")], 0, 1, within=(0, 100))
    assert scale.high == 100
    assert 99.8 < scale.low < 99.9


def test_a_scale_of_one_value_or_none_still_has_a_width() -> None:
    assert spanning([5.0], 0, 1).low < 5 < spanning([5.0], 0, 1).high
    assert spanning([], 0, 1).low < spanning([], 0, 1).high


@settings(deadline=None)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=12))
@example([89.0, 97.0])
def test_spread_labels_keep_their_order_and_distance(wanted: list[float]) -> None:
    placed = spread(wanted, 8, 0, 100)
    order = np.argsort(wanted, kind="stable")
    gaps = np.diff(np.array(placed)[order])
    assert (gaps >= 8 - 1e-6).all()
    assert min(placed) >= 4 - 1e-6
    assert max(placed) <= 96 + 1e-6


def test_labels_that_have_room_stay_where_they_are() -> None:
    assert spread([20, 80, 50], 8, 0, 100) == [20, 80, 50]


def test_a_label_without_room_is_left_out_rather_than_laid_over_another() -> None:
    with house_style():
        page = Page()
        crowd = [(200.0 + x, 100.0 + y) for x in range(-60, 61, 4) for y in range(-30, 31, 4)]
        labels = Labels(page, crowd, 8)
        assert not labels.put(200, 100, "somewhere")
        assert Labels(page, [(200, 100)], 8).put(200, 100, "somewhere")
