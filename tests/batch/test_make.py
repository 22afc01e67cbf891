"""Runs made for real, each in its own forked processes."""

from __future__ import annotations

import json
import signal
import socket
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from xuke.batch.preload import RUNNER
from xuke.batch.processes import WarmProcess, shared_warm_process
from xuke.batch.record import Record

from .conftest import Make
from .tasks import task_of

FIGURE = """\
from IPython.display import display
import base64, io
from matplotlib.figure import Figure
file = io.BytesIO()
Figure(figsize=(1, 1)).savefig(file, format="png")
png = base64.b64encode(file.getvalue()).decode()
display({"image/png": png, "image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'/>",
         "text/plain": "a flow"},
        metadata={"image/png": {"alt": "a flow", "width": 96, "height": 96},
                  "xuke": {"name": "flow", "caption": "申请 <b>"}}, raw=True)"""

HAZARDS = {
    "error": ("raise ValueError('错 <&>\\nmore')", "error", "cell 2: ValueError: 错 <&>"),
    "os._exit": ("import os; os._exit(7)", "died", "cell 2: KernelDied: the notebook's process "
                 "ended with exit code 7"),
    "segfault": ("import ctypes; ctypes.string_at(0)", "died", "cell 2: KernelDied: the notebook's "
                 "process ended with signal 11"),
    "killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "died",
               "cell 2: KernelDied: the notebook's process ended with signal 9"),
    "endless": ("while True: pass", "time", "cell 2: TimeLimit: stopped after 2 s"),
    "endless, deaf": ("import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
                      "while True:\n    try:\n        while True: pass\n"
                      "    except BaseException: pass",
                      "time", "cell 2: TimeLimit: stopped after 2 s"),
    "in C": ("import re; re.match('(a+)+$', 'a' * 40 + 'b')", "time",
             "cell 2: TimeLimit: stopped after 2 s"),
    "sleeping child": ("import subprocess; subprocess.run(['sleep', '1000'])", "time",
                       "cell 2: TimeLimit: stopped after 2 s"),
    "memory": ("grown = []\nwhile True: grown.append(bytearray(2**22))", "memory",
               "cell 2: MemoryLimit: stopped at more than 900 MB"),
    "input": ("input('who? ')", "error", "cell 2: StdinNotImplementedError: raw_input was called, "
              "but this frontend does not support input requests."),
    "exit": ("import sys; sys.exit(3)", "error", "cell 2: SystemExit: 3"),
    "abort": ("import os; os.abort()", "died",
              "cell 2: KernelDied: the notebook's process ended with signal 6"),
}  # fmt: skip


def files_in(folder: Path) -> dict[str, bytes]:
    found = sorted(folder.rglob("*"))
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in found if path.is_file() and ".locks" not in path.parts}  # fmt: skip


@pytest.fixture(scope="module")
def hazards(make: Make, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Record]]:
    """All hazards, and between them runs that are well, in one batch of two at a time."""
    output = tmp_path_factory.mktemp("hazards")
    tasks = []
    for name, (cell, *_) in HAZARDS.items():
        limits: dict[str, Any] = {"seconds": 2 if HAZARDS[name][1] == "time" else 60,
                                  "megabytes": 900}  # fmt: skip
        cells = ("print('begun')", cell, "print('never')")
        tasks.append(task_of(output, *cells, folder=f"{name}/2001", **limits))
        tasks.append(task_of(output, "'well'", folder=f"{name}/2002", **limits))
    records = make(*tasks)
    made = [record for record in records if record["status"] == "done"]
    assert len(made) == len(HAZARDS)
    failed = {record["failure"]["source"]: record for record in records if record["failure"]}
    return output, {name: failed[cell.partition("\n")[0]] for name, (cell, *_) in HAZARDS.items()}


@pytest.mark.parametrize("name", HAZARDS)
def test_a_hazardous_notebook_fails_with_its_reason_and_the_others_go_on(
    hazards: tuple[Path, dict[str, Record]], name: str
) -> None:
    output, records = hazards
    _, reason, said = HAZARDS[name]
    record = records[name]
    assert (record["status"], record["failure"]["reason"]) == ("failed", reason)
    assert record["error"] == said
    folder = output / "failed" / name / "2001"
    assert json.loads((folder / "n.zh.json").read_text(encoding="utf-8")) == record
    cells = json.loads((folder / "n.zh.ipynb").read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert "".join(code[0]["outputs"][0]["text"]) == "begun\n"
    assert code[2]["outputs"] == []
    assert not (output / name / "2001").exists()
    assert (output / name / "2002" / "n.zh.html").is_file()


def test_nothing_is_left_running_after_a_batch(
    hazards: tuple[Path, dict[str, Record]], warm: WarmProcess
) -> None:
    del hazards
    everything = psutil.Process().children(recursive=True)
    running = [each for each in everything if each.status() != psutil.STATUS_ZOMBIE]
    assert ["sleep", "1000"] not in [each.cmdline() for each in running]
    # A killed child is gone when the warm process has reaped it, not at the kill itself.
    _, alive = psutil.wait_procs(psutil.Process(warm.pid).children(recursive=True), timeout=10)
    assert alive == []


def test_runs_are_made_although_the_shared_process_was_killed_a_moment_ago(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its socket is closed before it has ended, and until then it seems alive."""
    dying = shared_warm_process(RUNNER, quiet=True)
    assert dying.pid is not None
    psutil.Process(dying.pid).kill()
    assert dying.ended(10)
    monkeypatch.setattr(WarmProcess, "alive", True)
    (record,) = make(task_of(tmp_path, "1", folder="again"))
    assert record["status"] == "done"
    assert shared_warm_process(RUNNER, quiet=True) is not dying


def test_a_signal_to_a_child_that_has_just_ended_leaves_the_shared_process_alive(
    warm: WarmProcess,
) -> None:
    child = warm.fork("call", argv=["signal:pause"])
    with socket.socket(socket.AF_UNIX) as slow:
        slow.connect(str(warm.address))
        slow.sendall(b"{")  # whose end the process waits for, and meanwhile hears nothing else
        time.sleep(0.1)
        ended = psutil.Process(child.pid)
        ended.kill()
        while ended.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
        child.terminate()
    assert child.wait(10) == -signal.SIGKILL
    assert warm.fork("call", argv=["os:getpid"]).wait(10) == 0


def test_a_run_leaves_notebook_page_figures_and_record(make: Make, tmp_path: Path) -> None:
    task = task_of(tmp_path, "# 标题\n\n正文", FIGURE, "print('<script>')", key="7")
    (record,) = make(task)
    folder = tmp_path / "somewhere" / "2001"
    assert set(files_in(folder)) == {
        "n.zh.ipynb", "n.zh.html", "n.zh.json", "figures/flow.zh.png", "figures/flow.zh.svg",
    }  # fmt: skip
    assert json.loads((folder / "n.zh.json").read_text(encoding="utf-8")) == record
    assert record["outputs"][:2] == ["n.zh.ipynb", "n.zh.html"]
    assert record["sizes"] == {name: (folder / name).stat().st_size for name in record["outputs"]}
    assert (record["status"], record["error"], record["inputs"]) == ("done", None, {"rows": "7"})
    page = (folder / "n.zh.html").read_text(encoding="utf-8")
    for shown in ('<html lang="zh-CN">', "<title>标题</title>", 'alt="a flow"', "&lt;script&gt;",
                  "申请 &lt;b&gt;", 'href="figures/flow.zh.svg"'):  # fmt: skip
        assert shown in page
    notebook = (folder / "n.zh.ipynb").read_text(encoding="utf-8")
    assert "image/png" in notebook
    assert '"image/svg+xml":' not in notebook  # it is in figures/ already


def test_the_same_inputs_give_the_same_bytes_but_for_the_record(make: Make, tmp_path: Path) -> None:
    parameters, values = "district: str = 'a'\n", {"district": "b"}
    for output in ("one", "two"):
        make(task_of(tmp_path / output, FIGURE, "district", parameters=parameters, values=values))
    one, two = (files_in(tmp_path / each) for each in ("one", "two"))
    records = [json.loads(each.pop("somewhere/2001/n.zh.json")) for each in (one, two)]
    assert one == two
    for record in records:
        assert record.pop("seconds") > 0
        assert record.pop("started").endswith("+00:00")
    assert records[0] == records[1]


@pytest.mark.parametrize("hostile", ['"; raise SystemExit #', "\\", "\n1/0\n", '{x} %s \'a\' """'])
def test_a_hostile_value_reaches_the_notebook_as_it_is(
    make: Make, tmp_path: Path, hostile: str
) -> None:
    task = task_of(tmp_path, f"assert value == {hostile!r}", parameters="value: str = ''",
                   values={"value": hostile})  # fmt: skip
    (record,) = make(task)
    assert record["error"] is None


def test_a_failed_run_leaves_what_had_been_made_and_a_later_success_clears_its_traces(
    make: Make, tmp_path: Path
) -> None:
    make(task_of(tmp_path, "'good'", key="1"))
    good = files_in(tmp_path)
    (record,) = make(task_of(tmp_path, "1/0", key="2"))
    assert record["status"] == "failed"
    after = files_in(tmp_path)
    assert {name: data for name, data in after.items() if not name.startswith("failed/")} == good
    assert "failed/somewhere/2001/n.zh.ipynb" in after
    make(task_of(tmp_path, "'better'", key="3"))
    assert not (tmp_path / "failed").exists()
    assert set(files_in(tmp_path)) == set(good)


def test_a_figure_that_is_no_longer_shown_is_removed(make: Make, tmp_path: Path) -> None:
    make(task_of(tmp_path, FIGURE, key="1"))
    make(task_of(tmp_path, "'none'", key="2"))
    assert not (tmp_path / "somewhere" / "2001" / "figures").exists()


def test_a_failing_run_is_tried_again_as_often_as_asked(make: Make, tmp_path: Path) -> None:
    count = tmp_path / "count"
    cell = f"with open({str(count)!r}, 'a') as f: f.write('x')\n"
    (record,) = make(
        task_of(tmp_path / "o", cell + f"assert len(open({str(count)!r}).read()) == 3"), retries=2
    )
    assert (record["status"], record["attempts"]) == ("done", 3)
    (record,) = make(task_of(tmp_path / "p", "1/0"), retries=1)
    assert (record["status"], record["attempts"]) == ("failed", 2)


def test_a_run_that_was_made_meanwhile_is_not_made_again(make: Make, tmp_path: Path) -> None:
    cell = f"with open({str(tmp_path / 'count')!r}, 'a') as f: f.write('x')"
    first = make(task_of(tmp_path / "o", cell))
    assert make(task_of(tmp_path / "o", cell)) == first
    assert (tmp_path / "count").read_text() == "x"
    make(task_of(tmp_path / "o", cell, since="2999"))
    assert (tmp_path / "count").read_text() == "xx"


def test_the_warm_process_has_one_thread_to_fork(
    make: Make, warm: WarmProcess, tmp_path: Path
) -> None:
    """A lock held by another thread would stay locked in every child."""
    make(task_of(tmp_path, "import pandas"))
    assert psutil.Process(warm.pid).num_threads() == 1


def test_a_notebook_that_does_not_say_its_language_is_python(make: Make, tmp_path: Path) -> None:
    task = task_of(tmp_path, "print(1 + 1)")
    notebook = json.loads(task.notebook)
    notebook["metadata"] = {}
    (record,) = make(replace(task, notebook=json.dumps(notebook)))
    assert record["status"] == "done"


def test_what_cannot_be_written_is_told_and_the_others_go_on(make: Make, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "somewhere").write_bytes(b"a file where a folder should be")
    bad, good = make(task_of(tmp_path / "full", "1"), task_of(tmp_path / "good", "1"))
    if bad["status"] == "done":
        bad, good = good, bad
    assert good["status"] == "done"
    assert bad["failure"]["reason"] == "lost"
    assert bad["failure"]["name"] in ("NotADirectoryError", "FileExistsError")
