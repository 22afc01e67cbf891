import numpy as np
import pytest
from matplotlib.colors import to_rgb

from xuke.figures.comparison.cells import ink_on, positions, shade


def luminance(color: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return float(np.dot([0.2126, 0.7152, 0.0722], parts))


@pytest.mark.parametrize("position", np.linspace(0, 1, 41))
def test_words_on_every_shade_reach_the_contrast_of_wcag(position: float) -> None:
    color = shade(position)
    light, dark = sorted([luminance(color), luminance(ink_on(color))], reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_shades_are_told_apart_in_grey() -> None:
    levels = [luminance(shade(position)) for position in np.linspace(0, 1, 11)]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] / levels[-1] > 8


def test_positions_run_from_the_lowest_to_the_highest_and_leave_gaps() -> None:
    found = positions(np.array([30.0, np.nan, 10.0, 20.0]))
    assert found[[0, 2, 3]].tolist() == [1, 0, 0.5]
    assert np.isnan(found[1])
    assert positions(np.array([7.0, 7.0])).tolist() == [0.5, 0.5]
