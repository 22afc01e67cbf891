"""One language of a site: the pages of its reports, years, districts and other notebooks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from xuke import catalog
from xuke.model import ReportKey
from xuke.publish.bodies import Body, read_body
from xuke.publish.browse import Files, list_reports
from xuke.publish.pages import page, relative
from xuke.publish.records import REPORT, Record
from xuke.publish.reports import Report, columns
from xuke.publish.sources import Source
from xuke.publish.words import TAGS, full_name, place, words

Page = tuple[str, str]
"""A path relative to the site, and the HTML that goes there."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """The page of another notebook, and the district and year that it is about, if any.

    ``tag`` is that of the language of its title.
    """

    title: str
    tag: str
    path: str
    district: str
    year: int | str | None


@dataclass(frozen=True)
class Edition:
    """What the pages in one language are made of.

    ``audits`` are the names of the sources that have an audit page in this language.
    """

    language: str
    outputs: Path
    reports: Sequence[Report]
    sources: Sequence[Source]
    audits: frozenset[str]

    def pages(self, records: Iterable[Record]) -> Iterator[Page]:
        """Every page but those about the data itself."""
        analyses: list[Analysis] = []
        for name, record in self._other_notebooks(records).items():
            title, made = self._analysis(name, record)
            about = record.parameters
            analyses.append(
                Analysis(title, TAGS[record.language], made[0], about.district, about.year)
            )
            yield made
        for report in self.reports:
            yield self._report(report)
        yield from self._years(analyses)
        yield from self._districts(analyses)
        yield self._index(analyses)

    @cached_property
    def _by_office(self) -> dict[tuple[str, str], list[Report]]:
        found: dict[tuple[str, str], list[Report]] = {}
        for report in self.reports:
            found.setdefault((report.key.district, report.key.agency), []).append(report)
        return found

    @cached_property
    def _sources_by_key(self) -> dict[ReportKey, list[Source]]:
        found: dict[ReportKey, list[Source]] = {}
        for source in self.sources:
            found.setdefault(source.key, []).append(source)
        return found

    def _page(self, template: str, at: str, *trail: tuple[str, str], **values: Any) -> Page:
        path = f"{self.language}/{at}.html"
        home = (words(self.language)["reports"], f"{self.language}/index.html")
        crumbs = (home, *trail) if trail else ()
        return path, page(template, self.language, path, crumbs=crumbs, **values)

    def _index(self, analyses: Sequence[Analysis]) -> Page:
        language = self.language
        listing = list_reports(
            self.reports, language, lambda report: Files(f"reports/{report.folder}/", "report.html")
        )
        years = Counter(report.key.year for report in self.reports)
        districts = Counter(report.key.district for report in self.reports)
        return self._page(
            "browse",
            "index",
            script=True,
            listing=listing,
            # The others are linked from the page of their district.
            analyses=[each for each in analyses if each.district not in districts],
            year_range=f"{min(years)}–{max(years)}" if len(years) > 1 else "".join(map(str, years)),
            years=sorted(years.items(), reverse=True),
            districts=[
                (slug, catalog.district_label(slug, language), count)
                for slug, count in districts.items()
            ],
            year_page=lambda year: f"{language}/years/{year}.html",
            district_page=lambda slug: f"{language}/districts/{slug}.html",
        )

    def _report(self, report: Report) -> Page:
        record, key, language = report.record(self.language), report.key, self.language
        name = full_name(key, language)
        sources = self._sources_by_key.get(key, [])
        return self._page(
            "report",
            f"reports/{report.folder}/report",
            (
                catalog.district_label(key.district, language),
                f"{language}/districts/{key.district}.html",
            ),
            (str(key.year), f"{language}/years/{key.year}.html"),
            (place(key, language), ""),
            **self._body(record, report.page(language), name),
            sources=sources,
            audits=[
                f"{language}/audit/{s.source}.html" for s in sources if s.source in self.audits
            ],
            other_years=[
                (str(other.key.year), other.page(language))
                for other in self._by_office[key.district, key.agency]
                if other.key.year != key.year
            ],
        )

    def _other_notebooks(self, records: Iterable[Record]) -> dict[str, Record]:
        """Runs of other notebooks by the name of their page: in this language where there is one.

        Such a name is the same in every language, so that each page has its counterpart.
        """
        found: dict[str, Record] = {}
        for record in records:
            if record.done and record.page and record.notebook != REPORT:
                stem = record.stem.removesuffix(f".{record.language}")
                name = f"analyses/{record.folder}/{stem}"
                if name not in found or record.language == self.language:
                    found[name] = record
        return found

    def _analysis(self, name: str, record: Record) -> tuple[str, Page]:
        fallback = f"{record.notebook} · {record.folder}"
        values = self._body(record, f"{self.language}/{name}.html", fallback)
        # A notebook without a heading of its own is called by its file's name.
        title = fallback if values["title"] == record.notebook else values["title"]
        blank: dict[str, Any] = {"sources": (), "audits": (), "other_years": ()}
        return title, self._page("report", name, (title, ""), **values, **blank)

    def _body(self, record: Record, path: str, name: str) -> dict[str, Any]:
        base = f"files/{record.folder}"
        body = Body(name, Markup(), has_heading=False)
        if record.page:
            links = {each: relative(path, f"{base}/{each}") for each in record.outputs}
            body = read_body(self.outputs / record.folder / record.page, links)
        return {
            "title": body.title or name,
            "body": body.markup,
            "has_heading": body.has_heading,
            "body_lang": record.language,
            "body_tag": TAGS[record.language],
            "notebook": _file(base, record.executed) if record.executed else None,
            "figures": [_file(base, figure) for figure in record.figures],
        }

    def _years(self, analyses: Sequence[Analysis]) -> Iterator[Page]:
        by_year: dict[int, list[Report]] = {}
        for report in self.reports:
            by_year.setdefault(report.key.year, []).append(report)
        for year, reports in by_year.items():
            yield self._page(
                "year",
                f"years/{year}",
                (str(year), ""),
                script=True,
                year=year,
                analyses=[a for a in analyses if a.year == year and not a.district],
                columns=columns(reports, self.language),
                name_of=lambda report: place(report.key, self.language),
                **self._common(reports),
            )

    def _districts(self, analyses: Sequence[Analysis]) -> Iterator[Page]:
        by_district: dict[str, dict[str, list[Report]]] = {}
        for report in self.reports:
            offices = by_district.setdefault(report.key.district, {})
            offices.setdefault(report.key.agency, []).append(report)
        for slug, offices in by_district.items():
            label = catalog.district_label(slug, self.language)
            whole = words(self.language)["whole_district"]
            yield self._page(
                "district",
                f"districts/{slug}",
                (label, ""),
                label=label,
                analyses=[each for each in analyses if each.district == slug],
                name_of=lambda report: full_name(report.key, self.language),
                offices=[
                    {
                        "label": catalog.agency_label(agency, self.language) or whole,
                        "reports": reports,
                        "columns": columns(reports, self.language),
                    }
                    for agency, reports in offices.items()
                ],
                **self._common([report for each in offices.values() for report in each]),
            )

    def _common(self, reports: Sequence[Report]) -> dict[str, Any]:
        return {
            "reports": reports,
            "failing": [report for report in reports if report.findings],
            "cells": [cell for report in reports for cell in report.cells.values()],
        }


def _file(base: str, name: str) -> dict[str, str]:
    return {"name": name.removeprefix("figures/"), "target": f"{base}/{name}"}
