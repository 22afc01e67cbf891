"""Difference of proportions, against Newcombe (1998), Statistics in Medicine 17:873, Table II."""

import pytest

from xuke.comparison.change import difference

# Cases (a) to (h), method 10, four decimals as printed.
TABLE_II = [
    ((56, 70), (48, 80), (0.0524, 0.3339)),
    ((9, 10), (3, 10), (0.1705, 0.8090)),
    ((6, 7), (2, 7), (0.0582, 0.8062)),
    ((5, 56), (0, 29), (-0.0381, 0.1926)),
    ((0, 10), (0, 20), (-0.1611, 0.2775)),
    ((0, 10), (0, 10), (-0.2775, 0.2775)),
    ((10, 10), (0, 20), (0.6791, 1.0000)),
    ((10, 10), (0, 10), (0.6075, 1.0000)),
]


@pytest.mark.parametrize(("one", "other", "interval"), TABLE_II)
def test_method_10_of_newcombe(
    one: tuple[int, int], other: tuple[int, int], interval: tuple[float, float]
) -> None:
    # Newcombe takes the first minus the second, a change the second year minus the first.
    found = difference(*other, *one)
    assert float(found.value) == pytest.approx(one[0] / one[1] - other[0] / other[1])
    assert (float(found.low), float(found.high)) == pytest.approx(interval, abs=5e-5)


def test_many_at_once_and_the_other_way_round() -> None:
    first, second = ([48, 3], [80, 10]), ([56, 9], [70, 10])
    rising, falling = difference(*first, *second), difference(*second, *first)
    assert rising.value == pytest.approx([0.2, 0.6])
    assert falling.low == pytest.approx(-rising.high)
    assert falling.high == pytest.approx(-rising.low)


def test_an_unchanged_rate_has_an_interval_around_none() -> None:
    low, high = difference(30_000, 300_000, 30_000, 300_000)[1:]
    assert float(low) < 0 < float(high)
    assert float(high) == pytest.approx(1.96 * (2 * 0.09 / 300_000) ** 0.5, rel=1e-3)
