"""Parts of totals: of which total a list tells, by what it adds up to."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from decimal import Decimal

from xuke.extraction.results import BELOW, SUM, Candidate, Findings
from xuke.extraction.rules import STEP_METRICS

_NEAR, _LIST = 80, 3
_WHOLES = frozenset({"applications", "accepted", "concluded", "approved", "handled"})


def weighed(
    findings: Findings, candidates: Sequence[Candidate], licence: Callable[[str], bool]
) -> list[Candidate]:
    """*candidates* without the parts whose names are no licences, where they do not add up.

    Those that stand count what their total does, or what the figure does that they add up to.
    """
    parts: dict[int, list[Candidate]] = defaultdict(list)
    totals: dict[Decimal, set[tuple[str, str]]] = defaultdict(set)
    for each in candidates:
        if each.of is not None:
            parts[id(each.of)].append(each)
        elif not each.item and each.scope != "wide":
            totals[each.value].add((each.metric, each.unit))
    stated = {each.metric: each.value for each in candidates if not each.item}
    whole = {each.value for each in candidates if not each.item}
    made, too_many, some = {}, set(), set()
    classes: set[str] = set()
    for head, those in parts.items():
        total = sum((part.value for part in those), Decimal(0))
        made[head] = _made(those, total, totals, whole, candidates)
        if those[0].of and 0 < those[0].of.value < total:
            too_many.add(head)  # 不予许可13件，主要为：A类412件 are no parts of the 13
        elif _allows(those[0].of, total, stated):
            some.add(head)
        if _are_listed(those, total, stated, licence) or _are_told(those):
            classes |= {each.item for each in those}
    classes |= {each.item for each in candidates if each.of is not None and made[id(each.of)]}
    kept = []
    for each in candidates:
        if each.of is not None:
            metric = made[id(each.of)]
            if not metric and id(each.of) in some and each.item in classes:
                metric = each.metric  # 不予批准17件 of one class, of which other figures add up
            if not metric and (each.needs_sum or id(each.of) in too_many):
                findings.leave(each.quantity, "unknown_words")
                continue
            if not metric and not each.metric:
                metric = "handled"
            if not metric and each.metric == each.of.metric and _is_second(each.of, candidates):
                metric = "handled"  # 受理1862件，办结1857件，其中: A1211件: of which, nobody says
            if metric not in ("", each.of.metric):
                each.metric, each.rule = metric, f"part_of:{metric}"
        kept.append(each)
    return kept


def _allows(head: Candidate | None, total: Decimal, stated: Mapping[str, Decimal]) -> bool:
    """Whether classes of business may be some of those that make the figure of *head*."""
    return head is not None and head.rule == SUM and total <= stated.get(head.metric, total)


def _are_listed(
    parts: Sequence[Candidate],
    total: Decimal,
    stated: Mapping[str, Decimal],
    licence: Callable[[str], bool],
) -> bool:
    """Whether *parts* are a list of licences that tells no step and need not be all of them.

    食品生产许可31件、食品经营许可5912件、药品零售许可186件 are handled; two may be anything.
    """
    most = max((stated[metric] for metric in STEP_METRICS if metric in stated), default=total)
    of_none = parts[0].of is not None and parts[0].of.rule == SUM and not parts[0].of.metric
    return of_none and len(parts) >= _LIST and total <= most and all(licence(p.item) for p in parts)


def _are_told(parts: Sequence[Candidate]) -> bool:
    """Whether *parts* are classes with lines and a step of their own: 1.社会团体类，办结892件."""
    told = all(each.numbered and each.rule.startswith("labels:") for each in parts)
    return told and len({each.item for each in parts}) > 1


def _made(
    parts: Sequence[Candidate],
    total: Decimal,
    totals: Mapping[Decimal, set[tuple[str, str]]],
    whole: Set[Decimal],
    candidates: Sequence[Candidate],
) -> str:
    """The metric whose figure the *parts* of one head, *total*, add up to; empty if there is none.

    Classes of which nothing is said (按类别，A类320件，B类933件) are those of the one metric of
    that total.
    """
    head = parts[0].of
    if head is None:
        return ""
    if head.rule == BELOW and head.metric:  # of those accepted or concluded: nobody says
        return head.metric if total in whole else ""
    if head.rule not in (SUM, BELOW):
        return _beside(head, total, candidates)
    said = totals.get(total, ())
    if head.metric:
        # 受理843万件。出入境类办理421万件、治安类办理422万件 are of those accepted, as handled
        of_any = head.metric == "handled" and any(metric in STEP_METRICS for metric, _ in said)
        return head.metric if of_any or any(metric == head.metric for metric, _ in said) else ""
    told = {metric for metric, unit in said if unit == parts[0].unit and metric in STEP_METRICS}
    if not told or len(parts) == 1:
        return ""
    return told.pop() if len(told) == 1 else "handled"  # 受理358件，办结358件: of either


def _beside(head: Candidate, total: Decimal, candidates: Sequence[Candidate]) -> str:
    """The metric of *head*, or of a figure not far before it, whose value is *total*.

    受理1253件，办结1248件。其中A320件、B933件: the parts are those of the first.
    """
    if head.value == total:
        return head.metric
    before = (each for each in _before(head, candidates) if each.item == head.item)
    return next((each.metric for each in before if each.value == total), "")


def _is_second(head: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether another step of the same cases stands right before *head*."""
    if head.metric not in STEP_METRICS or head.item:
        return False
    return any(
        each.metric in _WHOLES and not each.item and each.of is None
        for each in _before(head, candidates)
    )


def _before(head: Candidate, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The figures not far before *head* that are counted in its unit."""
    first = bisect_left(candidates, head.start - _NEAR, key=_place)
    last = bisect_left(candidates, head.start, key=_place)
    return (each for each in candidates[first:last] if each.unit == head.unit)


def _place(found: Candidate) -> int:
    return found.quantity.span.start
