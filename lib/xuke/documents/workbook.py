"""Statistics tables: .xlsx and .csv, one table for each sheet."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import openpyxl
from defusedxml.ElementTree import iterparse
from openpyxl.utils.cell import range_boundaries

from xuke.documents.archive import inspect_archive
from xuke.documents.layout import Piece, one_line
from xuke.documents.table import Cell, cell_name, table_pieces
from xuke.model import BlockKind, DocumentError

MAX_POSITIONS = 2_000_000
_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DECIMALS = re.compile(r"[#0,]*0(?:\.(0+))?(%?)")
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.|[¥$\s]')


def workbook_pieces(data: bytes) -> Iterator[Piece]:
    """A heading with the name of each visible sheet, then its cells as they are shown."""
    inspect_archive(data, "xl/workbook.xml")
    _inspect_sheets(data)
    book = openpyxl.load_workbook(BytesIO(data), data_only=True, keep_links=False)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if sheet.max_row * sheet.max_column > MAX_POSITIONS:
            raise DocumentError(
                f"reaches cell {cell_name(sheet.max_row - 1, sheet.max_column - 1)} in sheet "
                f"{sheet.title}; delete what lies outside the table"
            )
        cells = list(table_pieces(_grid(sheet)))
        if cells:
            yield Piece(BlockKind.HEADING, one_line(sheet.title), sheet.title, level=2)
            yield from cells


def _inspect_sheets(data: bytes) -> None:
    """Refuse what openpyxl would stumble over: formulas without a result, endless merged cells."""
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            merged = 0
            with archive.open(name) as part:
                for _, element in iterparse(part):
                    if element.tag == f"{_NAMESPACE}mergeCell":
                        merged += _area(element.get("ref", ""))
                    elif element.tag == f"{_NAMESPACE}c":
                        _inspect_cell(element)
                        element.clear()
            if merged > MAX_POSITIONS:
                raise DocumentError("merges millions of cells; delete what lies outside the table")


def _inspect_cell(cell: Any) -> None:
    result = cell.find(f"{_NAMESPACE}v")
    if cell.find(f"{_NAMESPACE}f") is not None and (result is None or result.text is None):
        raise DocumentError(
            f"holds a formula without its result in cell {cell.get('r')}; open the file in Excel "
            "or WPS and save it there"
        )


def _area(reference: str) -> int:
    left, top, right, bottom = (bound or 0 for bound in range_boundaries(reference))
    return (right - left + 1) * (bottom - top + 1)


def _grid(sheet: Any) -> list[list[Cell | None]]:
    grid: list[list[Cell | None]] = [
        [
            Cell(text, f"{sheet.title}!{cell.coordinate}") if (text := _shown(cell)) else None
            for cell in row
        ]
        for row in sheet.iter_rows()
    ]
    top, left = sheet.min_row, sheet.min_column
    for merged in sheet.merged_cells.ranges:
        cell = grid[merged.min_row - top][merged.min_col - left]
        for r in range(merged.min_row - top, merged.max_row - top + 1):
            for c in range(merged.min_col - left, merged.max_col - left + 1):
                grid[r][c] = cell
    return grid


def _shown(cell: Any) -> str:
    """Value of a cell as a reader of the sheet sees it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool | str):
        return one_line(str(value)).strip()
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "General")
    return str(value)


def _number(value: float, style: str) -> str:
    number = Decimal(str(value))
    if not number.is_finite():
        return str(value)
    form = _DECIMALS.fullmatch(_NOT_SHOWN.sub("", style.split(";")[0]))
    if form:
        percent = form[2]
        step = Decimal(1).scaleb(-len(form[1] or ""))
        number = (number * 100 if percent else number).quantize(step, ROUND_HALF_UP)
        return f"{number:f}{percent}"
    return f"{number:f}".removesuffix(".0")


def separated_pieces(text: str) -> Iterator[Piece]:
    """Cells of a table of text parted by commas, semicolons or tabs."""
    try:
        separator = csv.Sniffer().sniff(text[:10_000], delimiters=",;\t").delimiter
    except csv.Error:
        separator = ","
    grid: list[list[Cell | None]] = []
    positions = 0
    try:
        for r, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=separator)):
            grid.append(
                [Cell(one_line(each).strip(), cell_name(r, c)) for c, each in enumerate(row)]
            )
            positions += len(row)
            if positions > MAX_POSITIONS:
                raise DocumentError("holds millions of cells; give the report's own table")
    except csv.Error as error:
        raise DocumentError(
            f"is no table of comma-separated values (line {len(grid) + 1}: {error}); save it "
            "again as CSV UTF-8"
        ) from error
    yield from table_pieces(grid)
