"""Gives every cell of a table its row and column headers, whatever the file was.

A table is a grid of cells; a merged cell stands at each of its positions. Readers know which
cells the file itself marks as headers (``<th>``); most statistics tables mark none, so that the
headers follow from where the figures stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xuke.documents.layout import Piece
from xuke.model import BlockKind

_FIGURE = re.compile(
    r"[+\-−约近超]{0,2}\s*[\d０-９][\d０-９,，.．\s]*[余多]?\s*(?:[%％‰]|[万亿]?[^\W\d_]{0,3})"
)
_HEADS_ALL = re.compile(r"(?:19|20)\d\d年度?|单位\s*[:：]\s*[^\W\d]{1,4}")
MAX_HEADER_ROWS = 6
_PERIOD = re.compile(r"\d{4}|\d{1,4}\s*(?:年度?|月份?|日|季度)")
_TIME = re.compile(
    r"(?:19|20)\d\d\s*年度?|"
    r"[\d０-９]{1,2}\s*(?:月份?|季度|[-—–~～至]\s*[\d０-９]{1,2}\s*月)"
)
_NOTHING = frozenset("-—－–―/／\\无") | {"--", "——", "…", "……"}
_SERIAL = frozenset({"序号", "编号", "No", "No.", "№", "#"})


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """Words of a cell, where it stands, and whether the file itself calls it a header."""

    text: str
    place: str
    header: bool = False

    @property
    def is_figure(self) -> bool:
        """The cell is a number, perhaps with a unit, and not a year or a part of one (1-6月)."""
        text = self.text.strip()
        return not self.header and bool(_FIGURE.fullmatch(text)) and not _TIME.fullmatch(text)

    @property
    def is_nothing(self) -> bool:
        """The cell is empty or a dash."""
        return not self.text.strip() or self.text.strip() in _NOTHING


Grid = Sequence[Sequence[Cell | None]]


class _Table:
    """The roles of rows and columns in one grid."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.width = max((len(row) for row in grid), default=0)
        self.serial = self._serial_column()
        self.bands = self._header_bands()
        self.captions = self._captions()
        said = (_HEADS_ALL.findall(cell.text) for cell in self.captions.values())
        self.over_all = tuple(part for parts in said for part in parts)
        body = [r for r, row in enumerate(grid) if r not in self.bands and self._figures(r, row)]
        self.labels = self._label_columns(self.width, body)
        self.heads, self.groups = self._above()

    def at(self, r: int, c: int) -> Cell | None:
        row = self.grid[r]
        return row[c] if c < len(row) else None

    def _serial_column(self) -> int | None:
        """First column, when it only counts the rows."""
        first = [row[0] for row in self.grid if row and row[0] is not None]
        numbers = [cell.text.strip().rstrip(".、") for cell in first]
        if any(text in _SERIAL for text in numbers[:3]):
            return 0
        counted = [text for text in numbers if text.isdecimal()]
        wide = any(len(row) > 2 for row in self.grid)
        expected = [str(n) for n in range(1, len(counted) + 1)]
        return 0 if wide and len(counted) > 1 and counted == expected else None

    def _figures(self, r: int, row: Sequence[Cell | None]) -> bool:
        """Whether the row has a figure; years alone are the header of what stands below."""
        cells = [cell for c, cell in enumerate(row) if cell and c != self.serial]
        figures = [cell for cell in cells if cell.is_figure]
        periods = all(_PERIOD.fullmatch(cell.text.strip()) for cell in figures)
        return bool(figures) and not (periods and (r == 0 or self._years(figures)))

    @staticmethod
    def _years(figures: list[Cell]) -> bool:
        return len(figures) > 1 and all(
            re.fullmatch(r"(?:19|20)\d\d\s*(?:年度?)?", cell.text.strip()) for cell in figures
        )

    def _header_bands(self) -> dict[int, int]:
        """Header rows, each with the first row of the band that it belongs to.

        A band is a run of rows of words right above a row of values.
        """
        rows = self.grid
        plain = [self._may_head(r, row) for r, row in enumerate(rows)]
        values = [
            not words and self._distinct(row) > 0 for words, row in zip(plain, rows, strict=True)
        ]
        bands: dict[int, int] = {}
        r = 0
        while r < len(rows):
            if not plain[r]:
                r += 1
                continue
            end = next((below for below in range(r, len(rows)) if not plain[below]), len(rows))
            if end < len(rows) and values[end]:
                bands |= self._band(max(r, end - MAX_HEADER_ROWS), end)
            elif r == 0 and not any(values) and len(rows) > 1:
                bands[0] = 0  # a table of words: its first row is its header
            r = end
        return bands

    def _band(self, start: int, end: int) -> dict[int, int]:
        """The rows from *start* to *end* as a band, without titles and names of groups of rows.

        One cell alone below a header names a group of rows; above it, it is a title.
        """
        wide = [r for r in range(start, end) if self._distinct(self.grid[r]) > 1]
        if not wide:
            return dict.fromkeys(range(start, end), start) if self.width < 2 else {}
        return dict.fromkeys(range(wide[0], wide[-1] + 1), wide[0])

    def _captions(self) -> dict[int, Cell]:
        """Rows above everything else that hold one cell: titles of the table."""
        captions: dict[int, Cell] = {}
        for r, row in enumerate(self.grid if self.width > 1 else ()):
            words = _distinct(row)
            if len(words) > 1 or (words and words[0].is_figure) or r in self.bands:
                break
            captions |= dict.fromkeys([r], words[0]) if words else {}
        # A table of nothing but single cells is a list.
        return captions if len(captions) < len(self.grid) else {}

    def _may_head(self, r: int, row: Sequence[Cell | None]) -> bool:
        cells = [cell for cell in row if cell]
        words = [cell for cell in cells if cell.text.strip()]
        if not words or self._figures(r, row):
            return False
        return all(cell.header for cell in words) or not any(cell.is_nothing for cell in words[1:])

    @staticmethod
    def _distinct(row: Sequence[Cell | None]) -> int:
        return len(_distinct(row))

    def _label_columns(self, width: int, body: list[int]) -> list[range]:
        """For each column, the run of columns of words that name its rows: the nearest before."""
        labels = {c for c in range(width) if self._is_label(c, body)}
        runs: list[range] = []
        run = range(0)
        for c in range(width):
            runs.append(run)
            if c in labels:
                run = range(run.start, c + 1) if run.stop == c and run else range(c, c + 1)
        return runs

    def _is_label(self, c: int, body: list[int]) -> bool:
        cells = [cell for r in body if (cell := self.at(r, c))]
        if c == self.serial or any(cell.is_figure for cell in cells):
            return False
        return any(not cell.is_nothing for cell in cells)

    def _above(self) -> tuple[list[range], list[tuple[str, ...]]]:
        """For each row, the rows of the header band over it and the name of its group of rows."""
        heads: list[range] = []
        groups: list[tuple[str, ...]] = []
        head = range(0)
        group: tuple[str, ...] = ()
        for r, row in enumerate(self.grid):
            heads.append(head)
            groups.append(group)
            if r in self.bands:
                head, group = range(self.bands[r], r + 1), ()
            elif r in self.captions:
                continue
            elif self._distinct(row) == 1 and self._may_head(r, row):
                group = _texts(row)
        return heads, groups

    def column_headers(self, r: int, c: int) -> tuple[str, ...]:
        return self.over_all + _texts(
            next(cell for cell in self.grid[above] if cell and cell.text.strip())
            if self._distinct(self.grid[above]) == 1
            else self.at(above, c)
            for above in self.heads[r]
        )

    def row_headers(self, r: int, c: int) -> tuple[str, ...]:
        return self.groups[r] + _texts(self.at(r, label) for label in self.labels[c])


def _distinct(row: Sequence[Cell | None]) -> list[Cell]:
    """Cells of a row that have words, a merged cell once."""
    return list({id(cell): cell for cell in row if cell and cell.text.strip()}.values())


def _texts(cells: Iterable[Cell | None]) -> tuple[str, ...]:
    """Words of the cells in order, a merged cell once."""
    distinct = {id(cell): cell.text for cell in cells if cell and not cell.is_nothing}
    return tuple(distinct.values())


def table_pieces(grid: Grid) -> Iterator[Piece]:
    """One piece for each cell with words: cells of a row parted by a tab, rows by a line end.

    Header cells have neither row nor column headers; other cells have the words of the headers
    that stand over and before them, outermost first. A title in the table is a paragraph; its
    year and unit head all columns.
    """
    table = _Table(grid)
    seen: set[int] = set()
    for r, row in enumerate(grid):
        before = "\n"
        for c, cell in enumerate(row):
            if cell is None or id(cell) in seen or not cell.text.strip():
                continue
            seen.add(id(cell))
            heads = r in table.bands or r in table.captions
            yield Piece(
                BlockKind.PARAGRAPH if r in table.captions else BlockKind.CELL,
                cell.text,
                cell.place,
                row=() if heads else table.row_headers(r, c),
                column=() if heads else table.column_headers(r, c),
                before=before,
            )
            before = "\t"


def cell_name(row: int, column: int) -> str:
    """Name of a cell as a spreadsheet gives it: row 3, column 1 (from 0) is ``B4``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
