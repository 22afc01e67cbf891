"""What an audit finds: failing checks with their sentences, and comparison with what was known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from xuke import catalog, panel
from xuke.audit.passages import Passage, Passages
from xuke.audit.words import say
from xuke.extraction.results import Contradiction
from xuke.figure_words import Row, name_figure, say_corrections, say_figure, say_stated
from xuke.model import Verdict
from xuke.wording import LANGUAGES, join_clauses, join_words

_TOLD = ["unit", "qualifier", "stated_as"]
Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not follow, or that a reader should know.

    ``rule`` is a check of ``checks.csv`` or one of ``nothing_read``, ``contradicting``,
    ``restated``, ``corrected`` and ``no_longer_reported``; ``title`` and ``message`` are by
    language; ``figures`` are rows of the audit's table; ``passages`` are the sentences that they
    stand in. A note is no failure.
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


def contradictions(found: Iterable[Contradiction], passages: Passages) -> Iterator[Finding]:
    """A finding for each figure that the report gives with different values."""
    for each in found:
        spans = [(quantity.span.start, quantity.span.end) for quantity in each.quantities]
        message = {}
        for language in LANGUAGES:
            figure = name_figure({"metric": each.metric, "item": each.item}, language)
            values = join_words([quantity.words for quantity in each.quantities], language)
            message[language] = say("contradicting", language, figure=figure, values=values)
        told = _around(spans, passages)
        yield Finding("contradicting", "error", _title("contradicting"), message, (), told)


def nothing_read(report: pd.DataFrame, unassigned: int) -> Iterator[Finding]:
    """A finding where not one figure was read: what was not read cannot be judged."""
    if report.empty:
        message = {
            language: say("nothing_read", language, count=unassigned) for language in LANGUAGES
        }
        yield Finding("nothing_read", "warning", _title("nothing_read"), message, (), ())


def restated(
    said: pd.DataFrame, known: pd.DataFrame, passages: Passages, *, own: bool
) -> Iterator[Finding]:
    """A finding for each figure that is known with another value than the report now gives.

    *said* are the figures of the report, or (not *own*) those that it repeats of an earlier year.
    What is known of a corrected figure is the value that was published.
    """
    for label, row, at in _pairs(said, known):
        old = known.iloc[at]
        published = old["corrected_from"] if old["correction"] else old["value"]
        if published == row["value"] and all(old[name] == row[name] for name in _TOLD):
            continue
        message = {}
        for language in LANGUAGES:
            told = say(
                "restated",
                language,
                figure=name_figure(row, language),
                year=row["year"],
                new=say_figure(row, language),
                old=say_stated(old, language),
                source=old["source"],
            )
            corrected = say_corrections(known.iloc[[at]], language)
            message[language] = join_clauses(filter(None, [told, corrected]), language)
        places = sentences(said, (label,), passages)
        figures = (label,) if own else ()
        yield Finding("restated", "warning", _title("restated"), message, figures, places)


def corrected(report: pd.DataFrame, known: pd.DataFrame, passages: Passages) -> Iterator[Finding]:
    """One note with the figures of the report that the panel holds otherwise, and why."""
    pairs = [(label, at) for label, _, at in _pairs(report, known) if known["correction"].iloc[at]]
    if not pairs:
        return
    figures = tuple(label for label, _ in pairs)
    rows = known.iloc[[at for _, at in pairs]]
    message = {language: say_corrections(rows, language) for language in LANGUAGES}
    places = sentences(report, figures, passages)
    yield Finding("corrected", "note", _title("corrected"), message, figures, places)


def _pairs(said: pd.DataFrame, known: pd.DataFrame) -> Iterator[tuple[int, Row, int]]:
    """Each figure of *said* that *known* has too: its label, its row, its position in *known*."""
    keys = known[panel.KEY].itertuples(index=False, name=None)
    at = {key: position for position, key in enumerate(keys)}
    for label, row in zip(said.index.tolist(), said.to_dict("records"), strict=True):
        key = tuple(row[name] for name in panel.KEY)
        if key in at:
            yield label, row, at[key]


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
                    f"{catalog.metric_label(row['metric'], language)} {say_stated(row, language)}"
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
    return _around(zip(placed["start"].tolist(), placed["end"].tolist(), strict=True), passages)


def _around(spans: Iterable[tuple[int, int]], passages: Passages) -> tuple[Passage, ...]:
    found = {passage.span: passage for passage in (passages.around(*span) for span in spans)}
    return tuple(found[span] for span in sorted(found))


def _title(name: str) -> dict[str, str]:
    return {language: say(f"{name}_title", language) for language in LANGUAGES}
