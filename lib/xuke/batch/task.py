"""What whoever makes a run is handed, and the record it begins with."""

from __future__ import annotations

from dataclasses import dataclass

from xuke.batch.plan import Run
from xuke.batch.record import DONE, FAILED, Failure, Record, versions


@dataclass(frozen=True, slots=True)
class Task:
    """A run with all that its maker needs: nothing else is looked up.

    ``notebook`` is the notebook's text, ``folder`` where it is executed (empty for a folder of
    its own). ``seconds`` and ``megabytes`` are its limits. A result of the same inputs stands if it
    was made after ``since`` (UTC, ISO format), or at any time where that is empty.
    """

    run: Run
    notebook: str
    folder: str
    output: str
    seconds: float | None = None
    megabytes: float | None = None
    since: str = ""
    attempt: int = 1


def new_record(task: Task) -> Record:
    """The record of a task before it is made; `xuke.batch.record` says what is in it."""
    return {
        "notebook": task.run.notebook,
        "parameters": task.run.parameters,
        "key": task.run.key,
        "inputs": task.run.inputs,
        "versions": versions(),
        "status": DONE,
        "attempts": task.attempt,
        "started": "",
        "seconds": 0.0,
        "error": None,
        "failure": None,
        "outputs": [],
        "sizes": {},
    }


def failed(task: Task, failure: Failure) -> Record:
    """The record of a task that failed."""
    return {
        **new_record(task),
        "status": FAILED,
        "error": str(failure),
        "failure": {name: getattr(failure, name) for name in Failure.__slots__},
    }


def lost(task: Task) -> Record:
    """The record of a task whose maker died or never came back."""
    return failed(task, Failure("lost", "RunnerLost", "the process that made this run died"))
