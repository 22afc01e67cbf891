from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from xuke.batch.store import LocalStore, ObjectStore, StoreError, open_store


def test_a_location_is_a_folder_or_an_address(tmp_path: Path) -> None:
    assert isinstance(open_store(tmp_path), LocalStore)
    assert isinstance(open_store("memory://bucket/x"), ObjectStore)


def test_a_place_that_cannot_be_written_to_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="file: not a folder to write to"):
        open_store(tmp_path / "file").prepare()
    with pytest.raises(StoreError, match="nosuch://x: this place cannot be reached: Protocol not"):
        open_store("nosuch://x")


def test_an_object_store_is_tried_before_anything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store("memory://bucket/z")
    store.prepare()
    assert store.sizes("") == {}

    def no_bucket(*_: object) -> None:
        raise FileNotFoundError("The specified bucket does not exist")

    monkeypatch.setattr(store._files, "pipe_file", no_bucket)
    with pytest.raises(StoreError, match=r"bucket/z: .* The specified bucket does not exist"):
        store.prepare()


def test_what_a_stores_own_library_raises_is_told_with_the_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = open_store("memory://bucket/y")
    monkeypatch.setattr(store._files, "pipe_file", lambda *_: 1 / 0)
    with pytest.raises(StoreError, match="memory://bucket/y: this place cannot be reached: div"):
        store.write("a", b"")


@pytest.fixture(params=["folder", "object store"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> LocalStore | ObjectStore:
    if request.param == "folder":
        return open_store(tmp_path / "outputs")
    return open_store(f"memory://{tmp_path.name}/outputs")


def test_what_is_written_is_read_listed_replaced_and_removed(
    store: LocalStore | ObjectStore,
) -> None:
    assert store.read("d/2001/a.json") is None
    assert store.sizes("d/2001") == {}
    store.write("d/2001/a.json", b"one")
    store.write("d/2001/figures/b.png", b"four")
    store.write("d/2001/a.json", b"other")
    assert store.read("d/2001/a.json") == b"other"
    assert store.sizes("d/2001") == {"a.json": 5, "figures/b.png": 4}
    assert list(store.read_many(["d/2001/a.json", "no/such", "d/2001/figures/b.png"])) == [
        b"other", None, b"four",
    ]  # fmt: skip
    assert list(store.sizes_many(["d/2002", "d/2001"])) == [{}, store.sizes("d/2001")]
    store.delete("d/2001/a.json")
    store.delete("d/2001/a.json")
    assert store.sizes("d/2001") == {"figures/b.png": 4}


def test_many_are_written_as_one_by_one(store: LocalStore | ObjectStore) -> None:
    files = {f"d/2001/{name}": name.encode() for name in ("a", "b", "figures/c")}
    store.write_many(files)
    store.write_many({})
    assert list(store.read_many(files)) == list(files.values())
    assert store.sizes("d/2001") == {"a": 1, "b": 1, "figures/c": 9}


def test_of_many_none_is_replaced_where_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = LocalStore(tmp_path)
    store.write("a", b"old")

    def full(path: Path, data: bytes) -> None:
        path.write_bytes(data[:1])
        if data == b"last":
            raise OSError("no space left on device")

    monkeypatch.setattr("xuke.batch.store._write_through", full)
    with pytest.raises(OSError, match="no space"):
        store.write_many({"a": b"new", "b": b"new", "c": b"last"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old"}


def test_a_write_that_fails_leaves_the_old_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = LocalStore(tmp_path)
    store.write("a", b"old")

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        store.write("a", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old"}


def test_what_a_killed_writer_left_aside_is_swept(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.write("d/a", b"whole")
    (tmp_path / "d" / ".aside-123").write_bytes(b"half")
    store.sweep("d")
    assert store.sizes("d") == {"a": 5}


def test_empty_folders_go_with_their_last_file(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.write("failed/d/2001/a", b"1")
    store.delete("failed/d/2001/a")
    assert list(tmp_path.iterdir()) == []


def _hold(root: str, held: object, go_on: object) -> None:
    with LocalStore(Path(root)).claim("d/2001/n"):
        held.set()  # type: ignore[attr-defined]
        go_on.wait(60)  # type: ignore[attr-defined]


def test_a_claim_keeps_others_out_until_its_holder_ends_or_dies(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    context = multiprocessing.get_context("spawn")
    held, go_on = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(str(tmp_path), held, go_on))
    holder.start()
    assert held.wait(60)
    with store.claim("d/2001/n") as mine:
        assert not mine
    with store.claim("d/2002/n") as mine:
        assert mine
    holder.kill()
    holder.join()
    with store.claim("d/2001/n") as mine:
        assert mine
