"""Figures read by a fixed phrase around the number (``phrases.csv``)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from xuke.catalog.patterns import PhraseRule, patterns, trie
from xuke.extraction.layout import Sentence
from xuke.extraction.results import WEAK, Candidate
from xuke.model import Quantity

_REACH = 28
_FEW_WORDS = r"[^，。；:、（）\d]{0,16}?"
# 事项累计达26项; 抽查计划，共计41个; a number that the break of a page parts from its words
_TAIL = r"(?:数|量)?(?:累计|合计)?(?:已?达到?|共计|合计|总计|共有|共|约?为|，共计?|:)?"
_AT_END, _LONGEST_TAIL = re.compile(f"{_TAIL}$"), 6
_TAIL_ENDS = frozenset("数量计到达有共为:")
_EARLIER = 200  # how far before a sentence the one before it is looked for


class _Fit(NamedTuple):
    """A rule, what stands around its number, and which words near, in this sentence or before."""

    rule: PhraseRule
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    here: tuple[str, ...]
    earlier: tuple[str, ...]

    @classmethod
    def of(cls, rule: PhraseRule) -> _Fit:
        """The *rule* with its patterns."""
        return cls(
            rule,
            re.compile(f"(?:{_choice(rule.before)}){_TAIL} *$") if rule.before else None,
            re.compile(f" *(?:{_choice(rule.after)})") if rule.after else None,
            tuple(word for word in rule.near if word[0] != "…"),
            tuple(word[1:] for word in rule.near if word[0] == "…"),
        )


class _Fitting:
    """The rules for a unit and the character after it, by the last one of the words before it.

    So that few of a hundred rules are tried at a number: those whose words may end there.
    """

    def __init__(self, rules: Sequence[PhraseRule]) -> None:
        self._fits = [_Fit.of(rule) for rule in rules]
        self._by_last: dict[str, set[int]] = defaultdict(set)
        self._always: set[int] = set()
        for at, rule in enumerate(rules):
            for word in rule.before or ("…",):
                (self._always if word.endswith("…") else self._by_last[word[-1]]).add(at)
        self._chosen: dict[str, list[_Fit]] = {}

    def behind(self, words: str) -> list[_Fit]:
        """The rules that may fit behind *words*, in the order of the file."""
        words = words.rstrip(" ")
        last = words[-1:]
        if last in _TAIL_ENDS and (tail := _AT_END.search(words, len(words) - _LONGEST_TAIL)):
            last = words[max(0, tail.start() - 1) :]
        if last not in self._chosen:
            some = self._always.union(*(self._by_last.get(each, ()) for each in last))
            self._chosen[last] = [self._fits[at] for at in sorted(some)]
        return self._chosen[last]


class Phrases:
    """The fixed phrases of the definitions, by the unit and the character after it."""

    def __init__(self, rules: Mapping[str, tuple[PhraseRule, ...]]) -> None:
        self._rules = rules
        self._first = {
            unit: {word[0] for rule in those for word in rule.after}
            for unit, those in rules.items()
        }
        self._fitting: dict[tuple[str, str], _Fitting] = {}

    def find(self, flow: str, quantity: Quantity, sentence: Sentence) -> Candidate | None:
        """The figure that the first fitting phrase of *sentence* makes of *quantity*."""
        if quantity.unit not in self._rules:
            return None
        at, start, end = quantity.span.start, sentence.start, sentence.end
        reach = max(start, at - _REACH)
        following = flow[quantity.span.end : quantity.span.end + 4].lstrip()[:1]
        for fit in self._before(quantity.unit, following).behind(flow[reach:at]):
            rule = fit.rule
            span = _around(flow, fit, quantity, reach, end)
            if (
                span
                and (not rule.whole or _hold(flow, rule.whole, reach, at))
                and (not rule.near or _near(flow, fit, sentence))
                and not _hold(flow, rule.unless, max(start, flow.rfind("；", start, at) + 1), at)
            ):
                found = Candidate(quantity, rule.metric, *span, f"phrases:{rule.rule}")
                found.rank = WEAK if rule.weak else 0
                return found
        return None

    def _before(self, unit: str, following: str) -> _Fitting:
        """The rules for *unit* before *following*."""
        key = unit, following if following in self._first[unit] else ""
        if key not in self._fitting:
            self._fitting[key] = _Fitting(
                [
                    rule
                    for rule in self._rules[unit]
                    if not rule.after or any(word[0] == key[1] for word in rule.after)
                ]
            )
        return self._fitting[key]


@cache
def phrases() -> Phrases:
    """Those of ``phrases.csv``."""
    return Phrases(patterns().phrases)


def _choice(words: tuple[str, ...]) -> str:
    """One pattern of the words that may stand beside a number, ``…`` being a few words."""
    known = [each for each in words if "…" not in each]
    opened = [_FEW_WORDS.join(map(re.escape, each.split("…"))) for each in words if "…" in each]
    return "|".join([trie(known), *opened] if known else opened)


def _around(
    flow: str, fit: _Fit, quantity: Quantity, reach: int, end: int
) -> tuple[int, int] | None:
    """The span of number and words around it, None where those of a rule are not there."""
    at, upto = quantity.span.start, quantity.span.end
    if fit.after:
        found = fit.after.match(flow, upto, end)
        if not found:
            return None
        upto = found.end()
    if fit.before:
        found = fit.before.search(flow, reach, at)
        if not found:
            return None
        at = found.start()
    return at, upto


def _hold(flow: str, words: Iterable[str], start: int, end: int) -> bool:
    for word in words:  # noqa: SIM110 - at every number of a report any() would take twice as long
        if flow.find(word, start, end) >= 0:
            return True
    return False


def _near(flow: str, fit: _Fit, sentence: Sentence) -> bool:
    """Whether one of the words of *fit* stands in *sentence*, or, of some, in the one before."""
    if _hold(flow, fit.here, sentence.start, sentence.end):
        return True
    return bool(fit.earlier) and _hold(flow, fit.earlier, _before(flow, sentence), sentence.end)


def _before(flow: str, sentence: Sentence) -> int:
    """Where the sentence before *sentence* starts, if it is one of the same paragraph."""
    reach = max(sentence.paragraph, sentence.start - _EARLIER)
    return max(reach, flow.rfind("。", reach, max(reach, sentence.start - 1)) + 1)
