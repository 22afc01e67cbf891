"""Makes one run: executes its notebook, writes what came of it, and its record last.

This is the body of a child of the warm process (`serve`) and, on a cluster, of a child of a
worker. A run is idempotent: made twice it gives the same files.
"""

from __future__ import annotations

import contextlib
import datetime
import logging
import tempfile
import time
from typing import Any, TypeGuard

import nbformat
from nbclient.exceptions import DeadKernelError
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import raise_for_execution_errors, remove_error_markers
from papermill.parameterize import parameterize_notebook
from papermill.translators import PythonTranslator
from papermill.utils import chdir

from xuke.batch.engine import valid_output
from xuke.batch.exhibits import SVG, Picture, bundles, take_pictures
from xuke.batch.limits import LimitWatcher
from xuke.batch.page import render_page
from xuke.batch.parameters import verify_injected
from xuke.batch.plan import Run
from xuke.batch.record import BUSY, DONE, Failure, Record, from_json, to_json, versions, why_stale
from xuke.batch.store import LocalStore, Store, open_store
from xuke.batch.task import Task, failed, new_record

INJECTED = "injected-parameters"


def make(task: Task) -> Record:
    """Make the run of *task* and return its record; a failure is a record too.

    Another batch may be making the same run: then the record has status ``busy``.
    """
    store = open_store(task.output)
    run = task.run
    with store.claim(str(run)) as held:
        if not held:
            return {**new_record(task), "status": BUSY}
        done = from_json(store.read(run.record_path))
        if _stands(done, task, store):
            # Made by another batch meanwhile, or by a worker that died before it could say so.
            return done
        started = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        clock = time.monotonic()
        notebook, failure = execute(task)
        files = _files(notebook, run) if failure is None else _failed_files(notebook, run)
        record = new_record(task) if failure is None else failed(task, failure)
        record |= {"started": started, "seconds": round(time.monotonic() - clock, 3)}
        return _finish(store, run, record, files)


def _stands(record: Record | None, task: Task, store: Store) -> TypeGuard[Record]:
    """Whether an earlier result of the run needs not be made again."""
    if record is None or record["started"] < task.since:
        return False
    return not why_stale(record, task.run.inputs, store.sizes(task.run.folder))


def execute(task: Task) -> tuple[Any, Failure | None]:
    """Execute the notebook of *task*: the notebook with its outputs, and what went wrong."""
    watcher = LimitWatcher(task.seconds, task.megabytes)
    notebook = _read(task.notebook)
    prepare(notebook)
    # Before anything runs: values never become code, whatever papermill's translator makes of them.
    verify_injected(PythonTranslator.codify(task.run.parameters), task.run.parameters)
    failure = None
    with _folder(task) as folder:
        try:
            notebook = _run_cells(notebook, task, watcher, folder)
        except PapermillExecutionError as error:
            notebook = watcher.notebook
            failure = Failure(
                "error",
                error.ename,
                _first_line(error.evalue),
                error.exec_count,
                _first_line(error.source),
            )
        except (DeadKernelError, RuntimeError) as error:
            notebook = watcher.notebook if watcher.notebook is not None else notebook
            failure = _death(watcher, task, error, notebook)
        finally:
            watcher.stop()
    tidy(notebook)
    return notebook, failure


def _folder(task: Task) -> contextlib.AbstractContextManager[str]:
    if task.folder:
        return contextlib.nullcontext(task.folder)
    return tempfile.TemporaryDirectory(prefix="xuke-run-")


def _run_cells(notebook: Any, task: Task, watcher: LimitWatcher, folder: str) -> Any:
    """What `papermill.execute_notebook` does, in its own steps, but for what it writes.

    It would write the notebook and read it again at first, to have a copy, and at last write it,
    with every line of every SVG apart, to nowhere: a fifth of this process's time.
    """
    engine = {"engine_name": "xuke", "kernel_name": "python3"}
    if task.run.parameters:
        # A notebook that has never been opened in Jupyter does not say its language.
        parameterize_notebook(notebook, task.run.parameters, language="python", **engine)
    remove_error_markers(notebook)
    with chdir(folder):
        done = papermill_engines.execute_notebook_with_engine(
            nb=notebook, watcher=watcher, progress_bar=False, autosave_cell_every=0, **engine
        )
    raise_for_execution_errors(done, None)
    return done


def prepare(notebook: Any) -> None:
    """Remove committed outputs: a run that dies early must not show them as its own.

    And make the places that papermill's own loader makes for its notes.
    """
    notebook.metadata.setdefault("papermill", {})
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
        cell.metadata.setdefault("papermill", {})
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def tidy(notebook: Any) -> None:
    """Take times and random names out of an executed notebook: same inputs, same bytes."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if INJECTED in cell.metadata.get("tags", ()):
            cell.id = INJECTED
        elif cell.metadata.get("tags") == ["papermill-error-cell-tag"]:
            cell.id = f"failed-{notebook.cells.index(cell)}"
        if not cell.metadata.get("tags", True):
            cell.metadata.pop("tags")


def _death(watcher: LimitWatcher, task: Task, error: Exception, notebook: Any) -> Failure:
    """What ended the kernel, and at which cell."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    begun = [cell for cell in cells if cell.metadata.get("papermill", {}).get("exception")]
    number = cells.index(begun[-1]) + 1 if begun else None
    source = _first_line(begun[-1].source) if begun else ""
    if watcher.breach == "time":
        message = f"stopped after {task.seconds:g} s"
        return Failure("time", "TimeLimit", message, number, source)
    if watcher.breach == "memory":
        message = f"stopped at more than {task.megabytes:g} MB"
        return Failure("memory", "MemoryLimit", message, number, source)
    code = watcher.process.poll() if watcher.process is not None else None
    if code is None:
        return Failure("died", type(error).__name__, _first_line(str(error)), number, source)
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return Failure("died", "KernelDied", f"the notebook's process ended with {how}", number, source)


def _files(notebook: Any, run: Run) -> dict[str, bytes]:
    language = str(run.parameters.get("language") or run.stem.rpartition(".")[2])
    pictures = take_pictures(notebook)
    files = {
        f"{run.stem}.ipynb": _ipynb(notebook),
        f"{run.stem}.html": render_page(notebook, pictures, language, run.notebook).encode(),
    }
    for picture in pictures:
        files |= _picture_files(picture, language)
    return files


def _failed_files(notebook: Any, run: Run) -> dict[str, bytes]:
    for bundle in bundles(notebook):
        bundle["data"].pop(SVG, None)
    return {f"{run.stem}.ipynb": _ipynb(notebook)}


def _picture_files(picture: Picture, language: str) -> dict[str, bytes]:
    base = f"figures/{picture.name}.{language}"
    files = {f"{base}.png": picture.png}
    if picture.svg:
        files[f"{base}.svg"] = picture.svg.encode()
    return files


def _finish(store: Store, run: Run, record: Record, files: dict[str, bytes]) -> Record:
    """Write *files* and then the record, whole, so that a kill in between leaves no record."""
    folder = run.folder if record["status"] == DONE else run.failed_folder
    path = f"{folder}/{run.stem}.json"
    before = from_json(store.read(path))
    # An old record must not vouch for a mixture of old and new files.
    store.delete(path)
    store.write_many({f"{folder}/{name}": data for name, data in files.items()})
    for name in set(before["outputs"] if before else ()) - set(files):
        store.delete(f"{folder}/{name}")
    record = {
        **record,
        "outputs": list(files),
        "sizes": {name: len(data) for name, data in files.items()},
    }
    store.write(path, to_json(record))
    if record["status"] == DONE:
        _clear_failed(store, run)
    if isinstance(store, LocalStore):
        store.sweep(folder)
    return record


def _clear_failed(store: Store, run: Run) -> None:
    """Remove what an earlier, failed try of this run left."""
    before = from_json(store.read(run.failed_path))
    if before is not None:
        store.delete(run.failed_path)
        for name in before["outputs"]:
            store.delete(f"{run.failed_folder}/{name}")


def _read(text: str) -> Any:
    notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    return nbformat.v4.upgrade(notebook)  # type: ignore[no-untyped-call]


def _ipynb(notebook: Any) -> bytes:
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return text.encode() + b"\n"


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:300]


def warm_up() -> None:
    """Have schemas, templates and versions at hand, which each runner would else make again."""
    notebook = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=[nbformat.v4.new_markdown_cell("# 1")]  # type: ignore[no-untyped-call]
    )
    render_page(_read(_ipynb(notebook).decode()), (), "zh", "")
    valid_output()
    versions()


def serve(connection: Any) -> None:
    """Make the tasks that come through *connection* until it is closed: the body of a runner."""
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        try:
            record = make(task)
        except Exception as error:
            # Not the notebook's fault: a disk that is full, a store that is gone.
            record = failed(task, Failure("lost", type(error).__name__, _first_line(str(error))))
        connection.send(record)
