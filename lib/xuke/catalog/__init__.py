"""The definitions as data: metrics, indicators, checks, districts, agencies, initiatives, units.

Each function reads one file of ``definitions/`` once, validates it, and returns its rows by name.
A file that cannot be used raises `DefinitionError` with the file and the line.
"""

from xuke.catalog.definitions import (
    DEFINITIONS,
    agencies,
    checks,
    digest,
    districts,
    indicators,
    initiatives,
    metrics,
    sections,
    sentences,
    statuses,
    tiles,
    units,
)
from xuke.catalog.expressions import Rule, Term, parse_rule, parse_sum
from xuke.catalog.names import (
    agency,
    agency_label,
    agency_slug,
    district,
    district_label,
    indicator,
    metric_label,
    sentence,
    term_label,
    unit_label,
)
from xuke.catalog.rows import (
    Agency,
    Check,
    District,
    Indicator,
    Initiative,
    Label,
    Metric,
    Tile,
    Unit,
)

__all__ = [
    "DEFINITIONS",
    "Agency",
    "Check",
    "District",
    "Indicator",
    "Initiative",
    "Label",
    "Metric",
    "Rule",
    "Term",
    "Tile",
    "Unit",
    "agencies",
    "agency",
    "agency_label",
    "agency_slug",
    "checks",
    "digest",
    "district",
    "district_label",
    "districts",
    "indicator",
    "indicators",
    "initiatives",
    "metric_label",
    "metrics",
    "parse_rule",
    "parse_sum",
    "sections",
    "sentence",
    "sentences",
    "statuses",
    "term_label",
    "tiles",
    "unit_label",
    "units",
]
