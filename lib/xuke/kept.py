"""Tables of the project's ``data/``, read again only when their files have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import pandas as pd

from xuke import project, transaction
from xuke.lines import records
from xuke.model import DefinitionError, PanelError

Reader = Callable[..., pd.DataFrame]


def load(read: Reader, *names: str) -> pd.DataFrame:
    """What *read* makes of the files *names* of ``data/``.

    Each notebook of a batch asks for the same tables, and starts from a process that has read
    them. What a caller does to its table stays its own: pandas copies on write.
    """
    data = project.root() / "data"
    transaction.finish(data)
    paths = tuple(data / name for name in names)
    return _read(read, paths, tuple(map(_state, paths))).copy(deep=False)


def read_text(path: Path, required: Iterable[str]) -> pd.DataFrame:
    """The CSV file *path*, all columns text; PanelError names the line that is at fault."""
    try:
        # pandas would take a short line as it is, and tell of others in its own words; fields that
        # this kept for it, in place of reading twice, would take ten times the table's memory.
        empty = not sum(1 for _ in records(path))
    except DefinitionError as error:
        raise PanelError(str(error)) from None
    if empty:
        raise PanelError(f"{path} is empty; a table without rows still needs its header")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if missing := [name for name in required if name not in frame.columns]:
        raise PanelError(f"{path}: column {', '.join(missing)} is missing")
    return frame


@lru_cache(maxsize=6)
def _read(
    read: Reader, paths: tuple[Path, ...], _states: tuple[tuple[int, int], ...]
) -> pd.DataFrame:
    return read(*paths)


def _state(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except FileNotFoundError:
        raise PanelError(
            f"{path} is missing; a table without rows still needs its header"
        ) from None
    return stat.st_mtime_ns, stat.st_size
