"""From the figures of single sentences to those of the report: repeats, parts, contradictions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence

from xuke.catalog import metrics
from xuke.catalog.patterns import Patterns
from xuke.extraction import additions
from xuke.extraction.cues import OWN
from xuke.extraction.results import Candidate, Contradiction, Findings
from xuke.extraction.rules import STEP_METRICS, Report
from xuke.model import Qualifier, StatedAs

_SEVERAL = 3
_OF_CASES = ("handling", "fees")


def resolve(
    findings: Findings, known: Patterns, report: Report, licence: Callable[[str], bool]
) -> list[Candidate]:
    """The figures that stand, one per metric and item, in the order of the text.

    What falls away is recorded in *findings*: the same value again (``repeated``), a part or a
    larger area's figure beside the total, and, where nothing decides between two values, both
    of them as contradicting. *licence* tells whether a name is that of a licence.
    """
    in_order = sorted(findings.candidates, key=lambda each: each.quantity.span)
    kept = additions.weighed(findings, in_order, licence)
    groups: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    if findings.only_one_licence:
        _as_totals(kept)
    for each in kept:
        each.qualifier = _qualifier(each, known)
        groups[each.metric, each.item].append(each)
    standing = []
    whole = _without_lines(list(groups.values()), findings)
    for group in _of_author(whole, findings, report):
        chosen = _choose(group, findings)
        if chosen is not None:
            standing.append(chosen)
    return sorted(standing, key=lambda each: (each.quantity.span.start, each.metric))


def _as_totals(candidates: Sequence[Candidate]) -> None:
    """Make the figures of the only licence there is the report's, where it gives no others."""
    told = {each.metric: each.value for each in candidates if not each.item}
    for each in candidates:
        if metrics()[each.metric].group in _OF_CASES:
            same = told.get(each.metric, each.value) == each.value
            each.item = "" if same else each.item


def _without_lines(groups: Sequence[list[Candidate]], findings: Findings) -> list[list[Candidate]]:
    """The *groups* without what stands in a numbered line that one total shows to be of a part.

    Below 全年受理500件 all of 1.人才公寓：受理12件，不予许可1件 is of something else.
    """
    lines: set[int] = set()
    for group in groups:
        total = max((e.value for e in group if not e.numbered and not e.part), default=None)
        if total is not None and not group[0].item and group[0].metric in STEP_METRICS:
            lines |= {each.line for each in group if each.numbered and each.value < total}
    kept = []
    for group in groups:
        of_cases = metrics()[group[0].metric].group in _OF_CASES and not group[0].item
        if of_cases and lines:
            group = _without(group, lambda each: each.line in lines, "part_of_total", findings)
        if group:
            kept.append(group)
    return kept


def _of_author(
    groups: Collection[list[Candidate]], findings: Findings, report: Report
) -> Iterator[list[Candidate]]:
    """The *groups* without what is of more than the author, where it tells its own beside it.

    全市各级受理8万件，收费12万元；市级受理3千件: neither of the first two is the city's own.
    """
    wider = {
        (metrics()[group[0].metric].group in _OF_CASES, scope)
        for group in groups
        for scope in _wider(group, report)
        if not group[0].item
    }
    of_system = _of_system(groups)
    for group in groups:
        of_cases = metrics()[group[0].metric].group in _OF_CASES
        if of_system and any(each.scope == "wide" for each in group):
            yield _without(group, lambda each: each.scope in OWN, "part_of_total", findings)
            continue
        unwanted = {scope for cases, scope in wider if cases == of_cases}
        if group[0].item or group[0].unit == "%":  # the rate of all levels is the author's too
            unwanted = _wider(group, report)
        for each in group:
            if each.scope in unwanted:
                findings.dismiss(each.quantity, "wider_scope")
        if kept := [each for each in group if each.scope not in unwanted]:
            yield kept


def _of_system(groups: Collection[list[Candidate]]) -> bool:
    """Whether the report is of all levels, and of the author's own in one figure at most.

    全市各级税务机关受理140713件，不予受理214件，准予140450件。其中市局本级受理386件
    """
    total = [g for g in groups if not g[0].item and metrics()[g[0].metric].group in _OF_CASES]
    wide = sum(any(each.scope == "wide" for each in group) for group in total)
    own = sum(any(each.scope in OWN for each in group) for group in total)
    return wide >= _SEVERAL and own <= 1


def _wider(group: Sequence[Candidate], report: Report) -> set[str]:
    """The scopes in *group* that another's values show to be of more than the author."""
    scopes = {each.scope for each in group}
    if len({each.value for each in group}) < 2:
        return set()
    found = {"wide"} if "wide" in scopes and len(scopes) > 1 else set()
    if report.of_agency and scopes >= {"own", "ours"} and not group[0].item:
        found.add("own")  # 全县受理8万件；我局受理3万件
    return found


def _choose(group: list[Candidate], findings: Findings) -> Candidate | None:
    if len(group) == 1:
        return group[0]
    if any(not each.part for each in group):
        group = _without(group, lambda each: each.part, "part_of_total", findings)
    group = _without_addends(group, findings)
    best = min(each.rank for each in group)
    if any(each.rank == best and not each.numbered for each in group):
        # 1.申请412件 below 全年申请1286件 is of something, whatever it is of
        first = next(each for each in group if each.rank == best and not each.numbered)
        group = _without(
            group,
            lambda each: each.numbered and each.value < first.value,
            "part_of_total",
            findings,
        )
    said = {each.value: each.latest for each in group if each.rank == best}
    if len(said) > 1 and any(said.values()):
        group = _without(group, lambda each: not said.get(each.value), "old_value", findings)
    first = next(each for each in group if each.rank == best)
    chosen = next((e for e in group if e.rank == best and e.qualifier is Qualifier.EXACT), first)
    rivals = {id(each): each for each in group if not _agree(chosen, each)}
    if any(each.rank == best for each in rivals.values()):
        for each in group:
            findings.leave(each.quantity, "contradicting_values")
        told = tuple(each.quantity for each in group)
        findings.contradictions.append(Contradiction(chosen.metric, chosen.item, told))
        return None
    for each in group:
        if each is not chosen:
            findings.dismiss(each.quantity, "elsewhere" if id(each) in rivals else "repeated")
    return chosen


def _without_addends(group: list[Candidate], findings: Findings) -> list[Candidate]:
    """Without the smaller values where they add up to the largest: it is their total."""
    values = {each.value for each in group}
    largest = max(values)
    if len(values) < 3 or sum(values) != 2 * largest:
        return group
    return _without(group, lambda each: each.value != largest, "part_of_total", findings)


def _without(
    group: list[Candidate], unwanted: Callable[[Candidate], bool], reason: str, findings: Findings
) -> list[Candidate]:
    for each in group:
        if unwanted(each):
            findings.dismiss(each.quantity, reason)
    return [each for each in group if not unwanted(each)]


def _agree(exact: Candidate, other: Candidate) -> bool:
    """Whether *other* says the same, perhaps more roughly."""
    if exact.value == other.value:
        return True
    if other.qualifier is Qualifier.EXACT:
        return False
    return abs(exact.value - other.value) <= max(other.quantity.step, other.value / 10)


def _qualifier(each: Candidate, known: Patterns) -> Qualifier:
    """That of the quantity; a count printed in 万 is rounded where the settings say so."""
    stated = each.quantity.qualifier
    rounded = known.settings.rounded
    in_myriads = any(sign in each.quantity.words for sign in "万亿")
    if (
        stated is Qualifier.EXACT
        and in_myriads
        and each.quantity.stated_as is StatedAs.FIGURE
        and each.quantity.unit not in rounded.except_units
        and metrics()[each.metric].group in rounded.groups
    ):
        return Qualifier.ROUNDED
    return stated
