"""What becomes of one figure, once the words that belong to it are known."""

from __future__ import annotations

from typing import Protocol

from xuke.extraction import subsets, totals
from xuke.extraction.cues import scope_of
from xuke.extraction.layout import Layout, Sentence
from xuke.extraction.names import Names
from xuke.extraction.results import Candidate, Findings
from xuke.extraction.rules import STEPS, Rules
from xuke.extraction.state import PARTS, UNKNOWN, State
from xuke.extraction.tokens import Phrase, Words
from xuke.model import Quantity

RANKS = {"headline": 0, "": 1, "supervision": 2, "reform": 3}
_PART_WORDS = frozenset({"license", "permit", "items", "case"})
# A number that no rule reads, of these, makes what follows in the sentence a part of the cases.
_NARROW = frozenset({"promise", "fullonline", "offline", "enter", "applicant"})


class Judge:
    """Makes figures of one sentence into candidates, or records why they are none."""

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

    def read(self, figure: Quantity, said: Phrase, near: Phrase, turns: Turns) -> None:
        """Judge *figure* by the words *said* of it; *near* are those right before it."""
        state = self.state
        reached = frozenset({"change"}) if "tostate" in near.last else frozenset[str]()
        state.hear(said.concepts - reached, near=True)
        state.begun = True
        reason = self.reason(figure, said.concepts - reached)
        state.compared = reason == "comparison"
        if reason:
            self._remember_wider(figure, said.concepts, reason)
            if reason in ("change", "other_scope", "kind_of_case"):
                # 市级下放事项办理3件，准予2件; 市级行政许可事项300项，其中有办件120项
                items = {"items"} if reason == "other_scope" else set()
                self._narrow(said, STEPS | {"promise_type"} | items)
            self.findings.dismiss(figure, reason)
            return
        if doubt := subsets.doubt(self.layout.said, figure):
            if doubt == subsets.SOME_ITEMS:
                state.now = state.now._replace(unsure=doubt)
            self.findings.leave(figure, doubt)
            return
        if figure.unit == "%" and turns.share_of(self, figure, said):
            return
        said = self._without_own(figure, said)
        item, trouble = self._item(said)
        if trouble:
            # 受理人才公寓申请300件，批准280件: what the next label counts is unknown too.
            self._narrow(said, STEPS | _NARROW)
            self.findings.leave(figure, trouble)
            return
        concepts = said.concepts - reached
        rule = self.rules.label(figure, concepts, state.trail.last)
        if "remainder" in concepts and not (rule and rule.metric == "pending"):
            state.doubt(PARTS)  # 其余六项合计受理8件，准予8件
            self.findings.leave(figure, PARTS)
            return
        if rule and "each" in near.last and turns.several(self, figure, near):
            return
        if rule is None:
            self._inherit(figure, said, item)
            return
        unsure = state.now.unsure or ("no_licence_named" if state.off_topic else "")
        if unsure and rule.kind != "share":
            self.findings.leave(figure, unsure)
            return
        if not item and not state.now.item and not self._whole(rule.metric, concepts):
            self.findings.leave(figure, "part_of_total")
            return
        if item:
            state.about(item)
        elif totals.closes(self.layout.said, self.sentence.start, figure):
            whole = totals.adds_up(figure, rule.metric, self.findings.since(self.sentence.start))
            if whole is False:
                self.findings.leave(figure, "part_of_total")
                return
            if whole and "license" in concepts:
                state.now = state.now._replace(item="")
        found = self.candidate(figure, said, rule.metric, f"labels:{rule.rule}")
        found.item = item or (state.now.item if rule.kind in ("cases", "money") else "")
        self.keep(found, scope_of(concepts, self._level))

    def none_in_words(self, figure: Quantity, inside: Phrase, near: Phrase) -> None:
        """Read 均未收取费用: the denial's own words *inside*, and those before it, as one label."""
        denied = inside.concepts
        if "refuse_accept" in inside.first:  # 未受理申请 is no application accepted
            denied = (denied - {"refuse_accept"}) | {"accept"}
        concepts = (denied | near.concepts) - {"deny", "subitems"}
        self.state.hear(near.concepts, near=True)
        near = self._without_own(figure, near)
        item, trouble = self._item(near)
        if inside.name is not None or {"charge", "items"} <= inside.concepts:
            trouble = UNKNOWN  # 无收费事项 speaks of items, not of an amount
        flow, parts = self.layout.said, self.state.now.parts
        if subsets.denied_of_some(flow, self.sentence.start, figure, among_parts=parts):
            trouble = "part_of_total"
        trouble = self.reason(figure, concepts - {"no_occur"}) or trouble or self.state.now.unsure
        told = concepts - self._settings.neutral.always
        metric = "" if trouble else self.rules.denied(told)
        if not metric:
            self.findings.leave(figure, trouble or "no_rule")
            return
        found = self.candidate(figure, near if item else inside, metric, f"none_in_words:{metric}")
        found.item = item or self.state.now.item
        self.keep(found, scope_of(concepts, self._level))
        for more in totals.also_denied(flow, self.words, figure, self.sentence.end):
            metric = self.rules.denied(more.concepts - {"subitems"} - self._settings.neutral.always)
            if metric in totals.DENIED:
                other = self.candidate(figure, more, metric, f"none_in_words:{metric}")
                other.item = found.item
                self.keep(other, found.scope)

    def _whole(self, metric: str, concepts: frozenset[str]) -> bool:
        """Whether a step counts all cases: 网上受理30件，批准29件 tells of those online."""
        state = self.state
        if metric in subsets.CHANNELS:
            state.channel = state.channel or state.trail.total is None
        return not (state.channel and metric in subsets.STEPS and not concepts & {"license"})

    def _narrow(self, said: Phrase, concepts: frozenset[str]) -> None:
        """Doubt what follows a number of unknown cases, until licences are named again."""
        if said.concepts & concepts:
            self.state.doubt(UNKNOWN)

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
        found.rank = RANKS.get(self.sentence.section.group, 1)
        labelled = found.rule.startswith(("labels:", "none_in_words:"))
        if labelled and found.rank > 1 and not self._licensed(found):
            self.findings.leave(found.quantity, "outside_the_handling_section")
            return
        if found.metric == "licensing_departments" and not self._licensed(found):
            self.findings.leave(found.quantity, "no_rule")
            return
        if labelled:
            if found.metric in self._settings.basis.metrics:
                found.basis = state.now.basis
            if scope:
                state.now = state.now._replace(scope=scope)
            head = state.trail.head
            if state.now.parts and head is not None and not found.item:
                found.part = found.metric == head.metric
        self.findings.candidates.append(found)
        state.trail.add(found, labelled=labelled, parts=state.now.parts)

    def _licensed(self, found: Candidate) -> bool:
        """Whether the sentence speaks of licences and of no reform before the figure."""
        start = self.sentence.start
        return not self.words.hold({"topic.reform"}, start, found.end) and self.words.hold(
            {"license", "list"}, start, found.end
        )

    def _remember_wider(self, figure: Quantity, concepts: frozenset[str], reason: str) -> None:
        """Keep what 办理服务119件 would have been, for the 其中行政许可86件 that follows."""
        if reason != "other_matter_service":
            return
        told = frozenset(each for each in concepts if not each.startswith("topic."))
        rule = self.rules.label(figure, told, self.state.trail.last)
        if rule and rule.kind == "cases":
            head = Candidate(figure, rule.metric, 0, 0, f"labels:{rule.rule}", scope="wide")
            self.state.trail.head = self.state.trail.total = head

    def _without_own(self, figure: Quantity, said: Phrase) -> Phrase:
        """*said* without the author's own name, and without examples (市场监管局等28家单位)."""
        if said.name is None:
            return said
        counted = {"department", "items"} & (said.concepts | said.tail)
        before = self.layout.said[max(0, figure.span.start - 4) : figure.span.start]
        example = counted and before.rstrip().endswith("等")
        core = self._core(said)
        field = "license" in said.tail and self.names.is_field(core)
        return said.nameless() if example or field or self.names.is_own(core) else said

    def _core(self, said: Phrase) -> str:
        return self.names.trimmed(self.layout.flow, said.name[0], said.core) if said.name else ""

    def _item(self, said: Phrase) -> tuple[str, str]:
        """The licence that a phrase names, or why its unknown words cannot be one."""
        if said.name is None:
            return "", UNKNOWN if said.torn else ""
        if self.names.is_body(self._core(said)):
            self.state.now = self.state.now._replace(unsure="another_body")
            return "", "another_body"
        if said.torn or self.layout.flow.startswith("等", said.name[1]):
            return "", UNKNOWN  # 从业许可等事项受理21件: more than one licence
        name = self.names.trimmed(self.layout.flow, *said.name)
        if self.names.is_licence(name) and "license" not in said.tail:
            return name, ""  # 涉水行政许可 may be all that the agency grants: not one licence
        listed = self.state.now.parts or self.state.now.listed
        if listed and self.names.is_plain(name) and not said.concepts & STEPS:
            return name, ""
        return "", UNKNOWN

    def _inherit(self, figure: Quantity, said: Phrase, item: str) -> None:
        """Read a part by the label of the figure that it is a part of."""
        state, head, last = self.state, self.state.trail.head, self.state.trail.count
        told = said.concepts - self._settings.neutral.always - _PART_WORDS
        charged = last is not None and last.metric == "charged_cases"
        if charged and figure.unit == "元" and told == {"amount"}:
            found = self.candidate(figure, said, "charged_amount", "amount_after_charged_cases")
            found.item = state.now.item
            self.keep(found)
            return
        parts = state.now.parts or state.now.listed
        listing = last is not None and subsets.goes_on(self.layout.said, figure, last)
        if last is not None and listing and item and not told and not parts:
            found = self.candidate(figure, said, last.metric, f"list_of:{last.metric}")
            found.item = item
            self.keep(found)
            return
        cases = figure.unit in self._settings.kinds["cases"]
        if told or head is None or not parts or not cases:
            if parts and "applicant" in told:
                state.doubt(PARTS)  # 其中企业申请3000件，受理2900件
            elif not told & {"apply", "receive"}:
                self._narrow(said, _NARROW)  # 自助终端办理500件，受理300件
            if not told:
                totals.withdraw(self.layout.said, self.sentence.start, figure, self.findings)
            self.findings.leave(figure, "no_rule")
            return
        self._part(figure, said, item, head)

    def _part(self, figure: Quantity, said: Phrase, item: str, head: Candidate) -> None:
        found = self.candidate(figure, said, head.metric, f"part_of:{head.metric}")
        scope = scope_of(said.concepts, self._level)
        if item:
            found.item, found.of = item, head
            found.needs_sum = not self.names.is_licence(item)
            self.state.now = self.state.now._replace(listed=True)
        elif scope == "own" and (head.scope == "wide" or self._titled(said)):
            head.scope, found.scope = "wide", "own"
        elif head.scope == "wide" and "license" in said.concepts:
            head.scope, found.scope = "done", "own"
        elif "license" in said.concepts and not self._says_licence(head):
            head.scope, found.scope = "wide", "own"  # 受理各类申请500件，其中行政许可300件
        else:
            self.findings.dismiss(figure, "part_of_total")
            return
        self.keep(found)

    def _says_licence(self, head: Candidate) -> bool:
        """Whether the words of *head* name licences as what it counts."""
        return self.words.hold({"license", "permit"}, head.start, head.end)

    def _titled(self, said: Phrase) -> bool:
        """Whether the scope word of a part (市级) is that of the report's title."""
        title, flow = self.rules.report.title, self.layout.said
        return any(
            flow[word.start : word.end] in title
            for word in self.words.inside(said.start - 4, said.end)
            if any(each.startswith("scope.") for each in word.concepts)
        )


class Turns(Protocol):
    """The turns of speech of :mod:`xuke.extraction.shifts` that one figure may be part of."""

    def share_of(self, judge: Judge, figure: Quantity, said: Phrase) -> bool:
        """Read 占…60%."""

    def several(self, judge: Judge, figure: Quantity, near: Phrase) -> bool:
        """Read 受理、办结均为358件."""
