from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from invented import invented_panel, invented_sources
from small_panels import observation, panel_of
from xuke.explorer import Choice, Data, Grouping, show
from xuke.explorer.export import export, stem
from xuke.model import UnknownNameError, XukeError


@pytest.fixture(scope="module")
def data() -> Data:
    return Data(invented_panel(), invented_sources(invented_panel()))


def test_what_is_shown_is_written_in_three_formats(data: Data, tmp_path: Path) -> None:
    shown = show(data, Choice("full_online_rate", 2024, language="en"))
    csv, xlsx, png = (export(shown, kind, tmp_path) for kind in ("csv", "xlsx", "png"))
    assert csv.name == "full_online_rate.district.2024.en.csv"
    pd.testing.assert_frame_equal(
        pd.read_csv(csv, encoding="utf-8-sig")[["reporter", "value"]],
        shown.table[["reporter", "value"]].reset_index(drop=True),
        check_dtype=False,
    )
    sheet = load_workbook(xlsx).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == list(shown.table)
    assert sheet.max_row == 1 + len(shown.table)
    assert png.read_bytes().startswith(b"\x89PNG")


def test_a_cell_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    rows = [
        observation(metric, value, agency="=HYPERLINK(1)", year=2024)
        for metric, value in (("applications", 10), ("accepted", 9))
    ]
    observations = panel_of(*rows)
    data = Data(observations, invented_sources(observations))
    shown = show(data, Choice("acceptance_rate", 2024, Grouping.AGENCIES, language="en"))
    shown.table["reporter"] = "=HYPERLINK(1)"
    sheet = load_workbook(export(shown, "xlsx", tmp_path)).active
    assert sheet is not None
    assert sheet["A2"].value == "'=HYPERLINK(1)"
    assert sheet["A2"].data_type == "s"
    assert "'=HYPERLINK(1)" in export(shown, "csv", tmp_path).read_text(encoding="utf-8-sig")


def test_nothing_shown_cannot_be_exported(data: Data, tmp_path: Path) -> None:
    nothing = show(data, Choice("exemption_rate", 2024))
    with pytest.raises(XukeError, match="nothing to export"):
        export(nothing, "png", tmp_path)
    with pytest.raises(UnknownNameError, match="unknown format 'pdf'"):
        export(nothing, "pdf", tmp_path)


def test_a_file_is_named_by_registered_names_only() -> None:
    hostile = Choice("full_online_rate", 2024, districts=("../x", "shanghai-yangpu"))
    assert stem(hostile) == "full_online_rate.district.shanghai-yangpu.2024.zh"
