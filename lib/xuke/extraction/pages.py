"""A document without its page numbers, and what was read there at its places in the whole."""

from __future__ import annotations

from dataclasses import replace

from xuke.extraction.results import Dismissal, Extraction, Mention, Reading
from xuke.model import Document, Span
from xuke.quantities import Pages


def without(document: Document, pages: Pages) -> Document:
    """*document* as if its *pages* had no numbers."""
    moved = (replace(each, span=pages.left(each.span)) for each in document.blocks)
    blocks = tuple(each for each in moved if each.span.start < each.span.end)
    return replace(document, text=pages.text, blocks=blocks)


def put_back(read: Extraction, document: Document, pages: Pages) -> Extraction:
    """What was *read* `without` the numbers of *pages*, at its places in *document*."""
    readings = tuple(_reading(each, document, pages) for each in read.readings)
    dismissed = [replace(d, quantity=pages.put_back(d.quantity)) for d in read.dismissed]
    left = tuple(replace(u, quantity=pages.put_back(u.quantity)) for u in read.unassigned)
    found = (*(r.quantity for r in readings), *(d.quantity for d in dismissed))
    numbers = pages.apart((*found, *(u.quantity for u in left)))
    dismissed += [Dismissal(each, each.kind) for each in numbers]
    return Extraction(
        readings,
        tuple(sorted(dismissed, key=lambda each: each.quantity.span)),
        left,
        tuple(_mention(each, document, pages) for each in read.initiatives),
        tuple(
            replace(each, quantities=tuple(map(pages.put_back, each.quantities)))
            for each in read.contradictions
        ),
    )


def _mention(mention: Mention, document: Document, pages: Pages) -> Mention:
    span = pages.whole(mention.span)
    return replace(mention, span=span, words=span.of(document.text))


def _reading(reading: Reading, document: Document, pages: Pages) -> Reading:
    told = reading.observation
    span = pages.whole(Span(told.start or 0, told.end or 0))
    told = replace(told, start=span.start, end=span.end, words=span.of(document.text))
    return replace(reading, observation=told, quantity=pages.put_back(reading.quantity))
