"""`open_report`: a report's figures, checks, indicators and exhibits, a line each in a notebook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from xuke import catalog, figures, panel
from xuke.checks import run_checks
from xuke.figure_words import say_corrections
from xuke.figures import Exhibit, Note, Table
from xuke.figures.reading import say_sources
from xuke.indicators import derive
from xuke.model import ReportKey, UnknownNameError, Verdict
from xuke.report import tables, words
from xuke.report.section import Part, Section
from xuke.wording import join_words, known_language

__all__ = ["Report", "Section", "open_report"]

_DRAWN: dict[str, Callable[[pd.DataFrame, pd.DataFrame, str], Exhibit | Note]] = {
    "flow": figures.flow,
    "channels": figures.channels,
    "timeliness": figures.timeliness,
    "fees": figures.fees,
    "supervision": figures.supervision,
    "reform": figures.reform,
}
"""The sections that are drawn from a report's own figures."""


def open_report(district: str, year: int, agency: str = "", language: str = "zh") -> Report:
    """Open the report of a district, or of one of its agencies, on a year.

    *district* and *agency* may be given by any of their names. Raises `UnknownNameError` for a
    name that is not registered and for a report that has no figures, with the nearest ones.
    """
    known_language(language)
    frame = panel.load_panel()
    place = catalog.district(district).district
    key = ReportKey(place, int(year), catalog.agency(agency, among=set(frame["agency"].unique())))
    years = panel.select(
        frame, district=key.district, agency=key.agency, year=[key.year - 1, key.year]
    )
    observations = panel.select(years, year=key.year)
    if observations.empty:
        raise UnknownNameError("report", key, panel.reports(frame))
    checks = run_checks(years)
    sources, mentions = panel.load_sources(), panel.load_mentions()
    own = observations["source"].unique()
    return Report(
        key,
        language,
        observations,
        checks[checks["year"] == key.year].reset_index(drop=True),
        derive(observations),
        sources[sources["source"].isin(own)],
        mentions[mentions["source"].isin(own)].reset_index(drop=True),
    )


def warm_up() -> None:
    """Show one report to nobody, so that definitions, figures, schemas and fonts are at hand.

    For a process that others are forked from; it leaves nothing but filled caches.
    """
    # The report with most figures goes through most of the code.
    fullest: Any = panel.load_panel().groupby(panel.REPORT).size().idxmax()
    district, agency, year = fullest
    report = open_report(district, year, agency)
    # One drawing is enough: after the first, each costs what it would in a notebook.
    sections = [report.headline(), report.problems(), report.flow(), report.initiatives()]
    sections += [report.all_figures(), report.definitions()]
    for part in (part for section in sections for part in section.parts):
        part._repr_mimebundle_()


@dataclass(frozen=True)
class Report:
    """One report: its frames, and each section of its briefing.

    The frames are those of `xuke.panel`, `xuke.checks.run_checks`, `xuke.indicators.derive` and
    the registers of sources and of initiatives mentioned. A section without figures shows
    nothing; `not_reported` names it instead.
    """

    key: ReportKey
    language: str
    observations: pd.DataFrame
    checks: pd.DataFrame
    indicators: pd.DataFrame
    sources: pd.DataFrame
    mentions: pd.DataFrame

    def headline(self) -> Section:
        """The title, the report in a few sentences, what was corrected, where it was published."""
        said = words.headline(self.observations, self.indicators, self.checks, self.language)
        source = say_sources(self.sources, self.language)
        corrected = say_corrections(self.observations, self.language)
        notes = (("headline", said), ("corrections", corrected), ("source", source))
        parts = tuple(Note(name, self.language, text) for name, text in notes if text)
        title = words.title(self.key, self.language)
        return Section("headline", self.language, title, parts, level=1)

    def problems(self) -> Section:
        """What adds up and what does not; nothing where no rule can be judged."""
        if (self.checks["verdict"] == Verdict.UNDECIDED.value).all():
            return self._section("problems")
        frame, marks = tables.checks_table(self.checks, self.language)
        caption = catalog.sentence("table_checks", self.language)
        return self._section("problems", Table("checks", self.language, caption, frame, marks))

    def flow(self) -> Section:
        """Cases from application to decision."""
        return self._drawn("flow")

    def channels(self) -> Section:
        """Online, wholly online, on commitment and on the spot, as parts of accepted cases."""
        return self._drawn("channels")

    def timeliness(self) -> Section:
        """Cases concluded on time and overdue."""
        return self._drawn("timeliness")

    def fees(self) -> Section:
        """Charged cases and amounts."""
        return self._drawn("fees")

    def supervision(self) -> Section:
        """Inspections after approval and what they found."""
        return self._drawn("supervision")

    def reform(self) -> Section:
        """Reform measures with their qualified figures."""
        return self._drawn("reform")

    def rates(self) -> Section:
        """Every indicator that can be derived, with its interval, drawn and as a table."""
        known = self.indicators[self.indicators["value"].notna()]
        if known.empty:
            return self._section("indicators")
        table = self._table("indicators_table", tables.indicators_table(known, self.language))
        drawn = figures.indicators(known, self.sources, self.language)
        # Rates of single items are in the table alone.
        parts = (drawn, table) if isinstance(drawn, Exhibit) else (table,)
        return self._section("indicators", *parts)

    def initiatives(self) -> Section:
        """The register of named reforms that the report mentions."""
        if self.mentions.empty:
            return self._section("initiatives")
        table = tables.initiatives_table(self.mentions, self.observations, self.language)
        return self._section("initiatives", self._table("initiatives", table))

    def all_figures(self) -> Section:
        """Every figure with its qualifier and source."""
        table = tables.figures_table(self.observations, self.language)
        return self._section("figures", self._table("figures", table))

    def definitions(self) -> Section:
        """How the indicators that the report shows are defined."""
        known = self.indicators.loc[self.indicators["value"].notna(), "indicator"].unique()
        if not len(known):
            return self._section("definitions")
        table = tables.definitions_table(known.tolist(), self.language)
        return self._section("definitions", self._table("definitions", table))

    def not_reported(self) -> Note | Section:
        """One line naming the sections that the report gives no figures for."""
        empty = [name for name in _DRAWN if not self._drawn(name).parts]
        labels = [catalog.sentence(f"section_{name}", self.language) for name in empty]
        if not labels:
            return self._section("not_reported")
        said = join_words([_lower(label) for label in labels], self.language)
        text = catalog.sentence("not_reported", self.language, said=said)
        return Note("not_reported", self.language, text)

    @cached_property
    def _exhibits(self) -> dict[str, Exhibit | Note]:
        return {
            name: draw(self.observations, self.sources, self.language)
            for name, draw in _DRAWN.items()
        }

    def _drawn(self, name: str) -> Section:
        exhibit = self._exhibits[name]
        return self._section(name, *([exhibit] if isinstance(exhibit, Exhibit) else []))

    def _section(self, name: str, *parts: Part) -> Section:
        heading = catalog.sentence(f"section_{name}", self.language)
        return Section(name, self.language, heading, parts)

    def _table(self, name: str, frame: pd.DataFrame) -> Table:
        caption = catalog.sentence(f"table_{name}", self.language)
        return Table(name, self.language, caption, frame)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
