"""The tables of a site as files: CSV and XLSX for people, Parquet for programs, a descriptor."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from xuke.publish.codebook import codebook_rows
from xuke.publish.datapackage import descriptor
from xuke.safety import spreadsheet_safe

DESCRIPTOR = "datapackage.json"

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a ZIP archive can tell
_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class Download:
    """One file for download; ``table`` and ``rows`` are empty and None for the descriptor."""

    table: str
    name: str
    rows: int | None
    bytes: int
    sha256: str


def write_downloads(
    folder: Path, panel: pd.DataFrame, sources: pd.DataFrame, indicators: pd.DataFrame
) -> list[Download]:
    """Write each table in three formats, and their Frictionless Data Package, into *folder*.

    The panel gets a first column ``observation``, its row label, to which the column
    ``observations`` of the indicators refers.
    """
    folder.mkdir(parents=True)
    rested_on = indicators["observations"].map(lambda labels: ";".join(map(str, labels)))
    derived = indicators[indicators["value"].notna()]
    tables = {
        "panel": panel.rename_axis("observation").reset_index(),
        "indicators": derived.assign(observations=rested_on),
        "sources": sources.fillna(""),
        "codebook": pd.DataFrame(codebook_rows()),
    }
    files = [
        _write(folder, name, suffix, frame, content)
        for name, frame in tables.items()
        for suffix, content in (
            (".csv", to_csv(frame)),
            (".xlsx", to_xlsx(frame, name)),
            (".parquet", to_parquet(frame)),
        )
    ]
    listed = {file.name: file for file in files}
    package = descriptor({name: _hashed(listed[f"{name}.csv"]) for name in tables}, tables)
    content = (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
    return [*files, _write(folder, "", DESCRIPTOR, None, content)]


def to_csv(frame: pd.DataFrame) -> bytes:
    """*frame* as CSV that Excel opens with its Chinese intact: UTF-8 with a byte order mark."""
    text: str = _safe(frame).to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8-sig")


def to_xlsx(frame: pd.DataFrame, title: str) -> bytes:
    """*frame* as a workbook of one sheet, with its header row held; the same frame, same bytes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, name) for name in frame.columns])
    safe = _safe(frame).astype(object)
    for row in safe.where(safe.notna(), None).itertuples(index=False):
        sheet.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return _without_time(written)


def to_parquet(frame: pd.DataFrame) -> bytes:
    """*frame* as Parquet, its text untouched."""
    written = io.BytesIO()
    frame.to_parquet(written, index=False)
    return written.getvalue()


def _safe(frame: pd.DataFrame) -> pd.DataFrame:
    safe = frame.copy()
    for name in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[name]):
            safe[name] = [spreadsheet_safe(v) if isinstance(v, str) else v for v in frame[name]]
    return safe


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _without_time(written: io.BytesIO) -> bytes:
    """Repack a workbook with every date of its archive and properties set to one epoch."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(written) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _DATES.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _write(
    folder: Path, table: str, suffix: str, frame: pd.DataFrame | None, content: bytes
) -> Download:
    name = f"{table}{suffix}"
    (folder / name).write_bytes(content)
    rows = None if frame is None else len(frame)
    return Download(table, name, rows, len(content), hashlib.sha256(content).hexdigest())


def _hashed(file: Download) -> Mapping[str, Any]:
    return {"path": file.name, "bytes": file.bytes, "hash": f"sha256:{file.sha256}"}
