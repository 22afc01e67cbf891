"""Time and memory limits of one notebook, watched from outside of it.

An interrupt does not reach a loop in C, and a limit that a notebook's process sets on itself can
be undone by the notebook; so a thread of the runner looks on and kills.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Any

import psutil

LOOK_SECONDS = 0.1
_FAMILY_SECONDS = 1.0  # looking for a process's children reads every process of the machine


class LimitWatcher:
    """Kills a notebook's kernel when it takes longer or more memory than it may.

    ``breach`` then says which limit it was: ``time`` or ``memory``. ``notebook`` is the notebook
    with the outputs so far, which papermill keeps to itself when a kernel dies.
    """

    def __init__(self, seconds: float | None, megabytes: float | None) -> None:
        self.seconds, self.megabytes = seconds, megabytes
        self.breach = ""
        self.notebook: Any = None
        self.process: Any = None
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def started(self, notebook: Any, process: Any) -> None:
        """Begin to watch; called by the engine when the kernel is ready."""
        self.notebook, self.process = notebook, process
        if self.seconds is not None or self.megabytes is not None:
            self._thread = threading.Thread(target=self._watch, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the watch."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        deadline = None if self.seconds is None else time.monotonic() + self.seconds
        # At first alone: most notebooks start nothing, and many are done within the second.
        family, looked = list(_family(self.process.pid, descend=False)), time.monotonic()
        while not self._over.wait(LOOK_SECONDS):
            now = time.monotonic()
            if deadline is not None and now >= deadline:
                self.breach = "time"
            elif self.megabytes is not None:
                if now - looked >= _FAMILY_SECONDS:
                    family, looked = list(_family(self.process.pid)), now
                if _resident(family) > self.megabytes * 2**20:
                    self.breach = "memory"
            if self.breach:
                self.process.kill()
                return


def _family(pid: int, *, descend: bool = True) -> Iterator[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        leader = psutil.Process(pid)
        yield leader
        if descend:
            yield from leader.children(recursive=True)


def _resident(family: list[psutil.Process]) -> int:
    """Bytes of memory that *family* occupies; what forks share is counted for each."""
    total = 0
    for process in family:
        with contextlib.suppress(psutil.Error):
            total += process.memory_info().rss
    return total
