"""Options that several commands share, and what they mean."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    import pandas as pd

CommandT = TypeVar("CommandT", bound=Callable[..., object])

_NARROWEST = 18  # columns of a terminal; in fewer, a slug is broken and no sentence can be read

FORMATS = ("table", "csv", "json")


def selection(command: CommandT) -> CommandT:
    """Add ``--district``, ``--year`` and ``--agency``, each to be given any number of times."""
    agency = "Agency: Chinese or English name, or slug; '' for the district itself."
    district = "District: slug, code, Chinese or English name."
    for option in (
        click.option("--agency", "agencies", multiple=True, metavar="A", help=agency),
        click.option("--year", "years", multiple=True, type=int, metavar="Y", help="Year."),
        click.option("--district", "districts", multiple=True, metavar="D", help=district),
    ):
        command = option(command)
    return command


def language(command: CommandT) -> CommandT:
    """Add ``--language``."""
    choice = click.Choice(["zh", "en"])
    return click.option("--language", type=choice, default="zh", show_default=True)(command)


def output_format(command: CommandT) -> CommandT:
    """Add ``--format``."""
    return click.option(
        "--format", "style", type=click.Choice(FORMATS), default="table", show_default=True
    )(command)


def narrow(
    frame: pd.DataFrame, districts: Sequence[str], years: Sequence[int], agencies: Sequence[str]
) -> pd.DataFrame:
    """Rows of *frame* of the reports asked for.

    Each name must be one that has figures, alone and together with the others; if not,
    `NoFiguresError` says which have. No name means any.
    """
    from xuke import catalog
    from xuke.model import NoFiguresError

    known = {"", *frame["agency"].unique()}
    for column, kind, names in (
        ("district", "district", [catalog.district(name).district for name in districts]),
        ("agency", "agency", [catalog.agency(name, among=known) for name in agencies]),
        ("year", "year", years),
    ):
        present = sorted(frame[column].unique().tolist())
        for name in names:
            if name not in present:
                raise NoFiguresError(kind, name, present)
        if names:
            frame = frame[frame[column].isin(list(names))]
    return frame


def heading(column: str, language: str) -> str:
    """What a table's *column* is called in *language*; its name, where no sentence says."""
    from xuke import catalog

    known = catalog.sentences().get(f"column_{column}")
    return known.label(language) if known else column


def show(frame: pd.DataFrame, style: str, language: str = "en") -> None:
    """Print a table as text for a person, with headings in *language*, or as CSV or JSON alone."""
    from tabulate import tabulate

    from xuke import catalog

    if style == "csv":
        click.echo(frame.to_csv(index=False, lineterminator="\n"), nl=False)
    elif style == "json":
        click.echo(frame.to_json(orient="records", force_ascii=False, indent=1))
    elif frame.empty:
        click.echo(catalog.sentence("nothing_to_show", language), err=True)
    else:
        heads = {name: heading(name, language) for name in map(str, frame.columns)}
        text = frame.astype(object).where(frame.notna(), "—").rename(columns=heads)
        cells = text.to_dict("list")
        shown = tabulate(cells, headers="keys", disable_numparse=True)
        if limits := _limits(shown):
            shown = tabulate(cells, headers="keys", disable_numparse=True, maxcolwidths=limits)
        click.echo(shown)


def _limits(table: str) -> list[int | None]:
    """How wide each column may be for *table* to fit the terminal: the widest give way.

    Empty where it fits, and where the output is no terminal: `grep` wants a row on one line.
    """
    if not sys.stdout.isatty():
        return []
    widths = [len(dashes) for dashes in table.splitlines()[1].split()]
    room = shutil.get_terminal_size().columns - 2 * (len(widths) - 1)
    cap = max(widths)
    while cap > _NARROWEST and sum(min(width, cap) for width in widths) > room:
        cap -= 1
    return [cap if width > cap else None for width in widths] if cap < max(widths) else []
