"""Figures that have no label of their own: parts of a total, and licences in a list."""

from __future__ import annotations

import re

from xuke.catalog.patterns import LabelRule
from xuke.extraction import lists, subsets, totals
from xuke.extraction.cues import OWN, scope_of
from xuke.extraction.ledger import Ledger
from xuke.extraction.results import BELOW, Candidate
from xuke.extraction.state import OTHERS, PARTS, UNKNOWN, State
from xuke.extraction.tokens import Phrase
from xuke.model import Quantity

_CLASSES = "classes_of_a_total"
_CLASS_STEPS = {"办理": "handled", "办件": "handled", "受理": "accepted", "办结": "concluded"}
# What words in the name of a class may mean: 公证类, 法律服务类; no 备案类, 新办类, 投诉类.
_FIELDS = frozenset(
    {"topic.service", "license", "items", "plain", "issue", "remainder", "scope.lower", "case"}
    | {"reduce"}  # 建设投资类
)
# What words in the name of a licence may mean: 射击竞技体育运动单位审批, 公开募捐资格审批.
_IN_NAMES = frozenset(
    {"department", "process", "issue", "permit", "plain", "topic.service", "topic.disclosure"}
)
# 印刷企业设立、变更审批
_KINDS_IN_NAME = re.compile("(?:设立|成立|新建|筹设)(?:、|和|及|或者|以及)")
_OTHERS = re.compile("备案|确认|给付|奖励|裁决|征收|公共服务|政务服务")
_NOUNS = frozenset({"license", "process", "case"})
_PART_WORDS = frozenset({"license", "permit", "items", "case"})
_WAYS = frozenset({"spot", "promise", "fullonline", "online", "promise_type", "unattended"})
# 窗口受理146件，网上受理23件: the cases of one channel, and then those of the other
_ONLINE = re.compile(" {0,2}[，、；] {0,2}(?:网上|线上|在线|网络|互联网)")
# A number that no rule reads, of these, makes what follows in the sentence a part of the cases.
NARROW = frozenset({"promise", "fullonline", "offline", "enter", "applicant"})


def inherit(ledger: Ledger, figure: Quantity, said: Phrase, item: str) -> None:
    """Read a part by the label of the figure that it is a part of."""
    state, head, last = ledger.state, ledger.state.trail.head, ledger.state.trail.count
    told = said.concepts - ledger.rules.known.settings.neutral.always - _PART_WORDS
    told = told - {"process"} if "license" in said.concepts else told
    if said.name and "cover" in told and ledger.names.is_licence(item):  # 其中涉及取水许可3件
        told, said = told - {"cover"}, said._replace(start=said.name[0])
        if last is not None and last is state.trail.total and not state.now.parts:
            state.passed("part")  # 告知承诺办理1391件，涉及排水许可1204件
            head = state.trail.head
    charged = last is not None and last.metric == "charged_cases"
    if charged and figure.unit == "元" and told <= {"amount", "cover"}:
        found = ledger.candidate(figure, said, "charged_amount", "amount_after_charged_cases")
        found.item = state.now.item
        ledger.keep(found)
        return
    if _of_items(ledger, figure, last) and not told and not item:
        found = ledger.candidate(figure, said, "handled", "cases_of_items")
        ledger.keep(found)
        return
    parts = state.now.parts or state.now.listed
    cases = figure.unit in ledger.rules.known.settings.kinds["cases"]
    if item and cases and not told and _kind_of_licence(ledger, figure, said, item):
        return
    listing = last is not None and subsets.goes_on(ledger.layout.said, figure, last)
    listing = listing and last is not None and not _own_step(ledger, last, figure)
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
        state.now = state.now._replace(scope="", unsure="")
        ledger.keep(found)
        return
    # 具体为：A301件，B236件 by itself
    of_none = parts and head is None and (last is None or last.rule == _CLASSES)
    of_none = of_none and not state.trail.lost and ledger.section_rank <= 1
    if item and cases and not told and (not parts or of_none) and not state.outer:
        # 从办件类别看，市场准入类31870件，社会事务类9426件: of what, their sum may tell
        state.about(item)
        metric = lists.step_of_all(ledger.layout.flow, ledger.sentence)
        found = ledger.candidate(figure, said, metric or "handled", _CLASSES)
        found.item, found.named, found.needs_sum = item, True, True
        line = lists.goes_on(ledger.layout.said, ledger.sentence)
        of = ledger.sentence.section.start if line else ledger.sentence.start
        found.of = ledger.findings.sum_of(metric, of)
        ledger.keep(found)
        return
    if told or head is None or not parts or not cases:
        if parts and "applicant" in told:
            state.doubt(PARTS)  # 其中企业申请3000件，受理2900件
        elif "items" in said.concepts and told & _WAYS:
            state.doubt(UNKNOWN)  # 即时办结事项3项，办件126件
        elif "offline" not in told or not _beside_online(ledger, figure):
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


def _of_items(ledger: Ledger, figure: Quantity, last: Candidate | None) -> bool:
    """Whether *figure* tells the cases of the items that had any: 12个事项有办件，共计520件."""
    if last is None or last.metric != "licensing_items_with_cases" or last.item:
        return False
    flow, unit = ledger.layout.said, figure.unit
    beside = totals.sums(flow, last.end, figure) and not ledger.state.now.unsure
    return beside and unit in ledger.rules.known.settings.kinds["cases"] - {"", "个"}


def _beside_online(ledger: Ledger, figure: Quantity) -> bool:
    """Whether the cases of the other channel are told before *figure*, or right behind it."""
    last = ledger.state.trail.last
    before = last is not None and last.metric in (
        "online_accepted",
        "online_acceptance_rate_stated",
    )
    return before or _ONLINE.match(ledger.layout.said, figure.span.end) is not None


def _own_step(ledger: Ledger, last: Candidate, figure: Quantity) -> bool:
    """Whether *last* has its step between its licence and its number, before a semicolon.

    A办结1365件；B41件: nobody says that B were concluded, as 受理A1365件；B41件 would.
    """
    flow = ledger.layout.said
    if not flow[last.end : figure.span.start].lstrip().startswith("；"):
        return False
    licence = last.rule.startswith("labels:") and not lists.is_class(last.item)
    licence = licence and last.metric != "handled"
    return licence and flow.startswith(last.item[:2], last.start)


def _of_licence(ledger: Ledger, figure: Quantity, head: Candidate) -> bool:
    """Read 射击竞技体育运动单位审批3件 among the parts, though 单位 in its name is a known word."""
    at, name = lists.licence_before(ledger.layout.said, ledger.sentence.start, figure)
    if not name or not head.metric or not ledger.names.is_licence(name):
        return False
    told = ledger.words.phrase(at, at + len(name))
    known = _IN_NAMES | {"kind"} if _KINDS_IN_NAME.search(name) else _IN_NAMES
    if told.name is None or told.name[0] != at or not told.concepts or not told.concepts <= known:
        return False  # 部门审批9件 names none; a name without known words is read as others are
    found = Candidate(figure, head.metric, at, figure.span.end, f"part_of:{head.metric}")
    found.item, found.of = name, head
    ledger.state.now = ledger.state.now._replace(listed=True)
    ledger.keep(found)
    return True


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
    head, last = ledger.state.listed_total, ledger.state.trail.count
    if head is None and last is not None and last.rule == _CLASSES:
        head = last.of  # 从类别看，机构类218件、业务类27件: of the total that they add up to
    if head is None or head.item or figure.unit not in ledger.rules.known.settings.kinds["cases"]:
        return False
    (at, end), step = lists.class_before(ledger.layout.said, ledger.sentence.start, figure)
    whole = ledger.names.trimmed(ledger.layout.flow, at, figure.span.start)
    one = ledger.names.is_licence(whole) and not whole.endswith("类")
    if at == end or one:  # 洪水影响评价类审批 is no class
        return _of_licence(ledger, figure, head)
    name = ledger.layout.flow[at:end]  # with the remarks in it: 律师事务所（含分所）许可类
    if not ledger.words.phrase(at, end - 1).concepts <= _FIELDS or _OTHERS.search(name):
        return False
    metric = _CLASS_STEPS.get(step, head.metric or "handled")
    rule = f"part_of:{head.metric}" if head.metric else _CLASSES
    found = Candidate(figure, metric, at, figure.span.end, rule)
    found.item, found.of, found.named = name, head, not head.metric
    found.needs_sum = not head.ranked
    ledger.state.now = ledger.state.now._replace(listed=bool(head.metric))
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
        found.needs_sum = not (head.ranked or ledger.names.is_licence(item))
        # (三)A审批147件，采取告知承诺方式办理121件: a line of its own is about its licence
        of_line = item if head.rule == BELOW else ledger.state.now.item
        ledger.state.now = ledger.state.now._replace(listed=True, item=of_line)
    elif scope in OWN and (head.scope == "wide" or _titled(ledger, said)):
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
    """Whether *figure*, without words of its own, is the total of the licences listed before it.

    Or of those of the author's own level and of others.
    """
    flow, start, findings = ledger.layout.said, ledger.sentence.start, ledger.findings
    here = findings.since(start)
    if not totals.sums(flow, start, figure):
        return False
    if totals.adds_up(figure, last.metric, here):
        return True
    # 区级部门受理187654件、街镇受理13691件，合计201345件
    lower = findings.dismissed_since(start, figure.unit, OTHERS)
    ours = [each for each in here if each.metric == last.metric and not each.item]
    total = sum(each.value for each in lower) + sum(each.value for each in ours)
    if not lower or total != figure.value:
        return False
    for each in ours:
        each.part = True
    return True


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
