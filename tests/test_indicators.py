from __future__ import annotations

import pandas as pd
import pytest

from small_panels import observation, panel_of, report
from xuke import panel
from xuke.indicators import COLUMNS, derive


def one(frame: pd.DataFrame, indicator: str, item: str = "") -> pd.Series:
    table = derive(frame)
    found = table[(table["indicator"] == indicator) & (table["item"] == item)]
    assert len(found) == 1
    return found.iloc[0]


@pytest.fixture(scope="module")
def real() -> pd.DataFrame:
    return derive(panel.load_panel())


def value_of(table: pd.DataFrame, indicator: str, district: str, year: int) -> pd.Series:
    rows = table[
        (table["indicator"] == indicator)
        & (table["district"] == district)
        & (table["agency"] == "")
        & (table["year"] == year)
        & (table["item"] == "")
    ]
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        ("full_online_rate", 8.002),
        ("full_online_share", 36.437),
        ("online_acceptance_rate", 21.962),
        ("on_the_spot_rate", 36.759),
        ("commitment_rate", 1.040),
        ("overdue_ratio", 0.270),
        ("overdue_rate", 0.003),
        ("fee_per_charged_case", 174.627),
        ("centre_item_share", 68.132),
        ("exemption_rate", 22.26),
    ],
)
def test_the_indicators_of_yangpu_2023(real: pd.DataFrame, indicator: str, value: float) -> None:
    row = value_of(real, indicator, "shanghai-yangpu", 2023)
    assert round(row["value"], 3) == value
    assert row["stated"] == (indicator == "exemption_rate")


def test_putuo_counts_its_channels_among_concluded_cases(real: pd.DataFrame) -> None:
    row = value_of(real, "online_acceptance_rate", "shanghai-putuo", 2024)
    assert (row["basis"], row["denominator"]) == ("concluded", 542080)
    assert row["value"] == pytest.approx(100 * 164619 / 542080)


def test_a_rate_that_only_the_report_gives_is_marked_as_stated(real: pd.DataFrame) -> None:
    row = value_of(real, "full_online_rate", "guangzhou", 2021)
    assert (row["value"], row["stated"], row["method"], row["missing"]) == (16.91, True, "", "")


def test_a_derived_rate_comes_before_a_stated_one() -> None:
    row = one(
        panel_of(*report(fully_online=1, accepted=4, full_online_rate_stated=30)),
        "full_online_rate",
    )
    assert (row["value"], row["stated"]) == (25, False)


def test_the_observations_are_those_the_value_rests_on() -> None:
    frame = panel_of(*report(applications=5, approved=3, not_approved=1, accepted=4))
    assert one(frame, "approval_rate")["observations"] == (1, 2)
    assert one(frame, "acceptance_rate")["observations"] == (3, 0)


def test_what_was_not_reported_is_named_and_nothing_is_imputed() -> None:
    row = one(panel_of(*report(approved=5)), "approval_rate")
    assert pd.isna(row["value"])
    assert (row["missing"], row["observations"]) == ("not_approved", ())


def test_a_zero_is_a_figure() -> None:
    row = one(panel_of(*report(decided_overdue=0, decided_on_time=100)), "overdue_ratio")
    assert row["value"] == 0
    assert row["method"] == "exact"
    # Clopper and Pearson for 0 of 100: 1 - 0.025 ** (1 / 100).
    assert row["high"] == pytest.approx(10_000 * (1 - 0.025**0.01))


def test_rare_events_get_the_exact_interval() -> None:
    # Yangpu 2023: the beta quantiles B(0.025; 11, 407059) and B(0.975; 12, 407058).
    row = one(panel_of(*report(decided_overdue=11, decided_on_time=407058)), "overdue_ratio")
    assert row["method"] == "exact"
    assert (round(row["low"], 4), round(row["high"], 4)) == (0.1349, 0.4835)


def test_other_proportions_get_wilsons_interval() -> None:
    # Newcombe 1998, Statistics in Medicine 17, 857-872, table I: 81 of 263, method 3.
    row = one(panel_of(*report(commitment_based=81, accepted=263)), "commitment_rate")
    assert row["method"] == "wilson"
    assert (round(row["low"] / 100, 4), round(row["high"] / 100, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(
    ("figures", "indicator"),
    [
        ({"accepted": (2275000, "rounded"), "applications": (2279000, "rounded")},
         "acceptance_rate"),
        ({"charged_amount": 100, "charged_cases": 4}, "fee_per_charged_case"),
        ({"accepted": 5, "applications": 4}, "acceptance_rate"),
    ],
)  # fmt: skip
def test_no_interval_where_the_counts_do_not_bear_one(figures: dict, indicator: str) -> None:
    row = one(panel_of(*report(**figures)), indicator)
    assert row["value"] == row["value"]
    assert (row["method"], str(row["low"]), str(row["high"])) == ("", "nan", "nan")


@pytest.mark.parametrize(
    ("above", "below", "qualifier"),
    [
        ("exact", "exact", "exact"),
        ("over", "exact", "over"),
        ("exact", "over", "at_most"),
        ("nearly", "exact", "nearly"),
        ("rounded", "exact", "rounded"),
        ("over", "over", "rounded"),
    ],
)
def test_a_quotient_inherits_the_qualifiers_of_its_figures(
    above: str, below: str, qualifier: str
) -> None:
    frame = panel_of(*report(charged_amount=(1000, above), charged_cases=(10, below)))
    assert one(frame, "fee_per_charged_case")["qualifier"] == qualifier


def test_items_are_derived_beside_the_total() -> None:
    frame = panel_of(
        *report(handled=330),
        observation("handled", 142, item="核准"),
        observation("accepted", 5, item="甲"),
        observation("applications", 8, item="甲"),
    )
    assert one(frame, "acceptance_rate", "甲")["value"] == 62.5
    assert one(frame, "item_share", "核准")["value"] == pytest.approx(43.0303, abs=1e-4)
    table = derive(frame)
    assert table[table["indicator"] == "item_share"]["item"].tolist() == ["核准"]


def test_every_report_and_indicator_has_its_row_in_the_order_of_the_definitions(
    real: pd.DataFrame,
) -> None:
    assert list(real.columns) == COLUMNS
    totals = real[(real["item"] == "") & (real["indicator"] != "item_share")]
    assert len(totals) == 27 * 21
    assert totals["indicator"].drop_duplicates().tolist()[:3] == [
        "acceptance_rate", "approval_rate", "refusal_rate",
    ]  # fmt: skip
