"""``xuke list``, ``xuke check`` and ``xuke indicators``."""

from __future__ import annotations

from collections.abc import Sequence

import click
import pandas as pd

from xuke import catalog, panel, wording
from xuke.checks import run_checks
from xuke.cli import options
from xuke.figure_words import Row, rests_on_corrected, say_corrections
from xuke.indicators import derive
from xuke.model import Basis, Verdict


@click.command("list")
@options.selection
@options.language
@options.output_format
def list_reports(
    districts: Sequence[str],
    years: Sequence[int],
    agencies: Sequence[str],
    language: str,
    style: str,
) -> None:
    """List the reports that have figures, with how many, how many of them were corrected, and
    when they were published; CSV and JSON also say where, and under which title.
    """
    frame = options.narrow(panel.load_panel(), districts, years, agencies)
    sources = panel.load_sources()
    table = (
        frame.assign(corrected=frame["correction"] != "")
        .groupby([*panel.REPORT, "source"], sort=True)
        .agg(figures=("metric", "size"), corrected=("corrected", "sum"))
        .reset_index()
    )
    table.insert(1, "name", [catalog.district_label(each, language) for each in table["district"]])
    for column in ("title", "published", "url"):
        table[column] = table["source"].map(sources[column])
    if style == "table":
        table = table.drop(columns=["source", "title", "url"])
    options.show(table, style, language)


@click.command()
@options.selection
@options.language
@options.output_format
@click.option("--all", "everything", is_flag=True, help="In a table, also the rules that hold.")
@click.pass_context
def check(
    context: click.Context, districts: Sequence[str], years: Sequence[int],
    agencies: Sequence[str], language: str, style: str, everything: bool,
) -> None:  # fmt: skip
    """Judge the figures of each report by every rule; exit 1 when one fails.

    A rule holds, fails, or cannot be judged. The table shows the failures, and below it what else
    was corrected; CSV and JSON everything.
    """
    frame = panel.load_panel()
    # A report of which no rule says anything is still one that has figures.
    asked = options.narrow(frame, districts, years, agencies)
    results = run_checks(frame).merge(asked[panel.REPORT].drop_duplicates(), on=panel.REPORT)
    failing = results[results["verdict"] == Verdict.FAILS.value]
    if style == "table":
        shown = results if everything else failing
        table = shown[["verdict", *panel.REPORT]].assign(
            verdict=[catalog.sentence(f"verdict_{each}", language) for each in shown["verdict"]],
            rule=[catalog.check_label(name, language) for name in shown["check"]],
            finding=shown[f"message_{language}"],
        )
        if len(table):
            options.show(table.drop(columns=[] if everything else "verdict"), style, language)
        click.echo(_count_verdicts(results, language), err=True)
        # A rule may hold for a correction alone, and is then not in the table, which tells others.
        told = {label for labels in shown["observations"] for label in labels}
        others = asked[~asked.index.isin(list(told))]
        if corrected := say_corrections(others, language, whose=True):
            click.echo(corrected, err=True)
    else:
        options.show(_with_lists(results), style)
    context.exit(1 if len(failing) else 0)


@click.command()
@options.selection
@options.language
@options.output_format
def indicators(
    districts: Sequence[str],
    years: Sequence[int],
    agencies: Sequence[str],
    language: str,
    style: str,
) -> None:
    """Derive the indicators of each report, with 95 % intervals where one makes sense."""
    frame = options.narrow(panel.load_panel(), districts, years, agencies)
    results = derive(frame)
    if style != "table":
        options.show(_with_lists(results), style)
        return
    known = results[results["value"].notna()]
    table = known[[*panel.REPORT, "item"]].assign(
        indicator=[catalog.indicator_label(name, language) for name in known["indicator"]],
        value=[
            wording.format_value(
                row["value"], catalog.unit_label(row["unit"], language), row["qualifier"], language,
                decimals=wording.share_decimals(row["value"]) if row["unit"] == "%" else 3,
                corrected=bool(row["corrected"]),
            )
            for row in known.to_dict("records")
        ],
        interval=[
            wording.format_interval(low, high, decimals=3) if low == low else ""
            for low, high in zip(known["low"], known["high"], strict=True)
        ],
        note=[
            wording.join_clauses(_notes(row, language), language)
            for row in known.to_dict("records")
        ],
    )  # fmt: skip
    options.show(table, style, language)


def _count_verdicts(results: pd.DataFrame, language: str) -> str:
    """How many rules fail, hold and cannot be judged, or that none can be."""
    counts = results["verdict"].value_counts()
    said = {each.value: int(counts.get(each.value, 0)) for each in Verdict}
    if not (said[Verdict.FAILS] or said[Verdict.HOLDS]):
        return catalog.sentence("nothing_judged", language)
    return catalog.sentence("verdict_counts", language, **said)


def _notes(row: Row, language: str) -> list[str]:
    """What to know of a rate: given by the report itself, of concluded cases, of corrected ones."""
    said = []
    if row["stated"]:
        said.append(catalog.sentence("stated_by_report", language))
    elif row["basis"] == Basis.CONCLUDED.value:
        said.append(catalog.sentence("of_concluded", language))
    return [*said, *filter(None, [rests_on_corrected(row, language)])]


def _with_lists(frame: pd.DataFrame) -> pd.DataFrame:
    """Row labels as one text, which every format can hold."""
    return frame.assign(observations=[" ".join(map(str, each)) for each in frame["observations"]])
