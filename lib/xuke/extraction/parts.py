"""Figures that have no label of their own: parts of a total, and licences in a list."""

from __future__ import annotations

import re

from xuke.catalog.patterns import LabelRule
from xuke.extraction import lists, subsets, totals
from xuke.extraction.cues import scope_of
from xuke.extraction.ledger import Ledger
from xuke.extraction.results import WEAK, Candidate
from xuke.extraction.state import PARTS, UNKNOWN, State
from xuke.extraction.tokens import Phrase
from xuke.model import Quantity

_FEE = re.compile(
    r"[，、](?:共|共计|合计)?(?:收取|征收|收缴)[^，；。、\d]{2,20}费(?:共|共计|合计|计)?"
)
_PARTS = re.compile(r"[，；（] ?其中")
_NAMED_FEE = re.compile(
    r"(?:^|[，。；:）年])(?:我[局委办]|本[局委区市县]|全年|年内|依法|累计|[共并实]){0,4}"
    r"(?:收取|征收|收缴)[^，；。、\d代退减免]{2,20}费(?:共计|合计|共|计)? ?$"
)
_NEAR = 300  # how far its paragraph is looked at, so that reading stays linear
_CLASS_STEPS = {"办理": "handled", "办件": "handled", "受理": "accepted", "办结": "concluded"}
# What words in the name of a class may mean: 公证类, 法律服务类; no 备案类, 新办类, 投诉类.
_FIELDS = frozenset(
    {"topic.service", "license", "items", "plain", "issue", "remainder", "scope.lower"}
)
_OTHERS = re.compile("备案|确认|给付|奖励|裁决|征收|公共服务|政务服务")
_NOUNS = frozenset({"license", "process", "case"})
_PART_WORDS = frozenset({"license", "permit", "items", "case"})
_WAYS = frozenset({"spot", "promise", "fullonline", "online", "promise_type", "unattended"})
# A number that no rule reads, of these, makes what follows in the sentence a part of the cases.
NARROW = frozenset({"promise", "fullonline", "offline", "enter", "applicant"})


def inherit(ledger: Ledger, figure: Quantity, said: Phrase, item: str) -> None:
    """Read a part by the label of the figure that it is a part of."""
    state, head, last = ledger.state, ledger.state.trail.head, ledger.state.trail.count
    told = said.concepts - ledger.rules.known.settings.neutral.always - _PART_WORDS
    told = told - {"process"} if "license" in said.concepts else told
    charged = last is not None and last.metric == "charged_cases"
    if charged and figure.unit == "元" and told <= {"amount"}:
        found = ledger.candidate(figure, said, "charged_amount", "amount_after_charged_cases")
        found.item = state.now.item
        ledger.keep(found)
        return
    parts = state.now.parts or state.now.listed
    cases = figure.unit in ledger.rules.known.settings.kinds["cases"]
    if item and cases and not told and _kind_of_licence(ledger, figure, said, item):
        return
    listing = last is not None and subsets.goes_on(ledger.layout.said, figure, last)
    if last is not None and last.named and listing and item and not told and not parts:
        found = ledger.candidate(figure, said, last.metric, f"list_of:{last.metric}")
        found.item, found.named = item, True
        found.of, found.needs_sum = last.of, last.needs_sum
        ledger.keep(found)
        state.about(item)
        return
    if not told and not item and last is not None and _closes(ledger, figure, last):
        found = ledger.candidate(figure, said, last.metric, f"total_of:{last.metric}")
        state.about("")
        ledger.keep(found)
        return
    if item and cases and not told and not parts and not state.outer:
        # 从办件类别看，市场准入类31870件，社会事务类9426件: of what, their sum may tell
        state.about(item)
        found = ledger.candidate(figure, said, "handled", "classes_of_a_total")
        found.item, found.named, found.needs_sum = item, True, True
        found.of = ledger.findings.sum_of("", ledger.sentence.start)
        ledger.keep(found)
        return
    if told or head is None or not parts or not cases:
        if parts and "applicant" in told:
            state.doubt(PARTS)  # 其中企业申请3000件，受理2900件
        elif "items" in said.concepts and told & _WAYS:
            state.doubt(UNKNOWN)  # 即时办结事项3项，办件126件
        else:
            ledger.narrow(said, NARROW)  # 自助终端办理500件，受理300件
        if not told:
            totals.withdraw(ledger.layout.said, ledger.sentence.start, figure, ledger.findings)
        if item and cases and told:
            state.doubt(UNKNOWN)
        elif item and cases:
            state.about(item)  # 活动安全许可126件，批准125件
        ledger.leave(figure, "no_rule")
        return
    _part(ledger, figure, said, item, head)


def _kind_of_licence(ledger: Ledger, figure: Quantity, said: Phrase, item: str) -> bool:
    """Read 缓学38件，休学93件 of 延缓入学或者休学审批, whose own name tells these kinds of it."""
    state = ledger.state
    head = state.trail.head if state.now.parts else None
    if not ledger.names.is_kind_of(item, head.item if head is not None else state.now.item):
        return False
    metric = head.metric if head is not None else "handled"
    found = ledger.candidate(figure, said, metric, f"kind_of_licence:{metric}")
    found.item = item
    ledger.keep(found)
    return True


def noun(state: State, rule: LabelRule) -> bool:
    """Whether *rule* names no step, so that a part counts as its total: 其中行政许可办件300件."""
    return state.now.parts and state.trail.head is not None and set(rule.concepts) <= _NOUNS


def rest(ledger: Ledger, figure: Quantity, said: Phrase) -> bool:
    """Read 其他事项16件 at the end of a list, if with it the list adds up."""
    if "remainder" not in said.concepts:
        return False
    state, last = ledger.state, ledger.state.trail.count
    told = said.concepts - ledger.rules.known.settings.neutral.always - _PART_WORDS
    classes = last if last is not None and last.named and lists.is_class(last.item) else None
    rule = ledger.rules.label(figure, told) if told else None
    same = classes is not None and rule is not None and rule.metric == classes.metric
    if (told and not same) or figure.unit not in ledger.rules.known.settings.kinds["cases"]:
        return False
    name = lists.rest_before(ledger.layout.said, ledger.sentence.start, figure)
    head = classes.of if classes else state.listed_total
    if not name or head is None:
        return False
    metric = classes.metric if classes else head.metric
    found = ledger.candidate(figure, said, metric, f"part_of:{metric}")
    found.item, found.of, found.needs_sum = name, head, True
    found.start = ledger.layout.said.rindex(name, 0, figure.span.start)
    ledger.keep(found)
    return True


def of_class(ledger: Ledger, figure: Quantity) -> bool:
    """Read 公证类286件 among the parts of a total, though the name of the class is a known word."""
    state, head = ledger.state, ledger.state.listed_total
    if head is None or head.item or figure.unit not in ledger.rules.known.settings.kinds["cases"]:
        return False
    name, step = lists.class_before(ledger.layout.said, ledger.sentence.start, figure)
    if not name:
        return False
    at = ledger.layout.said.rindex(name, 0, figure.span.start)
    if not ledger.words.phrase(at, at + len(name) - 1).concepts <= _FIELDS or _OTHERS.search(name):
        return False
    metric = _CLASS_STEPS.get(step, head.metric)
    found = Candidate(figure, metric, at, figure.span.end, f"part_of:{head.metric}")
    found.item, found.of, found.needs_sum = name, head, True
    state.now = state.now._replace(listed=True)
    ledger.keep(found)
    return True


def sole_fee(ledger: Ledger, figure: Quantity, said: Phrase) -> bool:
    """Read 收取城市道路挖掘修复费643万元 where it is all that the charged cases before it paid."""
    last, flow = ledger.state.trail.count, ledger.layout.said
    if figure.unit == "元" and _named_fee(ledger, figure, said):
        return True
    if last is None or last.metric != "charged_cases" or figure.unit != "元":
        return False
    end = figure.span.end  # 收取注册费900万元，其中药品注册费300万元 is the whole and its parts
    more = flow.find("元", end, ledger.sentence.end) >= 0 and not _PARTS.match(flow, end)
    if more or not _FEE.fullmatch(flow, last.end, figure.span.start):
        return False
    found = ledger.candidate(figure, said, "charged_amount", "amount_after_charged_cases")
    found.item = last.item
    ledger.keep(found)
    return True


def _named_fee(ledger: Ledger, figure: Quantity, said: Phrase) -> bool:
    """Read 征收水土保持补偿费320万元 where a section on fees names no other amount beside it.

    An amount of fees that is called so elsewhere outweighs it.
    """
    flow, at, end = ledger.layout.said, figure.span.start, figure.span.end
    first = max(flow.rfind("\n", max(0, at - _NEAR), at) + 1, at - _NEAR, 0)
    last = flow.find("\n", end, end + _NEAR)
    last = last if last >= 0 else end + _NEAR
    alone = "元" not in flow[first:at] and ("元" not in flow[end:last] or _PARTS.match(flow, end))
    on_fees = "收费" in ledger.sentence.section.heading or "收费" in flow[first:at]
    told = said.concepts - ledger.rules.known.settings.neutral.always - {"license", "permit"}
    if not (alone and on_fees and told <= {"charge"} and _NAMED_FEE.search(flow, first, at)):
        return False
    found = ledger.candidate(figure, said, "charged_amount", "amount_of_a_named_fee")
    found.rank = WEAK
    ledger.keep(found)
    return True


def _part(ledger: Ledger, figure: Quantity, said: Phrase, item: str, head: Candidate) -> None:
    found = ledger.candidate(figure, said, head.metric, f"part_of:{head.metric}")
    scope = scope_of(said.concepts, ledger.rules.report.level)
    if item and head.item and not (lists.is_class(head.item) or "类" in head.item):
        # 城市树木审批225件（含应急砍伐3件）; 仓储审批160件，其中保税仓库设立37件
        ledger.findings.dismiss(figure, "part_of_total")
        return
    if item:
        found.item, found.of = item, head
        found.needs_sum = not ledger.names.is_licence(item)
        ledger.state.now = ledger.state.now._replace(listed=True)
    elif scope == "own" and (head.scope == "wide" or _titled(ledger, said)):
        head.scope, found.scope = "wide", "own"
    elif head.scope == "wide" and "license" in said.concepts:
        head.scope, found.scope = "done", "own"
    elif "license" in said.concepts and not _says_licence(ledger, head):
        head.scope, found.scope = "wide", "own"  # 受理各类申请500件，其中行政许可300件
    else:
        ledger.findings.dismiss(figure, "part_of_total")
        return
    ledger.keep(found)


def _closes(ledger: Ledger, figure: Quantity, last: Candidate) -> bool:
    """Whether *figure*, without words of its own, is the total of the licences listed before it."""
    flow, start = ledger.layout.said, ledger.sentence.start
    here = ledger.findings.since(start)
    return totals.closes(flow, start, figure) and bool(totals.adds_up(figure, last.metric, here))


def _says_licence(ledger: Ledger, head: Candidate) -> bool:
    """Whether the words of *head* name licences as what it counts."""
    return "许可" in ledger.layout.said[head.start : head.end]


def _titled(ledger: Ledger, said: Phrase) -> bool:
    """Whether the scope word of a part (市级) is that of the report's title."""
    title, flow = ledger.rules.report.title, ledger.layout.said
    return any(
        flow[word.start : word.end] in title
        for word in ledger.words.inside(said.start - 4, said.end)
        if any(each.startswith("scope.") for each in word.concepts)
    )
