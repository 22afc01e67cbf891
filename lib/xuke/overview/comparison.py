"""Districts of one year against each other, a line each in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from xuke import catalog, figures, panel
from xuke.comparison import comparable, frames
from xuke.figures import Exhibit, Note
from xuke.figures import comparison as drawn
from xuke.figures.comparison.names import indicator_label, reporters
from xuke.indicators import derive
from xuke.model import UnknownNameError
from xuke.overview import tables
from xuke.overview.parts import (
    distinct,
    named_sources,
    note,
    section,
    sources_of,
    table,
)
from xuke.report.section import Section
from xuke.wording import known_language

LATEST = "latest"


def open_comparison(
    year: int | str = LATEST,
    indicator: str = "full_online_rate",
    level: str = "district",
    language: str = "zh",
) -> Comparison:
    """Compare the reports of one year and level by one indicator.

    Parameters
    ----------
    year : a year of the panel, or ``latest``: the last with comparable figures of the indicator.
    indicator : its name or label.
    level : district, agency, city, city_agency, or one agency's name for it in every district.
    language : zh or en.

    Raises
    ------
    UnknownNameError
        For any of these that is not known, with the nearest that are.
    """
    return compare(
        panel.load_panel(),
        panel.load_sources(),
        panel.load_mentions(),
        year=year,
        indicator=indicator,
        level=level,
        language=language,
    )


def compare(
    observations: pd.DataFrame,
    sources: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    year: int | str = LATEST,
    indicator: str = "full_online_rate",
    level: str = "district",
    language: str = "zh",
) -> Comparison:
    """What `open_comparison` does, for a panel at hand."""
    known_language(language)
    name = catalog.indicator(indicator)
    wanted = _year(observations, year)
    if wanted is None:
        wanted = comparable.latest_year(derive(observations), name, level)
    kept = observations[observations["year"].isin([wanted or 0, (wanted or 0) - 1])]
    derived = derive(kept)
    comparable.mark(derived, level)  # refuses an unknown level before anything is shown
    return Comparison(wanted, name, level, language, kept, derived, sources, mentions)


def _year(observations: pd.DataFrame, year: int | str) -> int | None:
    if year == LATEST:
        return None
    years = sorted(observations["year"].unique().tolist())
    if str(year) not in map(str, years):
        raise UnknownNameError("year", year, [LATEST, *years])
    return int(year)


@dataclass(frozen=True)
class Comparison:
    """One year, one level and one indicator; each method gives a section of a notebook.

    ``year`` is None where no report of the level gives the indicator. ``observations`` and
    ``indicators`` hold the year and the one before.
    """

    year: int | None
    indicator: str
    level: str
    language: str
    observations: pd.DataFrame
    indicators: pd.DataFrame
    sources: pd.DataFrame
    mentions: pd.DataFrame

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Every indicator of the year's reports of the level, marked."""
        year = self.indicators[self.indicators["year"] == (self.year or 0)]
        marked = comparable.mark(year, self.level)
        return marked[~comparable.has_mark(marked, "level")]

    @cached_property
    def chosen(self) -> pd.DataFrame:
        """The rows of the indicator compared, with and without a value."""
        return self.rows[self.rows["indicator"] == self.indicator]

    @cached_property
    def ranked(self) -> pd.DataFrame:
        """The comparable rows in order of rank."""
        return frames.ranking(self.chosen[self.chosen["comparable"]])

    @cached_property
    def apart(self) -> pd.DataFrame:
        """The rows with a value that something sets apart."""
        return self.chosen[self.chosen["value"].notna() & ~self.chosen["comparable"]]

    @property
    def label(self) -> str:
        """The indicator's name in the comparison's language."""
        return indicator_label(self.indicator, self.language)

    def headline(self) -> Section:
        """The title, what can be compared, and who is missing."""
        year = self.year or catalog.sentence("compare_no_year", self.language)
        title = catalog.sentence("compare_title", self.language, label=self.label, year=year)
        parts = [
            note(
                "headline",
                self.language,
                "compare_headline",
                reports=len(self.chosen),
                comparable=len(self.ranked),
                apart=len(self.apart),
                without=len(self.chosen) - len(self.ranked) - len(self.apart),
                label=self.label,
            )
            if self.year
            else self._nothing("headline")
        ]
        if silent := self._silent():
            parts.append(Note("missing", self.language, silent))
        return Section("headline", self.language, title, tuple(parts), level=1)

    def values(self) -> Section:
        """Each value with its interval and places, drawn and as a table."""
        shown: list[Exhibit | Note | figures.Table] = [self.dots()]
        if len(self.ranked) + len(self.apart):
            frame = tables.values_table(self.ranked, self.apart, self.language)
            shown.append(table("compare_values", self.language, frame))
        return section("compare_values", self.language, *shown)

    def limits(self) -> Section:
        """The funnel plot: who lies beyond what chance and usual variation explain."""
        return section("compare_limits", self.language, self.funnel())

    def places(self) -> Section:
        """The schematic map of Shanghai's districts."""
        return section("compare_map", self.language, self.tiles())

    def all_indicators(self) -> Section:
        """Every indicator over every reporter, with what is missing shown as missing."""
        return section("compare_heat", self.language, self.heat())

    def since_last_year(self) -> Section:
        """How the indicator changed against the year before, for those that report both."""
        year = self.year or 0
        rows = self.indicators[self.indicators["indicator"] == self.indicator]
        of_level = self.chosen[["district", "agency"]].drop_duplicates()
        changed = frames.changes(rows, year - 1, year).merge(of_level)
        if changed.empty:
            return section("compare_changes", self.language)
        frame = tables.changes_table(changed, year - 1, year, self.language, of="reporter")
        return section(
            "compare_changes", self.language, table("compare_changes", self.language, frame)
        )

    def initiatives(self) -> Section:
        """The reforms that the year's reports name."""
        return section("compare_initiatives", self.language, self.named_initiatives())

    def dots(self) -> Exhibit | Note:
        """The dot plot, or a sentence where nobody gives the indicator."""
        if self.ranked.empty and self.apart.empty:
            return self._nothing("compare_dots")
        return drawn.dots(self.ranked, self.apart, self.language, self._source(self.chosen))

    def funnel(self) -> Exhibit | Note:
        """The funnel plot, or a sentence where there are too few or no proportions."""
        if not catalog.indicators()[self.indicator].interval:
            return note("compare_funnel", self.language, "compare_funnel_amount", label=self.label)
        if self.ranked.empty and self.apart.empty:
            return self._nothing("compare_funnel")
        if len(self.ranked) < frames.FEWEST_UNITS:
            return note(
                "compare_funnel",
                self.language,
                "compare_funnel_few",
                label=self.label,
                year=self.year,
                count=len(self.ranked),
                least=frames.FEWEST_UNITS,
            )
        found = frames.funnel(self.ranked)
        return drawn.funnel(
            found.units,
            found.curve,
            rate=found.rate,
            phi=found.dispersion.phi,
            widened=found.dispersion.warranted,
            language=self.language,
            source=self._source(self.ranked),
        )

    def tiles(self) -> Exhibit | Note:
        """The tile map, or a sentence where no district of Shanghai gives the indicator."""
        mapped = drawn.has_tile(self.chosen)
        if not (mapped & self.chosen["value"].notna()).any():
            return note(
                "compare_tiles",
                self.language,
                "compare_tiles_none",
                label=self.label,
                year=self.year or "—",
            )
        return drawn.tiles(self.chosen, self.language, self._source(self.chosen[mapped]))

    def heat(self) -> Exhibit | Note:
        """The heat map of all indicators, or a sentence where there are none."""
        rows = distinct(self.rows)
        if not rows["value"].notna().any():
            return self._nothing("compare_heat")
        return drawn.heat(rows, self.language, self._source(rows))

    def named_initiatives(self) -> Exhibit | Note:
        """Initiatives by reporter, or a sentence where none are on record for the year."""
        who = self.observations[self.observations["year"] == (self.year or 0)]
        reports = who[["source", "district", "agency", "year"]].drop_duplicates()
        named = self.mentions.drop(columns="agency").merge(reports, on="source")
        level = [
            comparable.is_of_level(district, agency, self.level)
            for district, agency in zip(named["district"], named["agency"], strict=True)
        ]
        named = named[pd.Series(level, index=named.index, dtype=bool)]
        if named.empty:
            return note(
                "compare_initiatives", self.language, "compare_mentions_none", year=self.year or "—"
            )
        used = named_sources(named["source"].unique(), self.sources, self.language)
        return drawn.mentions(named, self.language, used)

    def _silent(self) -> str:
        """Who reported in the year, but not this indicator."""
        missing = self.chosen[self.chosen["value"].isna()]
        if missing.empty:
            return ""
        return catalog.sentence(
            "compare_silent",
            self.language,
            label=self.label,
            count=len(missing),
            reporters=reporters(missing, self.language),
        )

    def _nothing(self, name: str) -> Note:
        if self.year is None:
            return note(name, self.language, "compare_never", label=self.label)
        return note(name, self.language, "compare_nothing", label=self.label, year=self.year)

    def _source(self, rows: pd.DataFrame) -> str:
        given = rows[rows["value"].notna()]
        return sources_of(given, self.observations, self.sources, self.language)
