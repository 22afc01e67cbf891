"""Several files replaced as one, with processes killed and processes in each other's way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from xuke import transaction
from xuke.model import XukeError

NAMES = ("observations.csv", "sources.csv")

# Audit events come before each step on the disk; the process ends there without any clean-up.
WRITER = """
import os, sys
from pathlib import Path
from xuke import transaction

folder, last, text = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
steps = 0

def count(event, arguments):
    global steps
    touches = event in ("open", "os.rename", "os.remove") and str(folder) in str(arguments[0])
    if touches:
        steps += 1
        if steps == last:
            os._exit(9)

sys.addaudithook(count)
with transaction.locked(folder):
    transaction.replace_together(folder, {name: text.encode() for name in
                                          ("observations.csv", "sources.csv")})
print(steps)
"""


def write(folder: Path, last: int, text: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WRITER, str(folder), str(last), text]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / name).write_text("old", encoding="utf-8")
    return tmp_path


def contents(folder: Path) -> set[str]:
    return {(folder / name).read_text(encoding="utf-8") for name in NAMES}


def test_a_kill_at_any_step_leaves_all_old_or_all_new(folder):
    steps = int(write(folder, 0, "old").stdout)
    assert steps >= 8
    seen = []
    for last in range(1, steps + 1):
        assert write(folder, last, f"new {last}").returncode == 9
        transaction.finish(folder)
        (kept,) = contents(folder)
        seen.append(kept == f"new {last}")
    # Settled once, a replacement stays settled, however late the kill.
    assert seen == sorted(seen)
    assert {True, False} == set(seen)


def test_the_next_writer_finishes_first_and_then_writes_its_own(folder):
    steps = int(write(folder, 0, "old").stdout)
    write(folder, steps - 1, "killed")
    assert write(folder, 0, "next").returncode == 0
    assert contents(folder) == {"next"}


def test_two_writers_at_once_wait_for_each_other(folder, monkeypatch):
    monkeypatch.setattr(transaction, "_PATIENCE", 0.05)
    with (
        transaction.locked(folder),
        pytest.raises(XukeError, match="another process"),
        transaction.locked(folder),
    ):
        pass


def test_finish_does_nothing_where_nothing_was_begun(tmp_path):
    transaction.finish(tmp_path)
    assert list(tmp_path.iterdir()) == []
