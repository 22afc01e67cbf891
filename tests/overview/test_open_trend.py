import pandas as pd
import pytest

from invented import SOURCES, invented_panel, invented_sources
from small_panels import observation, panel_of
from xuke.figures import Exhibit, Note, Table
from xuke.model import UnknownNameError
from xuke.overview import Trend, follow, open_trend


def rich(district: str = "yangpu", language: str = "en") -> Trend:
    observations = invented_panel()
    return follow(
        observations, invented_sources(observations), district=district, language=language
    )


def items(year: int, **cases: tuple[int, int]) -> list[dict[str, object]]:
    return [
        observation(metric, value, item=item, year=year, source=f"made-up-{year}")
        for item, (accepted, online) in cases.items()
        for metric, value in (("accepted", accepted), ("fully_online", online))
    ]


def test_a_year_without_a_report_is_named_and_hatched() -> None:
    trend = rich()
    assert trend.years == [2021, 2022, 2023, 2024]
    said = [part.sentence for part in trend.headline().parts]  # type: ignore[union-attr]
    assert said == ["Years with figures: 2021, 2023 and 2024.", "No report of these years: 2022."]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sections_over_several_years(language: str) -> None:
    trend = rich(language=language)
    slope, table = trend.between().parts
    assert isinstance(slope, Exhibit)
    assert isinstance(table, Table)
    assert isinstance(trend.over_the_years().parts[0], Exhibit)
    assert trend.pair == (2023, 2024)
    assert "2021" in trend.between(2021, 2024).parts[0].sentence  # type: ignore[union-attr]


def test_a_figure_from_a_later_report_is_marked_as_restated() -> None:
    rows = [
        observation("accepted", 10 * year, year=year, source=source)
        for year, source in ((2022, "made-up-2023"), (2023, "made-up-2023"))
    ]
    rows += [observation("applications", 30_000, year=year, source="made-up-2023")
             for year in (2022, 2023)]  # fmt: skip
    observations = panel_of(*rows)
    row = {"source": "made-up-2023", "district": "shanghai-yangpu", "year": "2023"}
    sources = pd.DataFrame([row]).reindex(columns=SOURCES, fill_value="")
    trend = follow(observations, sources, district="yangpu", language="en")
    given = trend.rows[trend.rows["value"].notna()].set_index("year")["restated"]
    assert given.to_dict() == {2022: True, 2023: False}
    assert "later year's report" in trend.small_multiples().caption  # type: ignore[union-attr]


def test_a_change_is_split_into_mix_and_rate_where_items_are_reported() -> None:
    observations = panel_of(
        *items(2023, 甲=(100, 90), 乙=(100, 10)),
        *items(2024, 甲=(50, 45), 乙=(150, 15)),
    )
    trend = follow(observations, invented_sources(observations), district="yangpu", language="en")
    sentence, table = trend.split_by_items("full_online_rate", 2023, 2024).parts
    assert isinstance(sentence, Note)
    assert sentence.sentence == (
        "Full-online rate changed by −20.00 percentage points: −20.00 by the mix of cases, 0.00 by "
        "the items' own rates, 0.00 by items listed in only one year (Kitagawa 1955)."
    )
    assert isinstance(table, Table)
    assert table.frame["item"].tolist() == ["乙", "甲"]


def test_the_real_putuo_has_one_year_and_says_so() -> None:
    trend = open_trend("普陀区", "en")
    assert "only one year's report" in trend.small_multiples().sentence
    assert [type(part) for part in trend.between().parts] == [Note]
    assert [type(part) for part in trend.split_by_items().parts] == [Note]


def test_names_are_taken_in_any_form_and_refused_when_unknown() -> None:
    assert open_trend("putuo", agency="Education Bureau").agency == "教育局"
    with pytest.raises(UnknownNameError, match="did you mean"):
        open_trend("shanghai-putu")
    with pytest.raises(UnknownNameError, match="unknown report of"):
        open_trend("yangpu", agency="教育局")
    with pytest.raises(UnknownNameError, match="unknown year '2020'"):
        rich().between(2020, 2024)
    with pytest.raises(UnknownNameError, match="unknown language"):
        open_trend("putuo", "de")
