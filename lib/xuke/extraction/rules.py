"""Which metric words name beside a unit, and which words say that a number is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from xuke.catalog.patterns import LabelRule, Patterns
from xuke.catalog.settings import Kind
from xuke.extraction.cues import STOCK_TIMES, scope_of
from xuke.extraction.results import Candidate
from xuke.extraction.state import State
from xuke.model import Quantity

KINDS: tuple[Kind, ...] = ("cases", "items", "departments", "money", "share")
STEPS = frozenset(
    {"apply", "receive", "accept", "refuse_accept", "approve", "refuse", "revoke", "pending"}
    | {"handle", "conclude"}
)
STEP_METRICS = frozenset(
    {"applications", "accepted", "handled", "concluded", "approved", "not_approved", "pending"}
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
    "no_apply": "items_without_cases",
    "delegated": "delegated_cases",
    "carried": "carried_over",
    "subitems": "sub_items",
    "cause": "part_of_total",
}

_WHOLE = ("全省", "全市", "全区", "全县", "全州", "全自治区")
_AGENCY = re.compile(
    r"(?<!政府)(?:局|委|厅|院|委员会|办公室|海关|[支总大]队|中心)(?:（[^（）]*）)? {0,2}"
    r"(?:20|关于|行政许可)"
)
_NONE_WORDS = ("license", "items", "list", "no_occur", "no_apply", "occur")
_COUNTED_IN_GE = frozenset({"items", "subitems", "department", "list"})


@lru_cache(64)  # asked at every figure
def _names_whole(title: str) -> bool:
    return any(word in title for word in _WHOLE)


@lru_cache(64)
def _names_agency(title: str) -> bool:
    return _AGENCY.search(title) is not None


@dataclass(frozen=True, slots=True)
class Report:
    """Whose report it is: the level of the place, the year, the title, the agency if known."""

    level: str
    year: int | None
    title: str
    agency: str = ""

    @property
    def of_agency(self) -> bool:
        """Whether one agency reports: what it tells of cases online is of licences."""
        return bool(self.agency) or _names_agency(self.title)

    @property
    def whole(self) -> bool:
        """Whether it is about all levels of a place: 关于2023年全省行政许可实施情况的报告."""
        return _names_whole(self.title)

    @property
    def all_levels(self) -> bool:
        """Whether what its own level alone did is but a part: 全市576项，其中市级374项."""
        return self.whole or not self.of_agency


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of the definitions, applied to one report."""

    known: Patterns
    report: Report

    def label(
        self, figure: Quantity, concepts: frozenset[str], last: Candidate | None = None
    ) -> LabelRule | None:
        """The rule that fits the unit of *figure* and *concepts*, after the *last* figure."""
        settings = self.known.settings
        told = concepts - settings.neutral.always
        for kind in KINDS:
            # 收费金额为零, 收费为零 have no unit, and are no counts; nor is 收费金额479013.6
            free = not figure.value and "case" not in told
            paid = not figure.unit and "charge" in told and ("amount" in told or free)
            none_paid = paid and not figure.value and kind == "money"
            if (figure.unit not in settings.kinds[kind] or paid) and not none_paid:
                continue
            named = told - settings.neutral.cases if kind == "cases" else told
            if kind == "cases" and figure.unit == "个" and told & _COUNTED_IN_GE:
                continue  # 全程网办事项 120 个 are items, 27 个实施机关 authorities
            if kind == "items" and "cover" in told:
                # 办理1175件，涉及5项: the items that had cases.
                counted = last is not None and last.metric in STEP_METRICS and not last.item
                named = (told - {"cover"}) | ({"occur"} if counted else set())
            if rule := self.known.label(kind, named):
                return rule
        return None

    def denied(self, told: frozenset[str]) -> str:
        """The metric that is zero where a text denies *told*; empty if none is."""
        told = told - self.known.settings.neutral.always - {"deny", "subitems"}
        if "charge" in told:
            told -= {"department", "pending"}  # 各部门办理过程中均不收费
        rule = self.known.label("money", told) or self.known.label(
            "cases", told - self.known.settings.neutral.cases
        )
        if rule:
            return rule.metric
        words = [each for each in _NONE_WORDS if each in told]
        return self.known.settings.none.get(" ".join(words), "") if set(words) == told else ""

    def reason(
        self, figure: Quantity, concepts: frozenset[str], state: State, *, year_said: bool
    ) -> str:
        """Why *figure* is none of the year's licensing figures; empty if nothing says so."""
        if reason := matter(concepts):
            return reason
        if reason := self.known.settings.not_counted.get(figure.unit, ""):
            return reason
        if state.compared:
            return "comparison"  # 比2023年的49800件多1400件
        settings, level, now = self.known.settings, self.report.level, state.now
        stock = figure.unit in settings.stocks.units and now.time in STOCK_TIMES
        if now.time and not stock:
            return now.time
        if now.plan:
            return "plan"
        if now.topic:
            return now.topic.replace("topic.", "other_matter_")
        summed = year_said or "charge" in concepts  # 收费件343635件，累计收取22860705元
        if "time.cumulative" in concepts and not summed:
            return "cumulative"
        licences = settings.licences
        counted = figure.unit in licences.units and concepts & licences.concepts
        if counted and not self.label(figure, concepts, state.trail.last):
            return "licences_not_items"
        scope = scope_of(concepts, level)
        return "other_scope" if "other" in (scope, "" if scope else now.scope) else ""


@lru_cache(4096)
def matter(concepts: frozenset[str]) -> str:
    """The other matter that *concepts* by themselves say a number is about; empty for none."""
    for concept, reason in REASONS.items():
        if concept in concepts and not (concept == "cause" and concepts & STEPS):
            return reason
    topics = sorted(each for each in concepts if each.startswith("topic."))
    return topics[0].replace("topic.", "other_matter_") if topics else ""
