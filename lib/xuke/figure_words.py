"""A figure of the panel in words, and what was corrected in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd

from xuke import catalog
from xuke.wording import format_value, join_clauses, join_words

Row: TypeAlias = "Mapping[Any, Any] | pd.Series[Any]"
"""A row of the panel, by column."""


def say_figure(row: Row, language: str) -> str:
    """One figure with unit and qualifier, and ``※`` if it was corrected: ``300+ 人次``."""
    return _value(row, float(row["value"]), language, corrected=bool(row["correction"]))


def say_stated(row: Row, language: str) -> str:
    """One figure as the report states it, corrected or not."""
    stated = row["corrected_from"] if row["correction"] else row["value"]
    return _value(row, float(stated), language)


def say_former(row: Row, language: str) -> str:
    """What the report states in place of a corrected figure, and the reason; else empty."""
    if not row["correction"]:
        return ""
    stated = say_stated(row, language)
    return catalog.sentence("corrected_from", language, stated=stated, reason=row["correction"])


def name_figure(row: Row, language: str) -> str:
    """A figure's metric, and its item if it is of one."""
    label = catalog.metric_label(row["metric"], language)
    if not row["item"]:
        return label
    return catalog.sentence("of_item", language, item=row["item"], said=label)


def say_corrections(figures: pd.DataFrame, language: str, *, whose: bool = False) -> str:
    """What was corrected among rows of the panel: former value, new one and reason of each.

    Begins with the mark ``※``, and is empty where nothing was. *whose* names district, agency and
    year of each figure, for rows of several reports.
    """
    rows = figures[figures["correction"] != ""].to_dict("records")
    if not rows:
        return ""
    said = [
        catalog.sentence(
            "correction",
            language,
            figure=(f"{_report(row, language)} " if whose else "") + name_figure(row, language),
            before=say_stated(row, language),
            after=_value(row, float(row["value"]), language),
            reason=row["correction"],
        )
        for row in rows
    ]
    return catalog.sentence("corrected", language, said=join_clauses(said, language))


def rests_on_corrected(row: Row, language: str) -> str:
    """Which figures under a derived rate were corrected; *row* is one of `xuke.indicators`."""
    if not row["corrected"]:
        return ""
    metrics = [catalog.metric_label(name, language) for name in row["corrected"].split(",")]
    said = join_words(metrics, language)
    return catalog.sentence("rests_on_corrected", language, metrics=said)


def _report(row: Row, language: str) -> str:
    place = catalog.district_label(row["district"], language)
    agency = catalog.agency_label(row["agency"], language)
    if language == "zh":
        return f"{place}{agency} {row['year']} 年"
    return ", ".join(filter(None, (place, agency, str(row["year"]))))


def _value(row: Row, value: float, language: str, *, corrected: bool = False) -> str:
    unit = catalog.unit_label(row["unit"], language, one=value == 1)
    return format_value(
        value,
        unit,
        row["qualifier"],
        language,
        stated_as=row["stated_as"],
        corrected=corrected,
    )
