"""What a warm process imports and does once, so that what is forked from it need not."""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import sys
from collections.abc import Iterator

from xuke.model import XukeError

KERNEL, RUNNER = "kernel", "runner"
# What kernels and the notebooks of this project import; the last five lines are what every kernel
# would import at its start or end. A missing one is skipped: a kernel starts without it too.
# ``XUKE_PRELOAD`` names others in their place, parted by commas, and ``XUKE_IMPORTS`` more, those
# that the notebook of a batch imports. A runner's modules are kept apart: both are warmed at once,
# a fork copies less, and a notebook does not find papermill loaded.
PRELOAD = {
    KERNEL: (
        "pandas",
        "matplotlib.pyplot",
        "ipykernel.kernelapp",
        "ipykernel.ipkernel",
        "ipykernel.debugger",
        "xuke.report",
        *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect"),
        *("IPython.extensions.storemagic", "faulthandler", "sqlite3", "tornado.platform.asyncio"),
        *("IPython.core.logger", "ipykernel_launcher", "psutil", "zmq.utils.garbage"),
        "xuke.batch.kernel",
        "xuke.batch.stream",
    ),
    # The last three jupyter_client looks up by name when it starts a kernel.
    RUNNER: (
        *("xuke.batch.runner", "multiprocessing.connection"),
        *("ipykernel.kernelspec", "IPython.paths", "xuke.batch.kernel"),
    ),
}
# Libraries that others try to import and do without, hidden from them meanwhile. rfc3987_syntax
# builds 35 grammars, 2 s of processor time, for a format check of IRIs that nbformat never makes;
# pandera would make up tables with hypothesis; papermill wants the rest for notebooks in the
# cloud, which a runner is never handed.
_DEAR = ("rfc3987_syntax",)
HIDDEN = {
    KERNEL: (*_DEAR, "hypothesis"),
    RUNNER: (*_DEAR, "isoduration", "boto3", "gcsfs", "pyarrow"),
}


def preload(kind: str) -> None:
    """Import what a kernel or a runner uses, and draw once, so that fonts and caches are ready."""
    # pyplot reads its backend at import; a kernel sets this before any notebook imports it.
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    for name in HIDDEN[kind]:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    # Of a quarter million objects that stay, the collector would find a few that do not.
    gc.disable()
    for name in _names(kind):
        with contextlib.suppress(ModuleNotFoundError):
            module = importlib.import_module(name)
            # Without a project's figures there is nothing to get ready.
            with contextlib.suppress(XukeError):
                getattr(module, "warm_up", lambda: None)()
    for name in HIDDEN[kind]:
        if sys.modules.get(name) is None:
            sys.modules.pop(name, None)
    if "matplotlib" in sys.modules:
        _draw_once()
    # The collector of a child would otherwise write to, and so copy, every page it looks at.
    gc.freeze()
    gc.enable()


def _names(kind: str) -> Iterator[str]:
    named = os.environ.get("XUKE_PRELOAD") if kind == KERNEL else None
    more = os.environ.get("XUKE_IMPORTS", "") if kind == KERNEL else ""
    yield from PRELOAD[kind] if named is None else filter(None, named.split(","))
    yield from filter(None, more.split(","))


def _draw_once() -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 1))
    axes = figure.subplots()
    axes.plot([0, 1], label="1")
    axes.legend()
    for format_ in ("png", "svg"):
        figure.savefig(io.BytesIO(), format=format_)
