"""Makes a whole site of what runs left: every page, in both languages, and the tables."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from xuke.publish.codebook import codebook
from xuke.publish.downloads import Download, write_downloads
from xuke.publish.edition import Edition
from xuke.publish.pages import page, relative, start_page
from xuke.publish.records import PublishError, Record, read_records
from xuke.publish.replace import replaced_folder
from xuke.publish.reports import Report, collect_reports
from xuke.publish.sources import Source, read_sources
from xuke.publish.words import TAGS, place, words
from xuke.wording import LANGUAGES


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
        for name, text in _audit_pages(audits, sources, reports):
            _write(folder, name, text)
        for record in records:
            if record.done:
                _copy(record, outputs, folder / "files")
    return len(reports)


def _audit_pages(
    audits: Audits, sources: Sequence[Source], reports: Sequence[Report]
) -> Iterator[tuple[str, str]]:
    """The audit pages, each with a way back to its report and to the other language."""
    keys = {source.source: source.key for source in sources}
    published = {report.key: report for report in reports}
    for (source, language), text in audits.items():
        path = f"{language}/audit/{source}.html"
        links: list[tuple[str, str, str]] = []
        report = published.get(keys[source])
        if report:
            label = words(language)["back_to_report"]
            links.append((label, relative(path, report.page(language)), TAGS[language]))
        for other in LANGUAGES:
            if other != language and (source, other) in audits:
                label = words(language)["other_language"]
                links.append((label, relative(path, f"{other}/audit/{source}.html"), TAGS[other]))
        yield path, _with_links(text, links)


def _with_links(text: str, links: Sequence[tuple[str, str, str]]) -> str:
    """*text* with *links* (label, target, language tag) at the top of its header, or of it all."""
    markup = Markup(" ").join(
        Markup('<a href="{}" lang="{}">{}</a>').format(target, tag, label)
        for label, target, tag in links
    )
    start = re.search(r"<header\b[^>]*>", text) or re.search(r"<body\b[^>]*>", text)
    at = start.end() if start else 0
    return f'{text[:at]}\n<p class="way-back">{markup}</p>{text[at:]}'


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
            try:
                shutil.copyfile(outputs / record.folder / name, target)
            except OSError as error:
                raise PublishError(
                    f"{record.folder}/{record.stem}.json names a file that cannot be copied "
                    f"({error}); xuke run makes it again"
                ) from None


def _write(folder: Path, path: str, text: str) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
