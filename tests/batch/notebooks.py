"""Notebooks that tests make: each is written out where it is used."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

PARAMETERS = """\
from typing import Literal

district: str = "shanghai-yangpu"  # slug of the district
year: int = 2023
agency: str = ""
language: Literal["zh", "en"] = "zh"
"""


def notebook_of(*cells: str, parameters: str = "", reads: str = "") -> NotebookNode:
    """A notebook with these code cells; a cell that starts with ``# `` and a blank is Markdown."""
    made = [
        nbformat.v4.new_markdown_cell(cell)
        if cell.startswith("# ")
        else nbformat.v4.new_code_cell(cell)
        for cell in cells
    ]
    if parameters:
        tagged = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
        made.insert(0, tagged)
    for at, cell in enumerate(made):
        cell["id"] = f"cell-{at}"
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    if reads:
        metadata["xuke"] = {"reads": reads}
    return nbformat.v4.new_notebook(cells=made, metadata=metadata)


def write_notebook(path: Path, *cells: str, parameters: str = "", reads: str = "") -> Path:
    """Write `notebook_of` these cells to *path*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook_of(*cells, parameters=parameters, reads=reads), path)
    return path
