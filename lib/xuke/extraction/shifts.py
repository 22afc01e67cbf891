"""Turns of speech that tie numbers together: 分别为, 均为, 从…调整到…, 占…%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from xuke.catalog.patterns import LabelRule
from xuke.extraction.chunks import Chunk
from xuke.extraction.results import Candidate
from xuke.extraction.tokens import Phrase
from xuke.model import Quantity, Span

if TYPE_CHECKING:
    from xuke.extraction.sentence import SentenceReader

_FROM = re.compile(r"(?:从|由|自)[^，。；、:从由]{0,12}$")
_TO = re.compile(
    r" ?(?:动态|已|进一步|逐步)?(?:调整|增加|增长|减少|精简|变更|扩大|提升|提高|压缩|压减|上升|下降|缩减|扩展|升|降|增|减|变)?(?:到|为|至|成)了? ?"
)
_JOINT = re.compile(r"[、，和及与 ]{0,4}(?:以及)?")
_PARTS = re.compile(r"[、，]|以及|[和及与]")


def replaced(flow: str, old: Quantity, following: Sequence[Quantity]) -> bool:
    """Whether *old* is the value that the next one replaces: 从201个调整到203个."""
    if not following:
        return False
    new = following[0]
    between = flow[old.span.end : new.span.start]
    before = flow[max(0, old.span.start - 16) : old.span.start]
    return _TO.fullmatch(between) is not None and _FROM.search(before) is not None


def without_from(flow: str, start: int, end: int) -> int:
    """Where the words before 从, 由 or 自 end."""
    found = _FROM.search(flow, start, end)
    return found.start() if found else end


def listed(reader: SentenceReader, pieces: Sequence[Chunk], figures: Sequence[Quantity]) -> int:
    """Read 申请、受理、批准分别为100、90、80件; how many figures were read, 0 if it is not that."""
    if len(pieces) < 2 or pieces[-2].sign != "respectively":
        return 0
    if not reader.phrase(pieces[-1].start, pieces[-1].end).empty:
        return 0
    parts = _split(reader.flow, pieces[-2])
    if len(parts) < 2 or len(figures) < len(parts):
        return 0
    group = figures[: len(parts)]
    unit = group[-1].unit
    for before, after in zip(group, group[1:], strict=False):
        if not _JOINT.fullmatch(reader.flow[before.span.end : after.span.start]):
            return 0
    rules = []
    for (start, end), figure in zip(parts, group, strict=True):
        said = reader.phrase(start, end)
        rule = reader.label(_with_unit(figure, unit), said.concepts)
        if said.name is not None or rule is None or reader.reason(figure, said.concepts):
            return 0
        rules.append((rule, start))
    for piece in pieces[:-2]:
        reader.context(piece)
    for (rule, _), figure in zip(rules, group, strict=True):
        found = Candidate(
            _with_unit(figure, unit), rule.metric, *_bounds(figure), f"labels:{rule.rule}"
        )
        reader.keep(found)
    return len(parts)


def several(reader: SentenceReader, figure: Quantity, near: Phrase, last: LabelRule) -> bool:
    """Read 受理、办结均为358件 as two figures; False if the words before are not all labels."""
    start = reader.clause_start(near.start)
    parts = _split(reader.flow, Chunk(start, near.end, ""))
    rules = [reader.label(figure, reader.phrase(*part).concepts) for part in parts]
    if len(parts) < 2 or not all(rules):
        return False
    for rule in dict.fromkeys(rule for rule in rules if rule):
        found = Candidate(figure, rule.metric, start, figure.span.end, f"labels:{rule.rule}")
        reader.keep(found)
    return last is not None


def share_of(reader: SentenceReader, figure: Quantity, said: Phrase) -> bool:
    """Read 占受理总数的60% after a count as the stated share of that count's metric."""
    last = reader.state.last
    beside = {"share", "rate"} & said.concepts
    told = said.concepts - reader.known.settings.neutral.always - {"share", "rate"}
    total = {
        "accept",
        "handle",
        "conclude",
        "apply",
        "license",
        "permit",
        "case",
        "items",
        "receive",
    }
    if not beside or last is None or said.name is not None or not told <= total:
        return False
    if "share" not in said.concepts and told:
        return False
    metric = reader.known.settings.shares.get(last.metric)
    if metric is None or last.rule.startswith("share_of") or last.quantity.unit == "%":
        return False
    if metric == "handled_share_stated" and not last.item:
        return False
    found = Candidate(figure, metric, *reader.span(figure, said), f"share_of:{last.metric}")
    found.item = last.item
    reader.keep(found)
    return True


def _split(flow: str, piece: Chunk) -> list[tuple[int, int]]:
    parts, at = [], piece.start
    for found in _PARTS.finditer(flow, piece.start, piece.end):
        parts.append((at, found.start()))
        at = found.end()
    parts.append((at, piece.end))
    return [part for part in parts if flow[slice(*part)].strip()]


def _with_unit(figure: Quantity, unit: str) -> Quantity:
    if figure.unit or not unit:
        return figure
    return Quantity(
        figure.span,
        figure.words,
        figure.value,
        unit,
        figure.qualifier,
        figure.stated_as,
        figure.kind,
        figure.step,
    )


def _bounds(figure: Quantity) -> tuple[int, int]:
    span: Span = figure.span
    return span.start, span.end
