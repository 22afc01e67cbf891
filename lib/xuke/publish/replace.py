"""Makes a folder beside its place and puts it there whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from xuke.publish.records import MARK, PublishError


@contextmanager
def replaced_folder(folder: Path) -> Iterator[Path]:
    """Give a new empty folder that takes the place of *folder* when the block ends well.

    However the block ends or is cut short, *folder* is the former one or the new one, whole. It
    can be missing only if the machine stops between two renames; the former one then lies beside
    it and is put back by the next call. Raises `PublishError` where *folder* holds anything but
    a site, or another process is making it.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    new, former = (folder.with_name(f".{folder.name}.{word}") for word in ("new", "former"))
    lock = FileLock(folder.with_name(f".{folder.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise PublishError(f"{folder}: another xuke publish is making it; wait for it") from None
    try:
        if former.exists() and not folder.exists():
            former.rename(folder)
        _refuse_other(folder)
        for left in (new, former):
            shutil.rmtree(left, ignore_errors=True)
        new.mkdir()
        try:
            yield new
            (new / MARK).write_text("Made by xuke publish.\n", encoding="utf-8", newline="\n")
            _put(new, folder, former)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    finally:
        lock.release()


def _put(new: Path, folder: Path, former: Path) -> None:
    try:
        if folder.exists():
            folder.rename(former)
        new.rename(folder)
    except OSError as error:
        # On Windows nothing is renamed while a program has a file of it open.
        if former.exists() and not folder.exists():
            former.rename(folder)
        raise PublishError(
            f"{folder}: cannot be replaced ({error}); close what has it open"
        ) from error
    shutil.rmtree(former, ignore_errors=True)


def _refuse_other(folder: Path) -> None:
    if folder.is_dir() and ((folder / MARK).is_file() or not any(folder.iterdir())):
        return
    if folder.exists():
        raise PublishError(
            f"{folder} is not a site of Xuke; name a new or empty folder, or remove it first"
        )
