"""Mix and rate of a change, against worked examples."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuke.comparison.decomposition import PART_COLUMNS, decompose
from xuke.model import XukeError

# Das Gupta (1993), table 5.1: household headship, United States, 1970 and 1985; share of the
# population in each age group (%) and headship rate in it (%).
AGES = ("15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59", "60-64",
        "65-69", "70-74", "75+")  # fmt: skip
SIZE_1970 = (12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9)
RATE_1970 = (1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8)
SIZE_1985 = (10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5)
RATE_1985 = (2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2)


def parts(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(PART_COLUMNS))


def test_headship_of_das_gupta() -> None:
    """Age structure 1.2269, rates 1.7403, together 2.9672 (also in the README of R DasGuptR)."""
    frame = parts(
        *(
            (age, s1 * r1 / 100, s1, s2 * r2 / 100, s2)
            for age, s1, r1, s2, r2 in zip(
                AGES, SIZE_1970, RATE_1970, SIZE_1985, RATE_1985, strict=True
            )
        )
    )
    found = decompose(frame)
    assert 100 * found.first == pytest.approx(44.7268, abs=5e-5)
    assert 100 * found.second == pytest.approx(47.6940, abs=5e-5)
    assert 100 * found.mix == pytest.approx(1.2269, abs=5e-5)
    assert 100 * found.rate == pytest.approx(1.7403, abs=5e-5)
    assert found.coverage == pytest.approx(0, abs=1e-12)


def test_a_shift_of_cases_alone_is_mix() -> None:
    found = decompose(parts(("a", 90, 100, 45, 50), ("b", 10, 100, 15, 150)))
    assert found.change == pytest.approx(0.3 - 0.5)
    assert found.mix == pytest.approx(-0.2)
    assert found.rate == pytest.approx(0)


def test_a_part_of_one_year_only_is_kept_apart() -> None:
    found = decompose(parts(("a", 50, 100, 60, 100), ("new", None, None, 100, 100)))
    assert found.unmatched == ("new",)
    assert found.rate == pytest.approx(0.1)
    assert found.mix == 0
    assert found.coverage == pytest.approx(0.8 - 0.5 - 0.1)
    assert found.parts["part"].tolist() == ["a"]


def test_a_part_without_its_denominator_counts_as_not_reported() -> None:
    found = decompose(parts(("a", 50, 100, 60, 100), ("b", 5, None, 6, 10)))
    assert found.first == pytest.approx(0.5)
    assert found.unmatched == ("b",)


@settings(deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(0, 100), st.integers(100, 1000)] * 2), min_size=1, max_size=6)
)
def test_the_components_add_up(rows: list[tuple[int, int, int, int]]) -> None:
    found = decompose(parts(*((f"part {i}", *row) for i, row in enumerate(rows))))
    assert found.mix + found.rate + found.coverage == pytest.approx(found.change, abs=1e-12)
    assert found.coverage == pytest.approx(0, abs=1e-9)
    assert found.parts["mix"].sum() == pytest.approx(found.mix, abs=1e-12)


def test_nothing_in_common_cannot_be_decomposed() -> None:
    with pytest.raises(XukeError, match="no part was reported in both years"):
        decompose(parts(("a", 1, 2, None, None), ("b", None, None, 1, 2)))


def test_a_denominator_of_none_names_the_part() -> None:
    with pytest.raises(XukeError, match="'a' has no positive denominator"):
        decompose(parts(("a", 0, 0, 1, 2)))


def test_missing_columns_are_named() -> None:
    with pytest.raises(XukeError, match="second_denominator"):
        decompose(pd.DataFrame({"part": ["a"]}))
