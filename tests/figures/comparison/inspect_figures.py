"""What a drawn figure holds: its words, and whether any of them cover each other."""

from __future__ import annotations

from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from xuke.figures.style import house_style


def words(figure: Figure) -> list[str]:
    """Every line of text, in the order written."""
    return [text.get_text() for text in figure.findobj(Text) if text.get_text().strip()]


def hatched(figure: Figure) -> int:
    """How many cells are hatched."""
    return sum(bool(patch.get_hatch()) for patch in figure.findobj(Rectangle))


def hollow(figure: Figure) -> int:
    """How many dots are filled with white."""
    lines = [line for line in figure.findobj(Line2D) if line.get_marker() in ("o", "^", "v")]
    return sum(len(line.get_xdata()) for line in lines if line.get_markerfacecolor() == "white")


def badly_placed(figure: Figure) -> list[str]:
    """Texts that reach beyond the page or cover each other by more than a hair."""
    with house_style():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        boxes = [
            (text.get_text(), text.get_window_extent(canvas.get_renderer()))
            for text in figure.findobj(Text)
            if text.get_text().strip()
        ]
    page = figure.bbox
    beyond = [
        f"{words!r} leaves the page"
        for words, box in boxes
        if box.x0 < page.x0 - 1 or box.x1 > page.x1 + 1 or box.y0 < page.y0 or box.y1 > page.y1
    ]
    covering = []
    for (one, a), (other, b) in combinations(boxes, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        # Boxes of lines that follow each other touch by their empty ascents.
        if wide > 2 and high > 0.35 * min(a.height, b.height):
            covering.append(f"{one!r} covers {other!r}")
    return beyond + covering
