"""Indicators of one report with 95 % intervals: shares on one scale, the rest as numbers."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from xuke import catalog
from xuke.figure_words import Row
from xuke.figures import style
from xuke.figures.exhibit import Exhibit, Note
from xuke.figures.page import Page, new_figure
from xuke.figures.reading import rate_decimals, say_rate, say_sources, subject_of
from xuke.figures.texts import capital, say
from xuke.model import Basis
from xuke.wording import format_interval, join_words

_LABEL_WIDTH = 150.0
_SCALE_LEFT, _SCALE_LENGTH = 178.0, 200.0
_VALUE_LEFT = 394.0
_TICKS = (0, 25, 50, 75, 100)
_DOT = 6.0


def indicators(
    indicators: pd.DataFrame, sources: pd.DataFrame, language: str = "zh"
) -> Exhibit | Note:
    """Every derived or stated rate of one report.

    Shares stand on a scale from 0 to 100 %, a dot with its 95 % interval (often narrower than
    the dot); one that the report gives itself is hollow. Rates in other units follow as numbers.

    Parameters
    ----------
    indicators
        Rows of `xuke.indicators.derive` for one report; those of items and those without a
        value are left out.
    sources
        The register's rows of that report.
    language
        zh or en.
    """
    known = indicators[indicators["value"].notna() & (indicators["item"] == "")]
    if known.empty:
        return Note("indicators", language, say("indicators_none", language))
    rows = known.to_dict("records")
    subject = subject_of(rows[0], language)
    source = f"{say_sources(sources, language, subject)} {_say_corrected(rows, language)}".rstrip()
    said = join_words(
        [f"{_label(row, language)} {_value(row, language)}" for row in rows], language
    )
    return Exhibit(
        "indicators",
        language,
        caption=f"{say('indicators_caption', language)} {source}",
        alt=f"{say('indicators_alt', language, subject=subject)} {said}",
        draw=lambda: _draw(rows, subject, source, language),
    )


def _draw(rows: list[dict[Any, Any]], subject: str, source: str, language: str) -> Figure:
    page = new_figure(language=language)
    shares = [row for row in rows if row["unit"] == "%"]
    others = [row for row in rows if row["unit"] != "%"]
    page.title(say("indicators_title", language, subject=subject, count=len(rows)))
    if shares:
        _draw_scale(page, [_height(row, language) for row in shares])
    for row in shares:
        _draw_share(page, row, language)
    if shares and others:
        page.y += 4
        page.line([page.left, page.right], [page.y, page.y])
        page.y += 6
    for row in others:
        _write_value(page, row, language)
        label = capital(_label(row, language))
        page.y = page.text(page.left, page.y, label, width=_VALUE_LEFT - page.left - 12) + 3
    notes = [say("indicators_note", language)] if shares else []
    if any(row["value"] > 100 for row in shares):
        notes.append(say("indicators_excess", language))
    if any(row["stated"] for row in rows):
        notes.append(say("indicators_stated", language))
    if any(map(of_concluded, rows)):
        notes.append(say("indicators_concluded", language))
    page.caption("".join(notes) if language == "zh" else " ".join(notes), source)
    return page.finish()


def _draw_scale(page: Page, heights: list[float]) -> None:
    """Ticks above, and thin lines down through all rows."""
    for tick in _TICKS:
        x = _SCALE_LEFT + _SCALE_LENGTH * tick / 100
        words = f"{tick} %" if tick in (0, 100) else str(tick)
        page.text(x, page.y, words, size=style.NOTE_SIZE, color=style.FAINT, align="center")
        top = page.y + style.LINE * style.NOTE_SIZE + 2
        page.line([x, x], [top, top + sum(heights)], style.RULE)
    page.y += style.LINE * style.NOTE_SIZE + 3


def _height(row: Row, language: str) -> float:
    lines = style.wrap(capital(_label(row, language)), _LABEL_WIDTH, style.LABEL_SIZE)
    return len(lines) * style.LINE * style.LABEL_SIZE + 4


def _draw_share(page: Page, row: Row, language: str) -> None:
    top = page.y
    page.text(page.left, top, capital(_label(row, language)), width=_LABEL_WIDTH)
    _write_value(page, row, language)
    middle = top + style.LINE * style.LABEL_SIZE / 2
    x, low, high = (
        _SCALE_LEFT + _SCALE_LENGTH * min(max(row[end], 0), 100) / 100
        for end in ("value", "low", "high")
    )
    name = row["indicator"]
    if row["method"]:
        page.line([low, high], [middle, middle], style.DEEP, 2.4, label=f"{name} interval")
    fill = "white" if row["stated"] else None
    page.dots([x], [middle], style.DEEP, _DOT, fill=fill, label=name)
    page.y = top + _height(row, language)


def _write_value(page: Page, row: Row, language: str) -> None:
    """The value, in the colour of what cannot be where a share exceeds its whole, and interval."""
    impossible = row["unit"] == "%" and row["value"] > 100
    color = style.ALERT_TEXT if impossible else style.INK
    words = _value(row, language) + (" !" if impossible else "")
    page.text(_VALUE_LEFT, page.y, words, color=color, width=page.right - _VALUE_LEFT)
    if row["method"]:
        ends = interval_in_words(row)
        page.text(page.right, page.y, ends, size=style.NOTE_SIZE, color=style.FAINT, align="right")


def interval_in_words(row: Row) -> str:
    """The interval of an indicator's row, in the decimals of its value or more."""
    return format_interval(row["low"], row["high"], decimals=rate_decimals(row) or 2)


def of_concluded(row: Row) -> bool:
    """Whether a rate is of concluded cases; a share of another channel is of that channel."""
    definition = catalog.indicators()[str(row["indicator"])]
    known = definition.concluded or definition.stated
    return bool(known) and row["basis"] == Basis.CONCLUDED.value


def _say_corrected(rows: list[dict[Any, Any]], language: str) -> str:
    """Which figures under the rates were corrected; empty where none were."""
    metrics = [name for row in rows for name in row["corrected"].split(",") if name]
    if not metrics:
        return ""
    labels = [catalog.metric_label(name, language) for name in dict.fromkeys(metrics)]
    return say("indicators_corrected", language, metrics=join_words(labels, language))


def _label(row: Row, language: str) -> str:
    return catalog.indicator_label(str(row["indicator"]), language)


def _value(row: Row, language: str) -> str:
    """A value with its unit, and marks for a stated rate and for another basis."""
    marks = ("‡" if row["stated"] else "") + ("†" if of_concluded(row) else "")
    return say_rate(row, language) + marks
