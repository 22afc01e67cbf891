"""Figures of unlike units as a list of numbers, grouped by the reform or system they belong to.

Supervision and reform are told in visits, sheets, firms and per cent: no common scale would be
honest, so numbers are set large with their qualifiers, and only percentages get a bar.
"""

from __future__ import annotations

from itertools import groupby

import pandas as pd
from matplotlib.figure import Figure

from xuke import catalog
from xuke.figures import style
from xuke.figures.exhibit import Exhibit, Note
from xuke.figures.page import Page, new_figure
from xuke.figures.reading import Reading, Stated
from xuke.figures.texts import capital, say
from xuke.model import Qualifier

_HEAD_WIDTH = 116.0
_VALUE_RIGHT = 262.0
_BAR_LEFT, _BAR_LENGTH, _BAR_HEIGHT = 272.0, 60.0, 8.0
_LINE_GAP, _GROUP_GAP = 4.0, 7.0
_VALUE_SIZE = 11.0


def supervision(
    observations: pd.DataFrame, sources: pd.DataFrame, language: str = "zh"
) -> Exhibit | Note:
    """Supervision after approval in one report: inspections, findings, joint checks.

    Parameters as for `Reading`.
    """
    reading = Reading(observations, sources, language, _metrics("supervision"))
    return _exhibit("supervision", reading, reading.of_group("supervision"))


def reform(
    observations: pd.DataFrame, sources: pd.DataFrame, language: str = "zh"
) -> Exhibit | Note:
    """The service centre and the reform measures of one report, with their qualifiers.

    Parameters as for `Reading`.
    """
    reading = Reading(observations, sources, language, _metrics("service_centre", "reform"))
    figures = [*reading.of_group("service_centre"), *reading.of_group("reform")]
    return _exhibit("reform", reading, figures)


def _metrics(*groups: str) -> list[str]:
    return [name for name, each in catalog.metrics().items() if each.group in groups]


def _exhibit(name: str, reading: Reading, figures: list[Stated]) -> Exhibit | Note:
    language = reading.language
    if not figures:
        return Note(name, language, say(f"{name}_none", language, subject=reading.subject))
    sentence = reading.clauses([_phrase(reading, each) for each in figures])
    return Exhibit(
        name,
        language,
        caption=f"{say(f'{name}_caption', language)} {reading.source}",
        alt=f"{say('numbers_alt', language)} {sentence}",
        draw=lambda: _draw(name, reading, figures),
        sentence=_finding(name, reading, figures),
    )


def _draw(name: str, reading: Reading, figures: list[Stated]) -> Figure:
    page = new_figure(language=reading.language)
    page.title(_finding(name, reading, figures))
    bars = any(each.unit == "%" for each in figures)
    widest = max(style.text_width(reading.said(each), _VALUE_SIZE) for each in figures)
    head = min(_HEAD_WIDTH, _VALUE_RIGHT - page.left - widest - 10)
    for place, (system, members) in enumerate(groupby(figures, key=_system)):
        if place:
            page.line([page.left, page.right], [page.y, page.y])
            page.y += _GROUP_GAP
        top = page.y
        heading = capital(_system_name(system, reading.language))
        low = page.text(page.left, top + 2, heading, color=style.SOFT, width=head)
        for each in members:
            _draw_line(page, reading, each, bars=bars)
        page.y = max(low + _LINE_GAP, page.y) + _GROUP_GAP - _LINE_GAP
    page.caption(say("numbers_note", reading.language) if bars else "", reading.source)
    return page.finish()


def _draw_line(page: Page, reading: Reading, figure: Stated, *, bars: bool) -> None:
    top = page.y
    page.text(_VALUE_RIGHT, top, reading.said(figure), size=_VALUE_SIZE, align="right")
    left = _BAR_LEFT
    if bars:
        left += _BAR_LENGTH + 10
        if figure.unit == "%":
            _draw_share(page, figure, top + 4)
    label = capital(reading.label(figure.metric))
    if figure.item:
        label = say("numbers_of_item", reading.language, label=label, item=figure.item)
    low = page.text(left, top + 2, label, width=page.right - left)
    page.y = max(low, top + style.LINE * _VALUE_SIZE) + _LINE_GAP


def _draw_share(page: Page, figure: Stated, top: float) -> None:
    """A percentage as part of a bar; the rest is hatched where the figure is a lower bound."""
    open_above = figure.qualifier in (Qualifier.AT_LEAST, Qualifier.OVER)
    page.bar(_BAR_LEFT, top, _BAR_LENGTH, _BAR_HEIGHT, "white" if open_above else style.PALE,
             hatch=style.UNKNOWN_HATCH if open_above else "",
             edge=style.FAINT if open_above else "none", label="whole")  # fmt: skip
    width = _BAR_LENGTH * min(figure.value, 100) / 100
    page.bar(_BAR_LEFT, top, width, _BAR_HEIGHT, style.DEEP, label=figure.metric)


def _finding(name: str, reading: Reading, figures: list[Stated]) -> str:
    """What the title says: the first figures where they are few, else how many there are."""
    language = reading.language
    if name == "supervision":
        first = [each for each in figures if _system(each) == _system(figures[0])][:2]
        said = ("，" if language == "zh" else ", ").join(_phrase(reading, e) for e in first)
        return say("supervision_title", language, subject=reading.subject, said=said)
    systems = len({_system(each) for each in figures})
    return say("reform_title", language, subject=reading.subject, systems=systems,
               count=len(figures))  # fmt: skip


def _phrase(reading: Reading, figure: Stated) -> str:
    said = reading.phrase(figure)
    if not figure.item:
        return said
    return say("numbers_of_item", reading.language, label=said, item=figure.item)


def _system(figure: Stated) -> str:
    return catalog.metrics()[figure.metric].system


def _system_name(system: str, language: str) -> str:
    """A system's name; in English that of the initiative with the same Chinese name."""
    if language == "zh":
        return system
    names = {each.name_zh: each.name_en for each in catalog.initiatives().values()}
    return names.get(system) or say("supervision_system", language)
