"""What a notebook shows: a figure that is drawn once and carries its own words."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from xuke.figures.page import to_png, to_svg
from xuke.figures.style import house_style

MimeBundle = tuple[dict[str, str], dict[str, Any]]
"""Data by MIME type and metadata, as Jupyter's display protocol has them."""


@dataclass(frozen=True)
class Exhibit:
    """A figure with its caption (what is shown, and the source) and alternative text.

    ``draw`` gives the figure; it is called once, at the first look. ``alt`` says in words, with
    the numbers, what the picture shows. ``sentence`` is the finding as one sentence for the
    text around the figure, or empty. Displaying an exhibit gives one bundle of PNG, SVG and
    alternative text, each made once, so whoever reads an executed notebook need not draw.
    """

    name: str
    language: str
    caption: str
    alt: str
    draw: Callable[[], Figure] = field(repr=False, compare=False)
    sentence: str = ""

    @cached_property
    def figure(self) -> Figure:
        """The figure, laid out once for all formats."""
        with house_style():
            return self.draw()

    @cached_property
    def _png(self) -> bytes:
        figure = self.figure
        with house_style():
            return to_png(figure)

    @cached_property
    def _svg(self) -> str:
        figure = self.figure
        with house_style():
            return to_svg(figure, self.alt)

    def png(self) -> bytes:
        """The figure as PNG, two dots per CSS pixel."""
        return self._png

    def svg(self) -> str:
        """The figure as SVG, its text as paths."""
        return self._svg

    def save(self, folder: Path) -> tuple[Path, Path]:
        """Write ``<name>.<language>.png`` and ``.svg`` into *folder*; their paths."""
        folder.mkdir(parents=True, exist_ok=True)
        png = folder / f"{self.name}.{self.language}.png"
        svg = png.with_suffix(".svg")
        png.write_bytes(self.png())
        svg.write_text(self.svg(), encoding="utf-8", newline="\n")
        return png, svg

    def _repr_mimebundle_(self, **_: object) -> MimeBundle:
        """PNG, SVG and plain text with name, caption and alternative text as metadata."""
        with house_style():
            width, height = self.figure.get_size_inches() * 96
            data = {
                "image/png": base64.b64encode(self.png()).decode("ascii"),
                "image/svg+xml": self.svg(),
                "text/plain": self.alt,
            }
        metadata = {
            "image/png": {"width": round(width), "height": round(height), "alt": self.alt},
            "xuke": _identity(self),
        }
        return data, metadata


@dataclass(frozen=True)
class Note:
    """One honest sentence where there is nothing to draw."""

    name: str
    language: str
    sentence: str

    @property
    def alt(self) -> str:
        """The sentence: a note is its own alternative text."""
        return self.sentence

    def _repr_mimebundle_(self, **_: object) -> MimeBundle:
        data = {"text/markdown": _markdown(self.sentence), "text/plain": self.sentence}
        return data, {"xuke": {"name": self.name, "language": self.language}}


def _identity(exhibit: Exhibit) -> dict[str, str]:
    return {
        "name": exhibit.name,
        "language": exhibit.language,
        "caption": exhibit.caption,
        "sentence": exhibit.sentence,
    }


def _markdown(text: str) -> str:
    """*text* in which nothing is read as Markdown or HTML."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|~&$" else c for c in text)
