from __future__ import annotations

import pandas as pd
import pytest

from small_panels import observation, panel_of, report
from xuke import panel
from xuke.checks import COLUMNS, run_checks


def verdict(frame: pd.DataFrame, check: str) -> tuple[str, float]:
    results = run_checks(frame)
    found = results[results["check"] == check]
    assert len(found) == 1, found
    return found["verdict"].iloc[0], found["difference"].iloc[0]


@pytest.fixture(scope="module")
def real() -> pd.DataFrame:
    return run_checks(panel.load_panel())


def test_the_four_findings_in_the_real_figures_and_no_other(real: pd.DataFrame) -> None:
    failing = real[real["verdict"] == "fails"]
    columns = ["check", "district", "agency", "year", "item", "left", "right"]
    assert failing[columns].round(2).to_numpy().tolist() == [
        ["decisions_timeliness", "shanghai-lingang", "", 2024, "", 83122, 82904],
        ["decisions_timeliness", "shanghai-putuo", "", 2024, "", 542080, 542091],
        ["decisions_timeliness", "shanghai-yangpu", "", 2023, "", 409102, 407069],
        ["stated_share", "shanghai-changning", "绿化和市容管理局", 2024, "城市建筑垃圾处置核准",
         43.03, 40.03],
    ]  # fmt: skip
    assert failing["difference"].round(2).tolist() == [218, -11, 2033, 3]
    assert "407,058 ＋ 超期办结 11 ＝ 407,069，相差 2,033" in failing["message_zh"].iloc[2]
    assert failing["message_en"].iloc[3] == (
        "城市建筑垃圾处置核准: cases handled, not split by stage 142 of all cases handled, "
        "not split by stage 330 is 43.03 %, but stated as 40.03 %"
    )


def test_a_result_names_the_figures_it_used(real: pd.DataFrame) -> None:
    frame = panel.load_panel()
    row = real[(real["check"] == "decisions_timeliness") & (real["verdict"] == "fails")].iloc[2]
    used = frame.loc[list(row["observations"])]
    assert used["metric"].tolist() == [
        "approved", "not_approved", "decided_on_time", "decided_overdue",
    ]  # fmt: skip
    assert set(used["district"]) == {"shanghai-yangpu"}


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"accepted": 10, "approved": 9, "not_approved": 1}, ("holds", 0)),
        ({"accepted": 10, "approved": 8, "not_approved": 1}, ("cannot_be_judged", 1)),
        ({"accepted": 10, "approved": 8, "not_approved": 1, "pending": 1}, ("holds", 0)),
        ({"accepted": 10, "approved": 8, "not_approved": 1, "pending": 0, "revoked": 0},
         ("fails", 1)),
        ({"accepted": 10, "approved": 8, "not_approved": 1, "pending": 2}, ("fails", -1)),
        ({"accepted": 10, "approved": 10, "not_approved": 1}, ("fails", -1)),
        ({"accepted": (2275000, "rounded"), "approved": 2270000, "not_approved": 5400,
          "pending": 0, "revoked": 0}, ("holds", -400)),
        ({"accepted": (2275000, "rounded"), "approved": 2270000, "not_approved": 5600,
          "pending": 0, "revoked": 0}, ("fails", -600)),
        ({"accepted": (300, "over"), "approved": 299, "not_approved": 1}, ("cannot_be_judged", 0)),
        ({"accepted": (300, "over"), "approved": 298, "not_approved": 1, "pending": 0,
          "revoked": 0}, ("fails", 1)),
        ({"accepted": (300, "nearly"), "approved": 300, "not_approved": 1}, ("fails", -1)),
    ],
)  # fmt: skip
def test_an_identity_holds_fails_or_cannot_be_judged(figures: dict, expected: tuple) -> None:
    assert verdict(panel_of(*report(**figures)), "decisions_split") == expected


def test_what_is_not_reported_is_named_and_not_taken_as_zero() -> None:
    results = run_checks(panel_of(*report(applications=10, accepted=10)))
    row = results[results["check"] == "applications_split"].iloc[0]
    assert row["verdict"] == "cannot_be_judged"
    assert row["message_zh"] == "报告未列出不予受理"
    assert row["message_en"] == "not reported: applications not accepted"
    assert pd.isna(row["difference"])


def test_a_difference_that_figures_left_out_may_explain_is_said_so() -> None:
    results = run_checks(panel_of(*report(accepted=10, approved=8, not_approved=1)))
    message = results[results["check"] == "decisions_split"]["message_en"].iloc[0]
    assert message.endswith(
        "1 apart, which accepted cases still pending and licences revoked, not reported, "
        "may account for"
    )


@pytest.mark.parametrize(
    ("online", "expected"),
    [(9, "holds"), (10, "holds"), (11, "fails"), ((9, "over"), "cannot_be_judged"),
     ((10, "over"), "cannot_be_judged"), ((11, "over"), "fails")],
)  # fmt: skip
def test_a_part_may_not_exceed_its_whole(online: object, expected: str) -> None:
    frame = panel_of(*report(accepted=10, online_accepted=online))
    assert verdict(frame, "online_within_accepted")[0] == expected


@pytest.mark.parametrize(
    ("total", "items", "expected"),
    [
        (10, [4, 6], "holds"),
        (10, [4, 5], "fails"),
        (10, [4, 7], "fails"),
        (10, [4], "cannot_be_judged"),
        (10, [11], "fails"),
        (10, [10], "holds"),
    ],
)
def test_items_add_up_to_their_total(total: int, items: list[int], expected: str) -> None:
    parts = [observation("handled", value, item=f"事项{n}") for n, value in enumerate(items)]
    assert verdict(panel_of(observation("handled", total), *parts), "items_sum_to_total")[0] == (
        expected
    )


def test_shares_are_not_added_up() -> None:
    parts = [observation("handled_share_stated", 50, item=f"事项{n}") for n in range(3)]
    frame = panel_of(observation("handled_share_stated", 50), *parts)
    assert "items_sum_to_total" not in set(run_checks(frame)["check"])


@pytest.mark.parametrize(
    ("stated", "expected"),
    [(33.33, "holds"), (33.3, "holds"), (33, "holds"), (33.34, "fails"), (33.4, "fails"),
     ((33, "at_least"), "holds"), ((34, "at_least"), "fails"), ((33, "over"), "holds")],
)  # fmt: skip
def test_a_stated_share_follows_from_its_counts_to_the_decimals_printed(
    stated: object, expected: str
) -> None:
    frame = panel_of(*report(online_accepted=1, accepted=3, online_acceptance_rate_stated=stated))
    assert verdict(frame, "stated_share")[0] == expected


def test_a_stated_share_may_be_of_accepted_or_of_concluded_cases() -> None:
    figures = {"online_accepted": 1, "accepted": 4, "approved": 2, "not_approved": 0}
    for stated, expected in ((25, "holds"), (50, "holds"), (40, "fails")):
        frame = panel_of(*report(**figures, online_acceptance_rate_stated=stated))
        assert verdict(frame, "stated_share")[0] == expected


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [(10, 30, "holds"), (10, 31, "fails"), (30, 10, "holds"), (31, 10, "fails"),
     (0, 0, "holds"), (0, 5, "cannot_be_judged"), (5, 0, "cannot_be_judged")],
)  # fmt: skip
def test_a_figure_changes_within_reason_from_year_to_year(
    before: int, now: int, expected: str
) -> None:
    frame = panel_of(observation("kiosks", before, year=2022), observation("kiosks", now))
    assert verdict(frame, "year_on_year")[0] == expected


def test_years_apart_or_of_another_item_are_not_compared() -> None:
    frame = panel_of(
        observation("kiosks", 1, year=2021),
        observation("kiosks", 10, year=2022, item="甲"),
        observation("kiosks", 100),
    )
    assert run_checks(frame).empty


def test_an_empty_panel_gives_an_empty_table() -> None:
    assert list(run_checks(panel_of())) == COLUMNS


def test_failing_rows_alone_are_those_of_all_rows_that_fail(real: pd.DataFrame) -> None:
    fails = real[real["verdict"] == "fails"].reset_index(drop=True)
    pd.testing.assert_frame_equal(run_checks(panel.load_panel(), failing=True), fails)
