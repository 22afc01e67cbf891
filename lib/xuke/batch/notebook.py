"""A notebook to be run: its bytes, its parameters, and which figures it reads."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from xuke.batch.parameters import Parameter, declared
from xuke.model import UnknownNameError, XukeError


class NotebookError(XukeError):
    """A file that is not a notebook that can be run."""


class Reads(StrEnum):
    """Which rows of the panel a notebook reads: ``metadata.xuke.reads`` in the file.

    A run is repeated when one of these rows has changed. A notebook that does not say so is
    taken to read everything.
    """

    REPORT = "report"  # its district and agency, in its year and the one before
    DISTRICT = "district"  # all years and agencies of its district
    YEAR = "year"  # all districts in its year and the one before
    PANEL = "panel"


@dataclass(frozen=True)
class Notebook:
    """A notebook as it was read: later changes to its file do not reach runs under way.

    ``imports`` are the modules of this library that its cells import.
    """

    path: Path
    text: str
    parameters: dict[str, Parameter]
    reads: Reads
    imports: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its file's name without the ending."""
        return self.path.stem

    @cached_property
    def sha256(self) -> str:
        """Digest of its bytes."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def load_notebook(path: Path) -> Notebook:
    """Read and check the notebook at *path*; NotebookError says what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
        content = json.loads(text)
        cells = content["cells"]
        metadata = content["metadata"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise NotebookError(f"{path}: not a notebook that can be run: {error!r}") from None
    language = metadata.get("kernelspec", {}).get("language", "python")
    if language != "python":
        raise NotebookError(f"{path}: a notebook in {language}; only Python can be run")
    said = metadata.get("xuke", {}).get("reads", Reads.PANEL)
    if said not in list(Reads):
        raise UnknownNameError(f"value of metadata.xuke.reads in {path.name}", said, Reads)
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", [])]
    if len(tagged) > 1:
        raise NotebookError(f"{path}: {len(tagged)} cells are tagged parameters; one may be")
    found = declared(_source(tagged[0]), path.name) if tagged else {}
    imports = tuple(sorted(set(_imported(cells))))
    return Notebook(path.resolve(), text, found, Reads(said), imports)


def find_notebook(name: str, folder: Path) -> Path:
    """The notebook that *name* means: a path, or a name in *folder* with or without ``.ipynb``."""
    given = Path(name)
    if given.suffix == ".ipynb" and given.is_file():
        return given
    if len(given.parts) == 1:
        beside = folder / f"{given.stem if given.suffix == '.ipynb' else name}.ipynb"
        if beside.is_file():
            return beside
    raise UnknownNameError("notebook", name, sorted(each.stem for each in folder.glob("*.ipynb")))


def _imported(cells: list[dict[str, Any]]) -> Iterator[str]:
    for cell in cells:
        # A cell with a magic is no Python; what it imports is loaded when it runs.
        with contextlib.suppress(SyntaxError):
            tree = ast.parse(_source(cell) if cell["cell_type"] == "code" else "")
            for node in ast.walk(tree):
                names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and not node.level:
                    names = [str(node.module)]
                yield from (name for name in names if name.partition(".")[0] == "xuke")


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)
