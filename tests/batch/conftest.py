from __future__ import annotations

from pathlib import Path

import pytest

from panel_factory import write_project
from xuke.batch.pool import Pool
from xuke.batch.processes import WarmProcess, shared_warm_process
from xuke.batch.record import Record
from xuke.batch.task import Task


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of four invented reports: two districts in two years."""
    write_project(tmp_path, 4)
    keep = ("shanghai-huangpu", "shanghai-xuhui")
    for name in ("observations.csv", "sources.csv"):
        path = tmp_path / "data" / name
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines(keepends=True)
        chosen = [lines[0], *(line for line in lines if any(f"{each}," in line for each in keep))]
        later = [line.replace(",,2001,", ",,2002,").replace("invented-", "later-")
                 for line in chosen[1:]]  # fmt: skip
        path.write_text("".join([*chosen, *later]), encoding="utf-8", newline="\n")
    monkeypatch.setenv("XUKE_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="package")
def warm() -> WarmProcess:
    """One warm process for all tests: warming one for each would be most of their time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENBLAS_NUM_THREADS", "1")  # as `xuke run` does
        return shared_warm_process()


class Make:
    """Makes tasks two at a time."""

    def __call__(self, *tasks: Task, retries: int = 0) -> list[Record]:
        with Pool(2) as pool:
            return list(pool.make(tasks, retries=retries))


@pytest.fixture(scope="package")
def make(warm: WarmProcess) -> Make:
    """Make tasks and return their records."""
    assert warm.alive
    return Make()
