"""Small documents of every format, made for the tests; all of them are invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

import docx
import openpyxl
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)


def docx_bytes(*paragraphs: str | tuple[str, str]) -> bytes:
    """Paragraphs of a Word file; a pair is style and words."""
    document = docx.Document()
    for paragraph in paragraphs:
        style, words = ("Normal", paragraph) if isinstance(paragraph, str) else paragraph
        document.add_paragraph(words, style=style)
    return saved(document)


def xlsx_bytes(rows: Iterable[Sequence[object]], merged: Iterable[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    return saved(book)


def saved(document) -> bytes:
    """Bytes of anything that saves itself to a file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf_bytes(*pages: Sequence[str], password: str = "", owner: str = "") -> bytes:
    """Pages of lines of Chinese text, in a font that every reader of PDF knows by name."""
    writer = PdfWriter()
    font = writer._add_object(_song())
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        resources = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): resources})
        stream = DecodedStreamObject()
        stream.set_data(_shown(lines))
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password or owner:
        writer.encrypt(user_password=password, owner_password=owner, algorithm="RC4-128")
    return _written(writer)


def _song() -> DictionaryObject:
    name = NameObject("/STSong-Light")
    system = {
        NameObject("/Registry"): TextStringObject("Adobe"),
        NameObject("/Ordering"): TextStringObject("GB1"),
        NameObject("/Supplement"): NumberObject(4),
    }
    descendant = {
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/CIDFontType0"),
        NameObject("/BaseFont"): name,
        NameObject("/CIDSystemInfo"): DictionaryObject(system),
        NameObject("/DW"): NumberObject(1000),
    }
    font = {
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type0"),
        NameObject("/BaseFont"): name,
        NameObject("/Encoding"): NameObject("/UniGB-UTF16-H"),
        NameObject("/DescendantFonts"): ArrayObject([DictionaryObject(descendant)]),
    }
    return DictionaryObject(font)


def _shown(lines: Sequence[str]) -> bytes:
    parts = [b"BT /F1 12 Tf 72 780 Td 20 TL"]
    parts += [b"<" + line.encode("utf-16-be").hex().encode() + b"> Tj T*" for line in lines]
    return b"\n".join([*parts, b"ET"])


def _written(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def zip_bytes(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """The archive *data* with the part *name* put in place of its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    return zip_bytes(parts | {name: part})
