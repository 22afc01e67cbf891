"""How reports word their figures: words and their concepts, labels, fixed phrases, settings.

A label names a metric by the concepts of its words: 网上 + 受理 is ``online_accepted``, whatever
neutral words stand between. All of it is data: ``words.csv``, ``labels.csv``, ``phrases.csv``,
``reading.toml`` and ``initiative_words.csv``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator

from xuke.catalog.definitions import DEFINITIONS, check_references, metrics, read_rows
from xuke.catalog.definitions import concepts as read_concepts
from xuke.catalog.definitions import initiatives as read_initiatives
from xuke.catalog.rows import Name, Row
from xuke.catalog.settings import Kind, Settings, read_settings
from xuke.model import DefinitionError

_GROUP = 32
_OCCUR = frozenset({"occur"})


def _split(separator: str | None) -> BeforeValidator:
    return BeforeValidator(
        lambda text: (
            tuple(each for each in text.split(separator) if each) if isinstance(text, str) else text
        )
    )


Words = Annotated[tuple[str, ...], _split(None)]
Choices = Annotated[tuple[str, ...], _split("|")]


class WordLine(Row):
    """Words of a report, separated by spaces, and the concepts that each of them stands for."""

    words: Annotated[tuple[str, ...], _split(None)]
    concepts: Words


class LabelRule(Row):
    """The concepts that together name a metric, and those that may stand beside them."""

    rule: Name
    metric: Name
    kind: Kind
    concepts: Words
    also: Words


class PhraseRule(Row):
    """A fixed phrase around a number: words right before and after it, and some nearby.

    ``near`` must stand in the same sentence, or with ``…`` before it (…检查) in the one before;
    ``whole`` must stand before the number too, but outside the words of the observation; nothing
    of ``unless`` may stand before the number. ``…`` in ``before`` or ``after`` is any few words
    (检查…: 检查持证零售户52户次); in ``before`` it makes a rule a weak one, whose figure gives way
    to that of a rule without. Choices are separated by ``|``, units by spaces.
    """

    rule: Name
    metric: Name
    units: Words
    near: Choices
    before: Choices
    after: Choices
    whole: Choices
    unless: Choices

    @property
    def fixed(self) -> Iterator[str]:
        """The words that stand right before or after the number, or near it."""
        for each in (*self.near, *self.before, *self.after):
            if word := each.strip("…"):
                yield word

    @property
    def weak(self) -> bool:
        """Whether words that the rule does not know may stand before the number."""
        return any("…" in each for each in self.before)


class InitiativeWords(Row):
    """An initiative and the words, separated by ``|``, by which a report mentions it."""

    initiative: Name
    words: Choices


@dataclass(frozen=True)
class Patterns:
    """Everything by which reports are read, compiled once.

    ``lexicon`` finds the longest known word at a place; ``concepts`` says what the word means.
    """

    lexicon: re.Pattern[str]
    concepts: Mapping[str, frozenset[str]]
    labels: tuple[LabelRule, ...]
    phrases: Mapping[str, tuple[PhraseRule, ...]]
    initiatives: Mapping[str, str]
    settings: Settings
    _known: dict[tuple[Kind, frozenset[str]], LabelRule | None] = field(default_factory=dict)

    @cached_property
    def compounds(self) -> re.Pattern[str]:
        """As ``lexicon``, with the words of phrases and initiatives, which a line break may cut."""
        rules = (rule for rules in self.phrases.values() for rule in rules)
        fixed = {word for rule in rules for word in rule.fixed}
        return re.compile(_lexicon({*self.concepts, *self.initiatives, *fixed}))

    def label(self, kind: Kind, concepts: frozenset[str]) -> LabelRule | None:
        """The rule that names a metric by exactly these *concepts*; the first in the file."""
        key = kind, concepts
        if key not in self._known:
            self._known[key] = next(
                (
                    rule
                    for rule in self.labels
                    if rule.kind == kind
                    and concepts.issuperset(rule.concepts)
                    and concepts.issubset({*rule.concepts, *rule.also})
                ),
                None,
            )
        return self._known[key]


@cache
def patterns(folder: Path = DEFINITIONS) -> Patterns:
    """How reports word their figures.

    Raises
    ------
    DefinitionError
        for a line or key that does not fit, a word or metric defined twice or not at all.
    """
    known = read_concepts(folder)
    settings = read_settings(folder / "reading.toml", metrics(folder), known)
    concepts = _concepts(folder / "words.csv", known)
    labels = read_rows(folder / "labels.csv", LabelRule)
    check_references(folder / "labels.csv", labels, "metric", metrics(folder))
    for column in ("concepts", "also"):
        check_references(folder / "labels.csv", labels, column, known, "concept")
    phrases = read_rows(folder / "phrases.csv", PhraseRule)
    check_references(folder / "phrases.csv", phrases, "metric", metrics(folder))
    by_unit: dict[str, list[PhraseRule]] = defaultdict(list)
    for _, rule in phrases.values():
        for unit in rule.units:
            by_unit[unit].append(rule)
    named = read_rows(folder / "initiative_words.csv", InitiativeWords)
    check_references(folder / "initiative_words.csv", named, "initiative", read_initiatives(folder))
    initiatives = {word: row.initiative for _, row in named.values() for word in row.words}
    return Patterns(
        lexicon=re.compile(_lexicon(concepts)),
        concepts=concepts,
        labels=tuple(rule for _, rule in labels.values()),
        phrases={unit: tuple(rules) for unit, rules in by_unit.items()},
        initiatives=initiatives,
        settings=settings,
    )


def trie(words: Iterable[str]) -> str:
    """A pattern of all *words*, the longest first, that looks at each character only once."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branches(root)


def _lexicon(words: Iterable[str]) -> str:
    """As :func:`trie`, for words of so many first characters that trying each would cost most.

    A look at the character first finds the group that it belongs to.
    """
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in words:
        by_first[word[0]].append(word)
    first = sorted(by_first)
    groups = [first[at : at + _GROUP] for at in range(0, len(first), _GROUP)]
    branches = [
        f"(?=[{re.escape(group[0])}-{re.escape(group[-1])}])"
        + trie(word for character in group for word in by_first[character])
        for group in groups
    ]
    return f"(?=[{''.join(map(re.escape, first))}])(?:{'|'.join(branches)})"


def _branches(node: Mapping[str, Mapping]) -> str:  # type: ignore[type-arg]
    branches = [
        re.escape(character) + _branches(below) for character, below in node.items() if character
    ]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in node else ''}"


def _concepts(path: Path, known: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    lines = read_rows(path, WordLine)
    check_references(path, lines, "concepts", known, "concept")
    for line, row in lines.values():
        for word in row.words:
            if word in found:
                raise DefinitionError(path, line, f"{word!r} is defined twice")
            found[word] = frozenset(row.concepts)
    # 其中有 is a word of its own, which would leave 办件的 of 其中有办件的 behind.
    occur = [word for word, told in found.items() if word[0] == "有" and told == _OCCUR]
    return found | {f"其中{word}": _OCCUR | {"part"} for word in occur}
