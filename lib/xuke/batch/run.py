"""Makes the runs of a plan, here or on a cluster."""

from __future__ import annotations

import datetime
from collections.abc import Generator
from dataclasses import dataclass

from xuke.batch.notebook import Notebook
from xuke.batch.plan import Plan
from xuke.batch.record import Record
from xuke.batch.task import Task


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take; None for no limit. ``retries``: tries after the first."""

    seconds: float | None = None
    megabytes: float | None = None
    retries: int = 0


def make_runs(
    plan: Plan,
    notebook: Notebook,
    output: str,
    limits: Limits,
    *,
    workers: int = 2,
    cluster: str = "",
    fresh: bool = False,
) -> Generator[Record]:
    """Yield the record of each run of *plan* when it is made.

    Results go to *output* while the iteration goes on; leaving it early ends every process.
    *cluster* is the address of a Dask scheduler, where runs are made instead of here.
    """
    now = datetime.datetime.now(datetime.UTC)
    since = now.isoformat(timespec="seconds") if fresh else ""
    tasks = [
        Task(
            run,
            notebook.text,
            "" if cluster else str(notebook.path.parent),
            output,
            limits.seconds,
            limits.megabytes,
            since,
        )
        for run in plan.runs
    ]
    if not tasks:
        return
    if cluster:
        from xuke.batch.cluster import make_on_cluster

        yield from make_on_cluster(cluster, tasks, retries=limits.retries)
        return
    from xuke.batch.pool import Pool

    with Pool(max(1, min(workers, len(tasks)))) as pool:
        yield from pool.make(tasks, retries=limits.retries)
