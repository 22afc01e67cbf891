"""The outputs folder: a local one, or an object store through fsspec.

Everything is written whole or not at all. Paths are relative and have forward slashes.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock, Timeout

from xuke.model import XukeError

LOCKS = ".locks"
_STRIPES = 4096
_ASIDE = ".aside-"
_AT_A_TIME = 500  # objects read at once
_WRITERS = 8


class StoreError(XukeError):
    """A place for results that cannot be reached or written to."""


class Store(Protocol):
    """Where results go."""

    location: str

    def prepare(self) -> None:
        """Get ready for writing; `StoreError` where that cannot be."""

    def read(self, path: str) -> bytes | None:
        """What *path* holds, or None."""

    def write(self, path: str, data: bytes) -> None:
        """Put *data* at *path*; whoever reads there sees the old or the new, never a part."""

    def write_many(self, files: Mapping[str, bytes]) -> None:
        """`write` each of *files*, by path, in less time than one after the other."""

    def delete(self, path: str) -> None:
        """Remove *path* if it is there."""

    def read_many(self, paths: Iterable[str]) -> Iterator[bytes | None]:
        """What each of *paths* holds, in their order."""

    def sizes(self, folder: str) -> dict[str, int]:
        """Bytes of each file in *folder* and one level below it, by path relative to it."""

    def sizes_many(self, folders: Iterable[str]) -> Iterator[dict[str, int]]:
        """`sizes` of each of *folders*, in their order."""

    def claim(self, path: str) -> contextlib.AbstractContextManager[bool]:
        """Hold *path* against other batches; False where another holds it now."""


class LocalStore:
    """A folder on this machine, or one that machines share."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.location = str(root)

    def prepare(self) -> None:
        """Make the folder."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self.root}: not a folder to write to: {error.strerror}") from None
        if not os.access(self.root, os.W_OK):
            raise StoreError(f"{self.root}: not a folder to write to: permission denied")

    def read(self, path: str) -> bytes | None:
        """What the file holds, or None."""
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, path: str, data: bytes) -> None:
        """Write aside, then rename."""
        self.write_many({path: data})

    def write_many(self, files: Mapping[str, bytes]) -> None:
        """Write all aside, then rename each."""
        targets = [self.root / path for path in files]
        for folder in {target.parent for target in targets}:
            folder.mkdir(parents=True, exist_ok=True)
        asides = [target.with_name(f"{_ASIDE}{uuid.uuid4().hex}") for target in targets]
        try:
            # What a disk is asked for at once it does in about the time of one.
            with ThreadPoolExecutor(_WRITERS) as pool:
                list(pool.map(_write_through, asides, files.values()))
            for aside, target in zip(asides, targets, strict=True):
                aside.replace(target)
        except BaseException:
            for aside in asides:
                with contextlib.suppress(OSError):
                    aside.unlink()
            raise

    def delete(self, path: str) -> None:
        """Remove a file, and folders that this leaves empty."""
        target = self.root / path
        with contextlib.suppress(OSError):
            target.unlink()
            for folder in target.parents:
                if folder == self.root:
                    break
                folder.rmdir()  # refuses, and so ends this, where anything is left

    def read_many(self, paths: Iterable[str]) -> Iterator[bytes | None]:
        """One after the other."""
        return map(self.read, paths)

    def sizes_many(self, folders: Iterable[str]) -> Iterator[dict[str, int]]:
        """One after the other."""
        return map(self.sizes, folders)

    def sizes(self, folder: str) -> dict[str, int]:
        """Bytes of files."""
        return dict(self._scan(self.root / folder, ""))

    def _scan(self, folder: Path, prefix: str) -> Iterator[tuple[str, int]]:
        try:
            entries = os.scandir(folder)
        except (FileNotFoundError, NotADirectoryError):
            return
        with entries:
            for entry in entries:
                if entry.is_file():
                    yield prefix + entry.name, entry.stat().st_size
                elif not prefix and entry.is_dir():
                    yield from self._scan(Path(entry.path), f"{entry.name}/")

    def sweep(self, folder: str) -> None:
        """Remove what a killed writer left aside in *folder*; only for who has claimed it."""
        for name in self.sizes(folder):
            if name.rpartition("/")[2].startswith(_ASIDE):
                self.delete(f"{folder}/{name}")

    @contextlib.contextmanager
    def claim(self, path: str) -> Iterator[bool]:
        """Hold a lock that the operating system takes back when its holder dies."""
        folder = self.root / LOCKS
        folder.mkdir(parents=True, exist_ok=True)
        # A bounded number of files: a lock's file cannot be removed without a race.
        stripe = uuid.uuid5(uuid.NAMESPACE_URL, path).int % _STRIPES
        lock = FileLock(folder / f"{stripe:03x}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        # Without this a machine that loses power may keep the name and lose the bytes.
        os.fsync(file.fileno())


class ObjectStore:
    """A store that fsspec knows (``s3://bucket/prefix``); each object is put whole."""

    def __init__(self, url: str) -> None:
        self.location = url.rstrip("/")
        with self._reaching():
            import fsspec

            self._files, self._root = fsspec.core.url_to_fs(self.location)

    @contextlib.contextmanager
    def _reaching(self, *let: type[Exception]) -> Iterator[None]:
        """Tell whatever a store's own library raises, but for *let*, as what it means here."""
        try:
            yield
        except let:
            raise
        except Exception as error:
            said = str(error) or type(error).__name__
            raise StoreError(f"{self.location}: this place cannot be reached: {said}") from error

    def prepare(self) -> None:
        """Write and remove an object: reading says nothing of a bucket that is not there."""
        trial = f"{_ASIDE}{uuid.uuid4().hex}"
        self.write(trial, b"")
        self.delete(trial)

    def read(self, path: str) -> bytes | None:
        """What the object holds, or None."""
        try:
            with self._reaching(FileNotFoundError):
                data: Any = self._files.cat_file(self._at(path))
        except FileNotFoundError:
            return None
        return bytes(data)

    def write(self, path: str, data: bytes) -> None:
        """Put the object."""
        with self._reaching():
            self._files.pipe_file(self._at(path), data)

    def write_many(self, files: Mapping[str, bytes]) -> None:
        """Put the objects, many at a time where the store's library can."""
        with self._reaching():
            self._files.pipe({self._at(path): data for path, data in files.items()})

    def delete(self, path: str) -> None:
        """Remove the object."""
        with contextlib.suppress(FileNotFoundError), self._reaching(FileNotFoundError):
            self._files.rm_file(self._at(path))

    def read_many(self, paths: Iterable[str]) -> Iterator[bytes | None]:
        """Many at a time: one after the other, 30 000 records would take minutes."""
        waiting = iter(paths)
        while some := list(islice(waiting, _AT_A_TIME)):
            with self._reaching():
                found = self._files.cat([self._at(path) for path in some], on_error="return")
            for path in some:
                data = found[self._at(path)]
                if isinstance(data, Exception) and not isinstance(data, FileNotFoundError):
                    with self._reaching():
                        raise data
                yield data if isinstance(data, bytes) else None

    def sizes(self, folder: str) -> dict[str, int]:
        """Bytes of objects below *folder*."""
        return self._sizes_below(folder)

    def sizes_many(self, folders: Iterable[str]) -> Iterator[dict[str, int]]:
        """From one listing of everything."""
        listing: dict[str, dict[str, int]] = {}
        for name, size in self._sizes_below("").items():
            # A figure counts for the folder that its folder is in.
            folder, _, file = name.rpartition("/")
            listing.setdefault(folder, {})[file] = size
            above, _, last = folder.rpartition("/")
            listing.setdefault(above, {})[f"{last}/{file}"] = size
        return (listing.get(folder, {}) for folder in folders)

    def _sizes_below(self, folder: str) -> dict[str, int]:
        base = self._at(folder).rstrip("/")
        try:
            with self._reaching(FileNotFoundError):
                self._files.invalidate_cache()
                found = self._files.find(base, detail=True)
        except FileNotFoundError:
            return {}
        return {name[len(base) :].lstrip("/"): int(info["size"]) for name, info in found.items()}

    @contextlib.contextmanager
    def claim(self, path: str) -> Iterator[bool]:  # noqa: ARG002
        """Always granted: two batches would put the same bytes."""
        yield True

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"


def open_store(location: str | Path) -> LocalStore | ObjectStore:
    """The store at *location*: an address with ``://``, or a folder.

    Raises `StoreError` for an address that no library installed here knows.
    """
    if "://" in str(location):
        return ObjectStore(str(location))
    return LocalStore(Path(location).absolute())
