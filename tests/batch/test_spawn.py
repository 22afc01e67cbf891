"""The way of systems that cannot fork, taken here by force: same results."""

from __future__ import annotations

import json
from pathlib import Path

import psutil
import pytest

from xuke.batch.pool import Pool, make_one

from .conftest import Make
from .tasks import task_of
from .test_interruption import LIGHT
from .test_make import FIGURE, files_in


@pytest.fixture
def spawned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUKE_START", "spawn")
    monkeypatch.setenv("XUKE_PRELOAD", LIGHT)


CELLS = (FIGURE, "print('一')", "district", "import os; os.system('echo shell');")


@pytest.mark.usefixtures("spawned")
def test_a_spawned_runner_makes_what_a_forked_one_makes(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parameters, values = "district: str = 'a'\n", {"district": "b"}
    tasks = {
        way: task_of(tmp_path / way, *CELLS, parameters=parameters, values=values)
        for way in ("spawned", "forked")
    }
    died = task_of(tmp_path / "died", "import os; os._exit(3)")
    slow = task_of(tmp_path / "slow", "while True: pass", seconds=1)
    with Pool(1) as pool:
        records = list(pool.make([tasks["spawned"], died, slow]))
    assert [record["error"] for record in records] == [
        None,
        "cell 1: KernelDied: the notebook's process ended with exit code 3",
        "cell 1: TimeLimit: stopped after 1 s",
    ]
    commands = [" ".join(each.cmdline()) for each in psutil.Process().children(recursive=True)]
    assert not [each for each in commands if "--spare" in each or "spawn_main" in each]
    monkeypatch.delenv("XUKE_START")
    make(tasks["forked"])
    spawned, forked = (files_in(tmp_path / each) for each in ("spawned", "forked"))
    record = "somewhere/2001/n.zh.json"
    assert json.loads(spawned.pop(record))["inputs"] == json.loads(forked.pop(record))["inputs"]
    assert spawned == forked


@pytest.mark.usefixtures("spawned")
def test_a_spawned_runner_that_is_killed_is_replaced(tmp_path: Path) -> None:
    cell = (
        "import os, psutil, pathlib\n"
        f"mark = pathlib.Path({str(tmp_path / 'mark')!r})\n"
        "if not mark.exists():\n"
        "    mark.touch()\n"
        "    psutil.Process(os.getppid()).kill()"
    )
    with Pool(1) as pool:
        (record,) = pool.make([task_of(tmp_path / "o", cell)])
    assert (record["status"], record["attempts"]) == ("done", 2)


def test_one_task_can_be_made_in_a_child_of_this_process(tmp_path: Path) -> None:
    assert make_one(task_of(tmp_path, "1"))["status"] == "done"
    assert make_one(task_of(tmp_path, "import os; os.abort()", key="2"))["status"] == "failed"
