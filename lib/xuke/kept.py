"""Tables of the project's ``data/``, read again only when their files have changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pandas as pd

from xuke import project, transaction

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


@lru_cache(maxsize=6)
def _read(
    read: Reader, paths: tuple[Path, ...], _states: tuple[tuple[int, int], ...]
) -> pd.DataFrame:
    return read(*paths)


def _state(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size
