"""One sentence: what its words say of each of its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xuke.catalog.patterns import Kind, LabelRule, Patterns
from xuke.extraction import shifts
from xuke.extraction.chunks import Chunk, chunks, right_of
from xuke.extraction.fixed import fixed
from xuke.extraction.layout import Layout, Sentence
from xuke.extraction.names import Names
from xuke.extraction.results import Candidate, Findings
from xuke.extraction.state import State, basis_in, scope_of, time_concept
from xuke.extraction.tokens import Phrase, Token, joined, phrase, tokens
from xuke.model import Quantity, StatedAs

_KINDS: tuple[Kind, ...] = ("cases", "items", "departments", "money", "share")
RANKS = {"headline": 0, "": 1, "supervision": 2, "reform": 3}
STEPS = frozenset(
    [
        "apply",
        "receive",
        "accept",
        "refuse_accept",
        "approve",
        "refuse",
        "revoke",
        "pending",
        "handle",
        "conclude",
    ]
)
# Concepts that say that a number beside them is no figure of the year's licensing, and why.
REASONS = {
    "compare": "comparison",
    "change": "change",
    "approx_time": "average",
    "kind": "kind_of_case",
    "withdrawn": "withdrawn_cases",
    "saved": "saving",
    "satisfaction": "satisfaction",
    "reduce": "other_money",
    "promise_type": "kind_of_case",
    "no_occur": "items_without_cases",
    "subitems": "sub_items",
}


@dataclass(frozen=True, slots=True)
class Report:
    """Whose report it is: the level of the place, the year, and its title."""

    level: str
    year: int | None
    title: str


class SentenceReader:
    """Reads the figures of one sentence from left to right."""

    def __init__(
        self,
        layout: Layout,
        sentence: Sentence,
        known: Patterns,
        names: Names,
        report: Report,
        findings: Findings,
    ) -> None:
        self._flow, self._whole = layout.said, layout.flow
        self._sentence, self._known = sentence, known
        self._names, self._report, self._findings = names, report, findings
        self._settings = known.settings
        self._words: list[Token] = []
        self.state = State()

    def run(self, figures: Sequence[Quantity], quantities: Sequence[Quantity]) -> None:
        """Read *figures*; the other *quantities* of the sentence are words of time or marks."""
        self._words = self._all_words(quantities)
        at, index = self._sentence.start, 0
        while index < len(figures):
            figure = figures[index]
            limit = (
                figures[index + 1].span.start if index + 1 < len(figures) else self._sentence.end
            )
            pieces = list(chunks(self._flow, at, figure.span.start, self._words))
            taken = shifts.listed(self, pieces, figures[index:])
            if taken:
                index += taken
                at = figures[index - 1].span.end
                continue
            if shifts.replaced(self._flow, figure, figures[index + 1 : index + 2]):
                self._findings.dismiss(figure, "old_value")
                self._after_old(pieces, figures[index + 1], at)
                at = figures[index + 1].span.end
                index += 2
                continue
            at = self.figure(figure, pieces, limit)
            index += 1

    def phrase(self, start: int, end: int) -> Phrase:
        """What a stretch of the sentence says."""
        return phrase(self._flow, start, end, self._words, self._settings)

    def _all_words(self, quantities: Sequence[Quantity]) -> list[Token]:
        """The known words, with years and dates as words of time and list numbers as marks."""
        marks = [
            Token(each.span.start, each.span.end, concepts)
            for each in quantities
            if (concepts := _mark(each, self._report.year)) is not None
        ]
        spans = [(each.start, each.end) for each in marks]
        words = tokens(self._flow, self._sentence.start, self._sentence.end, self._known)
        for first, last in spans:
            words = [word for word in words if word.end <= first or word.start >= last]
        return sorted([*words, *marks], key=lambda word: word.start)

    def _after_old(self, pieces: list[Chunk], figure: Quantity, start: int) -> None:
        """Read the new value of 从201个调整到203个 by the words before 从."""
        last = pieces[-1]
        cut = shifts.without_from(self._flow, last.start, last.end)
        if cut == last.start and len(pieces) > 1 and pieces[-2].sign in ("，", ":"):
            pieces = pieces[:-1]
            cut = pieces[-1].end
        kept = [*pieces[:-1], Chunk(pieces[-1].start, cut, "")]
        self.figure(figure, kept, figure.span.end)

    def figure(self, figure: Quantity, pieces: Sequence[Chunk], limit: int) -> int:
        """Read one figure; the place from which the words belong to the next one."""
        near_at = len(pieces) - 1
        near = self._near(pieces[near_at])
        if near.empty and near_at and pieces[near_at - 1].sign in (":", "（"):
            earlier = self._near(pieces[near_at - 1])
            if not earlier.empty:
                near, near_at = earlier, near_at - 1
        for piece in pieces[:near_at]:
            self._context(piece)
        start = pieces[0].start
        basis = basis_in(self._whole, start, figure.span.start)
        if basis is not None:
            self.state.basis = basis
        stop = min(right_of(self._flow, figure.span.end, limit, self._words), limit)
        if shaped := fixed(
            self._flow, self._sentence.start, self._sentence.end, figure, self._known
        ):
            self.state.hear(near.concepts, near=False)
            reason = "comparison" if "compare" in near.concepts else self.state.time
            if reason:
                self._findings.dismiss(figure, reason)
            else:
                self._keep(shaped, scope="")
            return max(figure.span.end, shaped.end)
        right = self.phrase(figure.span.end, stop)
        if figure.stated_as is StatedAs.WORDS:
            self._none_in_words(figure, near)
            return figure.span.end
        whole, end = self._weighed(figure, near, right, stop, limit)
        self._judge(figure, whole, near)
        return end

    def _near(self, piece: Chunk) -> Phrase:
        """What stands right before a number: the last of 受理、办结, or all of a name with 、 in it."""
        cut = self._flow.rfind("、", piece.start, piece.end)
        if cut < 0:
            return self.phrase(piece.start, piece.end)
        last = self.phrase(cut + 1, piece.end)
        if last.name is None and last.concepts & (
            STEPS | {"online", "fullonline", "charge", "spot"}
        ):
            before = self.phrase(piece.start, cut)
            if before.name is None and before.concepts & STEPS and "each" not in last.last:
                return joined(before, last, torn=True)
            return last
        return self.phrase(piece.start, piece.end)

    def _context(self, piece: Chunk) -> None:
        """Take in a piece of the sentence that stands before the words of the next number."""
        state = self.state
        if piece.sign == "（":
            self._hear_piece(piece)
            state.enter()
            return
        self._hear_piece(piece)
        if piece.sign == "）":
            state.leave()
        elif piece.sign == "；":
            state.segment()
        elif piece.sign in ("part", "respectively"):
            state.parts, state.head = True, state.total or state.head

    def _hear_piece(self, piece: Chunk) -> None:
        said = self.phrase(piece.start, piece.end)
        if said.empty:
            return
        state = self.state
        state.hear(said.concepts, near=False)
        scope = scope_of(said.concepts, self._report.level)
        if scope and said.name is None and not said.concepts - self._settings.neutral.always:
            state.scope = scope
        if said.name is None or said.concepts & STEPS:
            return
        name = self._names.trimmed(self._whole, said.name)
        core = self._names.trimmed(self._whole, (said.name[0], said.core))
        if self._names.is_own(core):
            state.hear(said.tail, near=False)
        elif self._names.is_body(core) and not self._flow[: piece.end].endswith("等"):
            state.unsure = "another_body"
        elif self._names.is_licence(name) and not said.torn:
            state.item, state.listed = name, False

    def _weighed(
        self, figure: Quantity, near: Phrase, right: Phrase, stop: int, limit: int
    ) -> tuple[Phrase, int]:
        """The words that tell what *figure* counts, and where those of the next number start."""
        if near.empty:
            return right, stop if not right.empty else figure.span.end
        if right.empty:
            return near, figure.span.end
        shared = stop == limit and limit < self._sentence.end
        if shared and (right.first & STEPS or right.name) and self._label(figure, near.concepts):
            return near, figure.span.end
        return joined(near, right), stop

    def _label(self, figure: Quantity, concepts: frozenset[str]) -> LabelRule | None:
        """The rule that fits unit and *concepts*, if any."""
        told = concepts - self._settings.neutral.always
        for kind in _KINDS:
            if figure.unit not in self._settings.kinds[kind]:
                continue
            named = told - self._settings.neutral.cases if kind == "cases" else told
            if kind == "cases" and figure.unit == "个" and named & {"items", "subitems"}:
                continue
            if kind == "items" and "cover" in told:
                last = self.state.last
                counted = last is not None and last.rule.startswith("labels:") and last.unit != "项"
                named = (told - {"cover"}) | ({"occur"} if counted else set())
            if rule := self._known.label(kind, named):
                return rule
        return None

    def _judge(self, figure: Quantity, said: Phrase, near: Phrase) -> None:
        state, concepts = self.state, said.concepts
        if "tostate" in near.last:
            concepts = concepts - {"change"}
        state.hear(concepts, near=True)
        if reason := self._reason(figure, concepts):
            self._remember_wider(figure, concepts, reason)
            self._findings.dismiss(figure, reason)
            return
        if figure.unit == "%" and shifts.share_of(self, figure, said):
            return
        said = self._without_own(figure, said)
        item, trouble = self._item(said)
        if trouble:
            self._findings.leave(figure, trouble)
            return
        concepts = said.concepts - {"change"} if "tostate" in near.last else said.concepts
        rule = self._label(figure, concepts)
        if "each" in near.last and rule and shifts.several(self, figure, near, rule):
            return
        if rule is None:
            self._inherit(figure, said, item)
            return
        if state.unsure:
            self._findings.leave(figure, state.unsure)
            return
        if item:
            state.item, state.listed = item, False
        found = Candidate(figure, rule.metric, *self._span(figure, said), f"labels:{rule.rule}")
        found.item = item or (state.item if rule.kind in ("cases", "money") else "")
        self._keep(found, scope=scope_of(concepts, self._report.level))

    def _reason(self, figure: Quantity, concepts: frozenset[str]) -> str:
        """Why *figure* is none of the year's licensing figures; empty if nothing says so."""
        state = self.state
        for concept, reason in REASONS.items():
            if concept in concepts:
                return reason
        topics = sorted(each for each in concepts if each.startswith("topic."))
        if topics:
            return topics[0].replace("topic.", "other_matter_")
        lists = figure.unit in self._settings.kinds["items"] and state.time == "part_of_year"
        if state.time and not lists:
            return state.time
        if state.plan:
            return "plan"
        if state.topic:
            return state.topic.replace("topic.", "other_matter_")
        if "time.cumulative" in concepts and not self._year_said(figure):
            return "cumulative"
        licences = self._settings.licences
        if figure.unit in licences.units and concepts & licences.concepts:
            if not self._label(figure, concepts):
                return "licences_not_items"
        if scope_of(concepts, self._report.level) == "other" or (
            state.scope == "other" and not scope_of(concepts, self._report.level)
        ):
            return "other_scope"
        return ""

    def _year_said(self, figure: Quantity) -> bool:
        return any(
            "time.whole" in word.concepts for word in self._words if word.end <= figure.span.start
        )

    def _remember_wider(self, figure: Quantity, concepts: frozenset[str], reason: str) -> None:
        """Keep what 办理服务119件 would have been, for the 其中行政许可86件 that follows."""
        if reason == "other_matter_service":
            rule = self._label(figure, frozenset(c for c in concepts if not c.startswith("topic.")))
            if rule and rule.kind == "cases":
                self.state.head = Candidate(figure, rule.metric, 0, 0, f"labels:{rule.rule}")
                self.state.head.scope = "wide"
                self.state.total = self.state.head

    def _without_own(self, figure: Quantity, said: Phrase) -> Phrase:
        """*said* without the author's own name, and without examples (市场监管局等28家单位)."""
        if said.name is None:
            return said
        core = self._names.trimmed(self._whole, (said.name[0], said.core))
        counted = {"department", "items"} & (said.concepts | said.tail)
        example = self._flow[: figure.span.start].rstrip().endswith("等") and counted
        return said.nameless() if self._names.is_own(core) or example else said

    def _item(self, said: Phrase) -> tuple[str, str]:
        """The licence that a phrase names, or why its unknown words cannot be one."""
        if said.name is None:
            return ("", "unknown_words") if said.torn else ("", "")
        name = self._names.trimmed(self._whole, said.name)
        if self._names.is_body(self._names.trimmed(self._whole, (said.name[0], said.core))):
            self.state.unsure = "another_body"
            return "", "another_body"
        if said.torn:
            return "", "unknown_words"
        if self._names.is_licence(name) and "license" not in said.tail:
            return name, ""  # 涉水行政许可 may be all that the agency grants: not one licence
        listed = self.state.parts or self.state.listed
        if listed and self._names.is_plain(name) and not said.concepts & STEPS:
            return name, ""
        return "", "unknown_words"

    def _inherit(self, figure: Quantity, said: Phrase, item: str) -> None:
        """Read a part by the label of the figure that it is a part of."""
        state, head = self.state, self.state.head
        told = (
            said.concepts - self._settings.neutral.always - {"license", "permit", "items", "case"}
        )
        if item and not told and not (state.parts or state.listed) and self._follows(figure):
            found = Candidate(
                figure, state.last.metric, *self._span(figure, said), f"list_of:{state.last.metric}"
            )
            found.item = item
            self._keep(found, scope="")
            return
        same = head is not None and figure.unit in self._settings.kinds["cases"]
        if told or not same or head is None or not (state.parts or state.listed):
            amount = state.last is not None and state.last.metric == "charged_cases"
            if figure.unit == "元" and amount and told == {"amount"}:
                found = Candidate(
                    figure,
                    "charged_amount",
                    *self._span(figure, said),
                    "amount_after_charged_cases",
                )
                found.item = state.item
                self._keep(found, scope="")
                return
            self._findings.leave(figure, "no_rule")
            return
        found = Candidate(figure, head.metric, *self._span(figure, said), f"part_of:{head.metric}")
        scope = scope_of(said.concepts, self._report.level)
        if item:
            found.item, found.of = item, head
            found.needs_sum = not self._names.is_licence(item)
            state.listed = True
        elif scope == "own" and (head.scope == "wide" or self._titled(said)):
            head.scope, found.scope = "wide", "own"
        elif head.scope == "wide" and "license" in said.concepts:
            head.scope = "done"
        else:
            self._findings.dismiss(figure, "part_of_total")
            return
        self._keep(found, scope="")

    def _follows(self, figure: Quantity) -> bool:
        """Whether the last figure was one licence's, and this one goes on listing."""
        last = self.state.last
        return (
            last is not None
            and bool(last.item)
            and last.unit == figure.unit
            and self._flow[last.end : last.end + 2].strip()[:1] in ("、", "，", "；")
            and not any(mark in self._flow[last.end + 1 : figure.span.start] for mark in "，；:")
        )

    def _titled(self, said: Phrase) -> bool:
        return any(
            self._flow[word.start : word.end] in self._report.title
            for word in self._words
            if said.start - 4 <= word.start <= said.end
            and any(each.startswith("scope.") for each in word.concepts)
        )

    def _none_in_words(self, figure: Quantity, near: Phrase) -> None:
        """Read 均未收取费用: the denial's own words, and those before it, as one label."""
        inside = self.phrase(figure.span.start, figure.span.end)
        concepts = (inside.concepts | near.concepts) - {"deny", "all", "subitems"}
        if inside.name is not None or {"charge", "items"} <= inside.concepts:
            self._findings.leave(figure, "unknown_words")
            return
        self.state.hear(near.concepts, near=True)
        item, trouble = self._item(near)
        reason = self._reason(figure, concepts - {"no_occur"})
        if reason or trouble or self.state.unsure:
            self._findings.leave(figure, reason or trouble or self.state.unsure)
            return
        told = concepts - self._settings.neutral.always
        rule = self._known.label("money", told) or self._known.label(
            "cases", told - self._settings.neutral.cases
        )
        name = " ".join(
            each for each in ("license", "items", "list", "no_occur", "occur") if each in told
        )
        metric = (
            rule.metric
            if rule
            else self._settings.none.get(name, "")
            if set(name.split()) == told
            else ""
        )
        if not metric:
            self._findings.leave(figure, "no_rule")
            return
        start = near.start if near.start >= 0 and item else figure.span.start
        found = Candidate(figure, metric, start, figure.span.end, f"none_in_words:{metric}")
        found.item = item or self.state.item
        self._keep(found, scope=scope_of(concepts, self._report.level))

    def _span(self, figure: Quantity, said: Phrase) -> tuple[int, int]:
        start, end = figure.span.start, figure.span.end
        if said.start >= 0:
            start, end = min(start, said.start), max(end, said.end)
        return start, end

    def keep(self, found: Candidate) -> None:
        """Record a figure, as one of the standing scope."""
        self._keep(found, scope="")

    def _keep(self, found: Candidate, scope: str) -> None:
        state = self.state
        found.value = found.quantity.value
        found.unit = found.quantity.unit
        found.scope = found.scope or scope or state.scope
        found.rank = RANKS.get(self._sentence.section.group, 1)
        labelled = found.rule.startswith(("labels:", "none_in_words:"))
        if labelled and found.rank > 1 and not self._licensed(found):
            self._findings.leave(found.quantity, "outside_the_handling_section")
            return
        if found.metric == "licensing_departments" and not self._licensed(found):
            self._findings.leave(found.quantity, "no_rule")
            return
        if labelled and found.metric in self._settings.basis.metrics:
            found.basis = state.basis
        if scope and labelled:
            state.scope = scope
        if labelled and state.parts and state.head is not None and not found.item:
            found.part = found.metric == state.head.metric
        self._findings.candidates.append(found)
        state.last = found
        counted = found.quantity.unit not in ("%", "元")
        if counted and not found.item and labelled:
            state.total = found
            state.head = state.head if state.parts else found

    def _licensed(self, found: Candidate) -> bool:
        """Whether the sentence speaks of licences and of no reform before the figure."""
        before = [word for word in self._words if word.start < found.end]
        if any("topic.reform" in word.concepts for word in before):
            return False
        return any(word.concepts & {"license", "list"} for word in before)

    @property
    def flow(self) -> str:
        """The text that the sentence is a part of."""
        return self._flow

    @property
    def findings(self) -> Findings:
        """Where figures and what is none are recorded."""
        return self._findings

    @property
    def known(self) -> Patterns:
        """The words and rules."""
        return self._known

    def reason(self, figure: Quantity, concepts: frozenset[str]) -> str:
        """Why *figure* is none of the year's licensing figures; empty if nothing says so."""
        return self._reason(figure, concepts)

    def context(self, piece: Chunk) -> None:
        """Take in a piece of the sentence before the words of the next number."""
        self._context(piece)

    def clause_start(self, at: int) -> int:
        """Where the labels that end at *at* may begin: after the last number or opener."""
        stops = "；:（）。\n"
        start = max(self._flow.rfind(each, self._sentence.start, at) for each in stops) + 1
        last = self.state.last
        openers = [
            w.end
            for w in self._words
            if w.end <= at and w.concepts & {"part", "list_number", "time.whole"}
        ]
        return max([self._sentence.start, start, last.end if last else 0, *openers])

    def label(self, figure: Quantity, concepts: frozenset[str]) -> LabelRule | None:
        """The rule that fits the unit of *figure* and *concepts*."""
        return self._label(figure, concepts)

    def span(self, figure: Quantity, said: Phrase) -> tuple[int, int]:
        """The words of an observation: label and figure."""
        return self._span(figure, said)


def _mark(quantity: Quantity, year: int | None) -> frozenset[str] | None:
    if quantity.kind in ("year", "date"):
        return time_concept(quantity, year)
    if quantity.kind == "list_number":
        return frozenset({"list_number"})
    if quantity.kind in ("document_number", "edition", "clock", "url"):
        return frozenset()
    return None
