"""The rules of one report as balances, and the smallest changes that would restore them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import pandas as pd

from xuke import catalog
from xuke.catalog import Term
from xuke.restore import Balance, Imbalance, Stated, smallest_changes
from xuke.sums import Sums

_LINEAR = ("identity", "bound")


def imbalances(report: pd.DataFrame) -> tuple[Imbalance[int], ...]:
    """For a panel of one report, what would restore its balances; figures are row positions."""
    sums = Sums(report)
    figures = _stated(sums)
    return smallest_changes(figures, [*_rules(sums), *_items(report)])


def _stated(sums: Sums) -> dict[int, Stated]:
    figures: dict[int, Stated] = {}
    for metric in sums.frame["metric"].unique():
        term = Term(str(metric))
        added = sums.add([term])
        for row, place in enumerate(sums.column(term).tolist()):
            if place >= 0:
                bounds = (added.value[row], added.low[row], added.high[row])
                value, low, high = (
                    Decimal(str(round(float(bound), 6))) if np.isfinite(bound) else None
                    for bound in bounds
                )
                figures[place] = Stated(value or Decimal(0), low, high)
    return dict(sorted(figures.items()))


def _rules(sums: Sums) -> Iterator[Balance[int]]:
    """Every identity and bound of which all figures that it needs are there."""
    for check in catalog.checks().values():
        if check.kind not in _LINEAR:
            continue
        rule = check.linear
        signed = [*((term, 1) for term in rule.left), *((term, -1) for term in rule.right)]
        places = sums.positions([term for term, _ in signed])
        for row in range(len(sums.rows)):
            terms: dict[int, int] = {}
            left_out = []
            for (term, sign), place in zip(signed, places[row].tolist(), strict=True):
                if place >= 0:
                    terms[place] = terms.get(place, 0) + sign
                elif term.optional:
                    left_out.append(sign)
                else:
                    break
            else:
                yield Balance(check.check, terms, rule.relation == "<=", tuple(left_out))


def _items(report: pd.DataFrame) -> Iterator[Balance[int]]:
    """Figures of the items against their total; one item alone may only not exceed it."""
    checks = [check.check for check in catalog.checks().values() if check.kind == "items"]
    frame = report.assign(place=range(len(report)))
    for _, rows in frame[frame["unit"] != "%"].groupby("metric", sort=False):
        totals = rows.loc[rows["item"] == "", "place"].tolist()
        items = rows.loc[rows["item"] != "", "place"].tolist()
        if totals and items:
            terms = dict.fromkeys(items, 1) | dict.fromkeys(totals, -1)
            for name in checks:
                yield Balance(name, terms, bound=len(items) == 1)
