"""Tables as cells with headers, whichever way the document holds them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xuke.extraction import flat
from xuke.extraction.layout import Layout

_NUMBER = re.compile(
    r"[ ]*+(?:-?\d[\d,]*(?:\.\d+)?[ ]*+(?:%|万|亿)?(?:件|宗|项|个|万?元|次|家|人次|件次)?"
    r"|[-—/]{1,2}|无)[ ]*+"
)
_UNIT_BESIDE = re.compile(r"[ |]{1,9}(件|宗|项|个|元|万元|亿元|%)[ ]*(?=[|\n]|$)")
_PAIR = re.compile(rf"[ ]*[^\d:\s]{{2,24}}[ ]{{2,}}+{_NUMBER.pattern}")  # 受理（件）  297755
_REMARKS = frozenset({"备注", "说明"})
_TIMES = frozenset({"年度", "年份", "年"})
_PROSE = frozenset("。；，！？")
_RULE = re.compile(r"[ |:\n-]+")
_BULLET = re.compile(r"\s*[-*•●◆] +[^-\d\s]")  # - 地图审核 587件 is an item of a list
_FIELD = re.compile(r"\S+")
_LONGEST_CELL, _FAR = 45, 40

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value at ``start:end`` of the text, its row's and its column's headers.

    ``caption`` is the text right before the table, ``table`` where that starts.
    """

    start: int
    end: int
    row: tuple[str, ...]
    column: tuple[str, ...]
    caption: str
    table: int


def cells(layout: Layout) -> Iterator[Cell]:
    """Every value cell of the document's tables."""
    yield from _from_blocks(layout)
    headings = {section.start for section in layout.sections[1:]}
    lines = [each for each in _lines(layout.lines) if each[0] not in headings]
    if layout.title:
        lines = lines[1:]
    if not layout.cells:
        for run in _runs(layout.lines, lines, _is_piped) if "|" in layout.lines else ():
            yield from _from_rows(layout.lines, [_piped(layout.lines, *each) for each in run])
        source = layout.source
        if "\t" in source:
            for run in _runs(source, lines, _is_tabbed):
                rows = [_parted(source, *each, "\t") for each in run]
                yield from _from_rows(layout.lines, rows)
            lines = [each for each in lines if not _is_tabbed(source[slice(*each)])]
        for run in _runs(layout.lines, lines, _is_spaced):
            yield from _from_rows(layout.lines, [_spaced(layout.lines, *each) for each in run])
    else:
        ends = [cell.span.end for cell in layout.cells]
        lines = [each for each in lines if not _overlaps(each, layout, ends)]
    for run in _runs(layout.lines, lines, _is_short):
        yield from _from_flat(layout.lines, run)


def _overlaps(line: Span, layout: Layout, ends: Sequence[int]) -> bool:
    """Whether the first cell that ends after the line begins starts within it."""
    at = bisect_right(ends, line[0])
    return at < len(ends) and layout.cells[at].span.start < line[1]


def _from_blocks(layout: Layout) -> Iterator[Cell]:
    first = layout.cells[0].span.start if layout.cells else 0
    last = 0
    for block in layout.cells:
        between = layout.lines[last : block.span.start]
        if "\n\n" in between or (len(between) > _FAR and not _RULE.fullmatch(between)):
            first = block.span.start
        last = block.span.end
        caption = layout.lines[max(0, first - 60) : first]
        unit, _ = _unit_beside(layout.lines, last)  # 收费金额 | 34226190 | 元
        column = (*block.column, *unit)
        yield Cell(block.span.start, block.span.end, block.row, column, caption, first)


def _lines(flow: str) -> list[Span]:
    return [found.span() for found in re.finditer(r"[^\n]+", flow) if found.group().strip()]


def _runs(flow: str, lines: Sequence[Span], belongs: Callable[[str], bool]) -> Iterator[list[Span]]:
    run: list[Span] = []
    for line in lines:
        fits = belongs(flow[slice(*line)])
        if run and (not fits or flow[run[-1][1] : line[0]].strip()):
            if len(run) > 1:
                yield run
            run = []
        if fits:
            run.append(line)
    if len(run) > 1:
        yield run


def _is_piped(line: str) -> bool:
    return line.count("|") >= 2


def _is_tabbed(line: str) -> bool:
    return "\t" in line.strip() and "。" not in line and "|" not in line


def _is_spaced(line: str) -> bool:
    parted = line.count(" ") >= 2 and "。" not in line and "|" not in line
    if not parted or _PROSE & set(line) or _BULLET.match(line):
        return False
    return len(line.split()) >= 3 or _PAIR.fullmatch(line) is not None


def _is_short(line: str) -> bool:
    return (
        len(line) <= 2 * _LONGEST_CELL
        and len(line.strip()) <= _LONGEST_CELL
        and not (_PROSE & set(line))
        and "|" not in line
        and not (":" in line and any(each.isdigit() for each in line))
    )


def _piped(flow: str, start: int, end: int) -> list[Span]:
    fields = _parted(flow, start, end, "|")
    if not flow[slice(*fields[0])].strip():
        fields = fields[1:]
    if fields and not flow[slice(*fields[-1])].strip():
        fields = fields[:-1]
    return fields


def _parted(text: str, start: int, end: int, sign: str) -> list[Span]:
    """What stands between the *sign* in ``text[start:end]``."""
    fields, at = [], start
    while (found := text.find(sign, at, end)) >= 0:
        fields.append((at, found))
        at = found + 1
    return [*fields, (at, end)]


def _spaced(flow: str, start: int, end: int) -> list[Span]:
    return [found.span() for found in _FIELD.finditer(flow, start, end)]


def _is_number(flow: str, field: Span) -> bool:
    return _NUMBER.fullmatch(flow[slice(*field)].replace("\n", " ")) is not None


def _from_rows(flow: str, rows: Sequence[list[Span]]) -> Iterator[Cell]:
    """Cells of rows of fields: a first row of headers, or labels in the first column."""
    rows = [
        row
        for row in rows
        if row and not all(_RULE.fullmatch(flow[slice(*field)] or " ") for field in row)
    ]
    header: list[Span] | None = None
    rows = _without_remarks(flow, rows)
    kinds = [[_is_number(flow, field) for field in row] for row in rows]
    values = _values(kinds)
    for row, numbers in zip(rows, kinds, strict=True):
        if not any(numbers):
            header = row
            continue
        if header is not None and len(header) > len(row) > values == _at_end(numbers):
            # 合计 without a number, or a class that the rows above it name
            lacking = len(header) - len(row)
            empty = [(row[-values][0],) * 2] * lacking
            row = [*row[:-values], *empty, *row[-values:]]
            numbers = [*numbers[:-values], *[False] * lacking, *numbers[-values:]]
        if header is not None and len(header) != len(row):
            header = None
        if header is not None and len({flow[slice(*each)].strip() for each in header}) < len(row):
            header = None  # 项目, 数值, 项目, 数值: two tables side by side
        first = rows[0][0][0]
        caption = flow[max(0, first - 60) : first]
        if header is None:
            # label and value side by side, perhaps twice in a row
            for (label, value), (told, number) in zip(
                pairwise(row), pairwise(numbers), strict=True
            ):
                if number and not told:
                    yield Cell(*value, (flow[slice(*label)].strip(),), (), caption, first)
            continue
        labels: list[str] = []
        for field, number, above in zip(row, numbers, header, strict=True):
            title, said = flow[slice(*above)].strip(), flow[slice(*field)].strip()
            if number and title not in _TIMES:
                unit, end = _unit_beside(flow, field[1])
                yield Cell(field[0], end, tuple(labels), (title, *unit), caption, first)
            elif said:
                labels.append(said)


def _unit_beside(flow: str, end: int) -> tuple[tuple[str, ...], int]:
    """The unit in the column after a number, as a header's, and where the number with it ends."""
    found = _UNIT_BESIDE.match(flow, end)
    return ((f"（{found[1]}）",), found.end(1)) if found else ((), end)


def _without_remarks(flow: str, rows: Sequence[list[Span]]) -> Sequence[list[Span]]:
    """*rows* without a last column of remarks (备注), which may be empty in some."""
    if not rows or flow[slice(*rows[0][-1])].strip() not in _REMARKS:
        return rows
    width = len(rows[0])
    return [row[:-1] if len(row) == width else row for row in rows]


def _values(kinds: Sequence[Sequence[bool]]) -> int:
    """How many fields at the end of the longest rows are numbers."""
    width = max(map(len, kinds), default=0)
    return max((_at_end(each) for each in kinds if len(each) == width), default=0)


def _at_end(numbers: Sequence[bool]) -> int:
    """How many of *numbers* at their end are true."""
    return next((at for at, each in enumerate(reversed(numbers)) if not each), len(numbers))


def _from_flat(flow: str, run: Sequence[Span]) -> Iterator[Cell]:
    """Cells of a table that was flattened to one cell per line."""
    run = flat.whole_cells(flow, run)
    numbers = [_is_number(flow, line) for line in run]
    if sum(numbers) < 2:
        return
    first = run[0][0]
    caption = " ".join(flow[slice(*line)] for line in run[: numbers.index(True)])
    caption = flow[max(0, first - 40) : first] + caption
    table = flat.rows(flow, run, numbers)
    for label, value in () if table else flat.pairs(run, numbers):
        yield Cell(*value, (_text(flow, label),), (), caption, first)
    for row in table:
        labels = tuple(_text(flow, label) for label in row.labels)
        for value, title in zip(row.values, row.titles, strict=True):
            yield Cell(*value, labels, (_text(flow, title),), caption, first)


def _text(flow: str, cell: Span) -> str:
    return "".join(flow[slice(*cell)].split("\n")).strip()
