"""One report's figures as an exhibit reads them: by metric, worded, with their source."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from xuke import catalog
from xuke.figure_words import Row, say_corrections
from xuke.figures.texts import capital, say
from xuke.model import Basis, PanelError, Qualifier, StatedAs
from xuke.wording import format_share, format_value, share_decimals

_LEFT_TO_LABELS = {"case", "item", "type"}
"""Units that English labels name already (approved *cases*)."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure as a report states it, or one derived from such figures."""

    metric: str
    value: float
    unit: str
    qualifier: Qualifier = Qualifier.EXACT
    stated_as: StatedAs = StatedAs.FIGURE
    basis: Basis = Basis.UNSTATED
    item: str = ""
    corrected: bool = False

    @property
    def none(self) -> bool:
        """Whether the report says none, as a zero or in words."""
        return self.value == 0


class Reading:
    """The figures of one report in a language.

    Parameters
    ----------
    observations
        Rows of the panel; all of one report.
    sources
        Register of sources with columns source, title, publisher and published.
    language
        zh or en.
    metrics
        Those that the exhibit shows; figures of others are left out. None means all.

    Raises
    ------
    PanelError
        When the rows are of more than one report, or of none.
    """

    def __init__(
        self,
        observations: pd.DataFrame,
        sources: pd.DataFrame,
        language: str = "zh",
        metrics: Collection[str] | None = None,
    ) -> None:
        self.language = language
        reports = observations[["district", "agency", "year"]].drop_duplicates()
        if len(reports) != 1:
            found = "; ".join(" ".join(map(str, row)) for row in reports.head(4).to_numpy())
            raise PanelError(
                f"a figure shows one report, given {len(reports)}: {found or 'no rows'}"
            )
        self.district, self.agency, self.year = reports.iloc[0]
        if metrics is not None:
            observations = observations[observations["metric"].isin(list(metrics))]
        self._observations = observations
        self._figures = {
            (row["metric"], row["item"]): Stated(
                row["metric"],
                float(row["value"]),
                row["unit"],
                Qualifier(row["qualifier"]),
                StatedAs(row["stated_as"]),
                Basis(row["basis"]),
                row["item"],
                corrected=bool(row["correction"]),
            )
            for row in observations.to_dict("records")
        }
        named = list(observations["source"].unique())
        self._sources = sources[sources["source"].isin(named)]

    def get(self, metric: str, item: str = "") -> Stated | None:
        """The figure of *metric*, or None where the report gives none."""
        return self._figures.get((metric, item))

    def items(self, metric: str) -> list[Stated]:
        """The figures of *metric* per licence item, as listed."""
        return [each for (name, item), each in self._figures.items() if name == metric and item]

    def of_group(self, group: str) -> list[Stated]:
        """The figures whose metric belongs to *group*, in the order of ``metrics.csv``."""
        order = {name: place for place, name in enumerate(catalog.metrics())}
        known = catalog.metrics()
        found = [each for each in self._figures.values() if known[each.metric].group == group]
        return sorted(found, key=lambda each: order[each.metric])

    @property
    def subject(self) -> str:
        """Whose report it is: ``杨浦区 2023 年``."""
        report = {"district": self.district, "agency": self.agency, "year": self.year}
        return subject_of(report, self.language)

    @property
    def source(self) -> str:
        """Where the figures are from, as far as known, and what was corrected among them."""
        source = say_sources(self._sources, self.language, self.subject)
        corrected = say_corrections(self._observations, self.language)
        return f"{source} {corrected}".rstrip()

    def label(self, metric: str) -> str:
        """A metric's label, to be used within a sentence."""
        return catalog.metric_label(metric, self.language)

    def heading(self, metric: str) -> str:
        """A metric's label, to stand alone."""
        return capital(self.label(metric))

    def said(self, stated: Stated) -> str:
        """A figure with qualifier and unit, beside its label."""
        return format_value(
            stated.value,
            self.unit(stated),
            stated.qualifier,
            self.language,
            stated_as=stated.stated_as,
            corrected=stated.corrected,
        )

    def unit(self, stated: Stated) -> str:
        """A figure's unit, empty in English where the label names what is counted."""
        name = catalog.unit_label(stated.unit, self.language, one=True)
        if self.language == "en" and name in _LEFT_TO_LABELS:
            return ""
        return catalog.unit_label(stated.unit, self.language, one=stated.value == 1)

    def phrase(self, stated: Stated, label: str = "") -> str:
        """A figure within a sentence: ``批准 408,916 件``, ``408,916 approved cases``."""
        label = label or self.label(stated.metric)
        said = self.said(stated)
        if self.language == "zh":
            return f"{label} {said}"
        return f"{said} {_singular(label) if stated.value == 1 else label}"

    def share(self, part: Stated, whole: Stated) -> str:
        """*part* in per cent of *whole*, worded with 约 or about where either is not exact."""
        share = derived("share", 100 * part.value / whole.value, "%", part, whole)
        return say_share(share, self.language)

    def clauses(self, said: list[str]) -> str:
        """The subject and what is said of it, as one sentence."""
        if self.language == "zh":
            return f"{self.subject}：{'，'.join(said)}。"
        return f"{self.subject}: {'; '.join(said)}."


def _singular(label: str) -> str:
    """An English label for one of it: its first plural loses the s (``case not approved``)."""
    return re.sub(r"(\w*[^s\W])s\b", r"\1", label, count=1)


def derived(metric: str, value: float, unit: str, *of: Stated) -> Stated:
    """A figure computed from others: exact only if all are, and corrected if one of them is."""
    exact = all(each.qualifier == Qualifier.EXACT for each in of)
    qualifier = Qualifier.EXACT if exact else Qualifier.ROUNDED
    return Stated(metric, value, unit, qualifier, corrected=any(each.corrected for each in of))


def say_share(share: Stated, language: str) -> str:
    """A derived share in per cent with its qualifier and mark."""
    qualifier, corrected = share.qualifier, share.corrected
    return format_share(share.value, language, qualifier=qualifier, corrected=corrected)


def subject_of(report: Mapping[Any, Any], language: str) -> str:
    """Whose report it is, from its district, agency and year: ``杨浦区 2023 年``."""
    place = catalog.district_label(report["district"], language)
    agency = catalog.agency_label(report["agency"], language)
    if language == "zh":
        return f"{place}{agency} {report['year']} 年"
    return (
        ", ".join(filter(None, (place, agency, str(report["year"]))))
        if agency
        else (f"{place} {report['year']}")
    )


def say_rate(row: Row, language: str) -> str:
    """An indicator's value with its unit; *row* is one of `xuke.indicators.derive`."""
    unit = catalog.unit_label(row["unit"], language)
    places = rate_decimals(row)
    corrected = bool(row["corrected"])
    return format_value(
        row["value"], unit, row["qualifier"], language, decimals=places, corrected=corrected
    )


def rate_decimals(row: Row) -> int | None:
    """How many decimals an indicator's value bears; None for the digits it has.

    A stated rate keeps the digits that the report printed (97 % is not 97.00 %), a share has
    those of `share_decimals`, any other quotient two.
    """
    if row["stated"]:
        return None
    if row["method"] or row["unit"] == "%":
        return share_decimals(row["value"], catalog.units()[row["unit"]].scale)
    return 2


def say_sources(sources: pd.DataFrame, language: str, subject: str = "") -> str:
    """Title, publisher and day of publication of each source, as far as known.

    *subject* is whose reports they are, where *sources* has no columns that say so.
    """
    said = [_say_source(row, language, subject) for row in sources.to_dict("records")]
    joined = ("；" if language == "zh" else "; ").join(said)
    return say("source", language, source=joined or say("unregistered", language))


def _say_source(row: Mapping[Any, Any], language: str, subject: str) -> str:
    named = f"《{row['title']}》"
    if not row["title"]:
        named = say("untitled", language, subject=subject or subject_of(row, language))
    published = say("published", language, day=row["published"]) if row["published"] else ""
    comma = "，" if language == "zh" else ", "
    return comma.join(filter(None, (named, row["publisher"], published)))
