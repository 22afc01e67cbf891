"""One district's or agency's years against each other, a line each in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from xuke import catalog, panel
from xuke.comparison import comparable, frames
from xuke.figures import Exhibit, Note
from xuke.figures import comparison as drawn
from xuke.figures.comparison.names import indicator_label, reporter
from xuke.indicators import derive
from xuke.model import UnknownNameError, XukeError
from xuke.overview import tables
from xuke.overview.parts import (
    distinct,
    note,
    section,
    sources_of,
    table,
    with_restated,
)
from xuke.report.section import Section
from xuke.wording import format_number, join_words, known_language


def open_trend(district: str, language: str = "zh", agency: str = "") -> Trend:
    """Follow one district (or one of its agencies) over the years of the panel.

    Names are taken in any form. Raises UnknownNameError for one that is not known, and for a
    district or agency without figures.
    """
    return follow(
        panel.load_panel(),
        panel.load_sources(),
        district=district,
        agency=agency,
        language=language,
    )


def follow(
    observations: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    district: str,
    agency: str = "",
    language: str = "zh",
) -> Trend:
    """What `open_trend` does, for a panel at hand."""
    known_language(language)
    slug = catalog.district(district).district
    of_district = observations[observations["district"] == slug]
    reporting = set(of_district["agency"])
    name = catalog.agency(agency, among={"", *reporting})
    if name not in reporting:
        pairs = observations[["district", "agency"]].drop_duplicates().to_numpy()
        known = [reporter(who, of, language) for who, of in pairs]
        raise UnknownNameError("report of", reporter(slug, name, language), known)
    kept = of_district[of_district["agency"] == name]
    return Trend(slug, name, language, kept, derive(kept), sources)


@dataclass(frozen=True)
class Trend:
    """All years of one reporter; each method gives a section of a notebook."""

    district: str
    agency: str
    language: str
    observations: pd.DataFrame
    indicators: pd.DataFrame
    sources: pd.DataFrame

    @property
    def name(self) -> str:
        """Who reports, in the trend's language."""
        return reporter(self.district, self.agency, self.language)

    @property
    def years(self) -> list[int]:
        """Every year from the first to the last reported, those without a report included."""
        reported = self.observations["year"]
        return list(range(int(reported.min()), int(reported.max()) + 1))

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Totals of all years, marked, with ``restated``: read from another year's report."""
        level = comparable.level_of(self.district, self.agency)
        marked = comparable.mark(distinct(self.indicators), level)
        return with_restated(marked, self.observations, self.sources)

    @cached_property
    def pair(self) -> tuple[int, int] | None:
        """The last two years that can be compared in any indicator, None where there are none."""
        given = self.rows[self.rows["value"].notna()].groupby("indicator")["year"]
        pairs = [tuple(sorted(years.unique())[-2:]) for _, years in given if years.nunique() > 1]
        last = max(pairs, key=lambda pair: (pair[1], pair[0]), default=None)
        return (int(last[0]), int(last[1])) if last else None

    def headline(self) -> Section:
        """The title, which years are reported, and which are missing."""
        title = catalog.sentence("trend_title", self.language, reporter=self.name)
        reported = sorted({str(year) for year in self.observations["year"]})
        said = join_words(reported, self.language)
        parts = [note("headline", self.language, "trend_headline", years=said, count=len(reported))]
        missing = [str(year) for year in self.years if str(year) not in reported]
        if missing:
            said = join_words(missing, self.language)
            parts.append(note("missing", self.language, "trend_missing", years=said))
        return Section("headline", self.language, title, tuple(parts), level=1)

    def over_the_years(self) -> Section:
        """Every indicator over the years."""
        return section("trend_years", self.language, self.small_multiples())

    def between(self, first: int | None = None, second: int | None = None) -> Section:
        """Two years (the last two comparable ones unless given): slope, and all changes."""
        years = self._pair(first, second)
        if years is None:
            return section("trend_between", self.language, self._no_change())
        changed = self._changes(years)
        frame = tables.changes_table(changed, *years, self.language, of="indicator")
        listed = [table("trend_changes", self.language, frame)] if len(frame) else []
        return section("trend_between", self.language, self.slope(*years), *listed)

    def split_by_items(
        self,
        indicator: str = "full_online_rate",
        first: int | None = None,
        second: int | None = None,
    ) -> Section:
        """How much of a rate's change is mix and how much rate, where items are reported."""
        name = catalog.indicator(indicator)
        label = indicator_label(name, self.language)
        years = self._pair(first, second)
        try:
            if years is None:
                raise XukeError("no two years")
            found = frames.change_by_items(
                self.indicators, name, self.district, self.agency, *years
            )
        except XukeError:
            none = note(
                "trend_items", self.language, "change_by_items_none",
                reporter=self.name, label=label,
            )  # fmt: skip
            return section("trend_items", self.language, none)
        said = {
            part: format_number(100 * getattr(found, part), decimals=2)
            for part in ("change", "mix", "rate", "coverage")
        }
        sentence = note("trend_items", self.language, "change_by_items", label=label, **said)
        frame = tables.parts_table(found.parts)
        return section(
            "trend_items", self.language, sentence, table("trend_items", self.language, frame)
        )

    def small_multiples(self) -> Exhibit | Note:
        """A small plot per indicator, or a sentence where none can be derived."""
        given = self.rows[self.rows["value"].notna()]
        if given.empty:
            return note("trend", self.language, "trend_none", reporter=self.name)
        source = sources_of(given, self.observations, self.sources, self.language)
        return drawn.trend(self.rows, self.years, self.language, source)

    def slope(self, first: int | None = None, second: int | None = None) -> Exhibit | Note:
        """Rates of two years joined by lines, or a sentence where no rate is given in both."""
        years = self._pair(first, second)
        changed = self._changes(years) if years else self.rows.head(0)
        percent = [name for name, each in catalog.indicators().items() if each.unit == "%"]
        rates = changed[changed["indicator"].isin(percent)]
        if years is None or rates.empty:
            return self._no_change()
        used = self.rows[self.rows["year"].isin(years) & self.rows["value"].notna()]
        source = sources_of(used, self.observations, self.sources, self.language)
        return drawn.slope(rates, *years, self.language, source)

    def _changes(self, years: tuple[int, int]) -> pd.DataFrame:
        return frames.changes(distinct(self.indicators), *years)

    def _pair(self, first: int | None, second: int | None) -> tuple[int, int] | None:
        for year in (first, second):
            if year is not None and year not in self.years:
                raise UnknownNameError("year", year, self.years)
        if first is not None and second is not None:
            return first, second
        return self.pair and (first or self.pair[0], second or self.pair[1])

    def _no_change(self) -> Note:
        return note("slope", self.language, "trend_no_change", reporter=self.name)
