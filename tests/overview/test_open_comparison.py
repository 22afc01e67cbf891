import pandas as pd
import pytest

from invented import invented_panel, invented_sources
from small_panels import observation, panel_of
from xuke import panel
from xuke.figures import Exhibit, Note, Table
from xuke.model import UnknownNameError
from xuke.overview import Comparison, compare, open_comparison

NO_MENTIONS = pd.DataFrame(columns=["source", "initiative", "section", "agency", "status"])
SECTIONS = ("values", "limits", "places", "all_indicators", "since_last_year", "initiatives")


def rich(language: str = "en", **choice: object) -> Comparison:
    observations = invented_panel()
    mentions = pd.DataFrame(
        [
            ("shanghai-yangpu-2024", "one_stop_online", "", "", "deepened"),
            ("shanghai-putuo-2024", "one_stop_online", "", "", ""),
            ("shanghai-putuo-2023", "commitment", "", "", ""),
        ],
        columns=NO_MENTIONS.columns,
    )
    sources = invented_sources(observations)
    return compare(observations, sources, mentions, language=language, **choice)  # type: ignore[arg-type]


def test_latest_is_the_last_year_with_comparable_figures() -> None:
    assert rich().year == 2024
    assert rich(year=2022).year == rich(year="2022").year == 2022


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_section_shows_something_over_a_full_panel(language: str) -> None:
    comparison = rich(language)
    for name in SECTIONS:
        assert getattr(comparison, name)().parts, name
    assert isinstance(comparison.funnel(), Exhibit)
    assert isinstance(comparison.tiles(), Exhibit)


def test_what_is_not_comparable_is_shown_but_not_ranked() -> None:
    comparison = rich()
    apart = comparison.apart.set_index("district")["marks"]
    assert apart.to_dict() == {"shanghai-huangpu": ("basis",), "shanghai-fengxian": ("rounded",)}
    assert not set(apart.index) & set(comparison.ranked["district"])
    table = comparison.values().parts[1]
    assert isinstance(table, Table)
    marked = table.frame[table.frame["what sets it apart"] != ""]
    assert marked["reporter"].tolist() == ["Fengxian", "Huangpu"]
    assert (marked["place (simultaneous 95 %)"] == "").all()


def test_the_headline_counts_who_is_comparable_and_names_who_is_silent() -> None:
    said = [part.sentence for part in rich(indicator="on_time_rate").headline().parts]  # type: ignore[union-attr]
    assert said == [
        "16 reports of this level: 15 can be compared (On-time rate), 0 only shown beside them, "
        "1 do not give the figure.",
        "Also reported, but without this figure: Putuo.",
    ]


def test_changes_against_the_year_before_leave_out_who_did_not_report_it() -> None:
    table = rich(year=2023).since_last_year().parts[0]
    assert isinstance(table, Table)
    assert len(table.frame) == 15
    assert "Yangpu" not in table.frame["reporter"].tolist()
    assert table.frame["first year"].str.startswith("2022: ").all()


def test_initiatives_are_those_of_the_year() -> None:
    exhibit = rich().named_initiatives()
    assert exhibit.sentence == (
        "The 2 reports of 2024 name 1 reforms, 1 of them in more than one report"
    )
    assert isinstance(rich(year=2021).named_initiatives(), Note)


def test_many_sources_are_counted_and_few_are_named() -> None:
    assert "16 published reports" in rich().dots().caption  # type: ignore[union-attr]
    one = panel_of(
        *(
            observation(metric, value, source="shanghai-yangpu-2023")
            for metric, value in {"applications": 20, "accepted": 10}.items()
        )
    )
    found = compare(one, invented_sources(one), NO_MENTIONS, indicator="acceptance_rate")
    assert "shanghai-yangpu-2023 (invented)" in found.dots().caption  # type: ignore[union-attr]


def test_one_agency_is_compared_over_districts() -> None:
    rows = [
        observation(metric, value, district=district, agency=agency, year=2024)
        for district, agency, x in (
            ("shanghai-yangpu", "教育局", 80),
            ("shanghai-putuo", "教育局", 60),
            ("shanghai-putuo", "档案局", 10),
        )
        for metric, value in (("applications", 100), ("accepted", x))
    ]
    observations = panel_of(*rows)
    found = compare(
        observations,
        invented_sources(observations),
        NO_MENTIONS,
        indicator="acceptance_rate",
        level="教育局",
        language="en",
    )
    assert found.ranked["district"].tolist() == ["shanghai-yangpu", "shanghai-putuo"]
    assert isinstance(found.tiles(), Note)


def test_an_indicator_that_nobody_gives_is_a_sentence_not_an_error() -> None:
    comparison = rich(indicator="exemption_rate")
    assert comparison.year is None
    assert comparison.dots().sentence == "No report of this level gives Exemption rate in any year."
    for name in (*SECTIONS, "headline"):
        assert getattr(comparison, name)() is not None


def test_amounts_are_shown_without_a_funnel() -> None:
    comparison = rich(indicator="件均收费")
    assert comparison.indicator == "fee_per_charged_case"
    assert isinstance(comparison.dots(), Exhibit)
    assert "no funnel" in comparison.funnel().sentence


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"indicator": "full_online_rat"}, "did you mean full_online_rate"),
        ({"level": "distric"}, "did you mean district"),
        ({"year": 2042}, "unknown year '2042'"),
        ({"year": "lastest"}, "did you mean latest"),
        ({"language": "cn"}, "unknown language 'cn'"),
    ],
)
def test_what_is_not_known_is_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(UnknownNameError, match=said):
        rich(**{"language": "en", **wrong})  # type: ignore[arg-type]


def test_the_real_panel_of_2024_gives_a_small_chart_that_says_so() -> None:
    comparison = open_comparison(2024, "on_the_spot_rate", language="en")
    assert comparison.ranked["district"].tolist() == ["shanghai-lingang"]
    assert comparison.apart["district"].tolist() == ["shanghai-putuo"]
    assert "nothing to compare it with" in comparison.dots().sentence
    assert comparison.funnel().sentence.startswith(
        "Comparable figures of On-the-spot rate in 2024: 1"
    )
    assert len(panel.reports(comparison.observations)) > 2
