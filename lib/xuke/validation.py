"""Every definition file at once, so that a fault in one stops each command alike."""

from __future__ import annotations

from xuke.catalog import definitions
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
    patterns()
    vocabulary()
