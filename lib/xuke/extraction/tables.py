"""Figures of tables, by the words of their headers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xuke.catalog.patterns import LabelRule
from xuke.extraction.cues import scope_of
from xuke.extraction.flat import NUMBERING
from xuke.extraction.grids import Cell, cells
from xuke.extraction.layout import Layout, without_remarks
from xuke.extraction.ledger import RANKS
from xuke.extraction.names import Names
from xuke.extraction.results import Candidate, Findings
from xuke.extraction.rules import Rules, matter
from xuke.extraction.tokens import phrase, tokens
from xuke.extraction.units import BESIDE, in_unit
from xuke.model import Quantity
from xuke.quantities import normal

_UNITS = "万元|亿元|元|万件|件次|件|宗|项|个|%|次"
_UNIT = re.compile(rf"(?:单位 {{0,2}}: {{0,2}}|（)({_UNITS})(?:）|\b|$|[ ，；\n])")
_SEVERAL_UNITS = re.compile(
    rf"单位 {{0,2}}: {{0,2}}((?:{_UNITS})(?: {{0,2}}[、/，和 ] {{0,2}}(?:{_UNITS}))+)"
)
_YEAR = re.compile(r"20\d\d")
_LONGEST_VALUE = 24
_MONTH = re.compile(r"\s*第?(?:1[0-2]|[1-9]|[一二三四五六七八九十]{1,2})\s*(?:月|季度)")
_GROUPS = frozenset({"handle", "case", "license", "items", "permit", "process", "decide"})
_IN_NAMES = frozenset({"kind", "change", "withdrawn", "approve"})  # 企业的设立、变更审批
_DIGITS = "0123456789（）年度表、.% -"


class _Table(NamedTuple):
    """What the headers of one table tell together.

    ``single``: there is one row; ``kinds``: a row is of one kind of case, so that the table may be
    of one licence; ``bodies``: a row is an authority's; ``mixed``: a row is of another matter.
    ``caption`` is the text before it without the headers: 收费金额（元） tells of one column.
    """

    single: bool
    kinds: bool
    bodies: bool
    mixed: bool
    caption: str


class Tables:
    """Reads the value cells of one document."""

    def __init__(self, layout: Layout, rules: Rules, names: Names, findings: Findings) -> None:
        self._layout, self._rules, self._names = layout, rules, names
        self._findings = findings
        self._tables: dict[int, _Table] = {}

    def read(self, quantities: Sequence[Quantity]) -> set[int]:
        """Read the *quantities* that stand in value cells; their places in the sequence."""
        starts = [each.span.start for each in quantities]
        taken: set[int] = set()
        found = list(cells(self._layout))
        rows: dict[int, set[str]] = defaultdict(set)
        columns: dict[int, set[str]] = defaultdict(set)
        captions: dict[int, str] = {}
        for cell in found:
            rows[cell.table].update(cell.row[:1])
            columns[cell.table].update(map(normal, cell.column))
            captions[cell.table] = cell.caption
        self._tables = {
            table: _Table(
                len(named) == 1,
                any(map(self._is_kind, named)),
                any(map(self._is_body, named)),
                any(matter(self._concepts([each])).startswith("other_matter") for each in named),
                _without(captions[table], columns[table]),
            )
            for table, named in rows.items()
        }
        for cell in found:
            at = bisect_left(starts, cell.start)
            inside = []
            while at < len(quantities) and quantities[at].span.end <= cell.end:
                inside.append(at)
                at += 1
            if len(inside) != 1 or inside[0] in taken or cell.end - cell.start > _LONGEST_VALUE:
                continue
            quantity = quantities[inside[0]]
            if not self._fills(cell, quantity):
                continue
            taken.update(inside)
            self._cell(cell, quantity)
        return taken

    def _is_kind(self, header: str) -> bool:
        """Whether a row is of one kind of case (新办, 延续): the table may be of one licence."""
        words = normal(header)
        known = tokens(words, 0, len(words), self._rules.known)
        return any("kind" in each.concepts for each in known[:1])

    def _is_body(self, header: str) -> bool:
        """Whether a row is of an authority: then 公安 or 教育 beside it is one too."""
        name = normal(header)
        return self._names.is_body(name) and not self._names.may_end_licence(name)  # 企业开办

    def _fills(self, cell: Cell, quantity: Quantity) -> bool:
        """Whether the number is all that the cell holds: a year may be a count here."""
        rest = self._layout.flow[cell.start : quantity.span.start]
        rest += self._layout.flow[quantity.span.end : cell.end]
        alone = rest.strip(" |\n") in BESIDE | {""}  # but for a unit in the next column
        return alone and quantity.kind in ("figure", "year", "code")

    def _cell(self, cell: Cell, quantity: Quantity) -> None:
        section = self._layout.section_at(cell.start)
        if section.group == "excluded":
            self._findings.dismiss(quantity, "section_of_other_matters")
            return
        if cell.column and normal(cell.column[-1]).strip() in NUMBERING:
            self._findings.dismiss(quantity, "list_number")
            return
        headers = (*cell.row, *cell.column)
        if not headers:
            self._leave(quantity, "no_headers")
            return
        concepts, items, trouble = self._headers(cell)
        reason = trouble or self._reason(concepts, headers)
        if reason:
            self._findings.dismiss(quantity, reason)
            return
        figure = self._with_unit(cell, quantity, concepts)
        rule = self._rule(figure, cell, concepts - {"unit"})
        if rule is None or len(items) > 1 or not all(map(self._may_be_item, items)):
            self._leave(quantity, "no_rule" if rule is None else "unknown_words")
            return
        if items and self._tables[cell.table].bodies and not self._names.is_licence(items[0]):
            self._findings.dismiss(quantity, "another_body")
            return
        total = (
            cell.row and not self._concepts(cell.row) - self._rules.known.settings.neutral.always
        )
        if not items and total and self._tables[cell.table].mixed:
            self._findings.dismiss(quantity, "wider_scope")  # of licences and 行政确认 together
            return
        span = quantity.span
        found = Candidate(figure, rule.metric, span.start, span.end, f"table:{rule.rule}")
        found.value, found.unit = figure.value, figure.unit
        found.item = items[0] if items else ""
        found.rank = RANKS.get(section.group, 1)
        scope = scope_of(concepts, self._rules.report.level)
        found.scope = scope
        found.part = scope == "level" and self._rules.report.all_levels
        kinds = not items and self._tables[cell.table].kinds
        (self._findings.of_kinds if kinds else self._findings.candidates).append(found)

    def _leave(self, quantity: Quantity, reason: str) -> None:
        """Leave a figure; a year in a cell of its own may have been a count, but is none here."""
        if quantity.kind == "figure":
            self._findings.leave(quantity, reason)
        else:
            self._findings.dismiss(quantity, quantity.kind)

    def _rule(self, figure: Quantity, cell: Cell, concepts: frozenset[str]) -> LabelRule | None:
        """The rule for all headers; for the innermost column's where those over it say no more.

        Under 办理 a column 申请 counts applications; under 网上 a column 受理 is another thing.
        """
        outer = self._concepts(cell.column[:-1]) - {"unit"}
        if outer and outer <= _GROUPS:
            inner = self._concepts((*cell.row, *cell.column[-1:])) - {"unit"}
            if rule := self._rules.label(figure, inner):
                return rule
        return self._rules.label(figure, concepts)

    def _concepts(self, headers: Sequence[str]) -> frozenset[str]:
        words = "，".join(map(normal, headers))
        known = tokens(words, 0, len(words), self._rules.known)
        return phrase(words, 0, len(words), known, self._rules.known.settings).concepts

    def _may_be_item(self, name: str) -> bool:
        """Whether *name* may be a licence or a field of them, and no fee or kind of applicant."""
        return not name.endswith("费") and not self._names.is_applicant(name)

    def _headers(self, cell: Cell) -> tuple[frozenset[str], list[str], str]:
        """Concepts and licence names of the headers, or why the figure is none."""
        names = self._names
        concepts: frozenset[str] = frozenset()
        items: list[str] = []
        for header, of_row in [*((h, True) for h in cell.row), *((h, False) for h in cell.column)]:
            words = normal(header)
            if _MONTH.match(words):
                return concepts, items, "part_of_year"
            plain = without_remarks(words)
            known = tokens(plain, 0, len(plain), self._rules.known)
            said = phrase(plain, 0, len(plain), known, self._rules.known.settings)
            if said.name is not None:
                name = names.trimmed(words, *said.name)
                core = names.trimmed(words, said.name[0], said.core)
                alone = of_row and self._tables[cell.table].single
                body = names.is_body(core, name)
                if body and of_row and any(map(names.is_licence, map(normal, cell.row))):
                    continue  # 机动车登记 | 区公安分局 | 118402: whose licence it is
                if names.is_own(core) or (body and alone) or not core.strip(_DIGITS):
                    said = said.nameless()
                elif body:
                    return concepts, items, "another_body"
                elif of_row:
                    full = names.trimmed(words, 0, len(words))
                    if names.is_licence(full):
                        name = full  # 药品批发企业许可, whose 企业 is a known word
                        said = said._replace(concepts=said.concepts - _IN_NAMES)
                    if names.is_licence(name):
                        items.clear()  # 药品 in the first column, 药品生产许可 in the next
                    items.extend([name] if len(name) > 1 else [name, ""])
                else:
                    # An unknown column is no licence: nothing is read.
                    items.extend([name] if names.is_licence(name) else [name, ""])
            if "remainder" in said.concepts:
                return concepts, items, "part_of_total"
            concepts |= said.concepts
        return concepts, items, ""

    def _reason(self, concepts: frozenset[str], headers: Sequence[str]) -> str:
        if reason := matter(concepts):
            return reason
        years = {int(year) for header in headers for year in _YEAR.findall(header)}
        if "time.other" in concepts or (years and self._rules.report.year not in years):
            return "other_year"
        if "time.part" in concepts:
            return "part_of_year"
        return "other_scope" if scope_of(concepts, self._rules.report.level) == "other" else ""

    def _with_unit(self, cell: Cell, quantity: Quantity, concepts: frozenset[str]) -> Quantity:
        """The quantity with the unit of its headers or caption where it has none itself."""
        if quantity.unit:
            return quantity
        caption = self._tables[cell.table].caption
        if several := _SEVERAL_UNITS.search(caption):  # 单位：件、万元
            units = re.findall(_UNITS, several[1])
            fits = [each for each in units if each.endswith("元") == ("amount" in concepts)]
            fits.sort(key=lambda each: each in ("项", "个", "%"))
            caption = f"（{fits[0]}）" if fits else ""
        for text in (*map(normal, (*reversed(cell.column), *reversed(cell.row))), caption):
            units = _UNIT.findall(text)
            if units and (units[-1].endswith("元") or "amount" not in concepts):
                return in_unit(quantity, units[-1])
        return quantity


def _without(caption: str, headers: Iterable[str]) -> str:
    rest = normal(caption)
    for header in headers:
        rest = rest.replace(header, "")
    return rest


def read_tables(
    layout: Layout,
    quantities: Sequence[Quantity],
    rules: Rules,
    names: Names,
    findings: Findings,
) -> set[int]:
    """Read every table of a document into *findings*; which of the *quantities* were read there."""
    return Tables(layout, rules, names, findings).read(quantities)
