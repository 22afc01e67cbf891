"""Tables that a copy from a page or a PDF has flattened to one cell per line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xuke.extraction.units import BESIDE

_MOST_CAPTIONS = 3
_LONGEST_LABEL, _LONG_LINE = 4, 8  # lines, characters
_MOST_COLUMNS = 30
_TOTAL = re.compile("合计|总计|小计|共计|总数")
_NAMES = re.compile(
    ".{0,10}(?:事项|名称|项目|指标|部门|单位|领域|类别|类型|内容)|序号|编号|排名|名次|排序"
)
NUMBERING = ("序号", "编号", "排名", "名次", "排序")

Span = tuple[int, int]


class Row(NamedTuple):
    """The labels of one row of a table, its values, and the headers over these."""

    labels: tuple[Span, ...]
    values: Sequence[Span]
    titles: Sequence[Span]


def whole_cells(flow: str, lines: Sequence[Span]) -> list[Span]:
    """*lines* with a unit on a line of its own joined to the line above: 受理数 and （件）.

    Also the units of a column of them (437905 and 件), whose header then falls away.
    """
    joined: list[Span] = []
    units = False
    for line in lines:
        said = flow[slice(*line)].strip()
        of_number = said in BESIDE and joined and flow[slice(*joined[-1])].strip()[-1:].isdigit()
        if joined and (said.startswith("（") or of_number):
            joined[-1] = (joined[-1][0], line[1])
            units = units or bool(of_number)
        else:
            joined.append(line)
    return [each for each in joined if flow[slice(*each)].strip() != "单位"] if units else joined


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
    """The rows of a table with its headers first; none where *cells* make no such table.

    A copy leaves out empty cells. So nothing is read unless the rows use up all numbers, each with
    one for every header, and are numbered 1, 2, 3 where they are numbered.
    """
    kinds = "".join("N" if number else "T" for number in numbers)
    leading = _run(kinds, "T")
    if leading > _MOST_COLUMNS:
        return []
    texts = [flow[slice(*cell)].strip() for cell in cells]
    starts = range(min(leading, _MOST_CAPTIONS + 1))
    # Headers begin with what the labels are, where one says so.
    named = [dropped for dropped in starts if _NAMES.fullmatch(texts[dropped])]
    for dropped in named or starts:
        for shape in _shapes(kinds, texts, dropped, leading):
            if found := _rows(cells, texts, kinds, dropped, shape):
                return found
    return _strips(cells, kinds)


def _strips(cells: Sequence[Span], kinds: str) -> list[Row]:
    """Rows of numbers, each below a row of as many headers of its own, as of tables in a row."""
    found: list[Row] = []
    leading = _run(kinds, "T")
    at = max(0, leading - _run(kinds[leading:], "N"))
    if at > _MOST_CAPTIONS:
        return []
    while at < len(kinds):
        width = _run(kinds[at:], "T")
        first = at + width
        if width < 2 or _run(kinds[first:], "N") != width:
            return []
        at = first + width
        found.append(Row((), cells[first:at], cells[first - width : first]))
    return found if len(found) > 1 else []


def _run(kinds: str, kind: str) -> int:
    """How many cells at the beginning of *kinds* are of one *kind*."""
    return len(kinds) - len(kinds.lstrip(kind))


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
    if texts[dropped] in NUMBERING:
        if kinds.startswith("NT", leading):
            for labels in (1, 2):
                yield _Shape(1, labels, headers - 1 - labels)
        return
    values = _run(kinds[leading:], "N")
    if headers == values:
        yield _Shape(0, 0, values)
    for labels in (1, 2):
        first = headers - labels - values
        # The first line of a name that takes several is long, and so no header of an empty column.
        wrapped = labels == 1 and _NAMES.fullmatch(texts[dropped]) and first <= _LONGEST_LABEL
        if first == labels or (wrapped and len(texts[leading - first]) >= _LONG_LINE):
            yield _Shape(0, labels, values)


def _rows(
    cells: Sequence[Span], texts: Sequence[str], kinds: str, start: int, shape: _Shape
) -> list[Row]:
    """The rows below the headers to the last number; none if a row does not fit."""
    width, values = sum(shape), shape.values
    if values < 1:
        return []
    at, number, found = start + width, 0, list[Row]()
    titles = cells[at - values : at]
    while kinds.find("N", at) >= 0:
        if texts[at : at + width] == texts[start : start + width]:
            at += width  # printed again on the next page
            continue
        numbered = shape.numbered and kinds[at] == "N"
        if numbered:
            number, at = number + 1, at + 1
            if texts[at - 1] != str(number):
                return []
        first = kinds.find("N", at)
        named = cells[at:first]
        after = first + values
        # 合计 may have no number, and one label where the others have two.
        total = len(named) == 1 and _TOTAL.match(texts[at]) is not None
        most = _LONGEST_LABEL if shape.labels == 1 else shape.labels
        fits = shape.labels <= len(named) <= most and numbered == shape.numbered
        if not (total or fits) or kinds[first:after] != "N" * values:
            return []
        if named and (total or shape.labels == 1):
            named = [(named[0][0], named[-1][1])]  # a long name may take several lines
        found.append(Row(tuple(named), cells[first:after], titles))
        at = after
    return found
