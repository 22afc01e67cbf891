"""Identities and bounds: two sums compared as ranges (`xuke.sums`)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xuke.catalog import Check
from xuke.checks.finding import Finding, Words, say_metrics, say_sum, verdict_of
from xuke.model import Verdict
from xuke.sums import Sum, Sums
from xuke.wording import format_number


def judge_linear(check: Check, sums: Sums) -> Iterator[Finding]:
    """Judge every report of which a figure of the rule is known, and every item with all of them.

    A rule fails when no values within the ranges satisfy it. An exact balance holds even where
    an optional figure is left out: there was then none of it to report.
    """
    rule = check.linear
    terms = (*rule.left, *rule.right)
    left, right = sums.add(rule.left), sums.add(rule.right)
    fails, holds = _identity(left, right) if rule.relation == "=" else _bound(left, right)
    places = sums.positions(terms)
    needed = np.array([not term.optional for term in terms])
    complete = np.all(places[:, needed] >= 0, axis=1)
    bears_on = np.where(sums.is_total, np.any(places[:, needed] >= 0, axis=1), complete)
    for row in np.flatnonzero(bears_on).tolist():
        absent = [
            term.metric
            for term, place in zip(terms, places[row], strict=True)
            if place < 0 and (complete[row] or not term.optional)
        ]
        verdict = verdict_of(fails=bool(fails[row]), holds=bool(holds[row]))
        if not complete[row]:
            sentence = "check_missing"
        elif verdict is Verdict.UNDECIDED:
            sentence = "check_left_out" if absent else "check_inexact"
        else:
            sentence = f"check_{check.kind}_{verdict.value}"
        sides = float(left.value[row]), float(right.value[row])

        def words(
            language: str,
            row: int = row,
            absent: list[str] = absent,
            sides: tuple[float, float] = sides,
        ) -> Words:
            return {
                "left": say_sum(sums, rule.left, row, sides[0], language),
                "right": say_sum(sums, rule.right, row, sides[1], language),
                "difference": format_number(abs(sides[0] - sides[1])),
                "missing": say_metrics(absent, language),
            }

        yield Finding(row, verdict, *sides, "", places[row].tolist(), sentence, words)


def _identity(left: Sum, right: Sum) -> tuple[np.ndarray, np.ndarray]:
    low = left.low - np.where(right.left_out, np.inf, right.high)
    high = np.where(left.left_out, np.inf, left.high) - right.low
    fails = (low > 0) | (high < 0)
    bounded = np.isfinite(left.low + left.high + right.low + right.high)
    balanced = (left.value == right.value) | ~(left.left_out | right.left_out)
    return fails, ~fails & bounded & balanced


def _bound(left: Sum, right: Sum) -> tuple[np.ndarray, np.ndarray]:
    return left.low > right.high, left.high <= right.low
