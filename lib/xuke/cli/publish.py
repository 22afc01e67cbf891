"""``xuke publish``."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click
import pandas as pd

from xuke import panel, project
from xuke.audit import audit
from xuke.audit.page import as_page
from xuke.checks import run_checks
from xuke.indicators import derive
from xuke.publish.site import Audits, Tables
from xuke.publish.site import publish as publish_site
from xuke.reading import read_report
from xuke.wording import LANGUAGES

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.option("--output", type=FOLDER, help="Where the runs left their results [outputs/].")
@click.option("--site", type=FOLDER, help="Where the site goes [site/ in the folder of the runs].")
def publish(output: Path | None, site: Path | None) -> None:
    """Make one static site of what `xuke run` made, to hand to others or to put on a server.

    Every page works from a folder without a network. A report whose document lies in
    data/reports/ gets the audit of its text as well. The former site stays until the new one is
    whole.
    """
    output = output or project.root() / "outputs"
    site = site or output / "site"
    frame, sources = panel.load_panel(), panel.load_sources()
    tables = Tables(frame, sources, derive(frame), run_checks(frame))
    audits = audit_pages(frame, sources, project.root() / "data" / "reports")
    count = publish_site(output, site, tables, audits)
    said = "1 report" if count == 1 else f"{count} reports"
    click.echo(f"{site / 'index.html'}: {said}", err=True)


def audit_pages(frame: pd.DataFrame, sources: pd.DataFrame, folder: Path) -> Audits:
    """The audit pages of the reports whose very documents lie in *folder*, in both languages.

    A document is known by its digest in the register of sources: one that has changed since it
    was ingested is not what the figures were read from.
    """
    if "sha256" not in sources or not folder.is_dir():
        return {}
    wanted = sources[sources["sha256"] != ""].set_index("sha256")
    pages: dict[tuple[str, str], str] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        for source in wanted[wanted.index == digest].to_dict("records"):
            report = read_report(
                path, district=source["district"], year=int(source["year"]), agency=source["agency"]
            )
            result = audit(report, frame)
            for language in LANGUAGES:
                pages[source["source"], language] = as_page(result, language)
    return pages
