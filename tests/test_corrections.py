from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from small_panels import observation, panel_of, report
from xuke import corrections
from xuke.model import PanelError

HEADER = "source,item,metric,expected,value,reason\n"


def corrected(folder: Path, text: str, *rows: dict[str, object]) -> pd.DataFrame:
    """The panel of *rows* after the corrections in *text*."""
    path = folder / "corrections.csv"
    path.write_text(HEADER + text, encoding="utf-8", newline="\n")
    return corrections.apply(panel_of(*rows), corrections.read(path))


def test_a_corrected_figure_keeps_its_former_value_and_the_reason(tmp_path: Path) -> None:
    rows = [*report(accepted=5, approved=4), observation("accepted", 3, item="甲")]
    fixed = corrected(tmp_path, 'made-up,,accepted,5,6,"misprint, see annex"\n', *rows)
    assert fixed["value"].tolist() == [6, 4, 3]
    assert fixed["correction"].tolist() == ["misprint, see annex", "", ""]
    assert fixed["corrected_from"].iloc[0] == 5
    assert fixed["corrected_from"].iloc[1:].isna().all()


def test_the_panel_given_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(HEADER + "made-up,,accepted,5,6,misprint\n", encoding="utf-8")
    frame = panel_of(*report(accepted=5))
    corrections.apply(frame, corrections.read(path))
    assert frame["value"].tolist() == [5]
    assert math.isnan(frame["corrected_from"].iloc[0])


def test_the_figure_of_an_item_is_another_than_the_total(tmp_path: Path) -> None:
    rows = [*report(accepted=5), observation("accepted", 3, item="甲")]
    fixed = corrected(tmp_path, "made-up,甲,accepted,3,2,misprint\n", *rows)
    assert fixed["value"].tolist() == [5, 2]


def test_a_zero_in_words_is_corrected_to_a_figure(tmp_path: Path) -> None:
    rows = [observation("decided_overdue", 0, stated_as="words")]
    fixed = corrected(tmp_path, "made-up,,decided_overdue,0,3,annex says 3\n", *rows)
    assert fixed[["value", "stated_as"]].to_numpy().tolist() == [[3, "figure"]]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("made-up,,accepted,5,5,x\n", ":2: the new value is the one that the report states"),
        ("made-up,,accepted,5,-5,x\n", ":2: value: should be greater than or equal to 0"),
        (
            "made-up,,acepted,5,6,x\n",
            ":2: unknown metric of made-up 'acepted'; did you mean accepted",
        ),
        (
            "mad-up,,accepted,5,6,x\n",
            ":2: there are no figures of source 'mad-up'; did you mean made-up?",
        ),
        (
            "made-up,甲,accepted,5,6,x\n",
            ":2: unknown item of accepted of made-up '甲'; allowed: (the total)",
        ),
        (
            "made-up,,accepted,7,6,x\n",
            ":2: accepted of made-up is expected to be 7, but the panel holds 5",
        ),
        ("made-up,,accepted,5,6,\n", ":2: reason: say why the figure is wrong"),
        ("made-up,,accepted,five,6,x\n", ":2: expected: write a number in digits alone"),
        ("made-up,,accepted,5,nan,x\n", ":2: value: write a number in digits alone"),
        ('made-up,,accepted,"5,000",6,x\n', ":2: expected: write a number in digits alone"),
        ("made-up,,accepted,5,6.5,x\n", ":2: value: 6.5 件 is no whole number"),
        ("made-up,,accepted,5,1234567890123456,x\n", ":2: value: has more than 15 digits"),
        ("made-up,,accepted,5,6\n", ":2: expected 6 fields, found 5"),
        ('made-up,,accepted,5,6,"x\nmade-up,,approved,4,3,y\n', ":2: a quotation mark"),
        ("made-up,,approved,4,3,x\n\nmade-up,,accepted,5,oops,x\n", ":4: value: write a number"),
        (
            "made-up,,accepted,5,6,x\nmade-up,,accepted,6,7,y\n",
            ":3: the figure is corrected already in ",
        ),
    ],
)
def test_a_faulty_correction_is_told_with_its_line(tmp_path: Path, lines: str, said: str) -> None:
    with pytest.raises(PanelError) as error:
        corrected(tmp_path, lines, *report(accepted=5, approved=4))
    assert str(error.value).startswith(f"{tmp_path / 'corrections.csv'}{said}")


def test_money_and_shares_may_be_corrected_to_a_fraction(tmp_path: Path) -> None:
    rows = [
        observation("charged_amount", 5, unit="元"),
        observation("full_online_rate_stated", 97, unit="%"),
    ]
    lines = "made-up,,charged_amount,5,5.5,x\nmade-up,,full_online_rate_stated,97,79.25,x\n"
    assert corrected(tmp_path, lines, *rows)["value"].tolist() == [5.5, 79.25]


def test_a_correction_of_a_source_that_gives_the_metric_for_two_years_is_refused(
    tmp_path: Path,
) -> None:
    rows = [observation("accepted", 5, year=year) for year in (2022, 2023)]
    with pytest.raises(PanelError, match=":2: accepted of made-up are 2 figures, of several years"):
        corrected(tmp_path, "made-up,,accepted,5,6,x\n", *rows)


@pytest.mark.parametrize("header", ["source,item,metric,expected,value\n", "source;item;metric\n"])
def test_a_file_without_a_column_is_refused(tmp_path: Path, header: str) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(header + header, encoding="utf-8")
    with pytest.raises(PanelError, match=r"corrections\.csv:2: "):
        corrections.read(path)


def test_a_share_is_corrected_to_no_more_than_all(tmp_path: Path) -> None:
    rows = [observation("full_online_rate_stated", 97, unit="%")]
    fixed = corrected(tmp_path, "made-up,,full_online_rate_stated,97,100,misprint\n", *rows)
    assert fixed["value"].tolist() == [100]
    with pytest.raises(PanelError, match=r":2: value: 100\.5 % is more than all of them"):
        corrected(tmp_path, "made-up,,full_online_rate_stated,97,100.5,misprint\n", *rows)
