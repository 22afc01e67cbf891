"""The index of an outputs folder: what the runs made, and what failed."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from xuke.publish.browse import Files, list_reports
from xuke.publish.pages import page
from xuke.publish.records import REPORT, Record, read_records
from xuke.publish.reports import Report, collect_reports
from xuke.publish.words import TAGS, full_name, place, words
from xuke.wording import LANGUAGES

_NAMES = {"zh": "中文", "en": "English"}
_TITLE = re.compile(r"<title>([^<]*)</title>")
_HEAD = 4096  # bytes of a page that hold its title


def index(
    output: Path, indicators: pd.DataFrame, language: str, checks: pd.DataFrame | None = None
) -> Path:
    """Write ``index.html`` of the outputs folder *output* in *language*; returns its path.

    The page lists every report with its indicators and with links to its page, notebook and
    figures, and apart from them the runs that failed. *indicators* and *checks* are the frames
    of `xuke.indicators` and `xuke.checks`; without *checks* findings are not counted.
    """
    records = read_records(output)
    reports = collect_reports(records, indicators, checks, language)
    listing = list_reports(reports, language, lambda report: _files(report, language))
    text = page(
        "outputs",
        language,
        "index.html",
        script=bool(reports),
        listing=listing,
        plain=_plain(reports, language),
        analyses=[
            _analysis(record, output, language)
            for record in records
            if record.done and record.notebook != REPORT
        ],
        failed=[_failure(record, language) for record in records if not record.done],
        home="index.html",
        menu=(),
        counterpart="",
    )
    path = output / "index.html"
    aside = output / f".index.html.{os.getpid()}"  # two batches may end at once
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.replace(path)
    return path


def _files(report: Report, language: str) -> Files:
    """Files of a report; where runs in two languages made some, the labels say which."""
    said, chosen = words(language), report.record(language)
    others: list[tuple[str, str]] = []
    for each in LANGUAGES:
        record = report.records.get(each)
        if record:
            suffix = f" ({_NAMES[each]})" if len(report.records) > 1 else ""
            if record.page:
                others.append((said["page"] + suffix, record.page))
            if record.executed:
                others.append((said["notebook"] + suffix, record.executed))
    figures = tuple((name.removeprefix("figures/"), name) for name in chosen.figures)
    return Files(f"{chosen.folder}/", chosen.page or chosen.executed, tuple(others), figures)


def _plain(reports: Sequence[Report], language: str) -> list[tuple[str, list[tuple[int, str]]]]:
    places: dict[str, list[tuple[int, str]]] = {}
    for report in reports:
        files = _files(report, language)
        links = places.setdefault(place(report.key, language), [])
        links.append((report.key.year, files.folder + files.page))
    return list(places.items())


def _analysis(
    record: Record, output: Path, language: str
) -> tuple[str, str, list[tuple[str, str]]]:
    """Title of a run of another notebook, the language of it, and links to its files."""
    said = words(language)
    title = _read_title(output / record.folder / record.page) if record.page else ""
    if title in ("", record.notebook):  # a notebook without a heading of its own
        title = f"{record.notebook} · {record.folder}"
    links = [
        (label, quote(f"{record.folder}/{name}"))
        for label, name in ((said["page"], record.page), (said["notebook"], record.executed))
        if name
    ]
    return title, TAGS[record.language], links


def _failure(record: Record, language: str) -> tuple[str, str, str]:
    label = full_name(record.key, language) if record.key else record.folder
    kept = f"{record.folder}/{record.executed}" if record.executed else ""
    return f"{label} · {record.notebook}", record.error or record.status, quote(kept)


def _read_title(path: Path) -> str:
    """The title of the page at *path*, from its head alone; empty where it cannot be read."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            found = _TITLE.search(file.read(_HEAD))
    except OSError:
        return ""
    return html.unescape(found[1]).strip() if found else ""
