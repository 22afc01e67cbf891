"""Figures of the year before that a report repeats: 2022 年受理 410 件, in the report of 2023."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from xuke.audit.passages import Passages
from xuke.extraction import extract
from xuke.model import Document, Span
from xuke.reading import ReportDocument, as_panel

_LETTER = re.compile(r"\S")
# As the author would have said it a year earlier, in as many characters.
_YEAR_BEFORE = {
    "上年": "本年",
    "去年": "今年",
    "上一年": "本年度",
    "上年度": "本年度",
    **dict.fromkeys(["上一年度", "上年同期", "去年同期"], "本年年内"),
}
_SPOKEN = re.compile("|".join(sorted(_YEAR_BEFORE, key=len, reverse=True)))


def repeated(report: ReportDocument) -> pd.DataFrame:
    """A panel of the figures that *report* gives for the year before it.

    Reading dismisses them, since they are none of the report's own. Their sentences alone, read
    as a report of that year, give them with their metrics.
    """
    key, extraction = report.key, report.extraction
    others = [each.quantity.span for each in extraction.dismissed if each.reason == "other_year"]
    if not others:
        return as_panel(())
    again = extract(
        _a_year_earlier(report, others),
        district=key.district,
        agency=key.agency,
        year=key.year - 1,
        source="again",
    )
    return as_panel(
        each
        for each in again.observations
        if each.start is not None
        and each.end is not None
        and any(each.start < span.end and span.start < each.end for span in others)
    )


def _a_year_earlier(report: ReportDocument, others: list[Span]) -> Document:
    """The document with the sentences of *others* alone, and without the report's own figures."""
    document = report.document
    passages = Passages(document)
    kept = list(_LETTER.sub(" ", document.text))
    for span in others:
        sentence = passages.around(span.start, span.end).span
        words = _SPOKEN.sub(lambda found: _YEAR_BEFORE[found[0]], sentence.of(document.text))
        kept[sentence.start : sentence.end] = words
    others_places = {span.start for span in others}
    own = [Span(each.start or 0, each.end or 0) for each in report.extraction.observations]
    own += [
        each.quantity.span
        for each in report.extraction.dismissed
        if each.quantity.kind == "figure" and each.quantity.span.start not in others_places
    ]
    for span in own:
        kept[span.start : span.end] = _LETTER.sub(" ", span.of(document.text))
    return replace(document, text="".join(kept))
