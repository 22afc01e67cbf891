import pytest

from indicator_rows import indicator_rows
from xuke.comparison.comparable import comparable, latest_year, level_of, mark, set_apart
from xuke.model import UnknownNameError

COUNTED = {"numerator": 10, "denominator": 100}


@pytest.mark.parametrize(
    ("district", "agency", "level"),
    [
        ("shanghai-yangpu", "", "district"),
        ("shanghai-lingang", "", "district"),
        ("lishui-qingyuan", "", "district"),
        ("shanghai-putuo", "教育局", "agency"),
        ("guangzhou", "", "city"),
        ("shanghai", "公安局", "city_agency"),
    ],
)
def test_who_reports_has_a_level(district: str, agency: str, level: str) -> None:
    assert level_of(district, agency) == level


def test_each_thing_that_sets_a_figure_apart_is_marked() -> None:
    frame = indicator_rows(
        {**COUNTED},
        {**COUNTED, "district": "guangzhou"},
        {**COUNTED, "district": "shanghai-putuo", "basis": "concluded"},
        {**COUNTED, "district": "shanghai-huangpu", "basis": "accepted"},
        {"value": 95.0, "stated": True, "qualifier": "at_least"},
        {"missing": "fully_online"},
        {**COUNTED, "item": "食品经营许可"},
        {**COUNTED, "numerator": 101},
    )
    marked = mark(frame)
    assert marked["marks"].tolist() == [
        (),
        ("level",),
        ("basis",),
        (),
        ("stated", "rounded"),
        (),
        ("excess",),
    ]
    assert marked["comparable"].tolist() == [True, False, False, True, False, False, False]


def test_only_comparable_figures_are_selected_and_the_rest_of_the_level_is_kept_for_showing() -> (
    None
):
    frame = indicator_rows(
        {**COUNTED},
        {**COUNTED, "district": "shanghai-putuo", "basis": "concluded"},
        {**COUNTED, "district": "guangzhou"},
    )
    assert comparable(frame)["district"].tolist() == ["shanghai-yangpu"]
    assert set_apart(frame)["district"].tolist() == ["shanghai-putuo"]
    assert comparable(frame, "city")["district"].tolist() == ["guangzhou"]


def test_one_agency_can_be_compared_over_districts() -> None:
    frame = indicator_rows(
        {**COUNTED, "agency": "教育局"},
        {**COUNTED, "agency": "教育局", "district": "shanghai-putuo"},
        {**COUNTED, "agency": "档案局"},
        {**COUNTED, "agency": "教育局", "district": "shanghai"},
    )
    assert comparable(frame, "教育局").index.tolist() == [0, 1]
    assert comparable(frame, "agency").index.tolist() == [0, 1, 2]
    assert comparable(frame, "city_agency").index.tolist() == [3]


def test_a_wrong_level_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean district"):
        mark(indicator_rows(COUNTED), "distric")


def test_the_latest_year_prefers_comparable_figures() -> None:
    frame = indicator_rows(
        {**COUNTED, "year": 2022},
        {**COUNTED, "year": 2023, "basis": "concluded"},
        {"year": 2024, "missing": "fully_online"},
        {**COUNTED, "year": 2025, "district": "guangzhou"},
    )
    assert latest_year(frame, "full_online_rate") == 2022
    assert latest_year(frame[frame["year"] > 2022], "full_online_rate") == 2023
    assert latest_year(frame, "approval_rate") is None
