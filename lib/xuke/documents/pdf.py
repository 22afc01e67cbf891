"""A .pdf with a text layer: lines joined to paragraphs, also over a page break."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pypdf
from pypdf.errors import DependencyError

from xuke.documents.layout import Piece, joined
from xuke.documents.plain import heading_level
from xuke.model import BlockKind, DocumentError

MAX_PAGES = 500
_NO_TEXT = (
    "has no text layer: its pages are pictures. Run a text recognition (OCR) over it, check the "
    "figures against the pictures, or give the .docx or web page it was made from"
)
_PAGE_NUMBER = re.compile(
    r"[-—－–·\s]*\d{1,4}[-—－–·\s]*|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)
_END = re.compile(r"[。！？；：!?;:][”’」』）)]*\s*$")
# What opens a paragraph of its own: 一、 （一） 1. 1、 第一章 附件 a bullet.
_OPENS = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、是]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．](?!\d)"
    r"|第[一二三四五六七八九十\d]{1,3}[章节条部]|附[件表注]|[●•·▪■◆○]|\u3000\u3000)"
)
_FULL = 0.75  # a line shorter than this part of the longest one ends its paragraph


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    page: int
    full: bool


def pdf_pieces(data: bytes) -> Iterator[Piece]:
    """Paragraphs with their page; page numbers and running heads are left out."""
    pages = _page_lines(data)
    if not any(lines for lines in pages):
        raise DocumentError(_NO_TEXT)
    for first, text in _paragraphs(_body_lines(pages)):
        title = "报告" in text and "。" not in text and first.page == 1 and len(text) < 60
        level = heading_level(text) or int(title)
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        yield Piece(kind, text, f"page {first.page}", level)


def _page_lines(data: bytes) -> list[list[str]]:
    """Lines with words of each page."""
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("is encrypted; save it without a password")
        if len(reader.pages) > MAX_PAGES:
            raise DocumentError(f"has {len(reader.pages)} pages; give the report's own pages")
        texts = [page.extract_text() for page in reader.pages]
    except DocumentError:
        raise
    except DependencyError as error:
        raise DocumentError("is encrypted; print it to a new PDF without protection") from error
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:  # pypdf raises whatever a torn file makes it stumble over
        raise DocumentError(
            f"is broken ({type(error).__name__}: {error}); download it again, or print it to a "
            "new PDF"
        ) from error
    return [[line.rstrip() for line in text.splitlines() if line.strip()] for text in texts]


def _body_lines(pages: list[list[str]]) -> Iterator[_Line]:
    heads = Counter(line.strip() for lines in pages for line in {*lines[:1], *lines[-1:]})
    longest = max(len(line.strip()) for lines in pages for line in lines)
    for number, lines in enumerate(pages, 1):
        for place, line in enumerate(lines):
            text = line.strip()
            edge = place in {0, len(lines) - 1}
            repeated = len(pages) > 2 and heads[text] > len(pages) / 2
            if edge and (repeated or _PAGE_NUMBER.fullmatch(text)):
                continue
            yield _Line(line, number, len(text) >= _FULL * longest)


def _paragraphs(lines: Iterator[_Line]) -> Iterator[tuple[_Line, str]]:
    first: _Line | None = None
    text = ""
    runs_on = False
    for line in lines:
        if first is not None and runs_on and not _OPENS.match(line.text):
            text = joined(text, line.text.strip())
        else:
            if first is not None:
                yield first, text
            first, text = line, line.text.strip()
        runs_on = line.full and not _END.search(line.text)
    if first is not None:
        yield first, text
