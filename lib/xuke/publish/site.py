"""Makes a whole site of what runs left: every page, in both languages, and the tables."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from xuke.publish.codebook import codebook
from xuke.publish.downloads import Download, write_downloads
from xuke.publish.edition import Edition, Source, read_sources
from xuke.publish.pages import page, start_page
from xuke.publish.records import Record, read_records
from xuke.publish.replace import replaced_folder
from xuke.publish.reports import collect_reports
from xuke.publish.words import LANGUAGES, place


@dataclass(frozen=True, slots=True)
class Tables:
    """The frames that a site shows: those of panel, sources, indicators and checks."""

    panel: pd.DataFrame
    sources: pd.DataFrame
    indicators: pd.DataFrame
    checks: pd.DataFrame


Audits = Mapping[tuple[str, str], str]
"""Audit pages as HTML, by source and language."""


def publish(outputs: Path, site: Path, tables: Tables, audits: Audits) -> int:
    """Make the site of the runs recorded in *outputs* at *site*; returns the number of reports.

    The site is written beside the former one and takes its place when it is whole. The same
    runs and tables give the same bytes. Raises `PublishError` where *outputs* holds no record,
    a record cannot be used, or *site* is a folder that is not a site.
    """
    records = read_records(outputs)
    sources = read_sources(tables.sources)
    with replaced_folder(site) as folder:
        _write(folder, "index.html", start_page())
        downloads = write_downloads(
            folder / "data", tables.panel, tables.sources, tables.indicators
        )
        for language in LANGUAGES:
            reports = collect_reports(records, tables.indicators, tables.checks, language)
            audited = frozenset(source for source, spoken in audits if spoken == language)
            edition = Edition(language, outputs, reports, sources, audited)
            for path, text in edition.pages(records):
                _write(folder, path, text)
            path = f"{language}/codebook.html"
            _write(folder, path, page("codebook", language, path, **codebook(language)))
            _write(folder, f"{language}/data.html", _data_page(downloads, sources, language))
        for (source, language), text in audits.items():
            _write(folder, f"{language}/audit/{source}.html", text)
        for record in records:
            if record.done:
                _copy(record, outputs, folder / "files")
    return len(reports)


def _data_page(downloads: Sequence[Download], sources: Sequence[Source], language: str) -> str:
    files = [
        {
            "table": each.table,
            "name": each.name,
            "rows": each.rows,
            "size": _size(each.bytes),
            "sha256": each.sha256,
        }
        for each in downloads
    ]
    shown = [
        {
            "place": place(each.key, language),
            "year": each.key.year,
            "title": each.title,
            "host": each.host,
            "url": each.url,
            "publisher": each.publisher,
            "published": each.published,
        }
        for each in sources
    ]
    path = f"{language}/data.html"
    return page("downloads", language, path, script=True, files=files, sources=shown)


def _size(count: int) -> str:
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.1f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def _copy(record: Record, outputs: Path, files: Path) -> None:
    for name in (record.executed, *record.figures):
        if name:
            target = files / record.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(outputs / record.folder / name, target)


def _write(folder: Path, path: str, text: str) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
