"""The reports of a site: the runs, the indicators and the findings of each, brought together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from xuke import catalog
from xuke.model import ReportKey, Verdict
from xuke.publish.records import REPORT, Record
from xuke.wording import CORRECTED, format_interval, format_value, share_decimals

DEFAULT_COLUMNS = 5
"""How many indicators a table of reports shows before the reader chooses."""

_WHOLES = {"%": 100, "per 10 000": 10_000}


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator of one report as text: value with qualifier, marks, interval.

    Marks: † the denominator is concluded cases; ‡ the report states the rate itself; ※ it rests
    on a corrected figure.
    """

    text: str
    marks: str = ""
    interval: str = ""

    def __str__(self) -> str:
        return self.text + self.marks


@dataclass(frozen=True, slots=True)
class Column:
    """One indicator as a column: its name, label, unit, and whether it shows at first."""

    name: str
    label: str
    unit: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its runs by language, indicators by name, and what does not add up in it."""

    key: ReportKey
    records: Mapping[str, Record]
    cells: Mapping[str, Cell] = field(default_factory=dict)
    findings: tuple[Mapping[str, str], ...] = ()

    @property
    def folder(self) -> str:
        """Where its files lie in a site, below ``zh/reports/``, ``en/reports/`` and ``files/``."""
        parts = (self.key.district, str(self.key.year), catalog.agency_slug(self.key.agency))
        return "/".join(filter(None, parts))

    def place(self, language: str) -> str:
        """The district's name."""
        return catalog.district_label(self.key.district, language)

    @property
    def sort_key(self) -> str:
        """What the place sorts by in either language: the English name, which is its pinyin."""
        return catalog.districts()[self.key.district].name_en

    def agency(self, language: str) -> str:
        """The agency's name, empty for the whole district."""
        return catalog.agency_label(self.key.agency, language)

    def record(self, language: str) -> Record:
        """The run in *language*, else the one there is."""
        return self.records.get(language) or next(iter(self.records.values()))

    def page(self, language: str) -> str:
        """The path of its page in a site."""
        return f"{language}/reports/{self.folder}/report.html"


def collect_reports(
    records: Iterable[Record],
    indicators: pd.DataFrame,
    checks: pd.DataFrame | None,
    language: str,
) -> list[Report]:
    """The reports that finished runs are about: districts as defined, then agencies, latest first.

    *indicators* and *checks* are the frames of `xuke.indicators` and `xuke.checks`; of the first
    only rows of the total (``item`` empty) are shown, of the second only those that fail.
    """
    runs: dict[ReportKey, dict[str, Record]] = defaultdict(dict)
    for record in records:
        # Runs with other parameters than those of a report have a mark in their stem.
        if record.done and record.key and record.stem == f"{REPORT}.{record.language}":
            runs[record.key][record.language] = record
    cells, findings = _cells(indicators, language), _findings(checks)
    order = {slug: at for at, slug in enumerate(catalog.districts())}
    keys = sorted(
        runs, key=lambda key: (bool(key.agency), order[key.district], key.agency, -key.year)
    )
    return [
        Report(key, runs[key], cells.get(key, {}), tuple(findings.get(key, ()))) for key in keys
    ]


def columns(reports: Iterable[Report], language: str) -> list[Column]:
    """The indicators that any report has, as defined; those of most reports show at first."""
    counts = Counter(name for report in reports for name in report.cells)
    most = {name for name, _ in counts.most_common(DEFAULT_COLUMNS)}
    return [
        Column(
            name,
            each.label(language),
            catalog.unit_label(each.unit, language),
            name in most,
        )
        for name, each in catalog.indicators().items()
        if name in counts
    ]


def _cells(indicators: pd.DataFrame, language: str) -> dict[ReportKey, dict[str, Cell]]:
    cells: dict[ReportKey, dict[str, Cell]] = defaultdict(dict)
    totals = indicators[(indicators["item"] == "") & indicators["value"].notna()]
    for row in totals.to_dict("records"):
        marks = "†" * (row["basis"] == "concluded") + "‡" * bool(row["stated"])
        marks += CORRECTED * bool(row["corrected"])
        interval = ""
        decimals = _decimals(row["value"], row["unit"])
        if pd.notna(row["low"]) and pd.notna(row["high"]):
            interval = format_interval(row["low"], row["high"], decimals=decimals)
        key = ReportKey(row["district"], int(row["year"]), row["agency"])
        text = format_value(row["value"], "", row["qualifier"], language, decimals=decimals)
        cells[key][row["indicator"]] = Cell(text, marks, interval)
    return cells


def _decimals(value: float, unit: str) -> int:
    if whole := _WHOLES.get(unit):
        return share_decimals(value, whole)
    return 0 if value == int(value) else 2


def _findings(checks: pd.DataFrame | None) -> dict[ReportKey, list[dict[str, str]]]:
    findings: dict[ReportKey, list[dict[str, str]]] = defaultdict(list)
    if checks is not None:
        for row in checks[checks["verdict"] == Verdict.FAILS].to_dict("records"):
            key = ReportKey(row["district"], int(row["year"]), row["agency"])
            findings[key].append({"zh": row["message_zh"], "en": row["message_en"]})
    return findings
