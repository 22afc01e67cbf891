"""Bytes of a Chinese text file as text: UTF-8 and GB18030, told by the bytes themselves."""

from __future__ import annotations

import codecs
import re

from xuke.model import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]{2,20})"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
# A byte lost here and there by a careless copy is shown as U+FFFD; more is not text.
_MOST_LOST = 0.002


def decode(data: bytes, *, markup: bool = False) -> str:
    r"""Text of a file's bytes, without byte order mark, line ends as ``\n``.

    A byte order mark decides; else bytes that are valid UTF-8 are UTF-8; else the encoding that a
    web page declares (*markup*), else GB18030, of which GB 2312 and GBK are parts. Raises
    DocumentError for anything else.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lines(_strict(data[len(mark) :], encoding))
    if b"\0" in data:
        raise DocumentError("is not a text file; save the report as UTF-8 text")
    declared = _DECLARED.search(data[:4096].lower()) if markup else None
    encodings = ["utf-8", "gb18030"]
    if declared and declared[1] in (b"big5", b"big5-hkscs"):
        encodings.insert(1, "big5hkscs")
    for encoding in encodings:
        try:
            return _lines(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _lines(_damaged(data))


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"is damaged: not valid {encoding} at byte {error.start}; save it again as UTF-8"
        ) from error


def _damaged(data: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, errors="replace")
        if text.count("\ufffd") <= _MOST_LOST * len(text) and _HAN.search(text):
            return text
    raise DocumentError("is neither UTF-8 nor GB18030 text; save it again as UTF-8")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
