"""An invented panel of Shanghai's districts over some years, for comparing; no figure is real."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd

from small_panels import observation, panel_of
from xuke import catalog

SOURCES = ["source", "district", "agency", "year", "title", "publisher", "url", "published",
           "accessed", "note", "document", "sha256"]  # fmt: skip


@cache
def invented_panel(years: tuple[int, ...] = (2021, 2022, 2023, 2024)) -> pd.DataFrame:
    """16 districts; Huangpu counts online cases among concluded ones, Yangpu skips 2022, Putuo
    reports no on-time cases, Fengxian rounds its accepted cases.
    """
    rng = np.random.default_rng(31)
    rows = []
    for slug in catalog.tiles():
        size, rates = int(rng.integers(20_000, 400_000)), rng.uniform(0.1, 0.6, 4)
        for year in years:
            if slug == "shanghai-yangpu" and year == 2022:
                continue
            rates = np.clip(rates + rng.normal(0, 0.02, 4), 0.02, 0.9)
            rows += _report(slug, year, size, rates, rng)
    return panel_of(*rows)


def _report(
    slug: str, year: int, size: int, rates: np.ndarray, rng: np.random.Generator
) -> Iterable[dict[str, object]]:
    accepted = int(size * rng.uniform(0.9, 1.1))
    online = rng.binomial(accepted, rates[0])
    figures = {
        "applications": accepted + int(rng.integers(1, 900)),
        "accepted": accepted,
        "approved": accepted - 150,
        "not_approved": 150,
        "online_accepted": online,
        "fully_online": rng.binomial(online, rates[1]),
        "decided_on_the_spot": rng.binomial(accepted, rates[2]),
        "decided_on_time": accepted,
        "decided_overdue": rng.poisson(4),
        "charged_cases": rng.binomial(accepted, rates[3]),
        "charged_amount": float(accepted * 40),
        "licensing_items": 200,
    }
    for metric, value in figures.items():
        if slug == "shanghai-putuo" and metric == "decided_on_time":
            continue
        concluded = slug == "shanghai-huangpu" and metric in ("online_accepted", "fully_online")
        rounded = slug == "shanghai-fengxian" and metric == "accepted"
        yield observation(
            metric,
            value,
            district=slug,
            year=year,
            source=f"{slug}-{year}",
            basis="concluded" if concluded else "",
            qualifier="rounded" if rounded else "exact",
        )


def invented_sources(panel: pd.DataFrame) -> pd.DataFrame:
    """A register of the panel's sources, each of the year it reports on."""
    reports = panel[["source", "district", "agency", "year"]].drop_duplicates().astype(str)
    named = reports.assign(title=[f"{source} (invented)" for source in reports["source"]])
    return named.reindex(columns=SOURCES, fill_value="")
