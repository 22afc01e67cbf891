"""The index of what `xuke run` made: apart from the command, for a process that only writes it."""

from __future__ import annotations

from pathlib import Path

from xuke import panel
from xuke.checks import run_checks
from xuke.indicators import derive
from xuke.publish.outputs import index


def write_index(output: str, language: str) -> None:
    """Write ``index.html`` of the folder *output*."""
    frame = panel.load_panel()
    index(Path(output), derive(frame), language, run_checks(frame, failing=True))
