"""Makes an invented panel of any number of reports, for tests and benchmarks.

Every figure is made up by a seeded generator, and every source says so in its title, its
publisher and its note. Sums hold, parts stay within their wholes, and all metrics that a whole
report states are there, so that a report of it takes as long to show as a real one.
"""

from __future__ import annotations

import contextlib
import csv
import itertools
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xuke import catalog
from xuke.model import ReportKey

INVENTED = "invented for tests, 虚构"
FIRST_YEAR, LAST_YEAR = 2001, 2040
_COLUMNS = {
    "observations": "district,agency,year,item,metric,value,unit,qualifier,source,stated_as,basis,"
    "start,end,words",
    "sources": "source,district,agency,year,title,publisher,url,published,accessed,note,document",
    "corrections": "source,item,metric,expected,value,reason",
    "initiatives": "source,initiative,section,agency,status",
}
_COUNTS = (
    "joint_inspection_fields",
    "joint_inspection_items",
    "joint_inspection_object_types",
    "joint_inspection_plans",
    "smart_services",
    "no_application_services",
    "no_application_firms",
    "one_thing_services",
    "virtual_window_halls",
    "virtual_window_items",
    "kiosks",
    "material_bank_types_new",
)
_HUNDREDS = (
    "physicians_inspected",
    "pharmacists_inspected",
    "prescriptions_class1_checked",
    "outpatient_records_checked",
    "kiosk_enterprise_items",
    "enterprise_code_registration_firms",
)


def invented_reports() -> Iterator[ReportKey]:
    """Keys of reports without end: districts first, then years, then agencies."""
    districts = [each.district for each in catalog.districts().values() if each.level == "district"]
    for number in itertools.count():
        agency = f"虚构单位{number}" if number else ""
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            for district in districts:
                yield ReportKey(district, year, agency)


def invented_figures(key: ReportKey, seed: int = 1) -> dict[str, tuple[float, str]]:
    """Figures of one report: metric to value and qualifier."""
    draw = random.Random(f"{seed} {key}")

    def part(whole: int, low: float, high: float) -> int:
        return round(whole * draw.uniform(low, high))

    applications = draw.randint(2_000, 500_000)
    not_accepted = part(applications, 0.001, 0.01)
    accepted = applications - not_accepted
    not_approved = part(accepted, 0.0005, 0.005)
    overdue = draw.choice([0, 0, 3, 11])
    online = part(accepted, 0.2, 0.95)
    charged = part(accepted, 0.0, 0.6)
    items = draw.randint(120, 400)
    moved = part(items, 0.4, 0.9)
    figures: dict[str, tuple[float, str]] = {
        "licensing_items": (items, "exact"),
        "licensing_departments": (draw.randint(20, 35), "exact"),
        "applications": (applications, "exact"),
        "accepted": (accepted, "exact"),
        "not_accepted": (not_accepted, "exact"),
        "approved": (accepted - not_approved, "exact"),
        "not_approved": (not_approved, "exact"),
        "online_accepted": (online, "exact"),
        "fully_online": (part(online, 0.1, 0.9), "exact"),
        "commitment_based": (part(accepted, 0.0, 0.1), "exact"),
        "decided_on_the_spot": (part(accepted, 0.1, 0.6), "exact"),
        "decided_on_time": (accepted - overdue, "exact"),
        "decided_overdue": (overdue, "exact"),
        "charged_cases": (charged, "exact"),
        "charged_amount": (round(charged * draw.uniform(20, 300), 2), "exact"),
        "items_adjusted": (moved, "exact"),
        "items_in_service_centre": (part(moved, 0.5, 1.0), "exact"),
        "certificate_exemption_ratio": (round(draw.uniform(5, 60), 2), "exact"),
    }
    for metric in _COUNTS:
        figures[metric] = (draw.randint(2, 400), "exact")
    for metric in _HUNDREDS:
        figures[metric] = (draw.randint(1, 30) * 100, "over")
    figures["talents_served"] = (1000, "nearly")
    figures["form_prefill_rate_max"] = (90, "at_least")
    return figures


def write_project(home: Path, reports: int, seed: int = 1) -> list[ReportKey]:
    """Write ``data/`` of a project with *reports* invented reports below *home*; their keys."""
    data = home / "data"
    data.mkdir(parents=True, exist_ok=True)
    (home / "notebooks").mkdir(exist_ok=True)
    keys = list(itertools.islice(invented_reports(), reports))
    units = {name: metric.unit for name, metric in catalog.metrics().items()}
    with _table(data, "observations") as observations, _table(data, "sources") as sources:
        for number, key in enumerate(keys):
            source = f"invented-{number}"
            sources(
                source, key.district, key.agency, key.year, f"虚构报告 {key} ({INVENTED})",
                INVENTED, "", f"{key.year + 1}-03-01", "2026-11-22", INVENTED, "",
            )  # fmt: skip
            for metric, (value, qualifier) in invented_figures(key, seed).items():
                observations(
                    key.district, key.agency, key.year, "", metric, f"{value:.10g}",
                    units[metric], qualifier, source, "figure", "", "", "", "",
                )  # fmt: skip
    for name in ("corrections", "initiatives"):
        with _table(data, name):
            pass
    return keys


@contextlib.contextmanager
def _table(data: Path, name: str) -> Iterator[Any]:
    """Write a row to ``data/<name>.csv`` with each call."""
    with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS[name].split(","))
        yield lambda *values: writer.writerow(values)
