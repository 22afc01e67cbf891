"""Figures read by a fixed phrase around the number (``phrases.csv``)."""

from __future__ import annotations

import re
from functools import cache

from xuke.catalog.patterns import Patterns, PhraseRule, trie
from xuke.extraction.results import Candidate
from xuke.model import Quantity

_REACH = 24


@cache
def _around(rule: PhraseRule) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    before = rf"{trie(rule.before)}(?:数|量)?(?:已?达到?|共|约?为|：|:)? ?$" if rule.before else "$"
    return re.compile(before), re.compile(rf" ?({trie(rule.after)})") if rule.after else None


def fixed(flow: str, start: int, end: int, quantity: Quantity, known: Patterns) -> Candidate | None:
    """The figure that the first fitting phrase makes of *quantity* in sentence ``start:end``."""
    for rule in known.phrases.get(quantity.unit, ()):
        if rule.near and not any(flow.find(word, start, end) >= 0 for word in rule.near):
            continue
        at, upto = quantity.span.start, quantity.span.end
        if rule.whole and not any(
            flow.find(word, max(start, at - _REACH), at) >= 0 for word in rule.whole
        ):
            continue
        pattern, after = _around(rule)
        first = at
        if rule.before:
            found = pattern.search(flow, max(start, at - _REACH), at)
            if not found:
                continue
            first = found.start()
        if after:
            found = after.match(flow, upto, end)
            if not found:
                continue
            upto = found.end()
        return Candidate(quantity, rule.metric, first, upto, f"phrases:{rule.rule}")
    return None
