"""Finds the sentence that a figure stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from xuke.audit.words import say
from xuke.model import Block, BlockKind, Document, Span

_END = re.compile(r"[。！？\n]")
_STANDS = re.compile(r"\b(line|column|paragraph|page|table) (\d+)")
_LONGEST = 400  # a sentence without an end is cut around its figure


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or table cell of a document: its place in the file, and its words."""

    span: Span
    place: str
    words: str

    def place_in(self, language: str) -> str:
        """Where it stands in the file, in words of *language*."""
        return _STANDS.sub(
            lambda found: say(f"place_{found[1]}", language, at=found[2]), self.place
        )


def is_verbatim(document: Document) -> bool:
    """Whether the document's text is that of its file, character by character."""
    return document.name.lower().endswith((".md", ".txt"))


def position(text: str, at: int) -> tuple[int, int]:
    """Line and column, from 1 on, of the character at *at*."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


class Passages:
    """The sentences of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._starts = [block.span.start for block in document.blocks]

    def block(self, at: int) -> Block | None:
        """The block that holds the character at *at*."""
        found = bisect_right(self._starts, at) - 1
        if found < 0 or self.document.blocks[found].span.end <= at:
            return None
        return self.document.blocks[found]

    def place(self, at: int) -> str:
        """Where the character at *at* stands: line and column, or page, paragraph or cell."""
        if is_verbatim(self.document):
            line, column = position(self.document.text, at)
            return f"line {line}, column {column}"
        block = self.block(at)
        return block.place if block else ""

    def around(self, start: int, end: int) -> Passage:
        """The sentence from before *start* to after *end*; for a cell, also its headers."""
        text = self.document.text
        block = self.block(start)
        low, high = (block.span.start, block.span.end) if block else (0, len(text))
        low, high = max(low, start - _LONGEST), min(max(high, end), end + _LONGEST)
        ends = [mark.end() for mark in _END.finditer(text, low, start)]
        after = _END.search(text, end, high)
        span = Span(ends[-1] if ends else low, after.end() if after else high)
        words = " ".join(span.of(text).replace("**", "").split())
        if block and block.kind is BlockKind.CELL:
            words = " / ".join([*block.row, *block.column, words])
        return Passage(span, block.place if block else "", words)
