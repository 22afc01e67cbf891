"""``xuke run`` and ``xuke params``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from xuke import catalog, project
from xuke.batch.notebook import Notebook, find_notebook, load_notebook
from xuke.batch.parameters import ParameterError, check_all
from xuke.batch.plan import AXES, Selection, decide, plan_runs
from xuke.batch.processes import batch_processes, call_in_fork, can_fork
from xuke.batch.progress import Progress, describe, open_progress
from xuke.batch.rows import Rows, read_rows
from xuke.batch.run import Limits, make_runs
from xuke.batch.store import open_store
from xuke.cli import options

NOTEBOOK = "district_report"


@click.command()
@click.argument("notebook", default=NOTEBOOK)
@options.selection
@options.language
@click.option("--workers", type=click.IntRange(1), help="Runs at a time; as many as cores.")
@click.option("--output", default="", metavar="DIR", help="Folder or s3://…; else outputs/.")
@click.option(
    "-p",
    "--parameter",
    "given",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="A parameter of the notebook; `xuke params` shows them.",
)
@click.option("--fresh", is_flag=True, help="Make every run, changed or not.")
@click.option("--dry-run", is_flag=True, help="Say what would be made, and why.")
@click.option("--retries", type=click.IntRange(0), default=0, help="Tries after a failed one.")
@click.option(
    "--timeout",
    type=click.FloatRange(1),
    default=600,
    show_default=True,
    metavar="S",
    help="Seconds that one run may take.",
)
@click.option(
    "--memory",
    type=click.FloatRange(64),
    default=4096,
    show_default=True,
    metavar="MB",
    help="Memory that one run may take.",
)
@click.option("--log-json", is_flag=True, help="One JSON object a line on standard output.")
@click.option("--cluster", default="", metavar="ADDRESS", help="Dask scheduler, tcp://host:port.")
@click.pass_context
def run(
    context: click.Context, notebook: str, districts: Sequence[str], years: Sequence[int],
    agencies: Sequence[str], language: str, workers: int | None, output: str,
    given: Sequence[tuple[str, str]], fresh: bool, dry_run: bool, retries: int, timeout: float,
    memory: float, log_json: bool, cluster: str,
) -> None:  # fmt: skip
    """Run NOTEBOOK for every district and year that has figures; only what changed is made.

    Each run leaves in its own folder the executed notebook, a page, its figures and a record.
    A failed one is kept apart, under failed/, and does not stop the others; the exit status is
    then 1.
    """
    home = project.root()
    book = load_notebook(find_notebook(notebook, home / "notebooks"))
    rows = read_rows(home / "data")
    store = open_store(output or home / "outputs")
    # Not as it was typed: a worker elsewhere would take a relative folder as its own.
    location = store.location
    selection = _selection(rows, districts, years, agencies)
    runs = plan_runs(book, rows, selection, language, _values(book, given, rows))
    plan = decide(runs, store, fresh=fresh)
    _prepare(home, book)
    if plan.runs and not cluster and not dry_run and can_fork():
        batch_processes()
    _validate()  # meanwhile, and before anything runs
    if dry_run:
        for each in plan.runs:
            click.echo(f"{each}: {each.reason}")
        click.echo(f"{len(plan.runs)} to make, {plan.unchanged} unchanged", err=True)
        return
    if plan.runs:
        _read_panel()
    store.prepare()
    progress = open_progress(len(plan.runs), plan.unchanged, log_json=log_json)
    made = make_runs(
        plan, book, location, Limits(timeout, memory, retries),
        workers=workers or os.cpu_count() or 1, cluster=cluster, fresh=fresh,
    )  # fmt: skip
    try:
        for record in made:
            progress.update(record)
    finally:
        made.close()
        progress.close()
    _summarise(progress, location)
    if "://" not in location and (plan.runs or not (Path(location) / "index.html").exists()):
        _index(Path(location), language)
    context.exit(1 if progress.failures else 0)


@click.command()
@click.argument("notebook", default=NOTEBOOK)
@options.language
def params(notebook: str, language: str) -> None:
    """Show the parameters of NOTEBOOK: name, type, default, and what they mean.

    Then, which figures have to change for `xuke run` to run it again.
    """
    from tabulate import tabulate

    book = load_notebook(find_notebook(notebook, project.root() / "notebooks"))
    heads = [
        options.heading(name, language) for name in ("parameter", "type", "default", "meaning")
    ]
    table = [
        (each.name, each.annotation, repr(each.default), each.help)
        for each in book.parameters.values()
    ]
    none = catalog.sentence("no_parameters", language, notebook=book.name)
    click.echo(tabulate(table, headers=heads) if table else none)
    click.echo("\n" + catalog.sentence(f"reads_{book.reads}", language))


def _selection(
    rows: Rows, districts: Sequence[str], years: Sequence[int], agencies: Sequence[str]
) -> Selection:
    """What is asked for, by the names that the panel uses."""
    known = {"", *(each.agency for each in rows.reports)}
    return Selection(
        [catalog.district(name).district for name in districts],
        list(years),
        [catalog.agency(name, among=known) for name in agencies],
    )


def _values(book: Notebook, given: Sequence[tuple[str, str]], rows: Rows) -> dict[str, object]:
    for name, _ in given:
        if name in AXES and name in book.parameters:
            raise ParameterError(f"parameter {name}: say --{name} instead of -p {name}")
    agencies = {each.agency for each in rows.reports}
    return check_all(book.parameters, dict(given), book.name, agencies)


def _prepare(home: Path, book: Notebook) -> None:
    """Settings for all processes of the batch, which inherit them."""
    os.environ["XUKE_HOME"] = str(home)
    os.environ["XUKE_IMPORTS"] = ",".join(book.imports)
    # As many runs at a time as cores: threads within one would only get in each other's way.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _validate() -> None:
    from xuke.validation import validate_definitions

    validate_definitions()


def _read_panel() -> None:
    """Refuse a panel that no notebook could read, before each of them fails for it.

    The process that kernels are forked from has read it, and a fork of it does so in no time.
    """
    if not call_in_fork("xuke.panel:load_panel"):
        from xuke import panel

        panel.load_panel()


def _index(output: Path, language: str) -> None:
    """Write the page from which a person reaches each report."""
    arguments = (str(output), language)
    if not call_in_fork("xuke.cli.index:write_index", *arguments):
        from xuke.cli.index import write_index

        write_index(*arguments)
    click.echo(f"open {output / 'index.html'}", err=True)


def _summarise(progress: Progress, location: str) -> None:
    if progress.failures:
        click.echo(f"\n{len(progress.failures)} failed:", err=True)
        for record in progress.failures:
            click.echo(f"  {describe(record)}", err=True)
        click.echo(f"what they left is in {location}/failed", err=True)
