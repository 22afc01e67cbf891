"""The smallest changes that would restore balance, in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from xuke import catalog
from xuke.audit.findings import name_figure
from xuke.audit.words import say
from xuke.restore import Change, Imbalance
from xuke.wording import format_value, join_words


def heading(imbalance: Imbalance[int], language: str) -> str:
    """Which checks a change of one of the sets would mend."""
    checks = catalog.checks()
    names = dict.fromkeys(getattr(checks[name], f"label_{language}") for name in imbalance.checks)
    together = max((len(change.figures) for change in imbalance.changes), default=0)
    kind = "restore_one" if together < 2 else "restore_several"
    return say(kind, language, checks=join_words(names, language), count=together)


def options(imbalance: Imbalance[int], figures: pd.DataFrame, language: str) -> Iterator[str]:
    """Each set of figures with what they would have to be."""
    for change in imbalance.changes:
        yield join_words(_parts(change, figures, language), language)
    if not imbalance.complete:
        yield say("restore_more", language)


def _parts(change: Change[int], figures: pd.DataFrame, language: str) -> Iterator[str]:
    rows = figures.to_dict("index")
    for figure, (low, high) in zip(change.figures, change.ranges, strict=True):
        row = rows[figure]
        name = name_figure(row, language)
        now = format_value(row["value"], "", row["qualifier"], language)
        yield say(
            "restore_change", language, figure=name, now=now, then=_range(low, high, language)
        )


def _range(low: Decimal, high: Decimal | None, language: str) -> str:
    if high is None:
        return format_value(low, "", "at_least", language)
    if low == high:
        return format_value(low, language=language)
    if not low:
        return format_value(high, "", "at_most", language)
    return "–".join(format_value(end, language=language) for end in (low, high))
