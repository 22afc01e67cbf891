"""HTML tables within a Markdown text, as converters leave them: cells where they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from xuke.documents.layout import one_line
from xuke.documents.table import Cell, table_pieces
from xuke.documents.web import table_grid
from xuke.model import Block, Span

_TABLE = re.compile(r"<table\b[^>]*>.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_MARK = re.compile(r"<[^<>]{0,200}>|\*\*|&nbsp;")
_END = re.compile(r"</?(?:td|th|tr|tbody|thead|table)\b", re.IGNORECASE)
_OPENING = re.compile(r"<[^<>]*>")


def inline_tables(text: str) -> Iterator[tuple[Span, list[Block]]]:
    """Each stretch of *text* that is an HTML table of data, with the blocks of its cells."""
    for number, found in enumerate(_TABLE.finditer(text), 1):
        span = Span(*found.span())
        if blocks := list(_blocks(text, span, f"table {number}")):
            yield span, blocks


def _blocks(text: str, span: Span, name: str) -> Iterator[Block]:
    region = span.of(text)
    # html.parser, unlike lxml, tells where each tag stands.
    table = BeautifulSoup(region, "html.parser").find("table")
    lines = [0, *(end.end() for end in re.finditer("\n", region))]
    spans: dict[str, Span] = {}

    def read(tag: Tag, place: str) -> Cell:
        at = lines[(tag.sourceline or 1) - 1] + (tag.sourcepos or 0)
        opening = _OPENING.match(region, at)
        start = opening.end() if opening else at
        closing = _END.search(region, start)
        inside = _words(region, start, closing.start() if closing else len(region))
        spans[place] = Span(span.start + inside.start, span.start + inside.end)
        words = one_line(_MARK.sub("", inside.of(region))).strip()
        return Cell(words, place, header=tag.name == "th")

    if isinstance(table, Tag):
        for piece in table_pieces(table_grid(table, name, read)):
            yield Block(piece.kind, spans[piece.place], piece.place, 0, piece.row, piece.column)


def _words(region: str, start: int, end: int) -> Span:
    """The range without marks and white space at its ends."""
    marks = [mark.span() for mark in _MARK.finditer(region, start, end)]
    openings, closings = dict(marks), {after: before for before, after in marks}
    while start < end and (region[start].isspace() or start in openings):
        start = openings.get(start, start + 1)
    while start < end and (region[end - 1].isspace() or end in closings):
        end = closings.get(end, end - 1)
    return Span(start, max(start, end))
