"""The Frictionless Data Package of a site's tables: every file and every column described.

After the specification of Data Package and Table Schema, version 2 (https://datapackage.org).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

import xuke
from xuke import catalog
from xuke.model import Basis, DefinitionError, Qualifier, StatedAs

_KEYS: dict[str, dict[str, Any]] = {
    "panel": {
        "primaryKey": ["district", "agency", "year", "item", "metric"],
        "foreignKeys": [
            {"fields": ["source"], "reference": {"resource": "sources", "fields": ["source"]}}
        ],
    },
    "indicators": {"primaryKey": ["indicator", "district", "agency", "year", "item"]},
    "sources": {"primaryKey": ["source"]},
    "codebook": {"primaryKey": ["kind", "name"]},
}
_TITLES = {
    "panel": "Figures of annual reports on administrative licensing, one a row",
    "indicators": "Rates derived from the figures, with intervals",
    "sources": "The reports that the figures were read from",
    "codebook": "What the names in the other tables mean",
}
_REQUIRED = {"district", "year", "metric", "value", "qualifier", "source", "indicator", "name"}


def descriptor(
    files: Mapping[str, Mapping[str, Any]], tables: Mapping[str, pd.DataFrame]
) -> dict[str, Any]:
    """The descriptor of *tables*; *files* gives path, bytes and hash of each one's CSV.

    The Parquet and XLSX files beside a CSV hold the same rows. Raises `DefinitionError` where a
    column of a table is not described in ``fields.csv``.
    """
    sources = tables["sources"]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "xuke",
        "title": "行政许可年度报告的数字 Figures of annual reports on administrative licensing",
        "description": (
            "Figures read from annual reports that Chinese authorities publish on administrative "
            "licensing, kept as stated with their qualifiers. A figure that is not reported has "
            "no row; a zero that is reported has value 0 and stated_as = figure; a zero stated "
            "in words has value 0 and stated_as = words. Nothing is imputed."
        ),
        "version": xuke.__version__,
        "licenses": [
            {
                "name": "MIT",
                "path": "https://opensource.org/license/mit",
                "title": "MIT License, for the compilation; the reports are their publishers'",
            }
        ],
        "sources": [_source(row) for row in sources.to_dict("records")],
        "resources": [
            {
                "name": name,
                "type": "table",
                "title": _TITLES[name],
                **files[name],
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [_field(name, each) for each in frame.columns],
                    "missingValues": [""],
                    **_KEYS[name],
                },
            }
            for name, frame in tables.items()
        ],
    }


def _field(table: str, name: str) -> dict[str, Any]:
    try:
        field: dict[str, Any] = dict(_fields()[table, name])
    except KeyError:
        raise DefinitionError("site/fields.csv", 1, f"{table}.{name} is not described") from None
    constraints: dict[str, Any] = {}
    if name in _REQUIRED:
        constraints["required"] = True
    if table == "panel" and name == "metric":
        constraints["enum"] = list(catalog.metrics())
    if table == "indicators" and name == "indicator":
        constraints["enum"] = list(catalog.indicators())
    if name == "qualifier":
        constraints["enum"] = [each.value for each in Qualifier]
    if name == "stated_as":
        constraints["enum"] = [each.value for each in StatedAs]
    if name == "basis":
        constraints["enum"] = [each.value for each in Basis if each]
    if name == "stated":
        field["trueValues"], field["falseValues"] = ["True"], ["False"]
    return {**field, **({"constraints": constraints} if constraints else {})}


@cache
def _fields() -> dict[tuple[str, str], dict[str, str]]:
    path = catalog.DEFINITIONS / "site" / "fields.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["table"], row["field"]): {
                "name": row["field"],
                "type": row["type"],
                "title": row["title"],
                "description": row["description"],
            }
            for row in csv.DictReader(file, strict=True)
        }


def _source(row: Mapping[Any, Any]) -> dict[str, str]:
    source = {"title": row["title"] or row["source"]}
    if urlsplit(row["url"]).scheme in ("http", "https"):
        source["path"] = row["url"]
    return source
