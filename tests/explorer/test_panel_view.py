import pandas as pd
import pytest

from invented import invented_panel, invented_sources
from xuke.explorer import Choice, Data, Grouping, show
from xuke.figures import Exhibit, Note


@pytest.fixture(scope="module")
def data() -> Data:
    return Data(invented_panel(), invented_sources(invented_panel()))


def test_every_grouping_shows_a_figure_and_its_rows(data: Data) -> None:
    shown = {g: show(data, Choice("on_the_spot_rate", 2024, g)) for g in Grouping}
    drawn = {g: each.figure.name for g, each in shown.items() if isinstance(each.figure, Exhibit)}
    assert drawn == {
        Grouping.DISTRICTS: "compare_dots",
        Grouping.YEARS: "trend_years",
        Grouping.INDICATORS: "trend",
        Grouping.MAP: "compare_tiles",
    }
    assert {g: len(each.rows) for g, each in shown.items()} == {
        Grouping.DISTRICTS: 16,
        Grouping.AGENCIES: 0,
        Grouping.CITIES: 0,
        Grouping.YEARS: 63,
        Grouping.INDICATORS: 48,
        Grouping.MAP: 16,
    }


def test_chosen_districts_are_the_only_ones(data: Data) -> None:
    choice = Choice("on_the_spot_rate", 2024, districts=("shanghai-yangpu", "shanghai-putuo"))
    assert set(show(data, choice).rows["district"]) == {"shanghai-yangpu", "shanghai-putuo"}


def test_the_table_keeps_numbers_as_numbers_under_headings_of_the_language(data: Data) -> None:
    table = show(data, Choice("full_online_rate", 2024, language="en")).table
    assert list(table) == [
        "reporter", "indicator", "year", "value", "interval from", "interval to", "unit",
        "numerator", "denominator", "rank", "rank from", "rank to", "what sets it apart",
    ]  # fmt: skip
    assert table["value"].dtype == "float64"
    assert table["what sets it apart"].tolist().count("of concluded cases") == 1
    assert list(show(data, Choice("full_online_rate", 2024)).table)[:3] == [
        "报告单位",
        "指标",
        "年度",
    ]


def test_nothing_to_show_is_a_sentence_with_an_empty_table(data: Data) -> None:
    nothing = show(data, Choice("exemption_rate", 2024, Grouping.YEARS, language="en"))
    assert isinstance(nothing.figure, Note)
    assert nothing.table.empty
    assert isinstance(show(data, Choice("exemption_rate", 2024, Grouping.MAP)).figure, Note)


def test_the_real_panel_can_be_explored() -> None:
    real = Data.load()
    for grouping in Grouping:
        assert show(real, Choice("online_acceptance_rate", 2024, grouping)).figure.sentence
    assert isinstance(real.indicators, pd.DataFrame)
