"""Titles and sentences of a report, computed from its figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from xuke import catalog
from xuke.figure_words import Row, say_figure
from xuke.figures.reading import say_rate
from xuke.model import ReportKey, Verdict

_COUNTS = ("applications", "accepted", "approved", "not_approved", "handled", "concluded")
_RATES = ("online_acceptance_rate", "full_online_rate", "on_the_spot_rate", "overdue_ratio")
_FEW = 4
"""A report with so few figures is told by naming them all."""


def place_name(key: ReportKey, language: str) -> str:
    """Who reports: ``上海市普陀区教育局``, ``Education Bureau of Putuo, Shanghai``."""
    place = catalog.districts()[key.district]
    parent = catalog.districts().get(place.parent)
    if language == "zh":
        return f"{parent.name_zh if parent else ''}{place.name_zh}{key.agency}"
    name = f"{place.name_en}, {parent.name_en}" if parent else place.name_en
    agency = catalog.agency_label(key.agency, language)
    return f"{agency} of {name}" if agency else name


def title(key: ReportKey, language: str) -> str:
    """The title of a report's page."""
    return catalog.sentence("title", language, place=place_name(key, language), year=key.year)


def headline(
    figures: pd.DataFrame, indicators: pd.DataFrame, checks: pd.DataFrame, language: str
) -> str:
    """The report in a few sentences: cases, rates, and whether its figures add up."""
    space = "" if language == "zh" else " "
    if len(figures) <= _FEW:
        return space.join([_few(figures, language), *_checked(figures, checks, language)])
    totals = figures[figures["item"] == ""]
    known = indicators[indicators["value"].notna() & (indicators["item"] == "")]
    counts = [_named_figure(row, language) for row in _in_order(totals, "metric", _COUNTS)]
    rates = [
        _pair(
            catalog.indicator_label(row["indicator"], language),
            say_rate(row, language),
            language,
        )
        for row in _in_order(known, "indicator", _RATES)
    ]
    sentences = [
        catalog.sentence("headline_sentence", language, said=_listed(each, language))
        for each in (counts, rates)
        if each
    ]
    return space.join([*sentences, *_checked(figures, checks, language)])


def _few(figures: pd.DataFrame, language: str) -> str:
    said = [_named_figure(row, language) for row in figures.to_dict("records")]
    name = "headline_one" if len(said) == 1 else "headline_few"
    return catalog.sentence(name, language, count=len(said), said=_listed(said, language))


def _checked(figures: pd.DataFrame, checks: pd.DataFrame, language: str) -> list[str]:
    failing = int((checks["verdict"] == Verdict.FAILS.value).sum())
    holding = int((checks["verdict"] == Verdict.HOLDS.value).sum())
    if failing:
        name = "headline_one_fails" if failing == 1 else "headline_fail"
        return [catalog.sentence(name, language, count=failing)]
    if holding:
        # They may hold for that alone.
        name = "headline_hold" + "_corrected" * bool((figures["correction"] != "").any())
        return [catalog.sentence(name, language, count=holding)]
    return [catalog.sentence("headline_unjudged", language)]


def _in_order(frame: pd.DataFrame, column: str, names: Iterable[str]) -> list[dict[Any, Any]]:
    rows = {row[column]: row for row in frame.to_dict("records")}
    return [rows[name] for name in names if name in rows]


def _named_figure(row: Row, language: str) -> str:
    value = say_figure(row, language)
    name = catalog.metric_label(row["metric"], language)
    return _pair(f"{row['item']} {name}" if row["item"] else name, value, language)


def _pair(name: str, value: str, language: str) -> str:
    return f"{name} {value}" if language == "zh" else f"{name}: {value}"


def _listed(parts: list[str], language: str) -> str:
    text = ("，" if language == "zh" else "; ").join(parts)
    return text[:1].upper() + text[1:]
