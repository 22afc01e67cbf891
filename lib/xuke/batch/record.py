"""The record of a run: what it was made from, what it made, how it ended.

It is written last. A run whose record is there, done, of the same key, and whose outputs are
there in full size, needs not be made again; anything else does, whatever killed it.

==========  ===================================================================================
key         meaning
==========  ===================================================================================
notebook    name of the notebook
parameters  all of its parameters, defaults included
key         digest of all inputs
inputs      digest of each: notebook, parameters, rows, definitions, library
versions    of Python and of the libraries that draw and compute
started     time, UTC
seconds     from the start of the kernel to the last output
attempts    how often it was tried
status      ``done`` or ``failed``
error       None, or one line: the cell, the kind of error, its message
failure     None, or the same apart: reason, cell (its number In [n]), source, name, message
outputs     files made, relative to the record's folder
sizes       their bytes
==========  ===================================================================================
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Any

DONE, FAILED = "done", "failed"
BUSY = "busy"
"""Status, never in a file, of a run that another batch is making at this moment."""
FAILED_FOLDER = "failed"

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a run failed. ``reason``: error, time, memory, died, or lost.

    A run is lost when its runner died or could not write what came of it.
    """

    reason: str
    name: str
    message: str
    cell: int | None = None
    source: str = ""

    def __str__(self) -> str:
        said = f"{self.name}: {self.message}" if self.message else self.name
        return f"cell {self.cell}: {said}" if self.cell is not None else said


def to_json(record: Record) -> bytes:
    """A record as the bytes of its file."""
    return json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n"


def from_json(data: bytes | None) -> Record | None:
    """The record in a file's bytes; None where there is none or it is not whole."""
    if data is None:
        return None
    try:
        record = json.loads(data)
    except ValueError:
        return None
    return record if isinstance(record, dict) and "key" in record else None


def why_stale(record: Record | None, inputs: Mapping[str, str], sizes: Mapping[str, int]) -> str:
    """Why a run must be made again, in words; empty where its *record* stands.

    *inputs* are digests as they are now, *sizes* the bytes of the files in the run's folder.
    """
    if record is None:
        return "new"
    changed = [name for name, digest in inputs.items() if record["inputs"].get(name) != digest]
    if changed:
        return f"{', '.join(changed)} changed"
    for name, size in record["sizes"].items():
        if sizes.get(name) != size:
            return f"{name} is {'damaged' if name in sizes else 'missing'}"
    return ""


@cache
def versions() -> dict[str, str]:
    """Versions of what a page depends on."""
    names = ("xuke", "pandas", "matplotlib", "seaborn", "scipy", "papermill", "ipykernel")
    return {"python": platform.python_version(), **{each: metadata.version(each) for each in names}}
