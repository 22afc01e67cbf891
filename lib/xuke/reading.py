"""One report from its file to its observations: read, recognise, extract."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import nan
from pathlib import Path

import pandas as pd

from xuke import catalog, documents
from xuke.documents import Recognised
from xuke.extraction import Extraction, extract
from xuke.model import YEARS, Document, Observation, ReportKey, XukeError
from xuke.panel import schema, validate


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A document, whose report it is, what it says of itself, and what was read from it."""

    document: Document
    key: ReportKey
    about: Recognised
    extraction: Extraction


def read_report(
    path: Path, *, district: str | None = None, year: int | None = None, agency: str | None = None
) -> ReportDocument:
    """Read the report in the file *path*.

    District, year and agency are those given, else those that the document names; an agency of
    ``""`` says that the report is the district's own. Raises XukeError naming the options that
    would help where the document does not say, UnknownNameError for a district that is not
    registered, and DocumentError for a file that cannot be read.
    """
    document = documents.read(path)
    districts = (
        (each.district, each.name_zh, each.name_en) for each in catalog.districts().values()
    )
    about = documents.recognise(document, districts, catalog.agencies())
    slug = about.district if district is None else catalog.district(district).district
    found_year = about.year if year is None else year
    missing = [
        name for name, known in (("district", slug), ("year", found_year)) if known in (None, "")
    ]
    if not slug or found_year is None:
        raise XukeError(
            f"{path.name}: its text does not say whose report it is ({' and '.join(missing)}); "
            f"add {' and '.join(f'--{name}' for name in missing)}"
        )
    if found_year not in YEARS:
        raise XukeError(
            f"{path.name}: no report is of the year {found_year}; "
            f"add --year with one of {YEARS[0]} to {YEARS[-1]}"
        )
    key = ReportKey(slug, found_year, about.agency if agency is None else _agency(agency))
    extraction = extract(
        document, district=key.district, agency=key.agency, year=key.year, source=source_name(key)
    )
    return ReportDocument(document, key, about, extraction)


def source_name(key: ReportKey) -> str:
    """Name of a report in the register of sources, and of its files: slugs, nothing else."""
    parts = (key.district, catalog.agency_slug(key.agency), str(key.year))
    return "-".join(filter(None, parts))


def as_panel(observations: Iterable[Observation]) -> pd.DataFrame:
    """Observations as a panel (`xuke.panel`), in their order."""
    rows = [
        {
            "district": each.district,
            "agency": each.agency,
            "year": each.year,
            "item": each.item,
            "metric": each.metric,
            "value": float(each.value),
            "unit": each.unit,
            "qualifier": each.qualifier.value,
            "source": each.source,
            "stated_as": each.stated_as.value,
            "basis": each.basis.value,
            "start": each.start,
            "end": each.end,
            "words": each.words,
            "corrected_from": nan,
            "correction": "",
        }
        for each in observations
    ]
    columns = list(schema().columns)
    numbers = {"year": "int64", "value": "float64", "start": "Int64", "end": "Int64",
               "corrected_from": "float64"}  # fmt: skip
    kinds = {name: numbers.get(name, "str") for name in columns}
    return validate(pd.DataFrame(rows, columns=columns).astype(kinds), "observations")


def _agency(name: str) -> str:
    """An agency by any registered name; a Chinese name that is not registered is taken as it is."""
    if not name or name in catalog.agencies() or not name.isascii():
        return name
    return catalog.agency(name)
