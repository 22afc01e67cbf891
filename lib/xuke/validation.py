"""Every definition file at once, so that a fault in one stops each command alike.

The texts of figures, audits and sites are read for their form alone; a place for a value that is
in one language only shows when one of them is first used.
"""

from __future__ import annotations

from xuke import lines
from xuke.catalog import DEFINITIONS, definitions
from xuke.catalog.patterns import patterns
from xuke.quantities.vocabulary import vocabulary


def validate_definitions() -> None:
    """Read all that a command may need, some 30 ms; `DefinitionError` names file and line."""
    for read in (
        definitions.units,
        definitions.metrics,
        definitions.checks,
        definitions.indicators,
        definitions.districts,
        definitions.agencies,
        definitions.initiatives,
        definitions.statuses,
        definitions.sections,
        definitions.sentences,
        definitions.tiles,
    ):
        read()
    for path in sorted(DEFINITIONS.rglob("*.csv")):
        for _ in lines.records(path):
            pass
    patterns()
    vocabulary()
