"""The smallest changes that would restore balance, in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

import pandas as pd

from xuke import catalog
from xuke.audit.words import say
from xuke.figure_words import name_figure
from xuke.restore import Imbalance
from xuke.wording import format_value, join_words

_OR = {"zh": "，或", "en": ", or "}

Choice = dict[int, tuple[Decimal, Decimal | None]]
"""Figures of which one must change, each with the range that it may then be in."""


def heading(imbalance: Imbalance[int], language: str) -> str:
    """Which checks a change of one of the sets would mend."""
    names = dict.fromkeys(catalog.check_label(name, language) for name in imbalance.checks)
    together = max((len(change.figures) for change in imbalance.changes), default=0)
    kind = "one" if together < 2 else "each" if _choices(imbalance) else "several"
    quoted = join_words([f"“{name}”" for name in names], language)
    return say(f"restore_{kind}", language, checks=quoted, count=together)


def options(imbalance: Imbalance[int], figures: pd.DataFrame, language: str) -> Iterator[str]:
    """What heads each line below `heading`: a set, or the figures of which one must change."""
    rows = figures.to_dict("index")

    def told(figure: int, span: tuple[Decimal, Decimal | None]) -> str:
        row = rows[figure]
        now = format_value(row["value"], "", row["qualifier"], language)
        name, then = name_figure(row, language), _range(*span, language)
        return say("restore_change", language, figure=name, now=now, then=then)

    choices = _choices(imbalance)
    for choice in choices:
        yield _OR[language].join(told(*each) for each in choice.items())
    for change in () if choices else imbalance.changes:
        pairs = zip(change.figures, change.ranges, strict=True)
        yield join_words([told(figure, span) for figure, span in pairs], language)
    if not imbalance.complete:
        yield say("restore_more", language)


def _choices(imbalance: Imbalance[int]) -> list[Choice]:
    """The sets as choices of one figure out of each of several groups, where that is all of them.

    Two gaps that have nothing to do with each other would otherwise be told as every pair.
    """
    together = {frozenset(change.figures) for change in imbalance.changes}
    groups: list[Choice] = []
    for change in imbalance.changes:
        for figure, span in zip(change.figures, change.ranges, strict=True):
            apart = (
                group
                for group in groups
                if not any({figure, other} <= each for each in together for other in group)
                or figure in group
            )
            group = next(apart, None)
            if group is None:
                groups.append({figure: span})
            elif group.setdefault(figure, span) != span:
                return []
    every = {frozenset(each) for each in product(*groups)}
    whole = imbalance.complete and len(groups) > 1 and every == together
    return groups if whole else []


def _range(low: Decimal, high: Decimal | None, language: str) -> str:
    if high is None:
        return format_value(low, "", "at_least", language)
    if low == high:
        return format_value(low, language=language)
    if not low:
        return format_value(high, "", "at_most", language)
    return "–".join(format_value(end, language=language) for end in (low, high))
