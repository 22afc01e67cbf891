"""What a choice of district, year, indicator and grouping shows: a figure and its table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import pandas as pd

from xuke import catalog, panel
from xuke.comparison import comparable, frames
from xuke.figure_words import rests_on_corrected
from xuke.figures import Exhibit, Note
from xuke.figures import comparison as drawn
from xuke.figures.comparison.names import indicator_label, marks_words, reporter
from xuke.indicators import derive
from xuke.overview import tables
from xuke.overview.parts import distinct, note, sources_of, with_restated


class Grouping(StrEnum):
    """What the lines of the figure stand for."""

    DISTRICTS = "district"  # the districts of one year, by one indicator
    AGENCIES = "agency"  # their agencies, likewise
    CITIES = "city"
    YEARS = "year"  # the chosen districts over the years, by one indicator
    INDICATORS = "indicator"  # every indicator of the first chosen district, over the years
    MAP = "map"  # Shanghai's districts of one year on the schematic map


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen; no *districts* (slugs) means all."""

    indicator: str
    year: int
    grouping: Grouping = Grouping.DISTRICTS
    districts: tuple[str, ...] = ()
    language: str = "zh"


@dataclass(frozen=True)
class Data:
    """The panel and what is derived from it, once for all choices."""

    observations: pd.DataFrame
    sources: pd.DataFrame

    @classmethod
    def load(cls) -> Data:
        """The project's panel."""
        return cls(panel.load_panel(), panel.load_sources())

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """Every indicator of every report (`xuke.indicators`)."""
        return derive(self.observations)

    @property
    def years(self) -> list[int]:
        """The years of the panel."""
        return sorted(int(year) for year in self.observations["year"].unique())

    @property
    def districts(self) -> list[str]:
        """The districts of the panel, as slugs."""
        return sorted(self.observations["district"].unique())


@dataclass(frozen=True)
class Shown:
    """A figure, or a sentence where there is nothing to draw, and the rows behind it."""

    choice: Choice
    figure: Exhibit | Note
    rows: pd.DataFrame

    @cached_property
    def table(self) -> pd.DataFrame:
        """The rows for reading and export: numbers as numbers, headings in the language.

        Reporter, indicator, year, value with interval, unit and qualifier, numerator and
        denominator, rank with its interval, what sets a row apart, and which figures under it
        were corrected; empty columns left out.
        """
        rows, language = self.rows, self.choice.language
        known = catalog.indicators()
        none = pd.array([pd.NA] * len(rows), dtype="Int64")
        columns = {
            "reporter": [reporter(*who, language) for who in _who(rows)],
            "indicator": [indicator_label(name, language) for name in rows["indicator"]],
            "year": rows["year"].to_numpy(),
            "value": rows["value"].to_numpy(),
            "low": rows["low"].to_numpy(),
            "high": rows["high"].to_numpy(),
            "unit": [catalog.unit_label(known[name].unit, language) for name in rows["indicator"]],
            "numerator": rows["numerator"].to_numpy(),
            "denominator": rows["denominator"].to_numpy(),
            "rank": rows["rank"].to_numpy() if "rank" in rows else none,
            "best": rows["best"].to_numpy() if "best" in rows else none,
            "worst": rows["worst"].to_numpy() if "worst" in rows else none,
            "set_apart": [marks_words(marks, language) for marks in rows["marks"]],
            "corrected": [rests_on_corrected(row, language) for row in rows.to_dict("records")],
        }
        return tables.labelled(pd.DataFrame(columns), language)


def show(data: Data, choice: Choice) -> Shown:
    """The figure and table of *choice*; the figure is drawn when it is first looked at."""
    if choice.grouping is Grouping.YEARS:
        return _over_years(data, choice)
    if choice.grouping is Grouping.INDICATORS:
        return _all_indicators(data, choice)
    return _of_one_year(data, choice)


def _of_one_year(data: Data, choice: Choice) -> Shown:
    level = "district" if choice.grouping is Grouping.MAP else choice.grouping.value
    frame = data.indicators
    rows = frame[(frame["indicator"] == choice.indicator) & (frame["year"] == choice.year)]
    marked = comparable.mark(_chosen(rows, choice), level)
    marked = marked[~comparable.has_mark(marked, "level")]
    ranked = frames.ranking(marked[marked["comparable"]])
    apart = marked[marked["value"].notna() & ~marked["comparable"]]
    rows = pd.concat([ranked, apart])
    if choice.grouping is Grouping.MAP:
        return _on_map(data, choice, marked, rows)
    if rows.empty:
        return Shown(choice, _nothing(choice), rows)
    source = sources_of(rows, data.observations, data.sources, choice.language)
    return Shown(choice, drawn.dots(ranked, apart, choice.language, source), rows)


def _on_map(data: Data, choice: Choice, marked: pd.DataFrame, rows: pd.DataFrame) -> Shown:
    mapped = rows[drawn.has_tile(rows)]
    if mapped.empty:
        label = indicator_label(choice.indicator, choice.language)
        none = note(
            "compare_tiles", choice.language, "compare_tiles_none", label=label, year=choice.year
        )
        return Shown(choice, none, mapped)
    source = sources_of(mapped, data.observations, data.sources, choice.language)
    return Shown(choice, drawn.tiles(marked, choice.language, source), mapped)


def _over_years(data: Data, choice: Choice) -> Shown:
    frame = data.indicators
    rows = _chosen(frame[frame["indicator"] == choice.indicator], choice)
    return _years(data, choice, rows[rows["agency"] == ""])


def _all_indicators(data: Data, choice: Choice) -> Shown:
    first = (choice.districts or tuple(data.districts))[0]
    frame = distinct(data.indicators)
    rows = frame[(frame["district"] == first) & (frame["agency"] == "")]
    return _years(data, choice, rows)


def _years(data: Data, choice: Choice, rows: pd.DataFrame) -> Shown:
    marked = comparable.mark(rows)
    given = marked[marked["value"].notna()]
    if given.empty:
        return Shown(choice, _nothing(choice), given)
    source = sources_of(given, data.observations, data.sources, choice.language)
    years = range(int(given["year"].min()), int(given["year"].max()) + 1)
    draw = drawn.trend if choice.grouping is Grouping.INDICATORS else drawn.years_apart
    figure = draw(
        with_restated(marked, data.observations, data.sources), years, choice.language, source
    )
    return Shown(choice, figure, given)


def _chosen(rows: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    return rows[rows["district"].isin(choice.districts)] if choice.districts else rows


def _who(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(rows["district"], rows["agency"], strict=True))


def _nothing(choice: Choice) -> Note:
    label = indicator_label(choice.indicator, choice.language)
    return note("explore", choice.language, "compare_nothing", label=label, year=choice.year)
