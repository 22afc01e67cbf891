"""Execute the committed notebooks in place with their default parameters (`make notebooks`).

What differs from one machine or minute to the next is left out: times, and the SVG twins of the
figures, which would be most of the bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import papermill

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


def execute(path: Path) -> None:
    """Run the notebook at *path* and write it back with its outputs."""
    papermill.execute_notebook(path, path, kernel_name="python3", cwd=path.parent)
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/svg+xml", None)
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for notebook in [Path(each) for each in sys.argv[1:]] or sorted(NOTEBOOKS.glob("*.ipynb")):
        print(f"executing {notebook.name}", flush=True)
        execute(notebook)
