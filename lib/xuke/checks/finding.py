"""What a check finds, and the words for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xuke import catalog
from xuke.catalog import Term
from xuke.model import Verdict
from xuke.sums import Figure, Sums
from xuke.wording import format_number, format_value, join_words

Words = Mapping[str, str]
"""What fills the places of a sentence."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of one row of `Sums.rows`.

    ``positions`` are the places in the panel of the figures used, -1 where one is not reported;
    ``words`` gives what the sentence says in a language.
    """

    row: int
    verdict: Verdict
    left: float
    right: float
    metric: str
    positions: Sequence[int]
    sentence: str
    words: Callable[[str], Words]

    def say(self, language: str) -> str:
        """The finding as a sentence in *language*."""
        return catalog.sentence(self.sentence, language, **self.words(language))


def verdict_of(*, fails: bool, holds: bool) -> Verdict:
    """The verdict from what is certain."""
    if fails:
        return Verdict.FAILS
    return Verdict.HOLDS if holds else Verdict.UNDECIDED


def say_figure(sums: Sums, place: int, language: str) -> str:
    """The figure at *place* of the panel with unit and qualifier."""
    figure = sums.figures[place]
    unit = catalog.unit_label(figure.unit, language, one=figure.value == 1)
    return _say(figure, unit, language)


def say_sum(sums: Sums, terms: Sequence[Term], row: int, total: float, language: str) -> str:
    """A side of a rule without absent terms: ``批准 408,916 ＋ 不予批准 186 ＝ 409,102``."""
    places = [int(sums.column(term)[row]) for term in terms]
    known = [(term, place) for term, place in zip(terms, places, strict=True) if place >= 0]
    parts = [
        f"{catalog.term_label(term, language)} {_say(sums.figures[at], '', language)}"
        for term, at in known
    ]
    plus, equals = (" ＋ ", " ＝ ") if language == "zh" else (" + ", " = ")
    said = plus.join(parts)
    return f"{said}{equals}{format_number(total)}" if len(parts) > 1 else said


def say_metrics(metrics: Sequence[str], language: str) -> str:
    """Metrics by their labels, as a list in words."""
    return join_words([catalog.metric_label(metric, language) for metric in metrics], language)


def _say(figure: Figure, unit: str, language: str) -> str:
    return format_value(
        figure.value,
        unit,
        figure.qualifier,
        language,
        stated_as=figure.stated_as,
        corrected=bool(figure.correction),
    )
