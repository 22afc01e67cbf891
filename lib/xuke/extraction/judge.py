"""What becomes of one figure, once the words that belong to it are known."""

from __future__ import annotations

from typing import Protocol

from xuke.catalog.patterns import LabelRule
from xuke.extraction import fees, lists, own, parts, stocks, subsets, totals
from xuke.extraction.cues import OWN, scope_of
from xuke.extraction.naming import Naming
from xuke.extraction.results import Candidate
from xuke.extraction.rules import STEP_METRICS, STEPS
from xuke.extraction.state import BODIES, DEPARTMENT, ON_COMMITMENT, OTHERS, PARTS, UNKNOWN, WHICH
from xuke.extraction.tokens import Phrase
from xuke.model import Quantity

_REMARK, _REACH = 30, 40
_SURE = ("许可", "许可证", "审批", "核准", "核发", "验收")
_ISSUING = frozenset("证书发》")
_ALL = frozenset({"license", "time.whole"})
_TIMES = frozenset({"part_of_year", "other_year"})
_KINDS = frozenset({"kind", "withdrawn"})


class Judge(Naming):
    """Decides which figures of one sentence are candidates, and why the others are none."""

    def read(self, figure: Quantity, said: Phrase, near: Phrase, turns: Turns) -> None:
        """Judge *figure* by the words *said* of it; *near* are those right before it."""
        state = self.state
        reached = frozenset({"change"}) if "tostate" in near.last else frozenset[str]()
        said = self._within_item(said)
        concepts = said.concepts - reached
        state.hear(concepts, near=True)
        if scope_of(concepts, self._level) in OWN:
            state.no_longer_of_others()  # 市局组织培训，全区受理行政许可300件
        if state.now.topic == "topic.service" and self._of_licence(said):
            state.now = state.now._replace(topic="")  # 企业投资项目备案26件；排水许可证核发5件
        own.set_apart(self, figure)
        if parts.rest(self, figure, said) or parts.of_class(self, figure):
            return
        if self._told_apart(figure, near):
            return
        if "satisfaction" in concepts and "each" in near.last and turns.several(self, figure, near):
            return
        if self._set_aside(figure, said, concepts):
            return
        if figure.unit == "%" and turns.share_of(self, figure, said):
            return
        if fees.read(self, figure, said):
            return
        said = self.of_department(figure, self.without_own(figure, said))
        before = state.now
        item, trouble = self.item_of(said)
        counted = figure.unit in self._settings.kinds["departments"]
        if trouble in BODIES and counted and said.name and said.name[0] >= figure.span.end:
            # 由28个部门及8个镇实施行政许可，列入目录的许可事项为219项: bodies counted do nothing
            state.now = before
        if trouble:
            # 受理人才公寓申请300件，批准280件: what the next label counts is unknown too.
            self.narrow(said, STEPS | parts.NARROW)
            if figure.unit in self._settings.kinds["cases"]:
                state.doubt(PARTS if state.now.parts else UNKNOWN)
            self.leave(figure, trouble)
            several = self.names_several(said)
            if several and figure.unit in self._settings.kinds["items"]:
                state.doubt(subsets.SOME_ITEMS)  # 取水许可、排水许可两项许可共受理2012件
            if trouble == DEPARTMENT or several:
                rule = self.rules.label(self.in_cases(figure, ""), concepts, None)
                self._head_of_some(figure, said, rule)
            return
        concepts = said.concepts - reached
        if ("each" in near.last or self._two_steps(near)) and turns.several(self, figure, near):
            return
        rule = self.rules.label(self.in_cases(figure, item), concepts, state.trail.last)
        if rule is None or parts.noun(state, rule):
            parts.inherit(self, figure, said, item)
        else:
            self._labelled(figure, said, rule, item, concepts)

    def _two_steps(self, near: Phrase) -> bool:
        """Whether 并 joins two steps of the same cases: 受理并办结358件."""
        if self.layout.said.find("并", near.start, near.end) < 0:
            return False
        return sum(bool(w.concepts & STEPS) for w in self.words.inside(near.start, near.end)) == 2

    def _told_apart(self, figure: Quantity, near: Phrase) -> bool:
        """Read what the words on both sides of *figure* tell only together."""
        flow, end = self.layout.said, figure.span.end
        if own.items(self, figure) or stocks.in_all(self, figure):
            return True
        # Nearly every number is neither: the patterns are asked only where a word of theirs stands.
        if "决定" in flow[max(0, figure.span.start - 6) : figure.span.start]:
            return own.decided(self, figure, near)
        before = flow[max(0, figure.span.start - _REMARK) : figure.span.start].rstrip()
        if before.endswith("核准"):
            return own.approved(self, figure, near)
        if not _ISSUING.isdisjoint(before[-2:]) and own.issued(self, figure):
            return True
        return "转" in flow[end : end + 6] and own.carried(self, figure, near)

    def _within_item(self, said: Phrase) -> Phrase:
        """*said* without the kind of case that the licence spoken of is of all by itself.

        (三)民办学校变更审批。全年办理变更84件 is all of it, and no part.
        """
        item = self.state.now.item
        if not item or said.concepts.isdisjoint(_KINDS):
            return said
        flow = self.layout.said
        kinds = [w for w in self.words.inside(said.start, said.end) if w.concepts & _KINDS]
        if kinds and all(flow[word.start : word.end] in item for word in kinds):
            return said._replace(concepts=said.concepts - _KINDS)
        return said

    def _set_aside(self, figure: Quantity, said: Phrase, concepts: frozenset[str]) -> bool:
        """Record *figure* as none of the year's licensing figures where something says so."""
        state = self.state
        if "remainder" in concepts and "pending" not in concepts:
            state.doubt(PARTS)  # 其余六项合计受理8件，准予8件
            self.leave(figure, PARTS)
            return True
        reason = self.reason(figure, concepts)
        state.compared = reason == "comparison"
        if reason:
            self._remember_wider(figure, said.concepts, reason)
            if reason == "change" and figure.unit in self._settings.kinds["items"]:
                state.changed = True
            if reason in ("change", "delegated_cases", "other_scope", "kind_of_case"):
                # 市级下放事项办理3件，准予2件; 市级行政许可事项300项，其中有办件120项
                wide = {"items"} if reason == "other_scope" else set()
                doubt = OTHERS if reason == "other_scope" else UNKNOWN
                if "promise_type" in said.concepts:
                    doubt = ON_COMMITMENT  # 容缺受理1234件，告知承诺3456件
                if figure.unit != "%":  # 办理时长压缩68%，无超期
                    self.narrow(said, STEPS | {"case", "promise_type", "delegated"} | wide, doubt)
            if reason in ("other_money", "satisfaction") and figure.unit not in ("元", "%"):
                state.doubt(UNKNOWN)  # 社保业务办理32万件，网办率92%; 收到好差评120件，办结118件
            if reason == "kind_of_case" and figure.unit != "%" and (state.now.parts or state.kinds):
                state.of_kind()
            if reason == "licences_not_items" and self._after_examples(figure):
                state.doubt(subsets.SOME_ITEMS)  # 放射性废物处置许可等4项受理53件，准予53件
            if reason == "average" and figure.unit in self._settings.kinds["cases"]:
                state.dated(reason)  # 日均受理12件、办结11件
            if reason in _TIMES and (item := self.item_of(said)[0]):
                state.about(item)  # 教师资格认定上半年受理300件，全年受理603件
            others = reason.startswith("other_matter") and reason != "other_matter_service"
            others = others or (reason == "other_scope" and figure.unit != "%")
            if others or reason == PARTS:  # 以告知承诺方式取得A、B许可1937件，其中A1082件
                state.miss()
            self.findings.dismiss(figure, reason)
            return True
        if doubt := subsets.doubt(self.layout.said, figure):
            if doubt == subsets.SOME_ITEMS:
                state.now = state.now._replace(unsure=doubt)
            self.leave(figure, doubt)
        return bool(doubt)

    def _after_examples(self, figure: Quantity) -> bool:
        at = figure.span.start
        return self.layout.said[max(0, at - 2) : at].rstrip().endswith("等")

    def _labelled(
        self,
        figure: Quantity,
        said: Phrase,
        rule: LabelRule,
        item: str,
        concepts: frozenset[str],
    ) -> None:
        """Keep *figure* by the *rule* that its words fit, unless it is doubtful whose it is."""
        state = self.state
        closes = not item and totals.closes(self.layout.said, self.sentence.start, figure)
        unsure = state.now.unsure
        sure = unsure == UNKNOWN and item.endswith(_SURE)  # no 发票票种核定, which is none
        of_own = item and (unsure == subsets.SOME_ITEMS or sure)
        if (unsure == WHICH and (item or closes)) or of_own:
            state.now = state.now._replace(unsure="")
        whole = state.now.unsure == ON_COMMITMENT or "time.whole" in concepts
        if rule.metric == "commitment_based" and whole:
            state.now = state.now._replace(unsure="")
        unsure = state.now.unsure or ("no_licence_named" if state.off_topic else "")
        if rule.rule == "approved_by_permit" and subsets.kinds(self.layout.said, figure):
            self.leave(figure, UNKNOWN)
            return
        # A rate is of all cases, also behind parts of them that nobody understood.
        of_others = (unsure == UNKNOWN and state.trail.total is None) or unsure in BODIES
        # A、B等，其中有办件的事项7项: of the list, whatever licences were named as examples.
        of_list = rule.metric == "licensing_items_with_cases" and (
            unsure == WHICH or (unsure == UNKNOWN and "time.whole" in concepts)
        )
        of_list = of_list or fees.of_examples(self, figure, rule.metric, unsure)
        granted = unsure == DEPARTMENT and rule.kind != "share" and self.granted(item)
        if unsure and not (of_list or granted) and (rule.kind != "share" or of_others):
            self.leave(figure, unsure)
            if unsure == DEPARTMENT:
                self._head_of_some(figure, said, rule)
            return
        if not item and not state.now.item and not self._whole(rule.metric, concepts):
            self.leave(figure, PARTS)
            return
        if item:
            state.about(item)
        elif closes and not self._is_total(figure, rule.metric, concepts):
            self.leave(figure, PARTS)
            return
        elif not closes and concepts & _ALL and self.told(rule.metric, state.now.item):
            # A办件量最大，为385件；全年办件528件; 工伤认定320件；行政许可27件: not of the same
            state.about("")
        elif state.now.item in state.licences and self.names_all(said, concepts):
            state.about("")  # 企业登记网办率98.6%；全局行政许可网上申请办理5.7万件
        some = subsets.of_cases(self.layout.said, figure, rule.metric, state.trail.last)
        if some or (item and rule.kind in ("items", "departments")):
            self.leave(figure, PARTS)  # 地方性法规设定的行政许可事项18项
            return
        found = self.candidate(figure, said, rule.metric, f"labels:{rule.rule}")
        if rule.metric == "applications" and item and self._goes_on_accepting(said):
            found.metric = "accepted"
        of_item = rule.kind in ("cases", "money") or self._rate_of_licence(figure, rule)
        found.item = item or (state.now.item if of_item else "")
        head = state.trail.head if state.now.parts and rule.kind == "cases" else None
        if head is not None and not lists.is_class(head.item):
            found.item = found.item or head.item  # 其中A300件，其中告知承诺办理87件
        if not item and self.more_than_came(figure, rule.metric, found.item):
            self.leave(figure, WHICH)  # A受理700件，批准690件；办结1150件: not of A
            return
        found.named = bool(item)
        self.keep(found, scope_of(concepts, self._level))

    def _head_of_some(self, figure: Quantity, said: Phrase, rule: LabelRule | None) -> None:
        """Let a figure that is left be what the licences after it are parts of, by name."""
        if rule is not None and rule.kind == "cases" and self.state.trail.total is None:
            head = self.candidate(figure, said, rule.metric, f"labels:{rule.rule}")
            head.value, head.unit = figure.value, figure.unit
            self.state.trail.head, self.state.trail.lost = head, False

    def _rate_of_licence(self, figure: Quantity, rule: LabelRule) -> bool:
        """Whether a rate follows the cases of one of several licences: A办理56件，网办率98%；B…."""
        state, last, end = self.state, self.state.trail.last, self.sentence.end
        if rule.kind != "share" or last is None or not last.item or state.trail.total:
            return False
        flow = self.layout.said
        if flow.find("；", last.end, figure.span.start) >= 0:
            return False  # A56件，B3件；按期办结率100%
        semicolon = flow.find("；", last.end, end)
        reach = min(end, semicolon + _REACH)
        more = self.words.phrase(semicolon + 1, reach) if semicolon >= 0 else None
        return len(state.licences - {""}) > 1 or (more is not None and more.name is not None)

    def _goes_on_accepting(self, said: Phrase) -> bool:
        """Whether 受理 of the licence before holds for *said* too: 受理A申请15件、B申请43件."""
        last, flow = self.state.trail.last, self.layout.said
        return (
            last is not None
            and last.named
            and last.metric == "accepted"
            and (flow[last.start : last.end].startswith("受理") or "applications" in last.rule)
            and flow[last.end : said.start].strip() in ("、", "和", "及")
        )

    def _is_total(self, figure: Quantity, metric: str, concepts: frozenset[str]) -> bool:
        """Whether 合计 may be the total of the licences listed before it; if so, of all of them."""
        state = self.state
        whole = totals.adds_up(figure, metric, self.findings.since(self.sentence.start))
        several = len(state.licences - {""}) > 1
        if whole is False or (several and whole is None and "license" not in concepts):
            return False
        if (whole or several) and "license" in concepts:
            state.now = state.now._replace(item="")
        return True

    def _whole(self, metric: str, concepts: frozenset[str]) -> bool:
        """Whether a step counts all cases: 网上受理30件，批准29件 tells of those online."""
        state = self.state
        if metric in subsets.CHANNELS:
            state.channel = state.channel or state.trail.total is None
        return not (state.channel and metric in STEP_METRICS and not concepts & {"license"})

    def _remember_wider(self, figure: Quantity, concepts: frozenset[str], reason: str) -> None:
        """Keep what 办理服务119件 would have been, for the 其中行政许可86件 that follows."""
        hall = {"enter", "offline"}
        start, end = self.sentence.start, figure.span.start
        if reason != "other_matter_service" or self.words.hold(hall, start, end):
            return
        told = frozenset(each for each in concepts if not each.startswith("topic."))
        rule = self.rules.label(figure, told, self.state.trail.last)
        if rule and rule.kind == "cases":
            head = Candidate(figure, rule.metric, 0, 0, f"labels:{rule.rule}", scope="wide")
            self.state.trail.head = self.state.trail.total = head


class Turns(Protocol):
    """The turns of speech of :mod:`xuke.extraction.shifts` that one figure may be part of."""

    def share_of(self, judge: Judge, figure: Quantity, said: Phrase) -> bool:
        """Read 占…60%."""

    def several(self, judge: Judge, figure: Quantity, near: Phrase) -> bool:
        """Read 受理、办结均为358件."""
