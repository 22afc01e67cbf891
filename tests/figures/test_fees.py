from __future__ import annotations

from typing import Any

import pytest

from drawn import SOURCES, bars, hatched, lines, words
from small_panels import observation, panel_of, report
from xuke.figures import Exhibit, Note, fees

YANGPU = {"accepted": 409_102, "charged_cases": 274_307, "charged_amount": 47_901_381.6}


def drawn(language: str = "zh", *more: dict[str, Any], **figures: Any) -> Exhibit:
    exhibit = fees(panel_of(*report(**figures), *more), SOURCES, language)
    assert isinstance(exhibit, Exhibit)
    return exhibit


def noted(language: str, *more: dict[str, Any], **figures: Any) -> str:
    note = fees(panel_of(*report(**figures), *more), SOURCES, language)
    assert isinstance(note, Note)
    return note.sentence


def test_charged_cases_are_a_part_of_the_accepted_ones_on_one_scale() -> None:
    exhibit = drawn(**YANGPU)
    found = bars(exhibit)
    assert found["charged_cases"] / found["accepted"] == pytest.approx(274_307 / 409_102)
    assert not hatched(exhibit)


def test_the_sentence_gives_share_amount_and_fee_per_charged_case() -> None:
    assert drawn(**YANGPU).sentence == (
        "杨浦区 2023 年：受理 409,102 件，收费办件 274,307 件（占受理 67.05 %），"
        "收费 47,901,381.6 元，件均 174.63 元。"
    )
    exhibit = drawn("en", **YANGPU)
    assert exhibit.sentence == (
        "Yangpu 2023: 409,102 accepted cases; 274,307 charged cases (67.05 % of accepted cases); "
        "47,901,381.6 yuan charged in fees; 174.63 yuan per charged case."
    )
    assert exhibit.alt.endswith(exhibit.sentence)
    assert "≈" in words(exhibit).splitlines()


def test_a_fee_that_divides_evenly_is_equal_not_about() -> None:
    shown = words(drawn("en", charged_cases=8, charged_amount=100)).splitlines()
    assert "12.50 yuan" in shown
    assert "=" in shown


def test_an_amount_alone_has_no_fee_per_case_and_hatches_the_missing_cases() -> None:
    exhibit = drawn("en", accepted=83_178, charged_amount=10_050_203.9)
    assert exhibit.sentence == (
        "Yangpu 2023: 83,178 accepted cases; number of charged cases not reported; "
        "10,050,203.9 yuan charged in fees."
    )
    assert hatched(exhibit) == {"charged_cases not reported"}


def test_charged_cases_without_an_amount() -> None:
    exhibit = drawn("en", accepted=10, charged_cases=5)
    assert exhibit.sentence.endswith("(50.00 % of accepted cases); amount of fees not reported.")
    assert hatched(exhibit) == {"charged_amount not reported"}


def test_zero_none_in_words_and_not_reported_look_and_read_differently() -> None:
    zero = drawn(accepted=10, charged_cases=0, charged_amount=0)
    in_words = drawn(
        "zh",
        observation("charged_cases", 0, stated_as="words"),
        observation("charged_amount", 0, stated_as="words"),
        accepted=10,
    )
    missing = drawn(accepted=10, charged_cases=5)
    assert zero.sentence.endswith("收费办件 0 件，收费金额列为 0 元。")
    assert in_words.sentence.endswith("报告说明没有收费办件，报告说明未收取费用。")
    assert missing.sentence.endswith("收费金额未列出。")
    assert {"charged_cases zero", "charged_amount zero"} <= set(bars(zero))
    assert {"charged_cases in words", "charged_amount in words"} <= set(lines(in_words))
    assert words(in_words).startswith("杨浦区 2023 年：报告说明未收取费用")


def test_more_charged_than_accepted_is_said_instead_of_a_share() -> None:
    exhibit = drawn("en", accepted=10, charged_cases=12)
    assert "12 charged cases (2 more than accepted cases)" in exhibit.sentence
    assert "%" not in words(exhibit)


def test_rough_figures_give_a_rough_fee() -> None:
    exhibit = drawn("en", charged_cases=10, charged_amount=(1000, "rounded"))
    assert "about 100.00 yuan per charged case" in exhibit.sentence


@pytest.mark.parametrize(("cases", "amount"), [(0, 100), (5, 0)])
def test_no_fee_per_case_is_derived_from_a_zero(cases: int, amount: int) -> None:
    exhibit = drawn("en", accepted=10, charged_cases=cases, charged_amount=amount)
    assert "per charged case" not in exhibit.sentence
    assert "÷" not in words(exhibit)


def test_too_little_to_draw_is_a_note() -> None:
    assert noted("zh", licensing_items=197) == (
        "杨浦区 2023 年报告未列出收费办件或收费金额，无法画出收费情况。"
    )
    assert noted("zh", observation("charged_amount", 0, stated_as="words")) == (
        "杨浦区 2023 年：报告说明未收取费用，此外未列出与收费有关的数字，不足以作图。"
    )
    assert noted("en", charged_cases=7).startswith("Yangpu 2023: 7 charged cases; the report")


def test_the_same_figures_give_the_same_bytes() -> None:
    first, second = drawn(**YANGPU), drawn(**YANGPU)
    assert first.png() == second.png()
    assert first.svg() == second.svg()


@pytest.mark.filterwarnings("error:Glyph")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_glyph_is_missing(language: str) -> None:
    assert drawn(language, **YANGPU).png().startswith(b"\x89PNG")
