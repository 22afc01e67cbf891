"""The committed notebooks: executed, small cells, no code of their own; nbval runs them apart."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    found = nbformat.read(request.param, as_version=4)
    nbformat.validate(found)
    return found


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_the_notebooks_of_the_readme_are_all_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "district_comparison", "district_report", "district_trend", "explore", "report_audit",
    ]  # fmt: skip


def test_every_cell_was_executed_in_order_without_an_error(
    notebook: nbformat.NotebookNode,
) -> None:
    # nbval compares nothing in a cell without a count, and passes it.
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    kinds = {output.output_type for cell in cells for output in cell.outputs}
    assert "error" not in kinds


def test_a_notebook_asks_and_leaves_the_work_to_the_library(
    notebook: nbformat.NotebookNode,
) -> None:
    tags = [tag for cell in notebook.cells for tag in cell.metadata.get("tags", [])]
    assert tags.count("parameters") == 1
    for cell in code_cells(notebook):
        assert len(cell.source.splitlines()) <= 10
        assert not cell.source.lstrip().startswith(("%", "!"))
        defined = (ast.FunctionDef, ast.ClassDef, ast.Lambda)
        assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, defined)]


def test_nothing_of_one_machine_or_minute_is_kept(notebook: nbformat.NotebookNode) -> None:
    text = nbformat.writes(notebook)
    assert "/home/" not in text
    assert "/work/" not in text
    assert "papermill" not in notebook.metadata
    assert not [cell for cell in notebook.cells if "execution" in cell.metadata]


def test_pictures_have_an_alternative_text(notebook: nbformat.NotebookNode) -> None:
    pictures = [
        output
        for cell in code_cells(notebook)
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]
    assert all(output.metadata["image/png"].get("alt") for output in pictures)
