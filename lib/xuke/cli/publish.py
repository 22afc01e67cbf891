"""``xuke publish``."""

from __future__ import annotations

from pathlib import Path

import click

from xuke import panel, project
from xuke import publish as publishing
from xuke.checks import run_checks
from xuke.indicators import derive

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.option("--output", type=FOLDER, help="Where the runs left their results [outputs/].")
@click.option("--site", type=FOLDER, help="Where the site goes [site/ in the folder of the runs].")
def publish(output: Path | None, site: Path | None) -> None:
    """Make one static site of what `xuke run` made, to hand to others or to put on a server.

    Every page works from a folder without a network. The former site stays until the new one is
    whole.
    """
    output = output or project.root() / "outputs"
    site = site or output / "site"
    frame, sources = panel.load_panel(), panel.load_sources()
    tables = publishing.Tables(frame, sources, derive(frame), run_checks(frame))
    count = publishing.publish(output, site, tables, {})
    said = "1 report" if count == 1 else f"{count} reports"
    click.echo(f"{site / 'index.html'}: {said}", err=True)
