"""Each figure against last year's: a change by more than the check's factor is implausible."""

from __future__ import annotations

from collections.abc import Iterator

from xuke import catalog
from xuke.catalog import Check
from xuke.checks.finding import Finding, Words, say_figure, verdict_of
from xuke.sums import Sums

_SAME = ["district", "agency", "item", "metric"]


def judge_change(check: Check, sums: Sums) -> Iterator[Finding]:
    """Judge every figure that was reported the year before; with one zero there is no factor."""
    factor = float(check.rule)
    frame = sums.frame.assign(place=range(len(sums.frame)), row=sums.row_of_figure)
    before = frame[[*_SAME, "year", "value", "place"]].assign(year=frame["year"] + 1)
    pairs = frame.merge(before, on=[*_SAME, "year"], suffixes=("", "_before"))
    for pair in pairs.to_dict("records"):
        new, old = pair["value"], pair["value_before"]
        comparable = new == old or bool(new and old)
        wild = comparable and max(new, old) > factor * min(new, old)
        verdict = verdict_of(fails=wild, holds=comparable)
        sentence = verdict.value if comparable else "zero"
        places = [pair["place_before"], pair["place"]]

        def words(language: str, places: list[int] = places, metric: str = pair["metric"]) -> Words:
            old, new = (say_figure(sums, place, language) for place in places)
            label = catalog.metric_label(metric, language)
            return {"metric": label, "left": new, "right": old, "factor": f"{factor:g}"}

        sides = float(new), float(old)
        sentence = f"check_plausibility_{sentence}"
        yield Finding(pair["row"], verdict, *sides, pair["metric"], places, sentence, words)
