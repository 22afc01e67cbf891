"""What of this library a process has loaded, so that a changed file is noticed."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path


def loaded_sources() -> tuple[tuple[str, int], ...]:
    """Files of this library that are loaded or read, with the time of their last change."""

    def files() -> Iterator[str]:
        for name, module in tuple(sys.modules.items()):
            path = getattr(module, "__file__", None)
            if path and (name == "xuke" or name.startswith("xuke.")):
                yield path
        for each in (Path(__file__).parents[1] / "definitions").rglob("*.*"):
            yield str(each)

    found = []
    for path in sorted(set(files())):
        with contextlib.suppress(OSError):
            found.append((path, Path(path).stat().st_mtime_ns))
    return tuple(found)
