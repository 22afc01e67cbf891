"""Whatever is killed, whenever: what is finished is whole, and the next batch makes the rest."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from .notebooks import PARAMETERS, write_notebook

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to kill with")

CELL = """\
import os, time
with open(os.environ["XUKE_HOME"] + "/log", "a") as log:
    log.write(f"{district}/{year}\\n")
time.sleep(0.4)"""
RUNS = 4
LIGHT = "ipykernel.kernelapp"


@pytest.fixture
def project(home: Path) -> Path:
    """Four runs of half a second, each of which leaves a line in a log when it begins."""
    write_notebook(home / "notebooks" / "n.ipynb", CELL, "print(district)", parameters=PARAMETERS)
    return home


# The command, without the index that it writes at the end, and with little to import: what is
# killed here are processes, and most of a batch's time would go into starting them. Tests that a
# shell runs in the background inherit from it that Ctrl-C is ignored.
COMMAND = """\
import signal, sys, xuke.cli, xuke.cli.run
signal.signal(signal.SIGINT, signal.default_int_handler)
xuke.cli.run._index = lambda *_: None
sys.exit(xuke.cli.main(["run", "n", "--workers", "2", *sys.argv[1:]]))"""


def start(home: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", COMMAND, *arguments]
    env = {**os.environ, "XUKE_HOME": str(home), "XUKE_PRELOAD": LIGHT}
    return subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)


def begun(home: Path) -> list[str]:
    """Runs in the order in which their notebooks began."""
    log = home / "log"
    return log.read_text().split() if log.exists() else []


def family(home: Path) -> list[psutil.Process]:
    """Every process of a batch in *home*, whoever its parent is by now."""

    def of_batch() -> Iterator[psutil.Process]:
        for process in psutil.process_iter():
            try:
                belongs = process.environ().get("XUKE_HOME") == str(home)
                if belongs and process.pid != os.getpid() and process.status() != "zombie":
                    yield process
            except psutil.Error:
                continue

    return list(of_batch())


def wait_until(condition: object, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def finished(home: Path) -> list[str]:
    """Runs with a record, each of whose files is there in full size."""
    done = []
    for path in sorted((home / "outputs").glob("*/*/n.zh.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        assert record["status"] == "done"
        for name, size in record["sizes"].items():
            assert (path.parent / name).stat().st_size == size
        done.append(path.parent.relative_to(home / "outputs").as_posix())
    return done


def nothing_runs(home: Path) -> bool:
    return not family(home)


@posix
@pytest.mark.parametrize("moment", [1, 3])
def test_after_a_kill_of_the_whole_batch_the_next_makes_what_is_missing(
    project: Path, moment: int
) -> None:
    batch = start(project)
    wait_until(lambda: len(begun(project)) >= moment)
    batch.kill()
    batch.wait()
    wait_until(lambda: nothing_runs(project), 5)
    kept = finished(project)
    assert len(kept) < RUNS
    killed = begun(project)
    assert start(project).wait() == 0
    assert len(finished(project)) == RUNS
    again = begun(project)[len(killed) :]
    assert sorted([*kept, *again]) == finished(project)


@posix
def test_a_killed_part_of_a_batch_is_replaced_and_no_run_is_lost(project: Path) -> None:
    """First a notebook's process, then a runner, then each of the two warm processes."""
    for victim in ("kernel", "runner", "warm kernel", "warm runner"):
        batch = start(project, "--fresh", "--retries", "1")
        before = len(begun(project))
        wait_until(lambda before=before: len(begun(project)) > before)
        # The batch's only children are the warm processes; theirs are kernels and runners.
        warm = {"kernel" if "kernel" in each.cmdline() else "runner": each
                for each in psutil.Process(batch.pid).children()}  # fmt: skip
        kind = victim.split()[-1]
        (warm[kind] if victim.startswith("warm") else warm[kind].children()[0]).kill()
        assert batch.wait() == 0, victim
        assert len(finished(project)) == RUNS
        assert nothing_runs(project)
        assert not (project / "outputs" / "failed").exists(), victim


@posix
def test_a_killed_batch_leaves_nothing_in_the_temporary_folder(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Short: the path of a socket has a limit.
    with tempfile.TemporaryDirectory(prefix="x") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        batch = start(project)
        wait_until(lambda: begun(project))
        assert list(Path(folder).glob("xuke-*"))
        batch.kill()
        batch.wait()
        wait_until(lambda: not list(Path(folder).glob("xuke-*")))


@posix
def test_ctrl_c_stops_at_once_and_leaves_no_process(project: Path) -> None:
    batch = start(project)
    wait_until(lambda: begun(project))
    batch.send_signal(signal.SIGINT)
    clock = time.monotonic()
    assert batch.wait(20) == 130
    assert nothing_runs(project)
    assert time.monotonic() - clock < 10
    assert len(finished(project)) < RUNS


def test_two_batches_on_one_folder_share_the_work(project: Path) -> None:
    batches = [start(project), start(project)]
    assert [each.wait() for each in batches] == [0, 0]
    assert Counter(begun(project)) == dict.fromkeys(finished(project), 1)
    assert len(finished(project)) == RUNS
