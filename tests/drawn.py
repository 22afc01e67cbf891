"""What a figure holds: its marks by label and its words, without a look at pixels."""

from __future__ import annotations

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from xuke.figures import Exhibit

SOURCES = pd.DataFrame(
    {
        "source": ["made-up"],
        "title": ["虚构报告"],
        "publisher": ["虚构机关"],
        "published": ["2024-03-01"],
    }
)


def bars(exhibit: Exhibit) -> dict[str, float]:
    """The width in points of each rectangle that has a label."""
    found = exhibit.figure.findobj(Rectangle)
    return {each.get_label(): each.get_width() for each in found if each.get_label()}


def hatched(exhibit: Exhibit) -> set[str]:
    """The labels of the rectangles that are hatched."""
    return {each.get_label() for each in exhibit.figure.findobj(Rectangle) if each.get_hatch()}


def lines(exhibit: Exhibit) -> dict[str, int]:
    """The number of points of each line or row of markers that has a label."""
    return {each.get_label(): len(each.get_xdata()) for each in exhibit.figure.findobj(Line2D)}


def words(exhibit: Exhibit) -> str:
    """Everything written on the figure, line after line."""
    return "\n".join(each.get_text() for each in exhibit.figure.findobj(Text))
