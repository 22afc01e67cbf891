"""Where the project's folders are: data/, notebooks/, outputs/."""

from __future__ import annotations

import os
from pathlib import Path

from xuke.model import XukeError

_MARK = Path("data", "observations.csv")


def root() -> Path:
    """The project's folder: ``XUKE_HOME``, else the nearest one around the working directory
    that holds ``data/observations.csv``, else the checkout that the package lies in.

    A notebook runs in its own folder under nbval and in the caller's under papermill, so no
    path is ever taken as relative to the working directory.
    """
    if home := os.environ.get("XUKE_HOME"):
        if not (Path(home) / _MARK).is_file():
            raise XukeError(f"XUKE_HOME is {home}, which holds no {_MARK.as_posix()}")
        return Path(home).resolve()
    here = Path.cwd().resolve()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[2]):
        if (folder / _MARK).is_file():
            return folder
    raise XukeError(
        f"no {_MARK.as_posix()} in {here} or above it: change to the project's folder, "
        "or name it in XUKE_HOME"
    )
