"""What is recorded of the figures of one sentence, and what that changes for the next ones."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cached_property

from xuke.extraction import lists, totals
from xuke.extraction.layout import Layout, Sentence
from xuke.extraction.names import Names
from xuke.extraction.results import WEAK, Candidate, Findings
from xuke.extraction.rules import STEPS, Rules
from xuke.extraction.state import PARTS, UNKNOWN, State
from xuke.extraction.tokens import Phrase, Token, Words
from xuke.model import Quantity

# 涉及25个部门、243项行政许可事项; 38个部门共有行政许可事项312项
_ITEMS = re.compile(
    r"[^，。；、\d]{0,6}(?:[、和 ]?\d+ {0,2}[项个]|共|实施|负责|承担|的|有|现)*"
    r"(?:(?:行政)?许可事项|(?<=实施)行政许可)"
    r"|， {0,2}(?:共计?|合计|总计|共?有|包括|包含)?(?:行政)?许可事项(?=(?:共计?|合计)? {0,2}\d)"
)
_OF_OTHERS = re.compile(
    r" {0,2}警种"
    # 9个部门的21个事项涉及收费
    r"| {0,2}(?:主管|职能)?(?:部门|单位) {0,2}的 {0,2}\d+ {0,2}[项个] {0,2}(?!(?:行政)?许可)"
    r"| {0,2}(?:主管|职能)?(?:部门|单位) {0,2}的?(?:全部|相关|有关)?(?:行政)?(?:许可|审批)"
    r"(?:(?:事项|职权|权限|职能|实施|工作)[^\d，。；]{0,6}(?:[，。；]|$)|案卷|实施|工作|职|权)"
)
_CLAUSE = 30
_WITH_OTHERS = re.compile(r"[^，。；\d]{0,8}[和、及与]\d+ {0,2}[个家] {0,2}[市国垂街乡镇]")
_LABELLED = ("labels:", "none_in_words:", "phrases:handled", "cases_of_items")
_AIMS = ("目标", "计划", "争取")
_NUMBERED = re.compile(r"[ *]*(?:\d{1,2}[.、．](?!\d)|（\d{1,2}）|[①-⑳]|——|[-•●◆])")
_STOCKS = frozenset({"licensing_items", "licensing_departments"})
_LATEST = re.compile("调整后|调整为|最终|目前|现有|现共|[年月]底|[年月]末")
RANKS = {"headline": 0, "": 1, "supervision": 2, "reform": 3}


class Ledger:
    """Records figures of one sentence as candidates, or why they are none."""

    def __init__(
        self,
        layout: Layout,
        sentence: Sentence,
        words: Words,
        rules: Rules,
        names: Names,
        findings: Findings,
        state: State,
    ) -> None:
        self.layout, self.sentence, self.words = layout, sentence, words
        self.rules, self.names, self.findings, self.state = rules, names, findings, state
        self._settings = rules.known.settings
        self._level = rules.report.level

    def reason(self, figure: Quantity, concepts: frozenset[str]) -> str:
        """Why *figure* is none of the year's licensing figures; empty if nothing says so."""
        stock = figure.unit in self._settings.kinds["items"]
        said = "time.cumulative" in concepts and totals.year_said(
            self.layout.said, self.words, self.sentence.start, figure, stock=stock
        )
        reason = self.rules.reason(figure, concepts, self.state, year_said=said)
        if reason == "cumulative":
            self.state.dated(reason)  # 累计受理45000件，办结44000件
        return reason

    def planned(self, at: int) -> bool:
        """Whether what stands at *at* is only meant to be: 力争…, but not 围绕目标，推出12项."""
        if not self._plans:
            return False
        flow, start = self.layout.said, self.sentence.start
        clause = flow.rfind("，", start, at)
        return any(
            word.start < at and (word.start > clause or flow[word.start : word.end] not in _AIMS)
            for word in self._plans
        )

    @property
    def section_rank(self) -> int:
        """How far from the handling of cases the section is: above 1 are measures and oversight."""
        return RANKS.get(self.sentence.section.group, 1)

    @property
    def counts_licences(self) -> bool:
        """Whether the sentence has told how many items the list holds."""
        here = self.findings.since(self.sentence.start)
        return any(each.metric == "licensing_items" for each in here)

    @cached_property
    def _numbered(self) -> bool:
        """Whether the paragraph is an item of a numbered list."""
        return _NUMBERED.match(self.layout.flow, self.sentence.paragraph) is not None

    @cached_property
    def _plans(self) -> list[Token]:
        # Of more than one sign: no 拟 of 虚拟窗口.
        return [w for w in self.words.all if "plan" in w.concepts and w.end - w.start > 1]

    def leave(self, figure: Quantity, reason: str) -> None:
        """Record that nobody understood *figure*."""
        self.findings.leave(figure, reason)
        if reason == PARTS:
            self.state.kind = False  # 新办342件，准予340件；延续1030件，准予1030件: each its own
        if figure.unit in self._settings.kinds["cases"]:
            self.state.miss()

    def narrow(self, said: Phrase, concepts: Set[str], doubt: str = UNKNOWN) -> None:
        """Doubt what follows a number of unknown cases, until licences are named again."""
        if said.concepts & concepts:
            self.state.doubt(doubt)

    def candidate(self, figure: Quantity, said: Phrase, metric: str, rule: str) -> Candidate:
        """A figure with the span of its label and number."""
        start, end = figure.span.start, figure.span.end
        if said.start >= 0:
            start, end = min(start, said.start), max(end, said.end)
        return Candidate(figure, metric, start, end, rule)

    def keep(self, found: Candidate, scope: str = "") -> None:
        """Record a figure in *scope*, or in the standing one."""
        state = self.state
        if not found.item and not found.rule.startswith("share_of:"):
            state.close()
        found.value, found.unit = found.quantity.value, found.quantity.unit
        found.scope = found.scope or scope or state.now.scope
        if self.rules.report.whole:
            found.scope = "" if found.scope == "wide" else found.scope
        found.rank += self.section_rank
        labelled = found.rule.startswith(_LABELLED)
        if labelled and self.section_rank > 1 and not self._licensed(found):
            if not self._of_channel(found) and not self._revokes(found):
                self.leave(found.quantity, "outside_the_handling_section")
                return
            found.rank += WEAK
        departments = found.metric == "licensing_departments"
        if departments and not self._in_charge(found):
            self.leave(found.quantity, "no_rule")
            return
        state.changed = state.changed or found.metric == "items_adjusted"
        if departments and state.changed and not self.counts_licences:
            self.findings.dismiss(found.quantity, "change")  # 调整事项45项，涉及部门12个
            return
        if labelled:
            if found.metric in self._settings.basis.metrics:
                found.basis = state.now.basis
            if scope:
                state.now = state.now._replace(scope=scope)
            level = found.scope == "level" and not departments and self.rules.report.all_levels
            head, found.part = state.trail.head, state.part or level
            some = level and state.now.parts and found.metric not in _STOCKS
            if some and not self._of_wider(found, head):
                self.findings.dismiss(found.quantity, PARTS)  # 其中区级部门批准187000件
                return
            if state.now.parts and head is not None and not found.item:
                found.part = found.part or found.metric == head.metric
        found.latest = found.metric in _STOCKS and self._latest(found)
        found.line = self.sentence.paragraph if self._numbered else -1
        if found.item and found.of is None and lists.is_class(found.item):
            found.of = self.findings.sum_of(found.metric, self.sentence.section.start)
            found.needs_sum = True
        if found.scope == "wide":
            self.findings.wider.add((found.metric, found.item))
        self.findings.candidates.append(found)
        state.trail.add(found, labelled=labelled, parts=state.now.parts)

    def sum_of(self, concepts: frozenset[str]) -> Candidate | None:
        """The total that parts must make after 受理办件按领域分别为, by the *concepts* of that."""
        told = concepts - self._settings.neutral.always - self._settings.neutral.cases
        rule = self.rules.known.label("cases", told) if told & STEPS else None
        if rule is None:
            return None
        return self.findings.sum_of(rule.metric, self.sentence.section.start)

    def _of_wider(self, found: Candidate, head: Candidate | None) -> bool:
        """Whether *found* is the own level's beside a figure of all levels."""
        wide = head is not None and head.scope == "wide"
        return wide or (found.metric, found.item) in self.findings.wider

    def _of_channel(self, found: Candidate) -> bool:
        """Whether an agency tells outside the handling section how its cases came: 网办率96%."""
        if not self.rules.report.of_agency or found.metric not in self._settings.basis.metrics:
            return False
        clause = self.layout.said.rfind("，", self.sentence.start, found.start)
        return not any(
            each.startswith("topic.") or (each == "items" and word.start > clause)
            for word in self.words.inside(self.sentence.start, found.end)
            for each in word.concepts
        )

    def _revokes(self, found: Candidate) -> bool:
        """Whether licences are said to be revoked, as sections on supervision tell."""
        return found.metric == "revoked" and "许可" in self.layout.said[found.start : found.end]

    def _latest(self, found: Candidate) -> bool:
        """Whether *found* is said to be how it is now: 12月再次调整，最终保留262项."""
        flow, first = self.layout.said, max(self.sentence.start, found.start - _CLAUSE)
        start = max(first, *(flow.rfind(mark, first, found.start) for mark in "，；"))
        return _LATEST.search(flow, start, found.quantity.span.start) is not None

    def _in_charge(self, found: Candidate) -> bool:
        """Whether departments are in charge of the list; 集中19个部门的行政许可事项 are others."""
        flow, end = self.layout.said, found.quantity.span.end
        if found.scope == "level" and _WITH_OTHERS.match(flow, end):
            return False  # 由24个区级部门和4个垂管部门实施
        beside = _ITEMS.match(flow, found.end)
        # …清单》，共195项，涉及…
        charged = self.counts_licences or self._licensed(found, beside and beside.end())
        return charged and not _OF_OTHERS.match(flow, end)

    def _licensed(self, found: Candidate, end: int | None = None) -> bool:
        """Whether the sentence speaks of licences and of no reform up to *end* of the figure."""
        if found.metric == "commitment_based" and self.words.hold(
            {"license", "time.whole"}, max(self.sentence.start, found.start - 4), found.end
        ):
            return True  # 深化告知承诺制改革，以告知承诺方式办理1200件
        start, end = self.sentence.start, end or found.end
        return not self.words.hold({"topic.reform"}, start, end) and self.words.hold(
            {"license", "list"}, start, end
        )
