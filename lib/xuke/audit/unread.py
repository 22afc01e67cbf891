"""What stands beside a number that was not understood: where it is, and which words are unknown."""

from __future__ import annotations

import re

import pandas as pd

from xuke.audit.passages import Passages
from xuke.catalog.patterns import patterns
from xuke.model import Span
from xuke.reading import ReportDocument

COLUMNS = ["words", "stands_at", "start", "end", "reason", "unknown", "concepts", "context"]

_PAUSE = re.compile(r"[^\w“”]|\d")
"""What ends the words that belong to a number: punctuation, a space, another number."""
_WORD = re.compile(r"[^\W\d_]")


def unread_numbers(report: ReportDocument) -> pd.DataFrame:
    """A row for each number that no rule understood, with the columns `COLUMNS`.

    ``stands_at`` is its place in the file, with the column where lines are known; ``start`` and
    ``end`` are its span in the document's text. ``unknown`` are words beside it that ``words.csv``
    does not list, ``concepts`` what the others stand for; both parted by spaces.
    """
    passages = Passages(report.document)
    rows = []
    for each in report.extraction.unassigned:
        span = each.quantity.span
        unknown, concepts = words_beside(report.document.text, span)
        # A cell's words are its headers as well.
        block = passages.block(span.start)
        for header in (*block.row, *block.column) if block else ():
            more, also = words_beside(header, Span(len(header), len(header)))
            unknown, concepts = [*unknown, *more], [*concepts, *also]
        said = (" ".join(dict.fromkeys(names)) for names in (unknown, concepts))
        place = passages.place(span.start)
        rows.append(
            (each.quantity.words, place, span.start, span.end, each.reason, *said, each.context)
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def words_beside(text: str, span: Span) -> tuple[list[str], list[str]]:
    """The unknown words right before and after ``text[span]``, and the concepts of the others."""
    start = max((found.end() for found in _PAUSE.finditer(text, 0, span.start)), default=0)
    after = _PAUSE.search(text, span.end)
    known = patterns()
    unknown: list[str] = []
    concepts: list[str] = []
    for words in (text[start : span.start], text[span.end : after.start() if after else None]):
        at, gap = 0, ""
        while at < len(words):
            found = known.lexicon.match(words, at)
            if found:
                concepts += sorted(known.concepts[found[0]])
            elif _WORD.match(words[at]):
                gap += words[at]
            if gap and (found or at == len(words) - 1):
                unknown.append(gap)
                gap = ""
            at = found.end() if found else at + 1
    return unknown, concepts
