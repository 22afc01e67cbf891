"""An audit as one HTML page: the report's text with every figure marked, and where each leads.

The page is links and style alone: no script, nothing from elsewhere, all text escaped by jinja2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, pairwise
from typing import Any

import jinja2

from xuke.audit import Audit, restoring
from xuke.audit.text import name_report
from xuke.audit.words import say
from xuke.figure_words import name_figure, say_figure
from xuke.model import Block, BlockKind, Document, Span, Verdict

_BOLD = re.compile(r"\*\*|__")


@dataclass(slots=True)
class Mark:
    """A stretch of text that leads somewhere: the ids that lead to it, and where it leads."""

    span: Span
    kind: str  # figure, failing, unassigned or dismissed
    ids: list[str] = field(default_factory=list)
    target: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one kind, for the template."""

    text: str
    bold: bool
    mark: Mark | None = None
    ids: tuple[str, ...] = ()


def as_page(audit: Audit, language: str) -> str:
    """The page in *language*, whole in itself."""
    return _templates().get_template("page.html").render(_context(audit, language))


def as_part(audit: Audit, language: str, part: str) -> str:
    """A part of the page for a notebook: findings, figures, unassigned or text."""
    context = _context(audit, language) | {"part": f"{part}.html"}
    return _templates().get_template("fragment.html").render(context)


def _context(audit: Audit, language: str) -> dict[str, Any]:
    figures = audit.figures.to_dict("index")
    counts = {verdict.value: audit.verdicts[verdict] for verdict in Verdict}
    return {
        "audit": audit,
        "language": language,
        "document": audit.report.document,
        "title": name_report(audit.report.key, language),
        "parts": list(_parts(audit, language)),
        "rows": list(_rows(audit, language)),
        "summary": say("summary", language, figures=len(audit.figures), **counts),
        "restoring": [
            (
                restoring.heading(each, language),
                list(restoring.options(each, audit.figures, language)),
            )
            for each in audit.imbalances
        ],
        "failing": {figure for finding in audit.findings for figure in finding.figures},
        "first_figure": lambda passage: _first(audit, passage.span),
        "name": lambda figure: name_figure(figures[figure], language),
        "value": lambda figure: say_figure(figures[figure], language),
        "say": lambda name, **values: say(f"page_{name}", language, **values),
    }


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("xuke.audit", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _rows(audit: Audit, language: str) -> Iterator[dict[str, object]]:
    """The table of figures, each with the findings that it is part of."""
    for figure, row in zip(audit.figures.index, audit.figures.to_dict("records"), strict=True):
        yield {
            "figure": figure,
            "name": name_figure(row, language),
            "value": say_figure(row, language),
            "words": row["words"],
            "rule": row["rule"],
            "findings": [
                number for number, finding in enumerate(audit.findings) if figure in finding.figures
            ],
        }


def _first(audit: Audit, span: Span) -> int | None:
    """The first figure in a passage."""
    starts = audit.figures["start"]
    inside = audit.figures.index[(starts >= span.start) & (starts < span.end)]
    return int(inside[0]) if len(inside) else None


def _parts(audit: Audit, language: str) -> Iterator[tuple[str, object]]:
    """The blocks of the report for the template: (kind, pieces), tables as rows of cells."""
    document = audit.report.document
    marks = _marks(audit, language)
    markdown = document.name.lower().endswith(".md")

    def pieces(block: Block) -> list[Piece]:
        return list(_pieces(document.text, block.span, marks, markdown=markdown))

    for cells, blocks in groupby(document.blocks, lambda block: block.kind is BlockKind.CELL):
        if cells:
            yield "table", [list(map(pieces, row)) for row in _table_rows(document, blocks)]
        else:
            for block in blocks:
                yield block.kind.value, pieces(block)


def _table_rows(document: Document, cells: Iterable[Block]) -> Iterator[list[Block]]:
    """Cells of each row: a line end between two cells begins a row."""
    row: list[Block] = []
    for cell in cells:
        if row and "\n" in document.text[row[-1].span.end : cell.span.start]:
            yield row
            row = []
        row.append(cell)
    yield row


def _marks(audit: Audit, language: str) -> list[Mark]:
    """Everything that is marked, in the order of the text and without overlaps."""
    failing = {
        figure for found in audit.findings if found.level != "note" for figure in found.figures
    }
    marks = []
    for figure, row in zip(audit.figures.index, audit.figures.to_dict("records"), strict=True):
        if row["end"] > row["start"]:
            marks.append(
                Mark(
                    Span(int(row["start"]), int(row["end"])),
                    "failing" if figure in failing else "figure",
                    [f"f{figure}"],
                    f"r{figure}",
                    f"{name_figure(row, language)} {say_figure(row, language)}",
                )
            )
    extraction = audit.report.extraction
    for number, left in enumerate(extraction.unassigned):
        hint = say("page_unassigned_hint", language)
        marks.append(Mark(left.quantity.span, "unassigned", [f"n{number}"], f"u{number}", hint))
    marks += [
        Mark(each.quantity.span, "dismissed", hint=each.reason) for each in extraction.dismissed
    ]
    apart: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (each.span.start, -each.span.end)):
        if apart and mark.span.start < apart[-1].span.end:
            apart[-1].ids += mark.ids  # links to it still arrive
            if mark.kind == "failing":
                apart[-1].kind = mark.kind
        else:
            apart.append(mark)
    return apart


def _pieces(text: str, span: Span, marks: list[Mark], *, markdown: bool) -> Iterator[Piece]:
    """The text of one block, cut where a mark or bold type begins or ends."""
    inside = [mark for mark in marks if mark.span.start < span.end and mark.span.end > span.start]
    bold = [mark.span() for mark in _BOLD.finditer(text, span.start, span.end)] if markdown else []
    cuts = {span.start, span.end, *(place for pair in bold for place in pair)}
    cuts |= {
        place
        for mark in inside
        for place in (mark.span.start, mark.span.end)
        if span.start < place < span.end
    }
    starts = {start for start, _ in bold}
    is_bold = False
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        if start in starts:
            is_bold = not is_bold
        elif not any(low < start < high for low, high in bold):
            mark = next((each for each in inside if each.span.start <= start < each.span.end), None)
            opens = mark is not None and mark.span.start == start
            yield Piece(text[start:end], is_bold, mark, tuple(mark.ids) if mark and opens else ())
