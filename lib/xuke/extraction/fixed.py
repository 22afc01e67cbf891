"""Figures read by a fixed phrase around the number (``phrases.csv``)."""

from __future__ import annotations

import re
from functools import cache

from xuke.catalog.patterns import Patterns, PhraseRule, trie
from xuke.extraction.results import Candidate
from xuke.model import Quantity

_REACH = 24


class Phrases:
    """The fixed phrases that one sentence, ``flow[start:end]``, may hold."""

    def __init__(self, flow: str, start: int, end: int, known: Patterns) -> None:
        self._flow, self._start, self._end, self._known = flow, start, end, known
        self._fitting: dict[str, list[PhraseRule]] = {}

    def find(self, quantity: Quantity) -> Candidate | None:
        """The figure that the first fitting phrase makes of *quantity*."""
        for rule in self._rules(quantity.unit):
            span = self._around(rule, quantity)
            if span:
                return Candidate(quantity, rule.metric, *span, f"phrases:{rule.rule}")
        return None

    def _rules(self, unit: str) -> list[PhraseRule]:
        """The rules for *unit* whose nearby words the sentence holds."""
        if unit not in self._fitting:
            self._fitting[unit] = [
                rule
                for rule in self._known.phrases.get(unit, ())
                if not rule.near or any(self._has(word) for word in rule.near)
            ]
        return self._fitting[unit]

    def _has(self, word: str) -> bool:
        return self._flow.find(word, self._start, self._end) >= 0

    def _around(self, rule: PhraseRule, quantity: Quantity) -> tuple[int, int] | None:
        """The span of number and words around it, None where those of *rule* are not there."""
        at, upto = quantity.span.start, quantity.span.end
        reach = max(self._start, at - _REACH)
        if rule.whole and not any(self._flow.find(word, reach, at) >= 0 for word in rule.whole):
            return None
        before, after = _compiled(rule)
        if before:
            found = before.search(self._flow, reach, at)
            if not found:
                return None
            at = found.start()
        if after:
            found = after.match(self._flow, upto, self._end)
            if not found:
                return None
            upto = found.end()
        return at, upto


@cache
def _compiled(rule: PhraseRule) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    before = rf"{trie(rule.before)}(?:数|量)?(?:已?达到?|共|约?为|:)? ?$"
    return (
        re.compile(before) if rule.before else None,
        re.compile(rf" ?{trie(rule.after)}") if rule.after else None,
    )
