import numpy as np
import pandas as pd
import pytest

from indicator_rows import indicator_rows, proportions
from xuke.comparison.frames import change_by_items, changes, funnel, ranking
from xuke.model import UnknownNameError, XukeError

SIX = {
    "yangpu": (300, 1000),
    "putuo": (310, 1000),
    "huangpu": (2950, 10_000),
    "xuhui": (30, 100),
    "jingan": (620, 2000),
    "hongkou": (900, 2000),
}


def test_a_district_beyond_the_limits_is_told_from_those_within() -> None:
    found = funnel(proportions(**SIX))
    assert found.rate == pytest.approx(100 * 5110 / 16_100)
    verdict = found.units.set_index("district")["verdict"]
    assert verdict["shanghai-yangpu"] == "within"
    assert verdict["shanghai-xuhui"] == "within"
    assert verdict["shanghai-hongkou"] in ("high", "very_high")
    assert (found.units["low_998"] <= found.units["low_95"]).all()
    assert (found.units["high_95"] <= found.units["high_998"]).all()


def test_the_rows_keep_their_labels_and_limits() -> None:
    rows = proportions(**SIX).set_index(pd.Index([40, 7, 3, 99, 1, 12]))
    units = funnel(rows).units
    assert units.index.tolist() == [40, 7, 3, 99, 1, 12]
    width = units["high_95"] - units["low_95"]
    assert width[99] == width.max()  # 100 cases
    assert width[3] == width.min()  # 10 000 cases


def test_the_curve_covers_every_denominator_and_narrows_with_it() -> None:
    curve = funnel(proportions(**SIX)).curve
    assert curve["denominator"].min() <= 100
    assert curve["denominator"].max() >= 10_000
    assert curve["low_95"].is_monotonic_increasing
    assert (curve[["low_998", "high_998"]] >= 0).all(axis=None)


def test_too_few_districts_make_no_funnel() -> None:
    with pytest.raises(XukeError, match="needs 5 comparable figures, here are 2"):
        funnel(proportions(yangpu=(1, 10), putuo=(2, 10)))


def test_no_funnel_for_what_is_no_proportion_or_not_one_indicator() -> None:
    fee = indicator_rows({"indicator": "fee_per_charged_case", "value": 3.0})
    with pytest.raises(XukeError, match="not a proportion of counts"):
        funnel(fee)
    with pytest.raises(XukeError, match="one indicator can be compared at a time"):
        funnel(pd.concat([fee, proportions(yangpu=(1, 10))]))


def test_ranks_come_with_what_the_figures_can_tell_apart() -> None:
    ranked = ranking(proportions(yangpu=(300, 1000), putuo=(305, 1000), huangpu=(100, 1000)))
    shown = ranked[["district", "rank", "best", "worst"]].to_numpy().tolist()
    assert shown == [
        ["shanghai-putuo", 1, 1, 2],
        ["shanghai-yangpu", 2, 1, 2],
        ["shanghai-huangpu", 3, 3, 3],
    ]


def test_where_lower_is_better_the_lowest_is_first() -> None:
    rows = proportions(yangpu=(11, 400_000), putuo=(400, 400_000)).assign(
        indicator="overdue_ratio", unit="per 10 000"
    )
    ranked = ranking(rows)
    assert ranked["district"].tolist() == ["shanghai-yangpu", "shanghai-putuo"]
    assert ranked["worst"].tolist() == [1, 2]


def test_amounts_are_ranked_without_an_interval_that_nothing_supports() -> None:
    fees = indicator_rows(
        {"indicator": "fee_per_charged_case", "district": "shanghai-putuo", "value": 9.0},
        {"indicator": "fee_per_charged_case", "value": 12.0},
    )
    ranked = ranking(fees)
    assert ranked["rank"].tolist() == [1, 2]
    assert ranked["best"].isna().all()


def test_nothing_to_rank_is_an_empty_table() -> None:
    assert list(ranking(proportions(yangpu=(1, 2)).head(0))[["rank", "best", "worst"]]) == [
        "rank",
        "best",
        "worst",
    ]


def test_change_between_two_years_has_newcombes_interval_in_the_unit() -> None:
    frame = pd.concat([proportions(2023, yangpu=(48, 80)), proportions(2024, yangpu=(56, 70))])
    change = changes(frame, 2023, 2024).iloc[0]
    assert change[["first", "second", "change"]].tolist() == pytest.approx([60, 80, 20])
    assert (change["low"], change["high"]) == pytest.approx((5.24, 33.39), abs=0.005)
    assert change["marks"] == ()


def test_a_changed_basis_is_marked_and_gets_no_interval() -> None:
    frame = pd.concat(
        [
            proportions(2023, yangpu=(48, 80)),
            proportions(2024, yangpu=(56, 70)).assign(basis="concluded"),
        ]
    )
    change = changes(frame, 2023, 2024).iloc[0]
    assert change["marks"] == ("basis",)
    assert np.isnan(change["low"])
    same = changes(frame.assign(basis="concluded"), 2023, 2024).iloc[0]
    assert same["marks"] == ()
    assert not np.isnan(same["low"])


def test_counts_that_are_not_exact_get_no_interval() -> None:
    frame = pd.concat(
        [
            proportions(2023, yangpu=(48, 80)),
            proportions(2024, yangpu=(56, 70)).assign(qualifier="rounded"),
        ]
    )
    change = changes(frame, 2023, 2024).iloc[0]
    assert change["marks"] == ("rounded",)
    assert np.isnan(change["high"])
    assert change["change"] == pytest.approx(20)


def test_a_year_that_is_missing_makes_no_change() -> None:
    frame = pd.concat(
        [proportions(2023, yangpu=(48, 80)), indicator_rows({"missing": "fully_online"})]
    )
    assert changes(frame, 2023, 2024).empty


def test_a_change_is_split_by_items() -> None:
    items = {("甲", 2023): (90, 100), ("乙", 2023): (10, 100), ("甲", 2024): (45, 50),
             ("乙", 2024): (15, 150)}  # fmt: skip
    frame = indicator_rows(
        *(
            {"item": item, "year": year, "numerator": x, "denominator": n}
            for (item, year), (x, n) in items.items()
        )
    )
    found = change_by_items(frame, "full_online_rate", "shanghai-yangpu", "", 2023, 2024)
    assert found.mix == pytest.approx(-0.2)
    assert found.rate == pytest.approx(0)
    assert set(found.parts["part"]) == {"甲", "乙"}


def test_a_report_without_items_cannot_be_split() -> None:
    frame = proportions(yangpu=(1, 2))
    with pytest.raises(XukeError, match="no part was reported in both years"):
        change_by_items(frame, "full_online_rate", "shanghai-yangpu", "", 2023, 2024)
    with pytest.raises(UnknownNameError, match="full_online_rate"):
        change_by_items(frame, "full_online_rat", "shanghai-yangpu", "", 2023, 2024)
