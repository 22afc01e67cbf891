"""The figures of a comparison over an invented panel: what they say, mark and leave blank."""

import pandas as pd
import pytest
from inspect_figures import badly_placed, hatched, hollow, words
from matplotlib.lines import Line2D

from indicator_rows import indicator_rows, proportions
from invented import invented_panel
from xuke import catalog
from xuke.comparison import comparable, frames
from xuke.figures import Exhibit
from xuke.figures import comparison as drawn
from xuke.indicators import derive

LANGUAGES = ("zh", "en")


@pytest.fixture(scope="module")
def indicators() -> pd.DataFrame:
    return derive(invented_panel())


def of(indicators: pd.DataFrame, indicator: str, year: int = 2024) -> pd.DataFrame:
    rows = indicators[(indicators["indicator"] == indicator) & (indicators["year"] == year)]
    return comparable.mark(rows)


def dots_of(marked: pd.DataFrame, language: str) -> Exhibit:
    apart = marked[marked["value"].notna() & ~marked["comparable"]]
    return drawn.dots(frames.ranking(marked[marked["comparable"]]), apart, language, "Source")


def funnel_of(rows: pd.DataFrame, language: str) -> Exhibit:
    found = frames.funnel(rows)
    return drawn.funnel(
        found.units,
        found.curve,
        rate=found.rate,
        phi=found.dispersion.phi,
        widened=found.dispersion.warranted,
        language=language,
    )


def every_figure(indicators: pd.DataFrame, language: str) -> dict[str, Exhibit]:
    marked = of(indicators, "full_online_rate")
    one = comparable.mark(indicators[indicators["district"] == "shanghai-yangpu"])
    two = frames.changes(indicators[indicators["district"] == "shanghai-yangpu"], 2023, 2024)
    percent = [name for name, each in catalog.indicators().items() if each.unit == "%"]
    named = pd.DataFrame(
        [("shanghai-yangpu", "", 2024, name, "new") for name in list(catalog.initiatives())[:9]]
        + [("shanghai-putuo", "", 2024, "one_stop_online", "first in the district")],
        columns=["district", "agency", "year", "initiative", "status"],
    )
    return {
        "dots": dots_of(marked, language),
        "funnel": funnel_of(marked[marked["comparable"]], language),
        "heat": drawn.heat(comparable.mark(indicators[indicators["year"] == 2024]), language),
        "tiles": drawn.tiles(marked, language),
        "trend": drawn.trend(one.assign(restated=False), range(2021, 2025), language),
        "slope": drawn.slope(two[two["indicator"].isin(percent)], 2023, 2024, language),
        "mentions": drawn.mentions(named, language),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_cover_each_other_or_leave_the_page(
    indicators: pd.DataFrame, language: str
) -> None:
    bad = {
        name: found
        for name, exhibit in every_figure(indicators, language).items()
        if (found := badly_placed(exhibit.figure))
    }
    assert bad == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_says_in_words_what_it_shows(indicators: pd.DataFrame, language: str) -> None:
    for name, exhibit in every_figure(indicators, language).items():
        assert exhibit.alt.startswith(exhibit.sentence), name
        # The caption stands in the figure too, broken over lines.
        shown = "".join(words(exhibit.figure)).replace(" ", "")
        assert exhibit.caption.replace(" ", "").replace("\n", "") in shown, name
        assert exhibit.caption, name


def test_dots_name_place_and_mark(indicators: pd.DataFrame) -> None:
    exhibit = dots_of(of(indicators, "full_online_rate"), "en")
    shown = words(exhibit.figure)
    # Huangpu counts among concluded cases, Fengxian rounds what it accepted.
    assert hollow(exhibit.figure) == 2
    assert any(text.endswith("†") for text in shown)
    assert any(text.startswith("about") for text in shown)
    assert sum(text.startswith("place ") for text in shown) == 14
    assert "† of concluded cases; about, +, ≥ and the like: not exact" in exhibit.caption
    assert exhibit.caption.endswith("Source")


def test_dots_say_when_the_ends_cannot_be_told_apart() -> None:
    marked = comparable.mark(proportions(yangpu=(30, 100), putuo=(33, 100)))
    assert "too few cases to tell the ends apart" in dots_of(marked, "en").sentence
    clear = comparable.mark(proportions(yangpu=(300, 1000), putuo=(600, 1000)))
    assert "further apart than chance explains" in dots_of(clear, "en").sentence


def test_dots_with_one_or_no_comparable_figure_are_honest() -> None:
    one = comparable.mark(proportions(yangpu=(30, 100)))
    assert "nothing to compare it with" in dots_of(one, "en").sentence
    assert not any("place" in text for text in words(dots_of(one, "en").figure)[2:-1])
    none = comparable.mark(proportions(yangpu=(30, 100)).assign(basis="concluded"))
    assert dots_of(none, "zh").sentence.startswith("2024 年没有可直接比较的全程网办率")


def test_amounts_have_no_interval_and_no_place(indicators: pd.DataFrame) -> None:
    exhibit = dots_of(of(indicators, "fee_per_charged_case"), "en")
    assert "no proportion of cases" in exhibit.caption
    assert not any(text.startswith("place ") for text in words(exhibit.figure))


def test_the_funnel_names_those_beyond_its_limits() -> None:
    alike = {
        f"{name}": (300 + i, 1000)
        for i, name in enumerate(
            ("yangpu", "putuo", "huangpu", "xuhui", "jingan", "minhang", "baoshan", "jiading")
        )
    }
    within = funnel_of(proportions(**alike), "en")
    assert within.sentence == "Full-online rate in 2024: all 8 reports lie within the limits"
    assert "exact binomial" in within.caption
    beyond = funnel_of(proportions(**alike, hongkou=(900, 1000)), "en")
    assert "Hongkou lie beyond the 99.8 % limits" in beyond.sentence
    assert "Hongkou" in words(beyond.figure)
    assert "widened by additive random effects" in beyond.caption


def test_what_is_missing_is_hatched_and_never_a_number(indicators: pd.DataFrame) -> None:
    marked = comparable.mark(indicators[indicators["year"] == 2024])
    given = marked.groupby("indicator")["value"].transform("count") > 0
    missing = int(marked.loc[given, "value"].isna().sum())
    exhibit = drawn.heat(marked, "en")
    # One hatched cell more stands in the key.
    assert hatched(exhibit.figure) == missing + 1
    assert f"{int(marked['value'].notna().sum())} values" in exhibit.sentence
    assert "Nobody reports: " in exhibit.caption
    assert "Exemption rate" in exhibit.caption


def test_many_reporters_go_down_the_page() -> None:
    slugs = list(catalog.districts())[:21]
    rows = indicator_rows(
        *({"district": slug, "numerator": i + 1, "denominator": 50} for i, slug in enumerate(slugs))
    )
    turned = drawn.heat(comparable.mark(rows).assign(comparable=True), "en").figure
    usual = drawn.heat(comparable.mark(rows.head(4)).assign(comparable=True), "en").figure
    assert turned.get_size_inches()[1] > 1.5 * usual.get_size_inches()[1]
    assert badly_placed(turned) == []


def test_the_map_has_a_tile_for_each_district_with_its_value_or_hatched(
    indicators: pd.DataFrame,
) -> None:
    exhibit = drawn.tiles(of(indicators, "on_time_rate"), "zh")
    shown = words(exhibit.figure)
    for slug in catalog.tiles():
        assert catalog.district_label(slug, "zh") in shown
    # Putuo gives no on-time cases, one cell more stands in the key.
    assert hatched(exhibit.figure) == 2
    assert "上海 16 个区中，15 个区" in exhibit.sentence


def test_a_trend_joins_only_years_counted_alike() -> None:
    rows = [proportions(2021, yangpu=(1, 10)), proportions(2022, yangpu=(2, 10)),
            proportions(2023, yangpu=(3, 10)).assign(basis="concluded"),
            proportions(2025, yangpu=(4, 10))]  # fmt: skip
    marked = comparable.mark(pd.concat(rows)).assign(restated=[False, True, False, False])
    figure = drawn.trend(marked, range(2021, 2026), "en").figure
    joined = [line for line in figure.findobj(Line2D) if line.get_linewidth() == 1.1]
    assert len(joined) == 1
    assert hatched(figure) == 1
    diamonds = [line for line in figure.findobj(Line2D) if line.get_marker() == "D"]
    assert len(diamonds) == 1
    assert hollow(figure) == 1


def test_one_year_of_reports_is_said_to_be_one() -> None:
    marked = comparable.mark(proportions(2024, yangpu=(1, 10))).assign(restated=False)
    assert "only one year" in drawn.trend(marked, [2024], "en").sentence
    assert "restated" not in drawn.trend(marked, [2024], "en").caption


def test_small_plots_of_districts_share_a_scale(indicators: pd.DataFrame) -> None:
    rows = indicators[indicators["indicator"] == "on_the_spot_rate"]
    marked = comparable.mark(rows).assign(restated=False)
    exhibit = drawn.years_apart(marked, range(2021, 2025), "en")
    assert "16 reporters, 2021 to 2024" in exhibit.sentence
    assert badly_placed(exhibit.figure) == []


def test_the_slope_draws_dark_what_changed_beyond_chance() -> None:
    frame = pd.concat(
        [
            proportions(2023, yangpu=(100, 1000)),
            proportions(2024, yangpu=(300, 1000)),
            proportions(2023, yangpu=(100, 1000)).assign(indicator="commitment_rate"),
            proportions(2024, yangpu=(103, 1000)).assign(indicator="commitment_rate"),
        ]
    )
    exhibit = drawn.slope(frames.changes(frame, 2023, 2024), 2023, 2024, "en")
    assert exhibit.sentence.endswith("of 2 rates, 1 rose and 0 fell by more than chance explains")
    assert hollow(exhibit.figure) == 2
    assert any("+20.00 (16.58 – 23.38)" in text for text in words(exhibit.figure))
    unchanged = frames.changes(frame[frame["indicator"] == "commitment_rate"], 2023, 2024)
    assert "none of 1 rates changed" in drawn.slope(unchanged, 2023, 2024, "en").sentence


def test_initiatives_not_named_are_a_dash_not_a_denial(indicators: pd.DataFrame) -> None:
    exhibit = every_figure(indicators, "en")["mentions"]
    assert "name 9 reforms, 1 of them in more than one report" in exhibit.sentence
    assert "does not mean that there is none" in exhibit.caption
    assert words(exhibit.figure).count("first in the district") == 1
