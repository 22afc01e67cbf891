"""A figure laid out once in points from its top left corner, and written as PNG and as SVG."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

from xuke.figures import font, style

PNG_DENSITY = 192
"""Dots per inch of a PNG: two for each CSS pixel."""
_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}
"""Part of a line's width that stands before the point it is aligned to."""
_ASCENT = 1.06
"""From the top of a line to its baseline, in multiples of the text's size."""


class Line(Text):
    """A line of text on its baseline, put down without matplotlib's own layout.

    Its width is known beforehand (`style.text_width`). Measuring it again, twice for each format,
    and looking for its font took a third of a figure's time.
    """

    def draw(self, renderer: Any) -> None:
        """Draw the line where it stands."""
        x, y = self.get_transform().transform(self.get_position())
        words, size = self.get_text(), float(self.get_fontsize())
        width = renderer.points_to_pixels(style.text_width(words, size))
        x -= width * _BEFORE[self.get_horizontalalignment()]
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        context = renderer.new_gc()
        context.set_foreground(self.get_color())
        renderer.draw_text(context, x, y, words, self.get_fontproperties(), 0)
        context.restore()
        self.stale = False


@cache
def _font(size: float) -> FontProperties:
    return FontProperties(fname=font.FONT, size=size)


class Page:
    """A figure under construction: artists in points, x to the right and y down.

    ``y`` is where the next thing goes; the methods that write text move it. Artists lie on the
    figure itself, because a matplotlib Axes costs ten times what the marks on it do; `plot`
    gives one where ticks are wanted. Call under `style.house_style` (an `Exhibit` does).
    """

    def __init__(self, width: float = style.WIDTH, language: str = "zh") -> None:
        self.width, self.language = width, language
        self.left, self.right, self.y = style.MARGIN, width - style.MARGIN, style.MARGIN
        self.figure = Figure(figsize=(width / 72, 1), dpi=PNG_DENSITY)
        self._points = Affine2D()
        self._transform = self._points + self.figure.dpi_scale_trans
        self._plots: list[tuple[Axes, tuple[float, float, float, float]]] = []

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = style.LABEL_SIZE,
        color: str = style.INK,
        align: Literal["left", "center", "right"] = "left",
        width: float | None = None,
    ) -> float:
        """Write *words* with the top of their first line at *y*, wrapped to *width*.

        Returns the bottom of the last line. *align* says which side of the text *x* is.
        """
        for line in style.wrap(words, width or self.width, size):
            if line:
                self.figure.add_artist(
                    Line(
                        x,
                        y + _ASCENT * size,
                        line,
                        fontproperties=_font(size),
                        color=color,
                        horizontalalignment=align,
                        verticalalignment="baseline",
                        transform=self._transform,
                    )
                )
            y += style.LINE * size
        return y

    def bar(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        color: str,
        *,
        hatch: str = "",
        edge: str = "none",
        label: str = "",
    ) -> Rectangle:
        """A rectangle with its top left corner at (*x*, *y*)."""
        patch = Rectangle(
            (x, y),
            width,
            height,
            facecolor=color,
            edgecolor=edge,
            linewidth=0.6 if edge != "none" else 0,
            hatch=hatch or None,
            label=label,
            transform=self._transform,
        )
        self.figure.add_artist(patch)
        return patch

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        color: str = style.RULE,
        width: float = 0.6,
        *,
        label: str = "",
    ) -> Line2D:
        """A line through the points (*xs*, *ys*)."""
        drawn = Line2D(xs, ys, color=color, linewidth=width, label=label, transform=self._transform)
        self.figure.add_artist(drawn)
        return drawn

    def dots(
        self,
        xs: Sequence[float] | np.ndarray,
        ys: Sequence[float] | np.ndarray,
        color: str,
        size: float,
        *,
        marker: str = "o",
        fill: str | None = None,
        label: str = "",
    ) -> Line2D:
        """Markers *size* points wide at the points (*xs*, *ys*), filled with *color* or *fill*."""
        drawn = Line2D(
            xs,
            ys,
            linestyle="none",
            marker=marker,
            markersize=size,
            markerfacecolor=fill or color,
            markeredgecolor=color,
            markeredgewidth=1.1 if fill else 0,
            label=label,
            transform=self._transform,
        )
        self.figure.add_artist(drawn)
        return drawn

    def title(self, words: str, under: str = "") -> None:
        """The finding in a line or two at the top left, and a grey line *under* it."""
        inner = self.right - self.left
        self.y = self.text(self.left, self.y, words, size=style.TITLE_SIZE, width=inner)
        if under:
            self.y = self.text(
                self.left, self.y + 1, under, size=style.LABEL_SIZE, color=style.SOFT, width=inner
            )
        self.y += 9

    def caption(self, *words: str) -> None:
        """Small grey paragraphs below everything: how to read the figure, then its source."""
        self.y += 7
        for paragraph in filter(None, words):
            self.y = self.text(
                self.left,
                self.y,
                paragraph,
                size=style.CAPTION_SIZE,
                color=style.FAINT,
                width=self.right - self.left,
            )

    def plot(self, height: float, left: float = 0, right: float = 0) -> Axes:
        """An Axes *height* points high at ``y``, set in by *left* and *right* points; moves ``y``.

        Its ticks and labels are drawn outside of it: leave room for them.
        """
        axes = self.figure.add_axes((0, 0, 1, 1))
        box = (self.left + left, self.y, self.right - self.left - left - right, height)
        self._plots.append((axes, box))
        self.y += height
        return axes

    def finish(self) -> Figure:
        """The figure, cut to the height that was used."""
        height = self.y + style.MARGIN
        self.figure.set_size_inches(self.width / 72, height / 72)
        self._points.set_matrix(
            np.array([[1 / 72, 0, 0], [0, -1 / 72, height / 72], [0, 0, 1]], dtype=float)
        )
        for axes, (x, y, wide, high) in self._plots:
            axes.set_position(
                (x / self.width, 1 - (y + high) / height, wide / self.width, high / height)
            )
        return self.figure


def new_figure(width: float = style.WIDTH, language: str = "zh") -> Page:
    """An empty page in house style; the way every figure begins.

    >>> page = new_figure(540, "en")
    >>> page.title("Yangpu leads", "full-online rate, 2023")
    >>> axes = page.plot(200, left=120)
    >>> axes.plot(...)
    >>> page.y += 24  # room for the ticks
    >>> page.caption("Dots: rate; lines: 95 % interval.", "Source: …")
    >>> figure = page.finish()
    """
    return Page(width, language)


def to_png(figure: Figure) -> bytes:
    """The figure as PNG at `PNG_DENSITY`, drawn once; the same figure gives the same bytes.

    A palette of 256 colours takes a third of the bytes, and of the time, of full colour.
    """
    figure.set_dpi(PNG_DENSITY)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    image = Image.frombuffer("RGBA", canvas.get_width_height(), pixels).convert("RGB")
    reduced = image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = np.array(reduced.getpalette(), dtype=np.uint8).reshape(-1, 3)
    # The paper shares its place in the palette with the palest fringes of letters, which would
    # turn it grey by one step beside the page's own white.
    palette[palette.min(axis=1) >= 250] = 255
    reduced.putpalette(palette.tobytes())
    file = io.BytesIO()
    reduced.save(file, "png", compress_level=4, dpi=(PNG_DENSITY, PNG_DENSITY))
    return file.getvalue()


def to_svg(figure: Figure, title: str) -> str:
    """The figure as SVG with its glyphs as paths; *title* is what a screen reader says.

    Nothing in it depends on the time, and it names no file elsewhere (matplotlib's own output
    names a DTD and its home page).
    """
    file = io.StringIO()
    metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    FigureCanvasSVG(figure).print_svg(file, metadata=metadata)  # type: ignore[no-untyped-call]
    drawn = file.getvalue()
    start = drawn.index("<svg")
    head, body = drawn[start:].split(">", 1)
    # Glyphs are most of the file, and each names the font in full.
    body = body.replace("NotoSansSC-Regular-", "n")
    return f'{head} role="img">\n <title>{html.escape(title)}</title>{body}'
