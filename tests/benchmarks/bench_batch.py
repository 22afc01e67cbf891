"""How fast the batch is, against papermill and against the floor, on an invented panel.

Run as ``python tests/benchmarks/bench_batch.py [PART]…``; ``make bench`` runs all parts. What is
compared is measured within one run, turn about, so that a busy machine slows all ways alike.

speed     the district report over 32 district-years with 2 workers
again     a second run of 1 000 in which nothing has changed
planning  the plan of 30 000
memory    memory over 500 runs of a small notebook
start     ``xuke --help``
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

from panel_factory import write_project  # noqa: E402
from xuke.batch.notebook import load_notebook  # noqa: E402
from xuke.batch.plan import Run, Selection, plan_runs  # noqa: E402
from xuke.batch.pool import Pool  # noqa: E402
from xuke.batch.preload import KERNEL, preload  # noqa: E402
from xuke.batch.processes import batch_processes  # noqa: E402
from xuke.batch.record import to_json  # noqa: E402
from xuke.batch.rows import read_rows  # noqa: E402
from xuke.batch.store import LocalStore  # noqa: E402
from xuke.batch.task import Task, new_record  # noqa: E402

NOTEBOOK = TESTS.parent / "notebooks" / "district_report.ipynb"
WORKERS = 2
ROUNDS = 2
QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
XUKE = [sys.executable, "-m", "xuke"]


def project(folder: Path, reports: int) -> Path:
    """A project of *reports* invented reports with the district report."""
    write_project(folder, reports)
    shutil.copy(NOTEBOOK, folder / "notebooks")
    os.environ["XUKE_HOME"] = str(folder)
    return folder


def planned(home: Path, notebook: Path = NOTEBOOK) -> list[Run]:
    """Every run of *notebook* in *home*."""
    rows = read_rows(home / "data")
    return list(plan_runs(load_notebook(notebook), rows, Selection(), "zh", {}))


def command_loop(home: Path, runs: list[Run]) -> None:
    """The ``papermill`` command, one after the other."""
    for number, run in enumerate(runs):
        given = [["-p", name, str(value)] for name, value in run.parameters.items()]
        command = [sys.executable, "-m", "papermill", str(NOTEBOOK), str(home / f"{number}.ipynb")]
        subprocess.run([*command, *(word for pair in given for word in pair)], check=True, **QUIET)


def _papermill(run: Run) -> None:
    import logging

    import papermill

    logging.disable()
    # Its kernels inherit this, and would print a warning each.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    papermill.execute_notebook(NOTEBOOK, None, parameters=run.parameters, progress_bar=False)


def papermill_pool(home: Path, runs: list[Run]) -> None:
    """papermill from Python in a pool of processes, a real kernel each."""
    del home
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        list(pool.map(_papermill, runs))


def xuke_run(home: Path, runs: list[Run]) -> None:
    """``xuke run``, from its start to its end: plan, pages, figures, records and index too."""
    del runs
    output = home / "outputs"
    shutil.rmtree(output, ignore_errors=True)
    command = [*XUKE, "run", "--workers", str(WORKERS), "--output", str(output)]
    subprocess.run(command, check=True, **QUIET)


def _cells(run: Run) -> float:
    """Work through the cells; the processor time that they took."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    began = time.process_time()
    main = sys.modules["__main__"]
    shell = InteractiveShell.instance()
    shell.reset()
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    for cell in (each for each in cells if each["cell_type"] == "code"):
        with capture_output():
            result = shell.run_cell("".join(cell["source"]))
        result.raise_error()
        if "parameters" in cell["metadata"].get("tags", ()):
            shell.push(run.parameters)
    # The shell puts its own module here, in which the pool would look for this function.
    sys.modules["__main__"] = main
    return time.process_time() - began


_FLOOR: dict[str, ProcessPoolExecutor] = {}


def _open_floor(key: str, processes: int) -> ProcessPoolExecutor:
    """A pool with a thread for each process, as a batch has: more would wait for each other."""
    if key not in _FLOOR:
        _FLOOR[key] = ProcessPoolExecutor(processes, get_context("spawn"), _one_thread)
    return _FLOOR[key]


def _one_thread() -> None:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"


def floor(home: Path, runs: list[Run]) -> float:
    """The cells' own work in processes that are warm: no kernel, no notebook, no page."""
    fresh = str(home) not in _FLOOR
    pool = _open_floor(str(home), WORKERS)
    if fresh:
        list(pool.map(_cells, runs[:6]))  # warms them
    return sum(pool.map(_cells, runs))


def _clean_cells(runs: list[Run]) -> float:
    preload(KERNEL)
    with get_context("fork").Pool(WORKERS, maxtasksperchild=1) as pool:
        return sum(pool.map(_cells, runs, chunksize=1))


def clean_floor(home: Path, runs: list[Run]) -> float:
    """The same with a clean process for each run, forked from one that is warm already."""
    return _open_floor(f"clean {home}", 1).submit(_clean_cells, runs).result()


def _processor_seconds() -> float:
    """Of all children that have ended, and of theirs."""
    times = psutil.Process().cpu_times()
    return float(times.children_user + times.children_system)


def speed(home: Path) -> None:
    """Print seconds per notebook for each way, and how they compare."""
    project(home, 32)
    runs = planned(home)
    # The slow ways are measured on a part: each of their notebooks costs what the others do.
    ways: dict[Callable[[Path, list[Run]], float | None], list[Run]] = {
        command_loop: runs[:4],
        papermill_pool: runs[:12],
        xuke_run: runs,
        floor: runs,
        clean_floor: runs,
    }
    for way in (floor, clean_floor):
        way(home, runs[:2])
    clock: dict[str, list[float]] = {way.__name__: [] for way in ways}
    processor: dict[str, list[float]] = {way.__name__: [] for way in ways}
    for _ in range(ROUNDS):
        for way, part in ways.items():
            began, used = time.perf_counter(), _processor_seconds()
            own = way(home, part)
            clock[way.__name__].append((time.perf_counter() - began) / len(part))
            used = own if own is not None else _processor_seconds() - used
            processor[way.__name__].append(used / len(part))
    for pool in _FLOOR.values():
        pool.shutdown()
    seconds = {name: statistics.median(each) for name, each in clock.items()}
    used_by = {name: statistics.median(each) for name, each in processor.items()}
    asked = {"command_loop": "at least 10", "papermill_pool": "at least 3", "floor": "xuke <= 1.3"}
    print("seconds per notebook; processor time shows what a busy machine hides")
    print(f"{'way':<16}{'clock':>8}{'processor':>11}{'against xuke run':>19}{'asked for':>14}")
    for name, value in seconds.items():
        xuke = seconds["xuke_run"]
        ratio = f"xuke {xuke / value:.2f} x" if "floor" in name else f"{value / xuke:.1f} x"
        print(f"{name:<16}{value:>8.2f}{used_by[name]:>11.2f}{ratio:>19}{asked.get(name, ''):>14}")


def again(home: Path) -> None:
    """Print the time of a run of 1 000 in which nothing has changed."""
    project(home, 1000)
    store = LocalStore(home / "outputs")
    content = {"ipynb": b"x" * 100_000, "html": b"x" * 200_000, "json": b""}
    for run in planned(home):
        record = new_record(Task(run, "", "", ""))
        record["sizes"] = {f"{run.stem}.{end}": len(data) for end, data in content.items() if data}
        for name in record["sizes"]:
            store.write(f"{run.folder}/{name}", content[name.rpartition(".")[2]])
        store.write(run.record_path, to_json(record))
    (home / "outputs" / "index.html").touch()
    began = time.perf_counter()
    done = subprocess.run([*XUKE, "run"], check=True, capture_output=True, text=True)
    assert "1000 unchanged" in done.stderr
    print(f"1 000 unchanged: {time.perf_counter() - began:.2f} s (asked for: under 2)")


def planning(home: Path) -> None:
    """Print time and memory of planning 30 000."""
    project(home, 30_000)
    began = time.perf_counter()
    process = psutil.Popen([*XUKE, "run", "--dry-run"], stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, process.memory_info().rss)
        time.sleep(0.02)
    print(f"30 000 planned: {time.perf_counter() - began:.1f} s (asked for: under 10), "
          f"{peak / 2**20:.0f} MB (asked for: under 300)")  # fmt: skip


def memory(home: Path) -> None:
    """Print the memory of the batch's lasting processes over 500 runs."""
    from batch.notebooks import write_notebook
    from batch.tasks import task_of

    write_notebook(home / "small.ipynb", "1")
    tasks = [task_of(home / "o", "import pandas", folder=f"d/{n}") for n in range(500)]
    seen = {}
    with Pool(WORKERS) as pool:
        for number, record in enumerate(pool.make(tasks), 1):
            assert record["status"] == "done"
            if number in (10, 100, 200, 300, 400, 500):
                warm = (each.pid for each in batch_processes())
                lasting = (psutil.Process(), *map(psutil.Process, warm))
                seen[number] = "+".join(f"{p.memory_info().rss / 2**20:.0f}" for p in lasting)
    print("memory of batch + warm processes, MB:", ", ".join(f"{n}: {m}" for n, m in seen.items()))


def start(home: Path) -> None:
    """Print the processor time of ``xuke --help``."""
    del home
    used = []
    for _ in range(5):
        before = psutil.Process().cpu_times()
        subprocess.run([*XUKE, "--help"], check=True, **QUIET)
        after = psutil.Process().cpu_times()
        used.append(sum(getattr(after, n) - getattr(before, n)
                        for n in ("children_user", "children_system")))  # fmt: skip
    print(f"xuke --help: {min(used):.2f} s of processor time (asked for: under 0.3)")


PARTS = {each.__name__: each for each in (speed, again, planning, memory, start)}

if __name__ == "__main__":
    for name in sys.argv[1:] or PARTS:
        with tempfile.TemporaryDirectory(prefix="xuke-bench-") as folder:
            PARTS[name](Path(folder))
