"""A real Dask scheduler and two workers on loopback, and a server that speaks S3."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fsspec
import psutil
import pytest
from distributed import Client
from moto.server import ThreadedMotoServer

from xuke.batch import cluster
from xuke.batch.cluster import ClusterError, make_on_cluster
from xuke.batch.record import from_json
from xuke.batch.store import open_store

from .tasks import task_of
from .test_interruption import LIGHT

CELL = """\
import os, time
with open(os.environ["XUKE_HOME"] + "/log", "a") as log:
    log.write(f"{os.environ['WORKER']} {number}\\n")
time.sleep(0.3)
display({"image/png": "iVBORw0KGgo=", "text/plain": "x"}, raw=True)"""


def launch(role: str, *arguments: str, **env: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{role}", *arguments]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env={**os.environ, **env}, stdout=quiet, stderr=quiet)


def kill(process: psutil.Process) -> None:
    """Kill a process and all below it, as a machine that is switched off would."""
    for each in [process, *process.children(recursive=True)]:
        each.kill()


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address of an empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "invented",
        "AWS_SECRET_ACCESS_KEY": "invented",
        "AWS_DEFAULT_REGION": "us-east-1",
        "no_proxy": "127.0.0.1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    bucket = f"bucket-{uuid.uuid4().hex[:8]}"
    fsspec.filesystem("s3", skip_instance_cache=True).mkdir(bucket)
    yield f"s3://{bucket}/outputs"
    server.stop()


@pytest.fixture
def dask(home: Path, s3: str) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Address of a scheduler, and its two workers of one thread each."""
    del s3  # its settings are in the environment that the workers inherit
    told = home / "scheduler.json"
    common = ["--no-dashboard", "--host", "127.0.0.1"]
    scheduler = launch("scheduler", *common, "--port", "0", "--scheduler-file", str(told))
    deadline = time.monotonic() + 60
    while not told.exists() or not told.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    address = json.loads(told.read_text())["address"]
    workers = [
        launch("worker", address, *common, "--nthreads", "1", "--no-nanny", "--local-directory",
               str(home / name), WORKER=name, XUKE_HOME=str(home), XUKE_PRELOAD=LIGHT)
        for name in ("one", "two")
    ]  # fmt: skip
    with Client(address) as client:
        client.wait_for_workers(2, timeout=60)
    yield address, workers
    for each in (*workers, scheduler):
        if each.poll() is None:
            kill(psutil.Process(each.pid))
        each.wait()


def test_a_dead_workers_runs_are_done_elsewhere_and_results_reach_the_object_store(
    home: Path, s3: str, dask: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = dask
    cluster.fingerprint.cache_clear()
    tasks = [
        replace(
            task_of(home, CELL, parameters="number: int = 0", values={"number": number},
                    folder=f"d/{number}", seconds=60),
            output=s3,
        )
        for number in range(8)
    ]  # fmt: skip
    tasks.append(replace(task_of(home, "import os; os._exit(3)", folder="d/bad"), output=s3))
    records = []
    for record in make_on_cluster(address, tasks):
        records.append(record)
        if len(records) == 2:
            kill(psutil.Process(workers[0].pid))
    assert Counter(record["status"] for record in records) == {"done": 8, "failed": 1}
    (bad,) = (record for record in records if record["status"] == "failed")
    assert bad["error"] == "cell 1: KernelDied: the notebook's process ended with exit code 3"
    store = open_store(s3)
    for task in tasks[:-1]:
        record = from_json(store.read(task.run.record_path))
        assert record in records
        assert store.sizes(task.run.folder).items() >= record["sizes"].items()
    begun = [line.split() for line in (home / "log").read_text().splitlines()]
    assert {worker for worker, _ in begun} == {"one", "two"}
    twice = [
        number for number, times in Counter(number for _, number in begun).items() if times > 1
    ]
    assert len(twice) <= 1  # only what was under way on the worker that died
    assert workers[1].poll() is None  # a notebook that ends its process leaves its worker alone


def test_a_worker_with_other_figures_makes_nothing(
    home: Path, dask: tuple[str, list[subprocess.Popen[bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = ("another", *cluster.fingerprint()[1:])
    monkeypatch.setattr(cluster, "fingerprint", lambda: planned)
    (record,) = make_on_cluster(dask[0], [task_of(home / "o", "1")])
    assert record["status"] == "failed"
    assert "has another library" in record["error"]
    assert not (home / "o").exists()


def test_an_address_without_a_scheduler_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1)
    with pytest.raises(ClusterError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9"):
        list(make_on_cluster("tcp://127.0.0.1:9", []))
