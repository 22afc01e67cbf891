from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from small_panels import observation, panel_of, report
from xuke import panel
from xuke.figures import Exhibit, Note, channels

SOURCES = pd.DataFrame(columns=["source", "title", "publisher", "published"])


def bars(exhibit: Exhibit) -> dict[str, float]:
    """Length of each labelled bar, as a share of the whole one."""
    found = {
        artist.get_label(): artist.get_width()
        for artist in exhibit.figure.get_children()
        if isinstance(artist, Rectangle) and artist.get_label() not in ("", "key")
    }
    return {name: round(width / found["whole"], 4) for name, width in found.items()}


def texts(exhibit: Exhibit) -> str:
    found = (each for each in exhibit.figure.get_children() if isinstance(each, Text))
    return "\n".join(each.get_text() for each in found)


def drawn(*rows: dict, language: str = "zh") -> Exhibit:
    exhibit = channels(panel_of(*rows), SOURCES, language)
    assert isinstance(exhibit, Exhibit)
    return exhibit


def test_each_bar_is_as_long_as_its_share_of_accepted_cases() -> None:
    exhibit = drawn(*report(accepted=400, online_accepted=100, fully_online=40,
                            commitment_based=4, decided_on_the_spot=200))  # fmt: skip
    assert bars(exhibit) == {
        "accepted": 1, "whole": 1, "online_accepted": 0.25, "fully_online": 0.1,
        "commitment_based": 0.01, "decided_on_the_spot": 0.5,
    }  # fmt: skip


def test_cases_counted_among_decisions_are_drawn_as_parts_of_decisions() -> None:
    exhibit = drawn(
        *report(accepted=999, approved=150, not_approved=50),
        observation("online_accepted", 50, basis="concluded"),
    )
    assert bars(exhibit) == {"decisions": 1, "whole": 1, "online_accepted": 0.25}
    assert "占办结（批准与不予批准） 25.00 %" in exhibit.alt


def test_a_rate_that_only_the_report_gives_is_an_outline_and_said_so() -> None:
    exhibit = drawn(*report(accepted=400, online_acceptance_rate_stated=24.88), language="en")
    outline = next(a for a in exhibit.figure.get_children()
                   if a.get_label() == "online_acceptance_rate_stated")  # fmt: skip
    assert outline.get_facecolor()[:3] == (1, 1, 1)
    assert bars(exhibit) == {"whole": 1, "online_acceptance_rate_stated": 0.2488}
    assert "24.88 %" in texts(exhibit)
    assert "a rate that the report states itself" in texts(exhibit)


def test_an_online_case_or_none_stays_visible_and_is_told_apart() -> None:
    one = bars(drawn(*report(accepted=1_000_000, commitment_based=1)))
    none = bars(drawn(*report(accepted=1_000_000, commitment_based=0)))
    assert one["commitment_based"] > 0 == none["commitment_based"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_report_without_channels_gives_a_sentence_and_no_empty_chart(language: str) -> None:
    assert isinstance(channels(panel_of(*report(accepted=5)), SOURCES, language), Note)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_yangpu_is_drawn_the_same_each_time_with_its_numbers_in_the_alternative_text(
    language: str,
) -> None:
    frame = panel.select(panel.load_panel(), district="shanghai-yangpu")
    first, second = (channels(frame, panel.load_sources(), language) for _ in range(2))
    assert isinstance(first, Exhibit)
    assert isinstance(second, Exhibit)
    assert (first.png(), first.svg()) == (second.png(), second.svg())
    for number in ("89,846", "21.96 %", "32,737", "8.00 %", "1.04 %", "36.76 %"):
        assert number in first.alt
