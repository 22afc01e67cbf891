"""Tasks made by hand, where a test is not about planning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

from xuke.batch.plan import Run
from xuke.batch.task import Task

from .notebooks import notebook_of


def task_of(
    output: Path,
    *cells: str,
    name: str = "n",
    folder: str = "somewhere/2001",
    key: str = "1",
    parameters: str = "",
    values: dict[str, Any] | None = None,
    **other: Any,
) -> Task:
    """A task of a notebook with these cells; *key* stands for all of its inputs."""
    text = nbformat.writes(notebook_of(*cells, parameters=parameters))
    run = Run(name, values or {}, folder, f"{name}.zh", {"rows": key})
    return Task(run, text, "", str(output), **other)
