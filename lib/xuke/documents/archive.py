"""Looks into a .docx or .xlsx, which are zip archives of XML, before any library opens it."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from xuke.model import DocumentError

MAX_ENTRIES = 5_000
MAX_UNPACKED = 256 * 2**20
MAX_XML = 48 * 2**20
# Text in XML shrinks to a twentieth; only padding made to explode shrinks to a two-hundredth.
MAX_RATIO = 200
_SMALL = 2**20
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)|<\0!\0D\0O\0C|\0<\0!\0D\0O\0C", re.IGNORECASE)


def inspect_archive(data: bytes, needed: str) -> None:
    """Refuse an archive that is broken, encrypted, or unpacks to more than a report can be.

    Sizes are those of the central directory, beyond which ``zipfile`` never unpacks. *needed* is
    the part that tells the kind of document (``word/document.xml``). Raises DocumentError.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _inspect(archive, needed)
    except DocumentError:
        raise
    except Exception as error:  # zipfile raises a dozen kinds for a torn or forged directory
        raise DocumentError(
            f"is broken ({error}); download it again, or open and save it in Office or WPS"
        ) from error


def _inspect(archive: zipfile.ZipFile, needed: str) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    bomb = [
        entry.filename
        for entry in entries
        if entry.file_size > max(_SMALL, MAX_RATIO * entry.compress_size)
    ]
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or bomb or len(names) < len(entries):
        raise DocumentError(
            f"unpacks to {unpacked / 2**20:,.0f} MB in {len(entries):,} parts, more than a report "
            "can hold; it is not opened. Save the report alone as a new document"
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentError("is encrypted; save it without a password")
    if needed not in names:
        raise DocumentError(f"holds no {needed}; it is another kind of file under this name")
    markup = [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))]
    if sum(entry.file_size for entry in markup) > MAX_XML:
        raise DocumentError(
            f"holds more than {MAX_XML // 2**20} MB of text; give the report without its annexes"
        )
    for entry in markup:
        with archive.open(entry) as part:
            # Office formats have no document type; entities are how XML is made to explode.
            if _DECLARATION.search(part.read(4096)):
                raise DocumentError(f"declares XML entities in {entry.filename}; it is not opened")
