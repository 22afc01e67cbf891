from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from small_panels import observation, panel_of, report
from xuke import panel, project
from xuke.model import PanelError, ReportKey

REAL = project.root() / "data" / "observations.csv"


def test_the_real_panel_is_whole() -> None:
    frame = panel.read_panel(REAL)
    assert len(frame) == 169
    assert frame["source"].nunique() == 27
    assert set(frame["source"]) <= set(panel.load_sources()["source"])
    assert len(panel.reports(frame)) == 27


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_writing_and_reading_back_keeps_every_figure_and_qualifier(
    tmp_path: Path, ending: str
) -> None:
    frame = panel_of(
        *report(physicians_inspected=(300, "over"), charged_amount=47901381.6),
        observation("handled", 0, stated_as="words"),
        observation("online_accepted", 7, basis="concluded", start=3, end=9, words="网上 7 件"),
    )
    panel.write_panel(frame, tmp_path / f"panel.{ending}")
    pd.testing.assert_frame_equal(panel.read_panel(tmp_path / f"panel.{ending}"), frame)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_corrected_figure_is_written_with_its_former_value(tmp_path: Path, ending: str) -> None:
    fixed = {"corrected_from": 4.5, "correction": "misprint, twice"}
    frame = panel_of(*report(accepted=5), observation("approved", 4, **fixed))
    panel.write_panel(frame, tmp_path / f"panel.{ending}")
    pd.testing.assert_frame_equal(panel.read_panel(tmp_path / f"panel.{ending}"), frame)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("name", ["corrected_from", "correction"])
def test_a_file_with_one_of_the_two_columns_of_corrections_is_refused(
    tmp_path: Path, name: str, ending: str
) -> None:
    path = tmp_path / f"panel.{ending}"
    fixed = {"corrected_from": 4.0, "correction": "misprint"}
    half = panel_of(observation("approved", 5, **fixed)).drop(columns=[name])
    if ending == "csv":
        half.to_csv(path, index=False)
    else:
        half.to_parquet(path, index=False)
    with pytest.raises(PanelError, match=f"panel.{ending}: column {name} is missing"):
        panel.read_panel(path)


def test_the_real_file_is_written_back_byte_for_byte(tmp_path: Path) -> None:
    panel.write_panel(panel.read_panel(REAL), tmp_path / "panel.csv")
    assert (tmp_path / "panel.csv").read_bytes() == REAL.read_bytes().replace(b"\r\n", b"\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",,accepted,409102,", ",,acepted,409102,", ":5: unknown metric 'acepted'; did you mean"),
        (",accepted,409102,件,", ",accepted,409102,条,", ":5: unknown unit '条'"),
        (",accepted,409102,件,", ",accepted,4O9102,件,", ":5: value '4O9102' is not a number"),
        (",accepted,409102,件,", ",accepted,,件,", ":5: value '' is not a number"),
        (",accepted,409102,件,", ",accepted,inf,件,", ":5: value inf is not allowed (finite)"),
        (",accepted,409102,件,exact", ",accepted,1,件,about", ":5: unknown qualifier 'about'"),
        ("shanghai-yangpu,,2023,,accepted", "yangpu,,2023,,accepted", ":5: unknown district"),
        ("2023,,accepted,409102", "2023,,applications,409102", ":4: the figure is there twice"),
        ("2023,,accepted,409102", "2023.5,,accepted,409102", ":5: year '2023.5' is not a number"),
        ("district,agency,", "district,bureau,", ": column agency is missing"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = REAL.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "panel.csv"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PanelError) as error:
        panel.read_panel(path)
    assert f"{path}{said}" in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", " is empty"),
        (b"source,initiative,section,agency,status\na,b\n", ":2: expected 5 fields, found 2"),
        (
            b"source,initiative,section,agency,status\n\na,b,c,d,e,f\n",
            ":3: expected 5 fields, found",
        ),
        (b'source,initiative,section,agency,status\na,b,"c,d,e\n', ":2: a quotation mark"),
        ("source,initiative\n甲,乙\n".encode("gbk"), ": is not UTF-8"),
        (b"source,initiative,section,agency\n", ": column status is missing"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_our_own_words(
    tmp_path: Path, text: bytes, said: str
) -> None:
    path = tmp_path / "initiatives.csv"
    path.write_bytes(text)
    with pytest.raises(PanelError) as error:
        panel.read_mentions(path)
    assert said in str(error.value)
    assert str(error.value).startswith(str(path))


def test_a_refused_table_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    path.write_text("former", encoding="utf-8")
    bad = panel_of(*report(accepted=1)).assign(unit="条")
    with pytest.raises(PanelError):
        panel.write_panel(bad, path)
    assert path.read_text(encoding="utf-8") == "former"
    assert [each.name for each in tmp_path.iterdir()] == ["panel.csv"]


def test_selecting_keeps_row_labels_and_takes_one_name_or_several() -> None:
    frame = panel_of(
        *report(accepted=5, approved=4),
        observation("accepted", 3, district="shanghai-putuo", year=2024),
        observation("accepted", 2, item="甲"),
    )
    assert panel.select(frame, metric="accepted").index.tolist() == [0, 2, 3]
    assert panel.select(frame, metric=["accepted", "approved"], item="").index.tolist() == [0, 1, 2]
    assert panel.select(frame, year=2024).index.tolist() == [2]
    assert panel.select(frame, district="guangzhou").empty
    assert panel.reports(frame) == [
        ReportKey("shanghai-putuo", 2024),
        ReportKey("shanghai-yangpu", 2023),
    ]


def test_the_four_kinds_of_absence_stay_apart() -> None:
    frame = panel_of(
        *report(decided_overdue=0, accepted=5), observation("charged_cases", 0, stated_as="words")
    )
    metrics = ["accepted", "decided_overdue", "charged_cases", "pending"]
    assert panel.presence(frame, metrics).loc[("shanghai-yangpu", "", 2023)].to_dict() == {
        "accepted": "reported",
        "decided_overdue": "zero",
        "charged_cases": "none_in_words",
        "pending": "not_reported",
    }


def test_a_report_without_any_of_the_metrics_is_still_listed_as_not_reporting() -> None:
    assert panel.presence(panel_of(*report(accepted=5)), ["pending"]).to_numpy().tolist() == [
        ["not_reported"]
    ]


def test_every_mention_of_the_register_is_defined() -> None:
    mentions = panel.load_mentions()
    assert (mentions["source"] == "shanghai-yangpu-2023").sum() == 32


def test_a_changed_file_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("XUKE_HOME", str(tmp_path))
    header = "source,item,metric,expected,value,reason\n"
    (tmp_path / "data" / "corrections.csv").write_text(header, encoding="utf-8")
    path = tmp_path / "data" / "observations.csv"
    panel.write_panel(panel_of(*report(accepted=5)), path)
    first = panel.load_panel()
    first["value"] = 0.0  # what a notebook does to its copy is its own affair
    assert panel.load_panel()["value"].tolist() == [5]
    panel.write_panel(panel_of(*report(accepted=123456)), path)
    assert panel.load_panel()["value"].tolist() == [123456]
