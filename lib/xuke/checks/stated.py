"""A share as printed against the share that its counts give, to the decimals printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from xuke import catalog
from xuke.catalog import Check, Indicator, Term
from xuke.checks.finding import Finding, Words, say_figure, say_sum, verdict_of
from xuke.sums import Ratio, Sums, printed_decimals
from xuke.wording import format_value


def judge_stated(_check: Check, sums: Sums) -> Iterator[Finding]:
    """Judge every stated share whose counts are reported too.

    Where the report does not say among which cases it counts, either basis will do.
    """
    for indicator in catalog.indicators().values():
        if indicator.stated and indicator.numerator:
            yield from _judge(indicator, sums)


def _judge(indicator: Indicator, sums: Sums) -> Iterator[Finding]:
    stated = Term(indicator.stated)
    said = sums.add([stated])
    bases = [False, True] if indicator.concluded else [False]
    ratios = [sums.ratio(indicator, concluded=basis) for basis in bases]
    for row in np.flatnonzero(sums.column(stated) >= 0).tolist():
        known = [ratio for ratio in ratios if np.isfinite(ratio.value[row])]
        if not known:
            continue
        decimals = printed_decimals(float(said.value[row]))
        half = 0.5 * 10.0**-decimals + 1e-9
        low, high = said.low[row] - half, said.high[row] + half
        fitting = [each for each in known if each.low[row] <= high and each.high[row] >= low]
        best = (fitting or known)[0]
        verdict = verdict_of(fails=not fitting, holds=bool(fitting))
        below = indicator.concluded if best.concluded[row] else indicator.denominator
        terms = (*indicator.numerator, *below, stated)
        yield Finding(
            row,
            verdict,
            float(best.value[row]),
            float(said.value[row]),
            indicator.stated,
            sums.positions(terms)[row].tolist(),
            f"check_stated_{verdict.value}",
            _words(sums, indicator, below, best, row, max(decimals, 2)),
        )


def _words(
    sums: Sums, indicator: Indicator, below: Sequence[Term], ratio: Ratio, row: int, decimals: int
) -> Callable[[str], Words]:
    stated = int(sums.column(Term(indicator.stated))[row])

    def words(language: str) -> Words:
        unit = catalog.unit_label(indicator.unit, language)
        return {
            "numerator": say_sum(
                sums, indicator.numerator, row, float(ratio.numerator.value[row]), language
            ),
            "denominator": say_sum(sums, below, row, float(ratio.denominator.value[row]), language),
            "derived": format_value(
                float(ratio.value[row]), unit, language=language, decimals=decimals
            ),
            "stated": say_figure(sums, stated, language),
        }

    return words
