"""Makes runs on an existing Dask cluster; `xuke run --cluster tcp://…`.

Each task goes to a worker, which has a child process make it, so that a notebook that kills its
process does not take the worker along. A worker that dies has its tasks done by others. Results
go to the output folder or store directly; only the small record comes back, and is collected as
soon as it is there, because a result that waits on a worker is lost with it.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from xuke import catalog, project
from xuke.batch.plan import library
from xuke.batch.pool import make_one
from xuke.batch.record import BUSY, DONE, Failure, Record
from xuke.batch.rows import read_rows
from xuke.batch.task import Task, failed, lost
from xuke.model import XukeError

_CONNECT_SECONDS = 10
_WORKERS_SECONDS = 300  # a queue of a cluster takes its time to start them
_AHEAD = 2  # tasks handed out for each thread of a worker: the next is there when one ends

Fingerprint = tuple[str, str, str]


class ClusterError(XukeError):
    """A cluster that cannot be reached or used."""


def make_on_cluster(address: str, tasks: Sequence[Task], *, retries: int = 0) -> Generator[Record]:
    """Yield the record of each task when it is made by a worker of the scheduler at *address*."""
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise ClusterError("--cluster needs Dask: install xuke[cluster]") from None
    try:
        client: Any = Client(address, timeout=_CONNECT_SECONDS)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler at {address}: {error}") from None
    own = fingerprint()
    with client:
        try:
            client.wait_for_workers(1, timeout=_WORKERS_SECONDS)
        except TimeoutError:
            raise ClusterError(f"the scheduler at {address} has no workers; start some") from None
        threads = sum(client.nthreads().values())
        waiting = iter(tasks)
        at_work = {}
        completed: Any = as_completed()  # type: ignore[no-untyped-call]

        def hand_out(some: Iterator[Task]) -> None:
            for task in some:
                # Not pure: a repeated try is another piece of work, not a known result.
                future = client.submit(make_on_worker, task, own, pure=False)
                at_work[future.key] = task
                completed.add(future)

        hand_out(islice(waiting, _AHEAD * threads))
        for future in completed:
            task = at_work.pop(future.key)
            record = future.result() if future.status == "finished" else lost(task)
            future.release()
            if record["status"] == BUSY:
                hand_out(iter((task,)))
                continue
            if record["status"] != DONE and task.attempt <= retries:
                hand_out(iter((replace(task, attempt=task.attempt + 1),)))
                continue
            hand_out(islice(waiting, 1))
            yield record


def make_on_worker(task: Task, planned: Fingerprint) -> Record:
    """Make *task* in a child of this worker, if it has what the plan was made from."""
    here = fingerprint()
    names = ("library", "definitions", "figures")
    other = [name for name, a, b in zip(names, planned, here, strict=True) if a != b]
    if other:
        message = f"the worker on {platform.node()} has another {' and '.join(other)}"
        return failed(task, Failure("lost", "OtherWorker", message))
    os.environ["XUKE_HOME"] = str(project.root())
    return make_one(task)


@cache
def fingerprint() -> Fingerprint:
    """Digests of the library, the definitions and the panel that this process works with."""
    return library(), catalog.digest(), read_rows(Path(project.root()) / "data").panel()
