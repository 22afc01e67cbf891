"""The quick kernel for everybody else: papermill's command, nbval, JupyterLab's managers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from xuke.batch.processes import ForkedProcess

from .conftest import Make
from .notebooks import notebook_of
from .tasks import task_of
from .test_interruption import LIGHT


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUKE_PRELOAD", LIGHT)


def test_jupyter_finds_the_kernel_in_this_environment() -> None:
    spec = KernelSpecManager().get_kernel_spec("xuke")
    assert Path(spec.resource_dir).is_relative_to(sys.prefix)
    assert spec.metadata["kernel_provisioner"]["provisioner_name"] == "xuke"
    assert "Xuke" in spec.display_name


@pytest.fixture
def manager() -> Iterator[KernelManager]:
    manager = KernelManager(kernel_name="xuke")
    manager.start_kernel()
    yield manager
    manager.shutdown_kernel(now=True)


def ask(manager: KernelManager, code: str) -> list[str]:
    """Texts that *code* prints in the kernel, and names of errors."""
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    said = []

    def hear(message: dict) -> None:
        content = message["content"]
        said.extend(content[name] for name in ("text", "ename") if name in content)

    client.execute_interactive(code, timeout=60, output_hook=hear)
    client.stop_channels()
    return said


def test_a_manager_restarts_and_interrupts_it_as_it_does_any_kernel(
    manager: KernelManager,
) -> None:
    assert isinstance(manager.provisioner.process, ForkedProcess)
    assert ask(manager, "x = 1; print(x)") == ["1\n"]
    manager.restart_kernel()
    assert ask(manager, "print(x)") == ["NameError"]
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    request = client.execute("import time\nwhile True: time.sleep(0.01)")
    time.sleep(0.5)
    manager.interrupt_kernel()
    reply = client.get_shell_msg(timeout=30)
    while reply["parent_header"]["msg_id"] != request:
        reply = client.get_shell_msg(timeout=30)
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    client.stop_channels()
    process = manager.provisioner.process
    manager.shutdown_kernel()
    assert process.poll() is not None


def test_the_papermill_command_takes_it_as_engine_and_as_kernel(tmp_path: Path) -> None:
    given = tmp_path / "in.ipynb"
    nbformat.write(notebook_of("2 + 3"), given)
    for number, option in enumerate((["--engine", "xuke"], ["-k", "xuke"])):
        out = tmp_path / f"{number}.ipynb"
        subprocess.run(
            [sys.executable, "-m", "papermill", *option, str(given), str(out)],
            check=True, capture_output=True,
        )  # fmt: skip
        (cell,) = json.loads(out.read_text(encoding="utf-8"))["cells"]
        assert cell["outputs"][0]["data"]["text/plain"] == ["5"]


def test_nbval_passes_on_what_the_batch_makes_and_fails_on_what_was_changed(
    make: Make, tmp_path: Path
) -> None:
    make(task_of(tmp_path, "1 + 1", "print('一')", "import pandas as pd\npd.Series([1])"))
    made = tmp_path / "somewhere" / "2001" / "n.zh.ipynb"
    notebook = nbformat.read(made, as_version=4)
    notebook.metadata.kernelspec.name = "xuke"
    nbformat.write(notebook, tmp_path / "good.ipynb")
    notebook.cells[0].outputs[0].data["text/plain"] = "3"
    nbformat.write(notebook, tmp_path / "changed.ipynb")
    check = [sys.executable, "-m", "pytest", "-q", "--nbval", "-p", "no:cacheprovider", "-n0"]
    results = {}
    for name in ("good", "changed"):
        path = str(tmp_path / f"{name}.ipynb")
        done = subprocess.run([*check, path], capture_output=True, text=True, cwd=tmp_path,
                              env=dict(os.environ))  # fmt: skip
        results[name] = done.stdout.strip().splitlines()[-1]
    assert results["good"].startswith("3 passed")
    assert results["changed"].startswith("1 failed, 2 passed")
