"""Rows of a figure: a heading with its value, a mark to its right, and words beside the mark."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from xuke.figures import style
from xuke.figures.page import Page
from xuke.figures.reading import Reading, Stated
from xuke.figures.texts import say
from xuke.model import StatedAs

MARK_LEFT, MARK_WIDTH = 142.0, 186.0
"""Where marks begin, and how long the longest bar is, in points."""
BAR_HEIGHT = 26.0
_SIDE_LEFT, _SIDE_WIDTH = 344.0, 182.0
_HEAD_WIDTH = 126.0
_GAP = 11.0
_HAIRLINE = 0.8
"""The narrowest bar that is still seen."""


def row(
    page: Page,
    heading: str,
    value: str,
    mark: Callable[[float], float],
    beside: Iterable[str] = (),
    alert: Iterable[str] = (),
) -> None:
    """One row at ``page.y``, which moves below it.

    *mark* draws from the top it is given and returns the bottom of what it drew; *alert* are
    words beside it in the colour of what does not add up.
    """
    top = side = page.y
    low = page.text(page.left, top, heading, color=style.SOFT, width=_HEAD_WIDTH)
    low = page.text(page.left, low, value, size=12, width=_HEAD_WIDTH)
    for words, color in (
        *((each, style.INK) for each in beside),
        *((each, style.ALERT_TEXT) for each in alert),
    ):
        side = page.text(_SIDE_LEFT, side, words, color=color, width=_SIDE_WIDTH)
    page.y = max(low, side, mark(top)) + _GAP


def value_of(reading: Reading, stated: Stated | None) -> str:
    """A figure as a row shows it, or that it is not reported."""
    return reading.said(stated) if stated else say("rows_not_reported", reading.language)


def bar(page: Page, scale: float, value: float, color: str, label: str) -> Callable[[float], float]:
    """The mark of a row: a bar *scale* points long for each case, at least a hairline."""

    def draw(top: float) -> float:
        width = max(scale * value, _HAIRLINE) if value else 0
        page.bar(MARK_LEFT, top, width, BAR_HEIGHT, color, label=label)
        return top + BAR_HEIGHT

    return draw


def unknown(page: Page, label: str) -> Callable[[float], float]:
    """The mark of a figure that is not reported: hatched, as wide as the longest bar."""

    def draw(top: float) -> float:
        _hatched(page, MARK_LEFT, top, MARK_WIDTH, f"{label} not reported")
        return top + BAR_HEIGHT

    return draw


def unexplained(page: Page, start: float, end: float, top: float) -> None:
    """What a bar lacks, from *start* to *end* on the page, hatched."""
    _hatched(page, start, top, max(end - start, _HAIRLINE), "apart")


def nothing(page: Page, stated: Stated) -> Callable[[float], float]:
    """The mark of a zero: an empty square where a report states 0, a line where words say so."""

    def draw(top: float) -> float:
        middle = top + BAR_HEIGHT / 2
        if stated.stated_as == StatedAs.WORDS:
            ends = [MARK_LEFT, MARK_LEFT + 14]
            page.line(ends, [middle, middle], style.SOFT, 1.2, label=f"{stated.metric} in words")
        else:
            page.bar(MARK_LEFT, middle - 5, 10, 10, "white", edge=style.SOFT,
                     label=f"{stated.metric} zero")  # fmt: skip
        return top + BAR_HEIGHT

    return draw


def say_nothing(stated: Stated | None, language: str) -> str:
    """How a report leaves a row without a mark: not at all, as zero, or in words."""
    if stated is None:
        return say("rows_no_figure", language)
    in_words = stated.stated_as == StatedAs.WORDS
    return say("rows_none_in_words" if in_words else "rows_zero", language)


def bracketed(words: Iterable[str], language: str) -> str:
    """The first of *words* with the others in brackets behind it; empty ones are left out."""
    said, *more = filter(None, words)
    joined = ("，" if language == "zh" else "; ").join(more)
    return say("rows_with", language, said=said, more=joined) if more else said


def _hatched(page: Page, x: float, y: float, width: float, label: str) -> None:
    page.bar(x, y, width, BAR_HEIGHT, "white", hatch=style.UNKNOWN_HATCH, edge=style.SOFT,
             label=label)  # fmt: skip
