from __future__ import annotations

import pytest
from matplotlib.lines import Line2D

from drawn import words
from small_panels import observation, panel_of, report
from xuke import panel
from xuke.figures import Exhibit, Note, indicators
from xuke.indicators import derive

SOURCES = panel.load_sources().head(0)


def drawn(*rows: dict, language: str = "zh") -> Exhibit:
    exhibit = indicators(derive(panel_of(*rows)), SOURCES, language)
    assert isinstance(exhibit, Exhibit)
    return exhibit


def marks(exhibit: Exhibit) -> dict[str, Line2D]:
    found = (each for each in exhibit.figure.get_children() if isinstance(each, Line2D))
    return {str(each.get_label()): each for each in found}


def place(mark: Line2D) -> float:
    """Where a dot stands on the scale of per cent."""
    return round((mark.get_xdata()[0] - 178) / 2, 3)


def test_a_share_stands_where_its_value_is_with_its_interval_around_it() -> None:
    found = marks(drawn(*report(accepted=100, commitment_based=40)))
    assert place(found["commitment_rate"]) == 40
    low, high = found["commitment_rate interval"].get_xdata()
    assert (round((low - 178) / 2, 2), round((high - 178) / 2, 2)) == (30.94, 49.80)


def test_a_stated_rate_is_hollow_and_marked_and_has_no_interval() -> None:
    exhibit = drawn(*report(full_online_rate_stated=16.91), language="en")
    found = marks(exhibit)
    assert found["full_online_rate"].get_markerfacecolor() == "white"
    assert "full_online_rate interval" not in found
    assert "16.91 %‡" in words(exhibit)
    assert "a rate that the report states itself" in words(exhibit)


def test_another_basis_is_marked() -> None:
    said = words(
        drawn(
            *report(approved=90, not_approved=10),
            observation("fully_online", 20, basis="concluded"),
        )
    )
    assert "20.00 %†" in said
    assert "† 以办结件为口径。" in said


def test_a_share_of_a_channel_has_no_other_basis() -> None:
    rows = [
        observation("fully_online", 20, basis="concluded"),
        observation("online_accepted", 40, basis="concluded"),
    ]
    assert "50.00 %\n" in words(drawn(*rows)) + "\n"


def test_rates_of_other_units_are_numbers_below_the_scale() -> None:
    exhibit = drawn(*report(charged_amount=1000, charged_cases=4), language="en")
    assert "250.00 yuan" in words(exhibit)
    assert not [name for name in marks(exhibit) if name.startswith("fee")]


def test_rare_cases_have_their_interval_per_ten_thousand_too() -> None:
    said = words(drawn(*report(decided_on_time=407058, decided_overdue=11)))
    assert "每万件 0.270" in said
    assert "0.135–0.484" in said


def test_none_of_many_is_not_shown_as_certainly_none() -> None:
    said = words(drawn(*report(decided_on_time=82904, decided_overdue=0)))
    assert "0.0000–0.0044" in said
    assert "99.9956–100.0000" in said


def test_a_stated_rate_keeps_the_digits_that_were_printed() -> None:
    said = words(drawn(*report(full_online_rate_stated=97)))
    assert "97 %‡" in said
    assert "97.00" not in said


def test_nothing_derived_is_a_sentence() -> None:
    assert isinstance(indicators(derive(panel_of(*report(accepted=5))), SOURCES), Note)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_yangpu_is_drawn_the_same_each_time_with_its_values_in_words(language: str) -> None:
    frame = panel.select(panel.load_panel(), district="shanghai-yangpu")
    first, second = (indicators(derive(frame), panel.load_sources(), language) for _ in range(2))
    assert (first.png(), first.svg()) == (second.png(), second.svg())
    for value in ("8.00 %", "21.96 %", "36.76 %", "174.63"):
        assert value in first.alt
