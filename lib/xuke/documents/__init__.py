"""Reads a published report of any common format into one Document.

Text and Markdown keep the file's own text; of other formats the text is made of the report's
blocks, one a line, the cells of a table row parted by tabs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from xuke.documents.encoding import decode
from xuke.documents.layout import MAX_CHARACTERS, Piece, assemble
from xuke.documents.plain import markdown_blocks, text_blocks
from xuke.documents.recognise import Recognised, recognise
from xuke.model import Block, Document, DocumentError

__all__ = ["SUFFIXES", "Recognised", "read", "recognise"]

_MEGABYTE = 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = {b"%PDF-": ".pdf", b"PK\x03\x04": ".docx or .xlsx", _OLE: ".doc or .xls, or encrypted"}


def _web(data: bytes) -> Iterable[Piece]:
    from xuke.documents.web import web_pieces

    return web_pieces(decode(data, markup=True))


def _word(data: bytes) -> Iterable[Piece]:
    from xuke.documents.word import word_pieces

    return word_pieces(data)


def _pdf(data: bytes) -> Iterable[Piece]:
    from xuke.documents.pdf import pdf_pieces

    return pdf_pieces(data)


def _workbook(data: bytes) -> Iterable[Piece]:
    from xuke.documents.workbook import workbook_pieces

    return workbook_pieces(data)


def _separated(data: bytes) -> Iterable[Piece]:
    from xuke.documents.workbook import separated_pieces

    return separated_pieces(decode(data))


# Readers import their libraries when first used: a text file needs none of them.
_PIECES: dict[str, Callable[[bytes], Iterable[Piece]]] = {
    ".html": _web,
    ".htm": _web,
    ".docx": _word,
    ".pdf": _pdf,
    ".xlsx": _workbook,
    ".csv": _separated,
}
_BLOCKS: dict[str, Callable[[str], tuple[Block, ...]]] = {
    ".md": markdown_blocks,
    ".txt": text_blocks,
}
# What a parser needs of memory differs: a page of 16 MB takes as much as a PDF of 64 MB.
_MOST = {".html": 16, ".htm": 16, ".docx": 64, ".pdf": 64, ".xlsx": 64}
_MOST_TEXT = 32
SUFFIXES = (*_BLOCKS, *_PIECES)


def read(path: Path) -> Document:
    """Text and blocks of a report.

    Raises DocumentError, with the file's name and what to do, for a file that is missing, empty,
    too large, of another format, broken, encrypted, without text, or made to harm its reader.
    """
    try:
        return _read(path)
    except DocumentError as error:
        raise DocumentError(f"{path.name}: {error}") from error
    except RecursionError as error:
        raise DocumentError(f"{path.name}: is nested too deeply to be a report") from error


def _read(path: Path) -> Document:
    suffix = path.suffix.lower()
    if suffix == ".doc":
        raise DocumentError("is an old Word file; save it as .docx and give that")
    if suffix == ".xls":
        raise DocumentError("is an old Excel file; save it as .xlsx and give that")
    if suffix not in SUFFIXES:
        raise DocumentError(f"is none of {' '.join(SUFFIXES)}; save the report as one of these")
    data = _bytes(path, _MOST.get(suffix, _MOST_TEXT) * _MEGABYTE)
    _check_magic(data, suffix)
    if suffix in _BLOCKS:
        text = decode(data)
        if len(text) > MAX_CHARACTERS:
            raise DocumentError(f"holds more than {MAX_CHARACTERS:,} characters")
        blocks = _BLOCKS[suffix](text)
    else:
        text, blocks = _assembled(_PIECES[suffix], data)
    if not blocks:
        raise DocumentError("holds no words; is it the right file?")
    return Document(path.name, hashlib.sha256(data).hexdigest(), text, blocks)


def _assembled(
    pieces: Callable[[bytes], Iterable[Piece]], data: bytes
) -> tuple[str, tuple[Block, ...]]:
    try:
        return assemble(pieces(data))
    except (DocumentError, RecursionError, MemoryError):
        raise
    except Exception as error:  # each library has its own errors for a file that is not whole
        raise DocumentError(
            f"is broken ({type(error).__name__}: {error}); open it in the program that made it "
            "and save it again"
        ) from error


def _bytes(path: Path, most: int) -> bytes:
    try:
        if not path.is_file():
            raise DocumentError("is no file; check its name and folder")
        with path.open("rb") as file:
            # One byte more than allowed tells a file that is too large without reading it all.
            data = file.read(most + 1)
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror or error}") from error
    if len(data) > most:
        size = path.stat().st_size / _MEGABYTE
        raise DocumentError(
            f"is {size:,.0f} MB large, more than the {most // _MEGABYTE} MB that a report can be; "
            "give the report alone, without pictures and annexes"
        )
    if not data:
        raise DocumentError("is empty; download or save it again")
    return data


def _check_magic(data: bytes, suffix: str) -> None:
    """Refuse a file under another format's name before a parser fails on it strangely."""
    for magic, kind in _MAGIC.items():
        if data.startswith(magic) and suffix not in kind.split():
            raise DocumentError(
                f"is a {kind} file under the name {suffix}; save it without a password as "
                f"{'.docx or .xlsx' if magic == _OLE else kind}"
            )
    if suffix == ".pdf" and b"%PDF-" not in data[:1024]:
        raise DocumentError("is not a PDF; download it again")
    if suffix in {".docx", ".xlsx"} and not data.startswith(b"PK"):
        raise DocumentError(f"is not a {suffix} file; download it again")
