"""A part of a briefing as a notebook shows it: a heading and what stands below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xuke.figures import Exhibit, Note, Table

Part = Exhibit | Note | Table


@dataclass(frozen=True)
class Section:
    """A heading of *level* and its parts; empty where there is nothing to show.

    In a notebook the heading, the sentence of each figure and the parts are displayed one after
    the other, and an empty section not at all.
    """

    name: str
    language: str
    heading: str
    parts: tuple[Part, ...] = ()
    level: int = 2

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for shown in self.shown():
            display(shown)  # type: ignore[no-untyped-call]

    def shown(self) -> list[Any]:
        """What a notebook displays, in its order."""
        if not self.parts and self.level > 1:
            return []
        shown: list[Any] = [Heading(self.heading, self.level)]
        for part in self.parts:
            sentence = getattr(part, "sentence", "")
            if isinstance(part, Exhibit) and sentence:
                shown.append(Note(f"{part.name}_sentence", self.language, sentence))
            shown.append(part)
        return shown


@dataclass(frozen=True)
class Heading:
    """A heading by itself."""

    text: str
    level: int = 2

    def _repr_markdown_(self) -> str:
        return f"{'#' * self.level} {self.text}"

    def __repr__(self) -> str:
        return self.text
