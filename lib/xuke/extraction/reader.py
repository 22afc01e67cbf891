"""From a document to its figures: the one function that the rest of Xuke calls."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from xuke.catalog import metrics
from xuke.catalog.definitions import districts
from xuke.catalog.patterns import patterns
from xuke.extraction import pages
from xuke.extraction.layout import Layout, lay_out
from xuke.extraction.names import Names
from xuke.extraction.prose import Prose
from xuke.extraction.register import mentions
from xuke.extraction.resolve import resolve
from xuke.extraction.results import Candidate, Dismissal, Extraction, Reading, Unassigned
from xuke.extraction.rules import Report, Rules
from xuke.extraction.tables import read_tables
from xuke.model import Document, Observation, Quantity
from xuke.quantities import Pages, find_in, normal

_OPENING = 40
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_YEAR = re.compile(r"(20\d\d)\s?(?:年|—|-)")
_PROVINCE = re.compile(r"[^市区县]{2,8}(?:省|自治区)(?![^关于年]{0,12}?[市县区州盟旗])")
_STATE = re.compile(r"国家|中华人民共和国|[^省市区县州盟]{2,8}(?:部|总局|总署)(?![门分])")
_CITY, _DISTRICT = re.compile(r"市|省|州|盟"), re.compile(r"[区县](?!公安)|新区|街道|镇")
_LEVELS = {"municipality": "city", "city": "city", "province": "province"}


def extract(
    document: Document,
    *,
    district: str = "",
    agency: str = "",
    year: int | None = None,
    source: str = "",
) -> Extraction:
    """Every figure of *document*, and every number that is none.

    Parameters
    ----------
    document
        a report as text and blocks.
    district, agency, year, source
        what goes into the observations; *year* also tells another year's figures apart, and is
        taken from the title where it is not given.

    Returns
    -------
    Extraction
        ``document.text[start:end] == words`` for each observation. Each number of the text is in
        ``readings``, ``dismissed`` or ``unassigned``; nothing is read but by a rule, named there.
    """
    plain = normal(document.text)
    numbered = Pages(document.text, plain)
    if not numbered.numbers:
        return _extract(document, plain, district, agency, year, source)
    rest = pages.without(document, numbered)
    read = _extract(rest, normal(rest.text), district, agency, year, source)
    return pages.put_back(read, document, numbered)


def _extract(
    document: Document, text: str, district: str, agency: str, year: int | None, source: str
) -> Extraction:
    known = patterns()
    layout = lay_out(document, text, known)
    said = _YEAR.search(layout.title) or _YEAR.search(layout.flow[:400])
    report = Report(
        _level(district, layout.title),
        year or (int(said[1]) if said else None),
        layout.title,
        agency,
    )
    # Without a title, an author names itself where the text begins.
    author = layout.title or layout.flow[:_OPENING]
    rules = Rules(known, report)
    # Without a title, nobody knows whose departments those of a text are.
    of_agency = report.of_agency or not layout.title
    names = Names(known.settings, author, agency, of_agency=of_agency)
    prose = Prose(layout, rules, names)
    quantities = find_in(document.text, text)
    taken = read_tables(layout, quantities, rules, names, prose.findings)
    for index in _in_markup(document.text, quantities) - taken:
        prose.findings.dismiss(quantities[index], "markup")
        taken.add(index)
    starts, at = [each.span.start for each in quantities], 0
    for sentence in layout.sentences():
        first = bisect_left(starts, sentence.start, at)
        at = bisect_left(starts, sentence.end, first)
        inside = [index for index in range(first, at) if index not in taken]
        taken.update(inside)
        prose.read(sentence, [quantities[index] for index in inside])
    for index, quantity in enumerate(quantities):
        if index not in taken:
            if quantity.kind == "figure":
                prose.findings.leave(quantity, "no_rule")
            else:
                prose.findings.dismiss(quantity, quantity.kind)
    findings = prose.findings
    findings.settle()
    standing = resolve(findings, known, report, names.is_licence)
    readings = tuple(
        Reading(
            _observation(each, document, district, agency, report.year, source),
            each.rule,
            each.quantity,
        )
        for each in standing
    )
    read = {each.quantity.span.start for each in standing}
    left = [
        Unassigned(quantity, reason, _context(layout, quantity.span.start))
        for quantity, reason in findings.left
        if quantity.span.start not in read
    ]
    return Extraction(
        readings,
        tuple(
            sorted((d for d in findings.dismissed if d.quantity.span.start not in read), key=_place)
        ),
        tuple(sorted(left, key=_place)),
        mentions(layout, document.text, known, readings),
        tuple(findings.contradictions),
    )


def _place(found: Dismissal | Unassigned) -> int:
    return found.quantity.span.start


def _in_markup(text: str, quantities: Sequence[Quantity]) -> set[int]:
    """Places of the quantities that are part of an HTML tag, as in ``<td rowspan="2">``."""
    starts = [each.span.start for each in quantities]
    return {
        index
        for tag in _TAG.finditer(text)
        for index in range(bisect_left(starts, tag.start()), bisect_left(starts, tag.end()))
    }


def _observation(
    each: Candidate, document: Document, district: str, agency: str, year: int | None, source: str
) -> Observation:
    metric = metrics()[each.metric]
    return Observation(
        district,
        agency,
        year or 0,
        each.item,
        each.metric,
        each.value,
        _unit(each, metric.unit),
        each.qualifier,
        source,
        each.quantity.stated_as,
        each.basis,
        each.start,
        each.end,
        document.text[each.start : each.end],
    )


def _unit(each: Candidate, usual: str) -> str:
    return {"": usual, "主项": "项", "大项": "项"}.get(each.unit, each.unit)


def _level(district: str, title: str) -> str:
    """``state``, ``province``, ``city`` or ``district``, by the registered district or the title.

    Empty if neither says.
    """
    known = districts().get(district)
    if known is not None:
        return _LEVELS.get(known.level, "district")
    if _STATE.match(title) and not _DISTRICT.search(title) and not _CITY.search(title):
        return "state"
    if _PROVINCE.match(title):
        return "province"
    if _DISTRICT.search(title):
        return "district"
    return "city" if _CITY.search(title) else ""


def _context(layout: Layout, position: int) -> str:
    """The sentence around *position*, at most 60 characters to each side."""
    flow = layout.flow
    start = max(flow.rfind(mark, max(0, position - 60), position) for mark in "。\n；")
    start = start + 1 if start >= 0 else max(0, position - 60)
    ends = [found for mark in "。\n；" if (found := flow.find(mark, position, position + 60)) >= 0]
    return flow[start : min(ends, default=position + 60)].strip()
