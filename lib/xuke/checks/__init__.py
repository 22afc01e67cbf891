"""Checks that the figures of each report add up.

A result is one of three: the rule holds, it fails, or it cannot be judged because a figure that
it needs is not reported or is only a bound. Nothing is imputed: where a report leaves out how
many cases are pending, decisions may fall short of accepted cases by any number and are then not
judged, but they may not exceed them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from xuke import catalog
from xuke.catalog import Check
from xuke.checks.change import judge_change
from xuke.checks.finding import Finding
from xuke.checks.items import judge_items
from xuke.checks.linear import judge_linear
from xuke.checks.stated import judge_stated
from xuke.figure_words import say_corrections
from xuke.model import Verdict
from xuke.sums import ROW, Sums
from xuke.wording import LANGUAGES, join_clauses

__all__ = ["COLUMNS", "run_checks"]

COLUMNS = ["check", "kind", *ROW, "verdict", "left", "right", "difference", "metric",
           "observations", "message_zh", "message_en"]  # fmt: skip

_JUDGES: dict[str, Callable[[Check, Sums], Iterator[Finding]]] = {
    "identity": judge_linear,
    "bound": judge_linear,
    "items": judge_items,
    "stated": judge_stated,
    "plausibility": judge_change,
}


def run_checks(frame: pd.DataFrame, *, failing: bool = False) -> pd.DataFrame:
    """Judge every report of a panel by every check of ``checks.csv`` that its figures bear on.

    Parameters
    ----------
    frame
        The panel (`xuke.panel`). Last year's figures must be in it for the year-on-year check.
    failing
        Give the rows that fail only: to word what holds takes as long as to judge it.

    Returns
    -------
    DataFrame
        One row per check and report, and per item or metric where those are compared: check,
        kind, district, agency, year, item, verdict (holds, fails, cannot_be_judged), left, right,
        difference (left minus right), metric (where the check is about one), observations (row
        labels in *frame*), message_zh and message_en, which also tell what was corrected. In the
        order of ``checks.csv``, then of reports.
    """
    sums = Sums(frame)
    rows = [
        (
            check.check,
            check.kind,
            *sums.keys[found.row],
            found.verdict.value,
            found.left,
            found.right,
            round(found.left - found.right, 6),
            found.metric,
            sums.label(found.positions),
            *(_say(found, sums, language) for language in LANGUAGES),
        )
        for check in catalog.checks().values()
        for found in _JUDGES[check.kind](check, sums)
        if not failing or found.verdict is Verdict.FAILS
    ]
    kinds = {"year": "int64", "left": "float64", "right": "float64", "difference": "float64"}
    return pd.DataFrame(rows, columns=COLUMNS).astype(kinds)


def _say(found: Finding, sums: Sums, language: str) -> str:
    """The finding in words, and what was corrected among its figures."""
    said, item = found.say(language), sums.keys[found.row][-1]
    if item:
        said = catalog.sentence("of_item", language, item=item, said=said)
    corrected = [place for place in dict.fromkeys(found.positions) if sums.corrected[place]]
    if not corrected:
        return said
    explained = say_corrections(sums.frame.iloc[corrected], language)
    return join_clauses([said, explained], language)
