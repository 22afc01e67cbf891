from __future__ import annotations

from typing import Any

import pytest

from drawn import SOURCES, bars, hatched, lines, words
from small_panels import observation, panel_of, report
from xuke.figures import Exhibit, Note, timeliness
from xuke.model import PanelError

YANGPU = {
    "approved": 408_916,
    "not_approved": 186,
    "decided_on_time": 407_058,
    "decided_overdue": 11,
    "decided_on_the_spot": 150_380,
}


def drawn(language: str = "zh", *more: dict[str, Any], **figures: Any) -> Exhibit:
    exhibit = timeliness(panel_of(*report(**figures), *more), SOURCES, language)
    assert isinstance(exhibit, Exhibit)
    return exhibit


def noted(language: str = "zh", **figures: Any) -> str:
    note = timeliness(panel_of(*report(**figures)), SOURCES, language)
    assert isinstance(note, Note)
    return note.sentence


def test_bars_share_one_scale_and_every_overdue_case_has_a_square() -> None:
    exhibit = drawn(**YANGPU)
    found = bars(exhibit)
    assert found["decided_on_time"] / found["decided"] == pytest.approx(407_058 / 409_102)
    assert found["decided_on_the_spot"] / found["decided"] == pytest.approx(150_380 / 409_102)
    assert found["apart"] / found["decided"] == pytest.approx(2033 / 409_102)
    assert hatched(exhibit) == {"apart"}
    assert lines(exhibit)["decided_overdue"] == 11


def test_the_sentence_gives_ratio_and_what_is_apart() -> None:
    assert drawn(**YANGPU).sentence == (
        "杨浦区 2023 年：按期办结 407,058 件，超期办结 11 件（每万件 0.270），"
        "决定（批准与不予批准）合计 409,102 件，2,033 件决定未列入按期或超期（占 0.497 %），"
        "当场办结 150,380 件（占决定 36.76 %，与按期办结有重叠，两者合计多于决定）。"
    )
    exhibit = drawn("en", **YANGPU)
    assert exhibit.sentence == (
        "Yangpu 2023: 407,058 cases concluded on time; 11 cases concluded overdue "
        "(0.270 per 10,000); 409,102 decisions, approved or not; 2,033 decisions counted as "
        "neither on time nor overdue (0.497 %); 150,380 cases concluded on the spot "
        "(36.76 % of decisions; overlaps with cases on time, as together they exceed decisions)."
    )
    assert exhibit.alt.endswith(exhibit.sentence)
    assert "11 cases concluded overdue (0.270 per 10,000)" in words(exhibit)


def test_more_on_time_than_decisions_is_said_and_overdue_not_reported_is_hatched() -> None:
    exhibit = drawn("en", approved=539_535, not_approved=2545, decided_on_time=542_091)
    assert "11 more on time than decisions" in words(exhibit)
    assert "overdue cases not reported" in exhibit.sentence
    assert hatched(exhibit) == {"decided_overdue not reported"}


def test_a_gap_is_not_called_uncounted_where_overdue_cases_may_fill_it() -> None:
    exhibit = drawn("en", approved=100, not_approved=0, decided_on_time=90)
    expected = "10 fewer than decisions, which overdue cases, not reported, may account for"
    assert expected in exhibit.sentence


def test_zero_none_in_words_and_not_reported_look_and_read_differently() -> None:
    rest = {"approved": 90, "not_approved": 10, "decided_on_time": 100}
    zero = drawn(**rest, decided_overdue=0)
    in_words = drawn("zh", observation("decided_overdue", 0, stated_as="words"), **rest)
    missing = drawn(**rest)
    marks = [
        {name for name in (*bars(each), *lines(each)) if "overdue" in name}
        for each in (zero, in_words, missing)
    ]
    assert marks == [
        {"decided_overdue zero"},
        {"decided_overdue in words"},
        {"decided_overdue not reported"},
    ]
    said = [each.sentence.split("，")[1] for each in (zero, in_words, missing)]
    assert said == ["超期办结 0 件", "报告说明没有超期办结件", "超期办结未列出"]
    shown = [
        [line for line in words(each).splitlines() if line.startswith("报告")]
        for each in (zero, in_words, missing)
    ]
    assert shown == [["报告列为 0"], ["报告以文字说明没有"], ["报告未列出这一数字"]]


@pytest.mark.parametrize(
    ("overdue", "squares", "legend"),
    [
        (1, 1, "每格一件"),
        (100, 100, "每格一件"),
        (101, 11, "每格 10 件"),
        (25_000, 25, "每格 1,000"),
    ],
)
def test_many_overdue_cases_share_squares(overdue: int, squares: int, legend: str) -> None:
    exhibit = drawn(decided_on_time=30_000, decided_overdue=overdue)
    assert lines(exhibit)["decided_overdue"] == squares
    assert legend in words(exhibit)


def test_decisions_need_both_parts() -> None:
    exhibit = drawn("en", approved=90, decided_on_time=89, decided_overdue=1)
    assert "decided" not in bars(exhibit)
    assert (
        "cases not approved: not reported, so there are no decisions to compare with"
        in exhibit.sentence
    )


def test_whether_on_the_spot_cases_are_among_those_on_time_is_left_open() -> None:
    exhibit = drawn(approved=90, not_approved=10, decided_on_time=60, decided_on_the_spot=40)
    assert "是否计入按期办结未说明" in exhibit.sentence
    assert "重叠" not in exhibit.sentence


def test_rounded_figures_give_a_rounded_ratio_and_gap() -> None:
    exhibit = drawn(
        approved=(200_000, "rounded"), not_approved=50, decided_on_time=190_000, decided_overdue=38
    )
    assert "超期办结 38 件（每万件 2.00）" in exhibit.sentence
    assert "约 10,012 件决定未列入" in exhibit.sentence


def test_too_little_to_draw_is_a_note() -> None:
    assert noted(licensing_items=197) == (
        "杨浦区 2023 年报告未列出按期或超期办结的件数，无法画出办理时限。"
    )
    assert noted("en", decided_on_time=5).startswith(
        "Yangpu 2023: 5 cases concluded on time; the report states nothing else"
    )
    assert "decisions" not in noted("en", approved=1, not_approved=1)
    assert "按期办结率 100 %" in noted(on_time_rate_stated=100)


def test_the_same_figures_give_the_same_bytes() -> None:
    first, second = drawn(**YANGPU), drawn(**YANGPU)
    assert first.png() == second.png()
    assert first.svg() == second.svg()


@pytest.mark.filterwarnings("error:Glyph")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_glyph_is_missing(language: str) -> None:
    assert drawn(language, **YANGPU).png().startswith(b"\x89PNG")


def test_a_figure_is_of_one_report() -> None:
    frame = panel_of(*report(decided_on_time=5), observation("decided_on_time", 5, year=2022))
    with pytest.raises(PanelError, match="one report, given 2"):
        timeliness(frame, SOURCES)
