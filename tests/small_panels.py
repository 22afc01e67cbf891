"""Small panels for tests: a report as the few figures that the test is about."""

from __future__ import annotations

from typing import Any

import pandas as pd

from xuke import catalog, panel


def observation(metric: str, value: float, **other: Any) -> dict[str, Any]:
    """One row of the panel: an exact figure of Yangpu 2023 unless *other* says else."""
    row: dict[str, Any] = {
        "district": "shanghai-yangpu",
        "agency": "",
        "year": 2023,
        "item": "",
        "metric": metric,
        "value": float(value),
        "unit": catalog.metrics()[metric].unit,
        "qualifier": "exact",
        "source": "made-up",
        "stated_as": "figure",
        "basis": "",
        "start": pd.NA,
        "end": pd.NA,
        "words": "",
        "corrected_from": float("nan"),
        "correction": "",
    }
    return row | other


def report(**figures: float | tuple[float, str]) -> list[dict[str, Any]]:
    """Rows of one report from ``metric=value`` or ``metric=(value, qualifier)``."""
    return [
        observation(metric, figure[0], qualifier=figure[1])
        if isinstance(figure, tuple)
        else observation(metric, figure)
        for metric, figure in figures.items()
    ]


def panel_of(*rows: dict[str, Any]) -> pd.DataFrame:
    """A valid panel of *rows*."""
    columns = list(panel.schema().columns)
    numbers = {"start": "Int64", "end": "Int64", "year": "int64", "value": "float64"}
    numbers["corrected_from"] = "float64"
    types = {name: numbers.get(name, "str") for name in columns}
    frame = pd.DataFrame(list(rows), columns=columns).astype(types)
    return panel.validate(frame)
