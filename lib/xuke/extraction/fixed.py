"""Figures read by a fixed phrase around the number (``phrases.csv``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from xuke.catalog.patterns import Patterns, PhraseRule, trie
from xuke.extraction.results import Candidate
from xuke.model import Quantity

_REACH = 24

Sides = tuple[re.Pattern[str] | None, re.Pattern[str] | None]
# What stands before a number by any of the rules, and the rules.
Fitting = tuple[re.Pattern[str] | None, list[tuple[PhraseRule, Sides]]]


class Phrases:
    """The fixed phrases that one document, *flow*, may hold."""

    def __init__(self, flow: str, known: Patterns) -> None:
        self._flow, self._known = flow, known
        self._here: dict[str, bool] = {}
        self._possible: dict[tuple[str, str], Fitting] = {}
        self._first: dict[str, frozenset[str]] = {}

    def find(self, quantity: Quantity, start: int, end: int) -> Candidate | None:
        """The figure that the first fitting phrase of ``flow[start:end]`` makes of *quantity*."""
        following = self._flow[quantity.span.end : quantity.span.end + 2].lstrip()[:1]
        at = quantity.span.start
        led, rules = self._rules(quantity.unit, following)
        before = led is not None and led.search(self._flow, max(start, at - _REACH), at) is not None
        for rule, sides in rules:
            if rule.before and not before:
                continue
            span = self._around(rule, sides, quantity, start, end)
            if span and (not rule.near or self._holds(rule.near, start, end)):
                return Candidate(quantity, rule.metric, *span, f"phrases:{rule.rule}")
        return None

    def _rules(self, unit: str, following: str) -> Fitting:
        """The rules for *unit* before *following* whose nearby words the document holds at all."""
        rules = self._known.phrases.get(unit, ())
        if unit not in self._first:
            self._first[unit] = frozenset(word[0] for rule in rules for word in rule.after)
        key = unit, following if following in self._first[unit] else ""
        if key not in self._possible:
            fitting = [
                rule
                for rule in rules
                if not rule.after or any(word[0] == key[1] for word in rule.after)
                if not rule.near or any(self._known_here(word) for word in rule.near)
            ]
            led = _compiled(tuple(word for rule in fitting for word in rule.before), ())[0]
            self._possible[key] = (
                led,
                [(rule, _compiled(rule.before, rule.after)) for rule in fitting],
            )
        return self._possible[key]

    def _known_here(self, word: str) -> bool:
        if word not in self._here:
            self._here[word] = word in self._flow
        return self._here[word]

    def _holds(self, words: Iterable[str], start: int, end: int) -> bool:
        return any(self._flow.find(word, start, end) >= 0 for word in words)

    def _around(
        self, rule: PhraseRule, sides: Sides, quantity: Quantity, start: int, end: int
    ) -> tuple[int, int] | None:
        """The span of number and words around it, None where those of *rule* are not there."""
        at, upto = quantity.span.start, quantity.span.end
        reach = max(start, at - _REACH)
        before, after = sides
        if after:
            found = after.match(self._flow, upto, end)
            if not found:
                return None
            upto = found.end()
        if before:
            found = before.search(self._flow, reach, at)
            if not found:
                return None
            at = found.start()
        if rule.whole and not self._holds(rule.whole, reach, quantity.span.start):
            return None
        return at, upto


@cache
def _compiled(before: tuple[str, ...], after: tuple[str, ...]) -> Sides:
    ends = r"(?:数|量)?(?:已?达到?|共计|合计|共有|共|约?为|:)? ?$"
    return (
        re.compile(trie(before) + ends) if before else None,
        re.compile(f" ?{trie(after)}") if after else None,
    )
