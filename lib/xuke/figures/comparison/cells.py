"""Cells of a grid that hold a value: shaded by where it lies, hatched where nothing is reported."""

from __future__ import annotations

from typing import Final

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb

from xuke import catalog
from xuke.figures import style
from xuke.figures.page import Page

SHADES: Final = LinearSegmentedColormap.from_list("xuke", [style.PALE, style.MID, style.DEEP])


def positions(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Where each value lies between the lowest (0) and the highest (1); 0.5 where all are one."""
    low, high = np.nanmin(values), np.nanmax(values)
    if high == low:
        return np.where(np.isnan(values), np.nan, 0.5)
    return np.asarray((values - low) / (high - low))


def shade(position: float) -> str:
    """The colour of a position from 0 to 1."""
    return to_hex(SHADES(position))


def ink_on(color: str) -> str:
    """White or black, whichever is read better on *color* (relative luminance of WCAG 2).

    Black and not the ink of the house: on a middle blue only black or white reaches 4.5.
    """
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    luminance = float(np.dot([0.2126, 0.7152, 0.0722], linear))
    return "white" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "black"


def missing_cell(page: Page, x: float, y: float, width: float, height: float) -> None:
    """A cell of what is not reported: hatched, so that it is never read as a low value."""
    with mpl.rc_context({"hatch.color": style.RULE}):
        page.bar(x, y, width, height, "white", hatch=style.UNKNOWN_HATCH, edge=style.RULE)


def key(page: Page, low: str, high: str, language: str) -> None:
    """What shades, hatches and frames mean, in one line at ``page.y``, which moves below it."""
    size, y = style.NOTE_SIZE, page.y
    x = page.left
    page.text(x, y, low, size=size, color=style.SOFT)
    x += style.text_width(low, size) + 5
    for step in range(12):
        page.bar(x + 7 * step, y + 1.5, 7, 8, shade(step / 11))
    x += 12 * 7 + 5
    page.text(x, y, high, size=size, color=style.SOFT)
    x += style.text_width(high, size) + 16
    missing_cell(page, x, y + 1, 14, 9)
    words = catalog.sentence("compare_missing", language)
    page.text(x + 18, y, words, size=size, color=style.SOFT)
    x += 18 + style.text_width(words, size) + 16
    page.bar(x, y + 1, 14, 9, "white", edge=style.FAINT)
    words = catalog.sentence("compare_apart", language)
    page.text(x + 18, y, words, size=size, color=style.SOFT)
    page.y += style.LINE * size + 4
