"""Figures of one item each, added up, against the total that the report states."""

from __future__ import annotations

from collections.abc import Iterator

from xuke import catalog
from xuke.catalog import Check, Term
from xuke.checks.finding import Finding, Words, say_figure, verdict_of
from xuke.panel import REPORT
from xuke.sums import Sums
from xuke.wording import format_number, format_value


def judge_items(_check: Check, sums: Sums) -> Iterator[Finding]:
    """Judge every metric of a report that has both items and a total.

    One item alone is no breakdown, since the report need not list the others: it may only not
    exceed the total.
    """
    frame = sums.frame.assign(place=range(len(sums.frame)), row=sums.row_of_figure)
    counted = [name for name, metric in catalog.metrics().items() if metric.unit != "%"]
    parts = frame[(frame["item"] != "") & frame["metric"].isin(counted)]
    added = {str(metric): sums.add([Term(str(metric))]) for metric in parts["metric"].unique()}
    for (*_report, metric), items in parts.groupby([*REPORT, "metric"], sort=True):
        term = Term(str(metric))
        rows = items["row"].to_numpy()
        row = int(sums.row_of_total[rows[0]])
        whole = int(sums.column(term)[row])
        if whole < 0:
            continue
        each = added[term.metric]
        left, low, high = (
            round(float(bound[rows].sum()), 6) for bound in (each.value, each.low, each.high)
        )
        right = float(each.value[row])
        apart = bool(low > each.high[row] or high < each.low[row])
        incomplete = len(items) == 1 and left < right
        verdict = verdict_of(fails=apart and not incomplete, holds=not apart)
        sentence = "incomplete" if incomplete else verdict.value
        places = [*items["place"].tolist(), whole]

        def words(
            language: str,
            places: list[int] = places,
            left: float = left,
            right: float = right,
            metric: str = term.metric,
        ) -> Words:
            unit = catalog.unit_label(sums.frame["unit"].iloc[places[0]], language)
            return {
                "metric": catalog.metric_label(metric, language),
                "count": str(len(places) - 1),
                "left": format_value(left, unit, language=language),
                "right": say_figure(sums, places[-1], language),
                "difference": format_number(abs(left - right)),
            }

        yield Finding(
            row, verdict, left, right, term.metric, places, f"check_items_{sentence}", words
        )
