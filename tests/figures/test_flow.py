from __future__ import annotations

import pytest

from drawn import SOURCES, bars, hatched, words
from small_panels import panel_of, report
from xuke import panel
from xuke.figures import Exhibit, Note, flow


def drawn(language: str = "zh", **figures: float | tuple[float, str]) -> Exhibit:
    exhibit = flow(panel_of(*report(**figures)), SOURCES, language)
    assert isinstance(exhibit, Exhibit)
    return exhibit


def test_steps_are_bars_on_one_scale() -> None:
    found = bars(drawn(applications=200, accepted=100, approved=50))
    assert found["accepted"] == pytest.approx(found["applications"] / 2)
    assert found["approved"] == pytest.approx(found["applications"] / 4)


def test_what_leaves_the_way_is_drawn_large_enough_to_see_and_named() -> None:
    exhibit = drawn(
        applications=410646, accepted=409102, not_accepted=1544, approved=408916, not_approved=186
    )
    found = bars(exhibit)
    assert found["not_accepted"] > 20
    assert found["not_accepted"] / found["not_approved"] == pytest.approx(1544 / 186, rel=0.01)
    said = words(exhibit).replace("\n", "")
    for number in ("410,646", "409,102", "1,544", "408,916", "186"):
        assert number in said


def test_one_case_is_said_in_the_singular() -> None:
    exhibit = drawn("en", accepted=100, approved=99, not_approved=1)
    assert "1 case not approved" in exhibit.sentence
    assert "99 approved cases" in exhibit.sentence


def test_cases_that_no_figure_accounts_for_are_hatched_and_said() -> None:
    exhibit = drawn(accepted=542141, approved=539535, not_approved=2545)
    assert "unaccounted" in hatched(exhibit)
    assert "去向未说明 61 件" in exhibit.alt


def test_more_decisions_than_cases_are_said_and_not_drawn_as_a_gap() -> None:
    exhibit = drawn("en", accepted=100, approved=101, not_approved=1)
    assert "2 more than accepted cases" in exhibit.alt
    assert "unaccounted" not in bars(exhibit)


def test_pending_and_revoked_cases_are_accounted_for() -> None:
    exhibit = drawn(accepted=100, approved=90, not_approved=1, pending=6, revoked=3)
    assert {"pending", "revoked"} <= set(bars(exhibit))
    assert "去向未说明" not in exhibit.alt


@pytest.mark.parametrize("figures", [{}, {"accepted": 5}])
def test_one_step_or_none_is_a_sentence_and_no_chart(figures: dict[str, float]) -> None:
    frame = panel_of(*report(kiosks=1, **figures))
    note = flow(frame, SOURCES, "en")
    assert isinstance(note, Note)
    assert "can be drawn" in note.sentence


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_yangpu_is_drawn_the_same_each_time(language: str) -> None:
    frame = panel.select(panel.load_panel(), district="shanghai-yangpu")
    first, second = (flow(frame, panel.load_sources(), language) for _ in range(2))
    assert isinstance(first, Exhibit)
    assert isinstance(second, Exhibit)
    assert (first.png(), first.svg()) == (second.png(), second.svg())


def test_an_svg_carries_its_glyphs_and_names_nothing_elsewhere() -> None:
    svg = drawn(applications=2, accepted=1).svg()
    assert "<text" not in svg
    assert "<title>" in svg
    assert not [part for part in svg.split('"') if part.startswith("http") and "w3.org" not in part]
