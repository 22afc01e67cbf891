"""``xuke extract``, ``xuke audit`` and ``xuke ingest``."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
import pandas as pd

from xuke import catalog, panel, project
from xuke.audit import audit
from xuke.audit.machine import as_json, as_sarif
from xuke.audit.page import as_page
from xuke.audit.text import as_text
from xuke.audit.unread import unread_numbers
from xuke.cli import options
from xuke.figure_words import say_figure
from xuke.ingest import Plan, describe_conflicts, ingest, plan
from xuke.model import XukeError
from xuke.reading import ReportDocument, as_panel, read_report
from xuke.safety import spreadsheet_safe

CommandT = TypeVar("CommandT", bound=Callable[..., object])

_FILE = click.Path(path_type=Path)
_SHOWN = ["metric", "item", "value", "basis", "rule", "words"]


def identity(command: CommandT) -> CommandT:
    """Add ``--district``, ``--year`` and ``--agency`` for what a document does not say."""
    agency = "Whose report it is: an agency, or '' for the district itself."
    for option in (
        click.option("--agency", metavar="A", help=agency),
        click.option("--year", type=int, metavar="Y", help="The year reported on."),
        click.option("--district", metavar="D", help="Whose report it is: slug, code or name."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("file", type=_FILE)
@identity
@options.language
@options.output_format
@click.option("--unassigned", is_flag=True, help="The numbers that no rule understood, instead.")
@click.option("--dismissed", is_flag=True, help="The numbers that are no figures, instead.")
def extract(
    file: Path, district: str | None, year: int | None, agency: str | None, language: str,
    style: str, unassigned: bool, dismissed: bool,
) -> None:  # fmt: skip
    """Read the figures of a report, each with its rule and the words it came from."""
    report = read_report(file, district=district, year=year, agency=agency)
    if unassigned:
        table = unread_numbers(report)
        if style == "table":
            table = table.drop(columns=["start", "end"])
    elif dismissed:
        table = _dismissed(report)
    else:
        rules = [reading.rule for reading in report.extraction.readings]
        table = as_panel(report.extraction.observations).assign(rule=rules)
        if style == "table":
            table = _in_words(table, language)
        else:
            table["value"] = [str(each.value) for each in report.extraction.observations]
    options.show(_safe(table) if style == "csv" else table, style, language)
    if style == "table":
        counts = {
            "figures": len(report.extraction.observations),
            "dismissed": len(report.extraction.dismissed),
            "unassigned": len(report.extraction.unassigned),
        }
        said = catalog.sentence("extract_summary", language, report=report.key, **counts)
        click.echo(said, err=True)


def _in_words(figures: pd.DataFrame, language: str) -> pd.DataFrame:
    """Rows of the panel and their rules for a person: values with unit and qualifier, names."""
    rows = figures.to_dict("records")
    return figures.assign(
        value=[say_figure(row, language) for row in rows],
        metric=[catalog.metric_label(row["metric"], language) for row in rows],
        basis=[row["basis"] and catalog.metric_label(row["basis"], language) for row in rows],
    )[_SHOWN]


def _dismissed(report: ReportDocument) -> pd.DataFrame:
    rows = [
        (each.quantity.words, each.quantity.span.start, each.quantity.span.end, each.reason)
        for each in report.extraction.dismissed
    ]
    return pd.DataFrame(rows, columns=["words", "start", "end", "reason"])


def _safe(table: pd.DataFrame) -> pd.DataFrame:
    """Words of a report as a spreadsheet may open them."""
    made: dict[str, Any] = {
        str(name): [spreadsheet_safe(cell) if isinstance(cell, str) else cell for cell in column]
        for name, column in table.items()
    }
    return table.assign(**made)


@click.command("audit")
@click.argument("file", type=_FILE)
@click.option(
    "--against",
    multiple=True,
    type=_FILE,
    metavar="PREVIOUS",
    help="A report of an earlier year, in place of what the panel has of it.",
)
@identity
@options.language
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
)
@click.option(
    "--html",
    "page",
    type=_FILE,
    metavar="PAGE",
    help="Also write a page with the report's text and every figure marked.",
)
@click.pass_context
def audit_report(
    context: click.Context, file: Path, against: Sequence[Path], district: str | None,
    year: int | None, agency: str | None, language: str, style: str, page: Path | None,
) -> None:  # fmt: skip
    """Tell what does not add up in a report, in which sentence; exit 1 when something fails."""
    report = read_report(file, district=district, year=year, agency=agency)
    earlier = [
        read_report(path, district=report.key.district, agency=report.key.agency)
        for path in against
    ]
    result = audit(report, panel.load_panel(), earlier)
    if page:
        _write(page, as_page(result, language))
    if style == "text":
        click.echo(as_text(result, language), nl=False)
    else:
        shown = as_json(result) if style == "json" else as_sarif(result, language)
        click.echo(shown, nl=False)
    context.exit(1 if result.failed else 0)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise XukeError(f"{path} cannot be written: {error.strerror or error}") from error


@click.command("ingest")
@click.argument("files", type=_FILE, nargs=-1, required=True)
@identity
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option("--replace", is_flag=True, help="Take new values in place of those in the panel.")
@options.language
def ingest_reports(
    files: Sequence[Path], district: str | None, year: int | None, agency: str | None,
    dry_run: bool, replace: bool, language: str,
) -> None:  # fmt: skip
    """Read reports into the panel, all of them or none.

    A figure that the panel has with another value is refused, unless --replace.
    """
    readings = [read_report(file, district=district, year=year, agency=agency) for file in files]
    data = project.root() / "data"
    today = datetime.datetime.now().astimezone().date()
    make = plan if dry_run else ingest
    made = make(readings, data, accessed=today, replace=replace)
    _show_plan(made, language)
    if len(made.conflicts):
        raise XukeError(describe_conflicts(made.conflicts))
    said = "unchanged" if not made.files else "would_change" if dry_run else "written"
    changed = ", ".join(made.files)
    click.echo(catalog.sentence(f"ingest_{said}", language, files=changed), err=True)


def _show_plan(made: Plan, language: str) -> None:
    if len(made.changes):
        shown = made.changes.assign(
            change=[_say_change(name, language) for name in made.changes["change"]],
            metric=[catalog.metric_label(name, language) for name in made.changes["metric"]],
        )
        shown = shown.drop(columns=["source_before", "document"])
        options.show(shown.rename(columns={"change": "what"}), "table", language)
    if len(made.mentions):
        known = catalog.initiatives()
        click.echo()
        shown = made.mentions.assign(
            change=[_say_change(name, language) for name in made.mentions["change"]],
            initiative=[
                getattr(known[name], f"name_{language}") for name in made.mentions["initiative"]
            ],
        )
        options.show(shown.rename(columns={"change": "what"}), "table", language)
    for row in made.failures.to_dict("records"):
        where = " ".join(filter(None, (row["district"], row["agency"], str(row["year"]))))
        click.echo(f"{where}: {row[f'message_{language}']}", err=True)
    sys.stderr.flush()


def _say_change(name: str, language: str) -> str:
    return catalog.sentence(f"ingest_{name}", language)
