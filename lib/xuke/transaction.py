"""Replaces several files of a folder as one: after a kill at any moment all are old or all new.

New contents are written aside, then a journal that names them; from the journal on, the
replacement is settled, and whoever comes next finishes what a killed process left. A lock keeps
two writers from losing each other's work.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from xuke.model import XukeError

_WORK = ".transaction"
_JOURNAL = "journal.json"
_PATIENCE = 120.0  # seconds to wait for another writer


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be the only one to write in *folder*; what a killed process left is finished first.

    Raises XukeError when another process holds the folder for two minutes.
    """
    work = folder / _WORK
    work.mkdir(exist_ok=True)
    try:
        with FileLock(work / "lock", timeout=_PATIENCE):
            _finish(folder)
            yield
    except Timeout as error:
        raise XukeError(
            f"{folder} is being written by another process; wait for it, or end it, and try again"
        ) from error


def finish(folder: Path) -> None:
    """Finish what a killed process left in *folder*; readers call this before they read."""
    if (folder / _WORK / _JOURNAL).exists():
        with locked(folder):
            pass


def replace_together(folder: Path, files: Mapping[str, bytes]) -> None:
    """Replace the named files of *folder*, whole and together. The caller holds `locked`."""
    work = folder / _WORK
    digests = {}
    for name, data in files.items():
        _write(work / name, data)
        digests[name] = hashlib.sha256(data).hexdigest()
    _write(work / "journal.new", json.dumps(digests).encode())
    (work / "journal.new").replace(work / _JOURNAL)
    _sync(work)
    _finish(folder)


def _finish(folder: Path) -> None:
    journal = folder / _WORK / _JOURNAL
    if not journal.exists():
        return
    for name, digest in json.loads(journal.read_bytes()).items():
        aside = folder / _WORK / name
        # Absent or other contents: this file was already put in place before the kill.
        if aside.exists() and hashlib.sha256(aside.read_bytes()).hexdigest() == digest:
            try:
                aside.replace(folder / name)
            except PermissionError as error:  # Windows, while Excel has the file open
                raise XukeError(
                    f"{folder / name} is open in another program; close it there and try again"
                ) from error
    _sync(folder)
    journal.unlink()


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make renames last through a power cut; Windows has no such call."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
