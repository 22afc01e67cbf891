from __future__ import annotations

import pytest

from small_panels import observation, panel_of
from xuke.figure_words import (
    name_figure,
    rests_on_corrected,
    say_corrections,
    say_figure,
    say_former,
    say_stated,
)

FIXED = {"corrected_from": 408916.0, "correction": "误计撤回件"}


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        (observation("approved", 1544), "1,544 件", "1,544 cases"),
        (observation("approved", 1), "1 件", "1 case"),
        (
            observation("physicians_inspected", 300, qualifier="over"),
            "300+ 人次",
            "300+ person-times",
        ),
        (observation("charged_cases", 0, stated_as="words"), "无", "none"),
        (observation("approved", 406883, **FIXED), "406,883 件※", "406,883 cases※"),
        (observation("charged_cases", 0, stated_as="words", **FIXED), "无※", "none※"),
    ],
)
def test_a_figure_is_told_with_unit_qualifier_and_mark(row, zh, en):
    assert (say_figure(row, "zh"), say_figure(row, "en")) == (zh, en)


def test_what_the_report_states_is_told_without_the_correction():
    row = observation("approved", 406883, **FIXED)
    assert say_stated(row, "zh") == "408,916 件"
    assert say_former(row, "zh") == "※ 报告原文为 408,916 件（误计撤回件）"
    assert say_former(row, "en") == "※ 408,916 cases in the report (误计撤回件)"
    let_be = observation("approved", 4)
    assert (say_stated(let_be, "en"), say_former(let_be, "en")) == ("4 cases", "")


def test_a_figure_of_an_item_names_the_item():
    assert (
        name_figure(observation("approved", 4, item="食品经营许可"), "zh") == "食品经营许可：批准"
    )
    assert name_figure(observation("approved", 4), "en") == "approved cases"


def test_corrections_are_listed_with_both_values_and_reasons():
    frame = panel_of(
        observation("accepted", 5),
        observation("approved", 406883, **FIXED),
        observation("approved", 1, district="shanghai-putuo", corrected_from=2, correction="x"),
    )
    assert say_corrections(frame.iloc[:2], "zh") == (
        "※ 更正：批准，报告原文为 408,916 件，现为 406,883 件（误计撤回件）"
    )
    assert say_corrections(frame, "en", whose=True) == (
        "※ Corrected: Yangpu, 2023 approved cases, 408,916 cases in the report, now 406,883 cases "
        "(误计撤回件); Putuo, 2023 approved cases, 2 cases in the report, now 1 case (x)"
    )
    assert say_corrections(frame.iloc[:1], "zh") == ""


def test_a_rate_tells_which_figures_under_it_were_corrected():
    assert (
        rests_on_corrected({"corrected": "approved,accepted"}, "zh") == "※ 依据更正后的批准和受理"
    )
    assert rests_on_corrected({"corrected": ""}, "zh") == ""
