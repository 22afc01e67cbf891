"""What comparison and trend share: names checked, sources named, sections and tables made."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from xuke import catalog
from xuke.figure_words import say_corrections
from xuke.figures import Note, Table
from xuke.figures.reading import say_sources
from xuke.overview.tables import labelled
from xuke.report.section import Part, Section

_NAMED_SOURCES = 3


def distinct(indicators: pd.DataFrame) -> pd.DataFrame:
    """The rows without indicators that repeat another one's figures in another unit."""
    first: dict[object, str] = {}
    for name, each in catalog.indicators().items():
        if each.numerator:
            first.setdefault((each.numerator, each.denominator, each.concluded), name)
        else:
            first[name] = name
    return indicators[indicators["indicator"].isin(list(first.values()))]


def sources_of(
    indicators: pd.DataFrame, panel: pd.DataFrame, sources: pd.DataFrame, language: str
) -> str:
    """Where the figures under *indicators* were read: named if few, else counted.

    Ends with what was corrected among them.
    """
    labels = sorted({label for row in indicators["observations"] for label in row})
    figures = panel.loc[labels]
    source = named_sources(figures["source"].unique(), sources, language)
    return f"{source} {say_corrections(figures, language, whose=True)}".strip()


def named_sources(used: Iterable[str], sources: pd.DataFrame, language: str) -> str:
    """A line that names the sources *used*, or counts them where they are many."""
    found = sources[sources["source"].isin(list(used))]
    if len(found) <= _NAMED_SOURCES:
        return say_sources(found, language) if len(found) else ""
    return catalog.sentence("compare_sources", language, count=len(found))


def with_restated(marked: pd.DataFrame, panel: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """*marked* with a column ``restated``: a figure behind it is from another year's report."""
    published = panel["source"].map(sources.set_index("source")["year"]).fillna("").astype(str)
    other = (published != "") & (published != panel["year"].astype(str))
    labels = set(panel.index[other])
    return marked.assign(restated=[bool(labels & set(row)) for row in marked["observations"]])


def section(name: str, language: str, *parts: Part) -> Section:
    """A section with the heading ``section_<name>``."""
    return Section(name, language, catalog.sentence(f"section_{name}", language), parts)


def table(name: str, language: str, frame: pd.DataFrame) -> Table:
    """A table of `xuke.overview.tables` with the caption ``table_<name>``."""
    caption = catalog.sentence(f"table_{name}", language)
    return Table(name, language, caption, labelled(frame, language))


def note(name: str, language: str, sentence: str, **values: object) -> Note:
    """The sentence *sentence* of the definitions as a note."""
    return Note(name, language, catalog.sentence(sentence, language, **values))
