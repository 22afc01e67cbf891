"""The words of the pages, and the names of things, in Chinese and English."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from xuke import catalog
from xuke.model import DefinitionError, ReportKey

TAGS = {"zh": "zh-CN", "en": "en"}
"""Tags of the languages for the lang attribute."""


@cache
def words(language: str, folder: Path = catalog.DEFINITIONS / "site") -> Mapping[str, str]:
    """The words of the pages in *language* by name, from ``words.csv``.

    Raises `DefinitionError` for a line without all three fields, or a name given twice.
    """
    path = folder / "words.csv"
    found: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        for row in reader:
            if None in row or not all(row.values()):
                raise DefinitionError(path, reader.line_num, "expected name, zh and en")
            if row["name"] in found:
                raise DefinitionError(path, reader.line_num, f"{row['name']!r} is defined twice")
            found[row["name"]] = row[language]
    return MappingProxyType(found)


def fill(text: str, **values: object) -> str:
    """*text* with its ``{names}`` replaced; values are never looked into for more names."""
    return text.format_map({name: str(value) for name, value in values.items()})


def place(key: ReportKey, language: str) -> str:
    """District and agency of a report as people say them."""
    district = catalog.district_label(key.district, language)
    agency = catalog.agency_label(key.agency, language)
    if not agency:
        return district
    return district + agency if language == "zh" else f"{district}, {agency}"


def full_name(key: ReportKey, language: str) -> str:
    """Place and year of a report: 杨浦区 2023 年, Yangpu 2023."""
    year = f"{key.year} 年" if language == "zh" else str(key.year)
    return f"{place(key, language)} {year}"
