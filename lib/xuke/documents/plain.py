"""Plain text and Markdown: the text is the file's own, and blocks point into it.

A span of a report kept as Markdown holds in the file as published, marks and all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from xuke.documents.table import Cell, table_pieces
from xuke.model import Block, BlockKind, Span

_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*")
_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{1,}:?[ \t]*\|)+(?:[ \t]*:?-{1,}:?)?[ \t]*")
_MARKS = "\ufeff*_#`"
# How Chinese reports number their headings; 一 outranks （一）, which outranks 1.
_NUMBERED = re.compile(
    r"[ \t\u3000]*(?:([一二三四五六七八九十]{1,3}、)|([（(][一二三四五六七八九十]{1,3}[)）]))"
)
_LONGEST_HEADING = 40


def heading_level(line: str) -> int:
    """Level of a numbered heading in plain text (一、 is 2, （一） is 3), 0 for other lines."""
    number = _NUMBERED.match(line)
    short = len(line.strip()) <= _LONGEST_HEADING and not line.rstrip().endswith(("。", "；", "，"))
    return 0 if not number or not short else 2 if number[1] else 3


def text_blocks(text: str) -> tuple[Block, ...]:
    """One block for each line with words of a plain text; numbered short lines are headings."""
    blocks: list[Block] = []
    for number, start, line in _lines(text):
        words = _trimmed(text, start, start + len(line))
        if words is None:
            continue
        level = 1 if not blocks and "报告" in line and "。" not in line else heading_level(line)
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        blocks.append(Block(kind, words, f"line {number}", level))
    return tuple(blocks)


def markdown_blocks(text: str) -> tuple[Block, ...]:
    """Headings, list items, paragraphs and table cells of a Markdown text, without their marks."""
    blocks: list[Block] = []
    table: list[tuple[int, int, str]] = []
    joins = False  # whether the next line carries the last paragraph or item on
    inline = _inline(text)
    for number, start, line in [*_lines(text), (0, len(text), "")]:
        if inline and inline[0][0].start <= start + len(line):
            blocks += _table(table)
            blocks += _around(text, inline, Span(start, start + len(line)), f"line {number}")
            table, joins = [], False
            continue
        if _ROW.fullmatch(line):
            table.append((number, start, line))
            joins = False
            continue
        blocks += _table(table)
        table = []
        quote = _QUOTE.match(line)
        words = _trimmed(text, start + (quote.end() if quote else 0), start + len(line))
        if words is None:
            joins = False
        elif heading := _HEADING.match(line):
            inner = _trimmed(text, start + heading.end(), words.end, _MARKS)
            if inner:
                level = len(heading[1])
                blocks.append(Block(BlockKind.HEADING, inner, f"line {number}", level))
            joins = False
        elif item := _ITEM.match(line):
            inner = Span(start + item.end(), words.end)
            blocks.append(Block(BlockKind.LIST_ITEM, inner, f"line {number}"))
            joins = not line.endswith("  ")
        elif joins:
            last = blocks.pop()
            blocks.append(Block(last.kind, Span(last.span.start, words.end), last.place))
            joins = not line.endswith("  ")  # two spaces end a line for good
        else:
            blocks.append(Block(BlockKind.PARAGRAPH, words, f"line {number}"))
            joins = not line.endswith("  ")
    return tuple(blocks)


def _around(
    text: str, inline: list[tuple[Span, list[Block]]], line: Span, place: str
) -> Iterator[Block]:
    """Words and cells of a line that HTML tables begin or end in; those that end are taken off."""
    at = line.start
    while inline and inline[0][0].start <= line.end:
        span, cells = inline[0]
        if span.start >= at:
            if words := _trimmed(text, at, span.start):
                yield Block(BlockKind.PARAGRAPH, words, place)
            yield from cells
        at = span.end
        if at > line.end:
            return
        inline.pop(0)
    if words := _trimmed(text, at, line.end):
        yield Block(BlockKind.PARAGRAPH, words, place)


def _inline(text: str) -> list[tuple[Span, list[Block]]]:
    if "<table" not in text.lower():
        return []
    from xuke.documents.inline import inline_tables

    return list(inline_tables(text))


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Number from 1, position and words of each line."""
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        yield number, start, line
        start += len(line) + 1


def _trimmed(text: str, start: int, end: int, marks: str = "") -> Span | None:
    """The range without white space and *marks* at its ends, None if nothing is left."""
    while start < end and (text[start].isspace() or text[start] in marks):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in marks):
        end -= 1
    return Span(start, end) if start < end else None


def _table(lines: list[tuple[int, int, str]]) -> Iterator[Block]:
    """Cells of a pipe table, where they stand in the text."""
    spans: dict[str, Span] = {}
    grid: list[list[Cell]] = []
    ruled = any(_RULE.fullmatch(line) for _, _, line in lines[1:2])
    for number, start, line in lines:
        if _RULE.fullmatch(line):
            continue
        row: list[Cell] = []
        for bar, after in _bars(line):
            words = _trimmed(line, bar, after, _MARKS)
            place = f"line {number}, column {len(row) + 1}"
            if words:
                spans[place] = Span(start + words.start, start + words.end)
            row.append(Cell(words.of(line) if words else "", place, header=ruled and not grid))
        grid.append(row)
    for piece in table_pieces(grid):
        yield Block(piece.kind, spans[piece.place], piece.place, 0, piece.row, piece.column)


def _bars(line: str) -> Iterator[tuple[int, int]]:
    r"""Ranges between the bars of a row; ``\|`` is a bar in a cell's words."""
    bars = [bar.start() for bar in re.finditer(r"(?<!\\)\|", line)]
    yield from ((bar + 1, after) for bar, after in pairwise(bars))
