"""The list of reports as data in a page: small enough that thousands of reports are one file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from markupsafe import Markup

from xuke import catalog
from xuke.publish.reports import Cell, Column, Report, columns
from xuke.publish.words import words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files of one report are: its folder, its page, other files and figures in it.

    The last two are pairs of label and path; reports whose files have the same names share one
    such list in the page.
    """

    folder: str
    page: str
    others: tuple[tuple[str, str], ...] = ()
    figures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What the template of a list of reports needs."""

    count: int
    columns: list[Column]
    years: list[int]
    districts: list[tuple[str, str]]
    levels: list[str]
    any_failing: bool
    with_files: bool
    cells: list[Cell]
    json: Markup


def list_reports(
    reports: Sequence[Report], language: str, files_of: Callable[[Report], Files]
) -> Listing:
    """The list of *reports* in *language*; *files_of* says where the files of each one are."""
    shown = columns(reports, language)
    districts = _numbered(report.key.district for report in reports)
    agencies = _numbered(report.key.agency for report in reports)
    files = [files_of(report) for report in reports]
    kinds = _numbered((each.page, each.others, each.figures) for each in files)
    rows = [
        [
            districts[report.key.district],
            report.key.year,
            agencies[report.key.agency],
            len(report.findings),
            each.folder,
            kinds[each.page, each.others, each.figures],
            *(str(report.cells.get(column.name, "")) for column in shown),
        ]
        for report, each in zip(reports, files, strict=True)
    ]
    data = {
        "districts": [_district(slug, language) for slug in districts],
        "agencies": [_agency(name, language) for name in agencies],
        "files": [
            {"page": page, "files": others, "figures": figures} for page, others, figures in kinds
        ],
        "rows": rows,
    }
    levels = {
        "agency" if report.key.agency else catalog.districts()[report.key.district].level
        for report in reports
    }
    return Listing(
        count=len(reports),
        columns=shown,
        years=sorted({report.key.year for report in reports}, reverse=True),
        districts=[(slug, catalog.district_label(slug, language)) for slug in districts],
        levels=[level for level in _LEVELS if level in levels],
        any_failing=any(report.findings for report in reports),
        with_files=any(each.others or each.figures for each in files),
        cells=[cell for report in reports for cell in report.cells.values()],
        json=in_page(data),
    )


def in_page(data: object) -> Markup:
    """*data* as compact JSON that cannot end the script element that it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - nothing is left that markup could start with


def _numbered(names: Iterable[T]) -> dict[T, int]:
    return {name: at for at, name in enumerate(dict.fromkeys(names))}


_LEVELS = ("province", "municipality", "city", "district", "county", "area", "agency")


def _district(slug: str, language: str) -> dict[str, str]:
    found = catalog.districts()[slug]
    search = " ".join((found.name_zh, found.name_en, slug, found.code))
    name = catalog.district_label(slug, language)
    return {
        "name": name,
        "slug": slug,
        "sort": found.name_en,
        "level": found.level,
        "search": search,
    }


def _agency(name: str, language: str) -> dict[str, str]:
    if not name:
        return {"name": "", "search": words(language)["whole_district"]}
    label, slug = catalog.agency_label(name, language), catalog.agency_slug(name)
    return {"name": label, "search": f"{name} {label} {slug}"}
