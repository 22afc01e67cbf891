"""Tables that a copy from a page or a PDF has flattened to one cell per line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_MOST_CAPTIONS = 3
_LONGEST_LABEL = 4  # lines
_NAMES = re.compile(".{0,10}(?:事项|名称|项目|部门|单位|类别|类型|内容)|序号|编号")
_NUMBERING = ("序号", "编号")

Span = tuple[int, int]


class Row(NamedTuple):
    """The labels of one row of a table, its values, and the headers over these."""

    labels: tuple[Span, ...]
    values: Sequence[Span]
    titles: Sequence[Span]


def whole_cells(flow: str, lines: Sequence[Span]) -> list[Span]:
    """*lines* with a unit on a line of its own joined to the header above: 受理数 and （件）."""
    joined: list[Span] = []
    for line in lines:
        if joined and flow[slice(*line)].lstrip().startswith("（"):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append(line)
    return joined


def pairs(cells: Sequence[Span], numbers: Sequence[bool]) -> Iterator[tuple[Span, Span]]:
    """Label and value in turn, where *cells* are nothing else but for lines before them."""
    for dropped in range(_MOST_CAPTIONS + 1):
        kinds = numbers[dropped:]
        if not kinds or any(numbers[:dropped]):
            return
        if len(kinds) % 2 == 0 and all(n == bool(at % 2) for at, n in enumerate(kinds)):
            yield from zip(cells[dropped::2], cells[dropped + 1 :: 2], strict=True)
            return


def rows(flow: str, cells: Sequence[Span], numbers: Sequence[bool]) -> list[Row]:
    """The rows of a table with its headers first; none where *cells* make no such table."""
    kinds = "".join("N" if number else "T" for number in numbers)
    leading = len(kinds) - len(kinds.lstrip("T"))
    texts = [flow[slice(*cell)].strip() for cell in cells]
    tried = [
        # Headers begin with what the labels are.
        (not _NAMES.fullmatch(texts[dropped]), dropped, shape)
        for dropped in range(min(leading, _MOST_CAPTIONS + 1))
        for shape in _shapes(kinds, texts, dropped, leading)
    ]
    for _, dropped, shape in sorted(tried):
        found = _rows(cells, texts, kinds, dropped, shape)
        if len(found) > 1 or (found and found[-1].values[-1] == cells[-1]):
            return found
    return []


class _Shape(NamedTuple):
    """How many columns are numbering (0 or 1), labels and values."""

    numbered: int
    labels: int
    values: int


def _shapes(kinds: str, texts: Sequence[str], dropped: int, leading: int) -> Iterator[_Shape]:
    """What the headers after *dropped* lines leave room for.

    They end where the first row begins: at its number, or at its first label.
    """
    headers = leading - dropped
    if texts[dropped] in _NUMBERING and kinds.startswith("NT", leading):
        for labels in (1, 2):
            yield _Shape(1, labels, headers - 1 - labels)
        return
    values = len(kinds) - leading - len(kinds[leading:].lstrip("N"))
    if headers == values:
        yield _Shape(0, 0, values)
    for labels in (1, 2):
        first = headers - labels - values
        wrapped = labels == 1 and _NAMES.fullmatch(texts[dropped])
        if first == labels or (wrapped and 0 < first <= _LONGEST_LABEL):
            yield _Shape(0, labels, values)


def _rows(
    cells: Sequence[Span], texts: Sequence[str], kinds: str, start: int, shape: _Shape
) -> list[Row]:
    """The rows below the headers, to the first that does not fit; 合计 may have no number."""
    width = sum(shape)
    named = {0: "()", 1: f"(T{{1,{_LONGEST_LABEL}}})"}.get(shape.labels, f"(T{{1,{shape.labels}}})")
    row = re.compile(("N?" if shape.numbered else "") + f"{named}N{{{shape.values}}}")
    titles = cells[start + width - shape.values : start + width]
    at, found = start + width, []
    while at < len(cells):
        if texts[at : at + width] == texts[start : start + width]:
            at += width  # printed again on the next page
            continue
        fits = row.match(kinds, at)
        if not fits or not shape.values:
            break
        labels = cells[slice(*fits.span(1))]
        if shape.labels == 1:
            labels = [(labels[0][0], labels[-1][1])]  # a long name may take several lines
        found.append(Row(tuple(labels), cells[fits.end() - shape.values : fits.end()], titles))
        at = fits.end()
    return found
