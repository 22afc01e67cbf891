"""Reads the figures of a report, each with the words it came from and the rule that read it."""

from xuke.extraction.reader import extract
from xuke.extraction.results import Dismissal, Extraction, Mention, Reading, Unassigned

__all__ = ["Dismissal", "Extraction", "Mention", "Reading", "Unassigned", "extract"]
