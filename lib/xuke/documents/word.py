"""A .docx: headings by style or outline level, lists, tables with merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn

from xuke.documents.archive import inspect_archive
from xuke.documents.layout import Piece, one_line
from xuke.documents.plain import heading_level
from xuke.documents.table import Cell, cell_name, table_pieces
from xuke.model import BlockKind

_TEXT, _TAB, _BREAK = qn("w:t"), {qn("w:tab"), qn("w:ptab")}, {qn("w:br"), qn("w:cr")}
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
# Deleted or moved text is no longer in the report; what old readers fall back to is said twice.
_GONE = {
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_MOST_ACROSS = 1000


def word_pieces(data: bytes) -> Iterator[Piece]:
    """Paragraphs and table cells of the body in order, text boxes where they are anchored."""
    inspect_archive(data, "word/document.xml")
    document = docx.Document(BytesIO(data))
    styles = list(document.styles.element.iter(qn("w:style")))
    yield from _Body(_levels(styles), _listed(styles)).pieces(document.element.body)


def _levels(styles: list[Any]) -> dict[str, int]:
    """Heading level of each paragraph style: by its name, or its outline level."""
    levels = {}
    for style in styles:
        name = style.find(qn("w:name"))
        named = _HEADING.fullmatch(name.get(qn("w:val"), "")) if name is not None else None
        outline = style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        title = name is not None and name.get(qn("w:val"), "").lower() in {"title", "标题"}
        identity = style.get(qn("w:styleId"), "")
        if named:
            levels[identity] = min(6, int(named[1]))
        elif title:
            levels[identity] = 1
        elif outline is not None and (level := _level(outline)):
            levels[identity] = level
    return levels


def _listed(styles: list[Any]) -> set[str]:
    """Names of the paragraph styles that make list items."""
    return {
        style.get(qn("w:styleId"), "")
        for style in styles
        if style.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
    }


def _level(outline: Any) -> int:
    value = outline.get(qn("w:val"), "")
    return min(6, int(value) + 1) if value in set("012345678") else 0


class _Body:
    def __init__(self, levels: dict[str, int], listed: set[str]) -> None:
        self.levels, self.listed = levels, listed
        self.paragraphs = 0
        self.tables = 0

    def pieces(self, element: Any) -> Iterator[Piece]:
        for child in element:
            if child.tag == _PARAGRAPH:
                yield from self._paragraph(child)
            elif child.tag == _TABLE:
                self.tables += 1
                yield from table_pieces(self._grid(child))
            elif child.tag not in _GONE and isinstance(child.tag, str):
                yield from self.pieces(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Piece]:
        self.paragraphs += 1
        for number, line in enumerate(_words(paragraph).split("\n")):
            text = " ".join(line.split())
            if not text:
                continue
            kind, level = self._kind(paragraph, text) if number == 0 else (BlockKind.PARAGRAPH, 0)
            yield Piece(kind, text, f"paragraph {self.paragraphs}", level)
        for box in _boxes(paragraph):
            yield from self.pieces(box)

    def _kind(self, paragraph: Any, text: str) -> tuple[BlockKind, int]:
        properties = paragraph.find(qn("w:pPr"))
        if properties is not None:
            style = properties.find(qn("w:pStyle"))
            outline = properties.find(qn("w:outlineLvl"))
            name = style.get(qn("w:val"), "") if style is not None else ""
            level = _level(outline) if outline is not None else self.levels.get(name, 0)
            if level:
                return BlockKind.HEADING, level
            if properties.find(qn("w:numPr")) is not None or name in self.listed:
                return BlockKind.LIST_ITEM, 0
        level = heading_level(text)
        return (BlockKind.HEADING, level) if level else (BlockKind.PARAGRAPH, 0)

    def _grid(self, table: Any) -> list[list[Cell | None]]:
        grid: list[list[Cell | None]] = []
        for r, row in enumerate(_inner(table, _ROW)):
            line: list[Cell | None] = [None] * _value(row, "w:trPr/w:gridBefore", 0)
            above = grid[-1] if grid else []
            for tag in _inner(row, _CELL):
                c = len(line)
                merge = tag.find("/".join(map(qn, ("w:tcPr", "w:vMerge"))))
                carried = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
                over = above[c] if carried and c < len(above) else None
                place = f"table {self.tables}, {cell_name(r, c)}"
                cell = over or Cell(one_line(_cell_words(tag)).strip(), place)
                line += [cell] * max(1, _value(tag, "w:tcPr/w:gridSpan", 1))
            grid.append(line)
        return grid


def _value(element: Any, path: str, default: int) -> int:
    found = element.find("/".join(qn(name) for name in path.split("/")))
    text = found.get(qn("w:val"), "") if found is not None else ""
    return min(int(text), _MOST_ACROSS) if text.isascii() and text.isdecimal() else default


def _inner(element: Any, tag: str) -> Iterator[Any]:
    """Rows of a table, or cells of a row, also those within a content control."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
            yield from _inner(child, tag)


def _words(paragraph: Any) -> str:
    """Words of a paragraph with its links and insertions, without text boxes."""
    parts: list[str] = []
    for node in _living(paragraph):
        if node.tag == _TEXT:
            parts.append(node.text or "")
        elif node.tag in _TAB:
            parts.append(" ")
        elif node.tag in _BREAK:
            parts.append("\n")
        elif node.tag == qn("w:noBreakHyphen"):
            parts.append("-")
    return "".join(parts)


def _living(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag in _GONE or child.tag in {qn("w:pPr"), qn("w:rPr"), qn("w:txbxContent")}:
            continue
        yield child
        yield from _living(child)


def _boxes(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == qn("w:txbxContent"):
            yield child
        else:
            yield from _boxes(child)


def _cell_words(cell: Any) -> str:
    return "\n".join(_words(paragraph) for paragraph in cell.iter(_PARAGRAPH))
