"""Reads a small invented document and shows what became of it."""

from __future__ import annotations

from pathlib import Path

from xuke.documents import read
from xuke.model import BlockKind, Document

SENTENCE = "申请 120 件，受理 118 件，不予受理 2 件。"


def read_bytes(folder: Path, name: str, data: bytes | str) -> Document:
    """The document that *data* makes under *name*."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read(path)


def words(document: Document) -> list[str]:
    """The words of each block."""
    return [block.span.of(document.text) for block in document.blocks]


def cells(document: Document) -> list[tuple]:
    """Words, row headers and column headers of each cell that has any header."""
    return [
        (block.span.of(document.text), block.row, block.column)
        for block in document.blocks
        if block.kind is BlockKind.CELL and (block.row or block.column)
    ]


def shape(document: Document) -> list[tuple]:
    """Kind, level, place and words of each block."""
    return [(b.kind.value, b.level, b.place, b.span.of(document.text)) for b in document.blocks]
