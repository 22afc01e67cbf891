"""What an audit finds: failing checks with their sentences, and comparison with what was known."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from xuke import catalog, panel
from xuke.audit.passages import Passage, Passages
from xuke.audit.words import say
from xuke.model import Verdict
from xuke.wording import LANGUAGES, format_value, join_words

_TOLD = ["value", "unit", "qualifier", "stated_as"]
Row = Mapping[Hashable, Any]
Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not follow, or that a reader should know.

    ``rule`` is a check of ``checks.csv``, or ``restated`` or ``no_longer_reported``; ``title`` and
    ``message`` are by language; ``figures`` are rows of the audit's table; ``passages`` are the
    sentences that they stand in. A note is no failure.
    """

    rule: str
    level: Level
    title: Mapping[str, str]
    message: Mapping[str, str]
    figures: tuple[int, ...]
    passages: tuple[Passage, ...]


def failing_checks(
    results: pd.DataFrame, report: pd.DataFrame, passages: Passages
) -> Iterator[Finding]:
    """A finding for each failing row of `xuke.checks.run_checks`."""
    checks = catalog.checks()
    for row in results[results["verdict"] == Verdict.FAILS.value].to_dict("records"):
        check = checks[row["check"]]
        figures = tuple(label for label in row["observations"] if label in report.index)
        yield Finding(
            check.check,
            "warning" if check.kind == "plausibility" else "error",
            {language: check.label(language) for language in LANGUAGES},
            {language: row[f"message_{language}"] for language in LANGUAGES},
            figures,
            sentences(report, figures, passages),
        )


def restated(
    said: pd.DataFrame, known: pd.DataFrame, passages: Passages, *, own: bool
) -> Iterator[Finding]:
    """A finding for each figure that is known with another value than the report now gives.

    *said* are the figures of the report, or (not *own*) those that it repeats of an earlier year.
    """
    before = known.set_index(panel.KEY)
    rows = said.to_dict("records")
    for label, row in zip(said.index.tolist(), rows, strict=True):
        key = tuple(row[name] for name in panel.KEY)
        if key not in before.index:
            continue
        old = before.loc[key]
        if all(old[name] == row[name] for name in _TOLD):
            continue
        message = {
            language: say(
                "restated",
                language,
                figure=name_figure(row, language),
                year=row["year"],
                new=say_figure(row, language),
                old=say_figure(old, language),
                source=old["source"],
            )
            for language in LANGUAGES
        }
        places = sentences(said, (label,), passages)
        figures = (label,) if own else ()
        yield Finding("restated", "warning", _title("restated"), message, figures, places)


def no_longer_reported(report: pd.DataFrame, previous: pd.DataFrame) -> Iterator[Finding]:
    """One note with every metric of the year before that this report leaves out."""
    metrics = catalog.metrics()
    # What a report tells of its reforms is news, and not told every year.
    regular = [name for name in metrics if metrics[name].group != "reform"]
    totals = previous[(previous["item"] == "") & previous["metric"].isin(regular)]
    absent = totals[~totals["metric"].isin(list(report["metric"]))]
    if absent.empty:
        return
    message = {
        language: say(
            "no_longer_reported",
            language,
            year=int(absent["year"].iloc[0]),
            source=absent["source"].iloc[0],
            figures=join_words(
                [
                    f"{catalog.metric_label(row['metric'], language)} {say_figure(row, language)}"
                    for row in absent.to_dict("records")
                ],
                language,
            ),
        )
        for language in LANGUAGES
    }
    title = _title("no_longer_reported")
    yield Finding("no_longer_reported", "note", title, message, (), ())


def sentences(
    report: pd.DataFrame, figures: tuple[int, ...], passages: Passages
) -> tuple[Passage, ...]:
    """The sentences of *figures* in the order of the text, each once."""
    placed = report.loc[list(figures), ["start", "end"]].dropna().astype(int)
    spans = zip(placed["start"].tolist(), placed["end"].tolist(), strict=True)
    found = {passage.span: passage for passage in (passages.around(*span) for span in spans)}
    return tuple(found[span] for span in sorted(found))


def name_figure(row: Row | pd.Series[Any], language: str) -> str:
    """A figure's metric, and its item if it is of one."""
    label = catalog.metric_label(row["metric"], language)
    if not row["item"]:
        return label
    return catalog.sentence("of_item", language, item=row["item"], said=label)


def say_figure(row: Row | pd.Series[Any], language: str) -> str:
    """A figure's value with unit and qualifier."""
    unit = catalog.unit_label(row["unit"], language, one=row["value"] == 1)
    return format_value(row["value"], unit, row["qualifier"], language, stated_as=row["stated_as"])


def _title(name: str) -> dict[str, str]:
    return {language: say(f"{name}_title", language) for language in LANGUAGES}
