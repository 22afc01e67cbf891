"""Makes runs on this machine, a few at a time, each in processes of its own."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import socket
import subprocess
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Protocol

import psutil

from xuke.batch import processes
from xuke.batch.record import BUSY, DONE, Record
from xuke.batch.task import Task, lost

_GRACE_SECONDS = 60.0  # for what a runner does beside the notebook, on a busy machine
_AGAIN_SECONDS = 0.5  # before asking again for a run that another batch is making
_LOST_TRIES = 1  # more tries for a run whose runner died, which is not the notebook's fault


class Runner(Protocol):
    """A process that makes the tasks sent to it."""

    connection: Any
    tasks: int
    """How many it makes before a fresh one takes its place."""

    @property
    def useless(self) -> bool:
        """Whether every notebook that it starts from now on is bound to fail."""

    def close(self) -> None:
        """End it and what it started."""


class ForkedRunner:
    """A runner forked from a warm process; its notebooks run in forks of another."""

    tasks = 20  # papermill's half of the work then leaves little in memory

    def __init__(self, cwd: Path) -> None:
        self._kernels, _ = processes.batch_processes()
        own, theirs = socket.socketpair()
        with theirs:
            self._process = processes.fork_runner(self._kernels, cwd, theirs.fileno())
        self.connection = Connection(own.detach())

    @property
    def useless(self) -> bool:
        """Whether the process that its notebooks are forked from is dead."""
        return not self._kernels.alive

    def close(self) -> None:
        """End it; its notebook ends with it."""
        self.connection.close()
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._process.close()


class SpawnedRunner:
    """A runner for systems without a safe fork: it warms up once and then makes many tasks."""

    tasks = 50  # bounds what papermill's half of the work leaves in memory
    useless = False

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve_spawned, args=(theirs,), daemon=False)
        self._process.start()
        theirs.close()

    def close(self) -> None:
        """End it, its spare and its notebook."""
        self.connection.close()
        with contextlib.suppress(psutil.Error):
            family = psutil.Process(self._process.pid).children(recursive=True)
            self._process.kill()
            for process in family:
                with contextlib.suppress(psutil.Error):
                    process.kill()
        self._process.join()


def _serve_spawned(connection: Any) -> None:
    from xuke.batch.runner import serve

    # Ctrl-C reaches every process of a terminal; the batch ends its runners itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What kernels write past their notebook would land between the lines of the progress.
    with Path(os.devnull).open("w", encoding="utf-8") as nothing:
        for stream in (1, 2):
            os.dup2(nothing.fileno(), stream)
    serve(connection)


@dataclass
class _Slot:
    runner: Runner
    task: Task | None = None
    deadline: float | None = None
    made: int = 0


def _start_runner() -> Runner:
    if processes.can_fork():
        return ForkedRunner(Path.cwd())
    return SpawnedRunner()


def make_one(task: Task) -> Record:
    """Make *task* in a child of this process, whatever it does to that child."""
    runner = _start_runner()
    try:
        runner.connection.send(task)
        limit = None if task.seconds is None else task.seconds + _GRACE_SECONDS
        if not runner.connection.poll(limit):
            return lost(task)
        record: Record = runner.connection.recv()
    except (EOFError, OSError):
        return lost(task)
    finally:
        runner.close()
    return record


class Pool:
    """Makes tasks on this machine; to be closed, which ends every process that it started."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._slots: list[_Slot] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all at once; the warm process stays, and ends with this one."""
        for slot in self._slots:
            slot.runner.close()
        self._slots.clear()

    def make(self, tasks: Iterable[Task], *, retries: int = 0) -> Iterator[Record]:
        """Yield the record of each task when it is made, in the order of their ends.

        A task that fails is tried *retries* times more, after those that wait.
        """
        waiting = deque((0.0, task) for task in tasks)
        while waiting or any(slot.task for slot in self._slots):
            self._fill(waiting)
            for slot in self._ended(0.2 if waiting else 1.0):
                task, record = self._result(slot)
                limit = retries + (_LOST_TRIES if _is_lost(record) else 0)
                if record["status"] == BUSY:
                    waiting.append((time.monotonic() + _AGAIN_SECONDS, task))
                elif record["status"] != DONE and task.attempt <= limit:
                    waiting.append((0.0, replace(task, attempt=task.attempt + 1)))
                else:
                    yield record

    def _fill(self, waiting: deque[tuple[float, Task]]) -> None:
        """Give a task that is due to each runner that has none."""
        for _ in range(len(waiting)):
            slot = next((each for each in self._slots if each.task is None), None)
            if slot is None and len(self._slots) >= self._workers:
                return
            due, task = waiting.popleft()
            if due > time.monotonic():
                waiting.append((due, task))
                continue
            if slot is None:
                slot = _Slot(_start_runner())
                self._slots.append(slot)
            slot.task = task
            slot.deadline = None
            if task.seconds is not None:
                slot.deadline = time.monotonic() + task.seconds + _GRACE_SECONDS
            with contextlib.suppress(OSError):  # one that just died is noticed below
                slot.runner.connection.send(task)

    def _ended(self, seconds: float) -> list[_Slot]:
        """Slots whose runner answered, died, or is over its time."""
        working = [slot for slot in self._slots if slot.task]
        answered = wait([slot.runner.connection for slot in working], seconds)
        now = time.monotonic()
        return [
            slot
            for slot in working
            if slot.runner.connection in answered
            or (slot.deadline is not None and now > slot.deadline)
        ]

    def _result(self, slot: _Slot) -> tuple[Task, Record]:
        """The record of a slot that ended; its runner is replaced when its time is up."""
        task = slot.task
        assert task is not None  # noqa: S101 - only slots at work end
        slot.task, slot.made = None, slot.made + 1
        try:
            if not slot.runner.connection.poll():
                raise EOFError
            record: Record = slot.runner.connection.recv()
            if record["status"] != DONE and slot.runner.useless:
                raise EOFError
            over = slot.made >= slot.runner.tasks
        except (EOFError, OSError):
            record, over = lost(task), True
        if over:
            slot.runner.close()
            self._slots.remove(slot)
        return task, record


def _is_lost(record: Record) -> bool:
    return bool(record["failure"]) and record["failure"]["reason"] == "lost"
