"""What the tables of a report say, as frames of finished text with headings in its language."""

from __future__ import annotations

import pandas as pd

from xuke import catalog
from xuke.figure_words import Row, rests_on_corrected, say_figure, say_former
from xuke.figures.indicators import interval_in_words, of_concluded
from xuke.figures.reading import say_rate
from xuke.model import Basis, StatedAs, Verdict
from xuke.wording import NOT_REPORTED, join_clauses, join_words

_VERDICTS = (Verdict.FAILS, Verdict.HOLDS, Verdict.UNDECIDED)


def figures_table(figures: pd.DataFrame, language: str) -> pd.DataFrame:
    """Every figure of a report in the order of ``metrics.csv``: section, figure, item, value, note.

    Columns without any entry are left out.
    """
    order = {metric: place for place, metric in enumerate(catalog.metrics())}
    rows = figures.assign(order=figures["metric"].map(order)).sort_values(
        ["order", "item"], kind="stable"
    )
    return _labelled(
        {
            "section": [_text(f"group_{catalog.metrics()[m].group}", language)
                        for m in rows["metric"]],
            "figure": [catalog.metric_label(metric, language) for metric in rows["metric"]],
            "item": rows["item"].tolist(),
            "value": [say_figure(row, language) for row in rows.to_dict("records")],
            "how_stated": [_how_stated(row, language) for row in rows.to_dict("records")],
            "words": rows["words"].tolist(),
        },
        language,
    )  # fmt: skip


def indicators_table(indicators: pd.DataFrame, language: str) -> pd.DataFrame:
    """Every indicator that has a value: indicator, item, value, 95 % interval, note."""
    known = indicators[indicators["value"].notna()].to_dict("records")
    return _labelled(
        {
            "indicator": [catalog.indicator_label(row["indicator"], language) for row in known],
            "item": [row["item"] for row in known],
            "value": [say_rate(row, language) for row in known],
            "interval": [
                interval_in_words(row) if row["method"] else "" for row in known
            ],
            "how_stated": [_how_derived(row, language) for row in known],
        },
        language,
    )  # fmt: skip


def checks_table(checks: pd.DataFrame, language: str) -> tuple[pd.DataFrame, dict[int, str]]:
    """What each check says, failures first: verdict, rule, finding; and rows to mark by verdict."""
    order = {each.value: place for place, each in enumerate(_VERDICTS)}
    rows = checks.assign(order=checks["verdict"].map(order)).sort_values("order", kind="stable")
    frame = _labelled(
        {
            "rule": [catalog.check_label(name, language) for name in rows["check"]],
            "verdict": [_text(f"verdict_{verdict}", language) for verdict in rows["verdict"]],
            "finding": rows[f"message_{language}"].tolist(),
        },
        language,
    )
    return frame, dict(enumerate(rows["verdict"]))


def definitions_table(indicators: list[str], language: str) -> pd.DataFrame:
    """How each of *indicators* is defined: indicator, formula in words, unit, note."""
    rows = [catalog.indicators()[name] for name in indicators]
    return _labelled(
        {
            "indicator": [row.label(language) for row in rows],
            "formula": [_formula(row, language) for row in rows],
            "unit": [catalog.unit_label(row.unit, language) for row in rows],
            "note": [getattr(row, f"note_{language}") for row in rows],
        },
        language,
    )


def initiatives_table(mentions: pd.DataFrame, figures: pd.DataFrame, language: str) -> pd.DataFrame:
    """The initiatives that a report mentions: initiative, section, agency, status, figures."""
    register, rows = catalog.initiatives(), mentions.to_dict("records")
    linked = _linked(figures, language)
    return _labelled(
        {
            "initiative": [
                getattr(register[row["initiative"]], f"name_{language}") for row in rows
            ],
            "section": [_section(row["section"], language) for row in rows],
            "agency": [catalog.agency_label(row["agency"], language) for row in rows],
            "status": [_status(row["status"], language) for row in rows],
            "linked": [
                join_words(linked.get(register[row["initiative"]].name_zh, []), language)
                for row in rows
            ],
        },
        language,
    )


def _labelled(columns: dict[str, list[str]], language: str) -> pd.DataFrame:
    frame = pd.DataFrame(columns)
    filled = [name for name in frame if (frame[name] != "").any()]
    return frame[filled].rename(
        columns={name: _text(f"column_{name}", language) for name in filled}
    )


def _how_stated(row: Row, language: str) -> str:
    said = ""
    if row["stated_as"] == StatedAs.WORDS.value:
        said = _text("in_words", language)
    elif row["basis"] == Basis.CONCLUDED.value:
        said = _text("of_concluded", language)
    return join_clauses(filter(None, [said, say_former(row, language)]), language)


def _how_derived(row: Row, language: str) -> str:
    said = ""
    if row["stated"]:
        said = _text("stated_by_report", language)
    elif of_concluded(row):
        said = _text("of_concluded", language)
    return join_clauses(filter(None, [said, rests_on_corrected(row, language)]), language)


def _formula(indicator: catalog.Indicator, language: str) -> str:
    if not indicator.numerator:
        return catalog.metric_label(indicator.stated, language)
    return catalog.ratio_label(indicator, language)


def _section(heading: str, language: str) -> str:
    """A section's heading; in English the known ones without their number."""
    name = heading.partition("、")[2]
    known = catalog.sections().get(name)
    return known.label_en if known and language == "en" else heading


def _status(status: str, language: str) -> str:
    return catalog.statuses()[status].label(language) if status else NOT_REPORTED


def _linked(figures: pd.DataFrame, language: str) -> dict[str, list[str]]:
    """The figures that belong to each system, in words."""
    metrics = catalog.metrics()
    totals = figures[(figures["item"] == "") & (figures["metric"].map(_system) != "")]
    linked: dict[str, list[str]] = {}
    for row in totals.to_dict("records"):
        label = catalog.metric_label(row["metric"], language)
        words = f"{label} {say_figure(row, language)}"
        linked.setdefault(metrics[row["metric"]].system, []).append(words)
    return linked


def _system(metric: str) -> str:
    return catalog.metrics()[metric].system


def _text(name: str, language: str) -> str:
    return catalog.sentence(name, language)
