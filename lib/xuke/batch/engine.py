"""The papermill engine ``xuke``: nbclient with kernels forked from a warm process.

``papermill --engine xuke IN OUT`` uses it for any Python notebook. Beside the fork it takes away
the fixed waits of a kernel's start and end, and it marks the cell at which a kernel died or a
time limit struck, where papermill would call every cell completed.

papermill imports this module through its entry points, and it imports papermill: whoever wants
both imports papermill first.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from queue import Empty
from typing import Any, Protocol

import fastjsonschema
import nbformat
from fastjsonschema import JsonSchemaException
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.kernelspec import KernelSpec, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellExecutionError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager
from papermill.log import logger
from papermill.utils import merge_kwargs, remove_args
from traitlets import DottedObjectName, Type

KERNELSPEC = Path(__file__).parents[1] / "definitions" / "jupyter" / "kernel"
PROVISIONER = {"kernel_provisioner": {"provisioner_name": "xuke", "config": {}}}


_FIELDS = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
}


class Watcher(Protocol):
    """Told of a notebook that starts: what it is and which process runs it."""

    def started(self, notebook: Any, process: Any) -> None:
        """*notebook* is filled with outputs while it runs; *process* has the face of Popen."""


@cache
def valid_output() -> Callable[[dict[str, Any]], Any]:
    """A function that returns an output, or raises `JsonSchemaException` for what is none."""
    newest = nbformat.v4.nbformat_schema[nbformat.v4.nbformat, nbformat.v4.nbformat_minor]
    schema = json.loads(Path(nbformat.v4.__file__).with_name(newest).read_text(encoding="utf-8"))
    chosen = {name: schema[name] for name in ("$schema", "definitions")}
    check: Callable[[dict[str, Any]], Any] = fastjsonschema.compile(
        {**chosen, "$ref": "#/definitions/output"}
    )
    return check


class WarmChannel(AsyncZMQSocketChannel):
    """A channel that asks for a message once, not first whether there is one."""

    async def get_msg(  # type: ignore[override]  # as that of the class itself
        self, timeout: float | None = None
    ) -> dict[str, Any]:
        """The next message; `queue.Empty` after *timeout* seconds."""
        return await (self._recv() if timeout is None else super().get_msg(timeout))


class WarmKernelClient(AsyncKernelClient):
    """A client that knows when its kernel is ready instead of waiting a while."""

    iopub_channel_class = shell_channel_class = Type(WarmChannel)

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        deadline = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < deadline:
            request = self.kernel_info()
            try:
                reply = await self.shell_channel.get_msg(timeout=1)
                self._handle_kernel_info_reply(reply)
                # All that the kernel published before is flushed once it says that it is idle
                # after this very request, and the subscription is known to work.
                while True:
                    said = await self.iopub_channel.get_msg(timeout=0.2)
                    idle = said["content"].get("execution_state") == "idle"
                    if idle and said["parent_header"].get("msg_id") == request:
                        return
            except Empty:
                if not await self._async_is_alive():
                    raise RuntimeError("the kernel died before it was ready") from None
        raise RuntimeError(f"the kernel was not ready within {timeout} seconds")

    wait_for_ready = _async_wait_for_ready


class WarmKernelManager(AsyncKernelManager):
    """A manager whose Python kernels come from `xuke.batch.kernel.WarmProvisioner`."""

    client_class = DottedObjectName("xuke.batch.engine.WarmKernelClient", config=True)
    client_factory = Type(default_value=WarmKernelClient, klass=AsyncKernelClient)

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The specification of the notebook's kernel, with the provisioner of warm kernels."""
        if self._kernel_spec is None:
            try:
                spec = self.kernel_spec_manager.get_kernel_spec(self.kernel_name)
            except NoSuchKernel:
                if self.kernel_name not in ("xuke", "python3"):
                    raise
                # Not installed where Jupyter looks: this very Python will do.
                spec = KernelSpec.from_resource_dir(str(KERNELSPEC))
            if "ipykernel_launcher" in spec.argv:
                spec.metadata = {**spec.metadata, **PROVISIONER}
            self._kernel_spec = spec
        return self._kernel_spec

    async def _async_interrupt_kernel(self) -> None:
        if not self.shutting_down:
            await super()._async_interrupt_kernel()
        # At shutdown the kernel is idle, and an interrupt that catches it between two messages
        # breaks its loop: it would then sit there until it is killed, seconds later.

    async def _async_wait(self, pollinterval: float = 0.01) -> None:
        while await self._async_is_alive():
            await asyncio.sleep(min(pollinterval, 0.01))


class WarmNotebookClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client, with the truth about cells that were never finished."""

    def __init__(
        self, manager: NotebookExecutionManager, watcher: Watcher | None, **options: Any
    ) -> None:
        super().__init__(manager, **options)
        self._watcher = watcher

    def papermill_execute_cells(self) -> None:
        """Run the cells in order, up to the first that fails in any way."""
        if self._watcher is not None:
            self._watcher.started(self.nb, self.km.provisioner.process)
        for index, cell in enumerate(self.nb.cells):
            self.nb_man.cell_start(cell, index)
            try:
                self.execute_cell(cell, index)
            except CellExecutionError as error:
                self.nb_man.cell_exception(cell, cell_index=index, exception=error)
                break
            except Exception as error:
                self.nb_man.cell_exception(cell, cell_index=index, exception=error)
                raise
            finally:
                self.nb_man.cell_complete(cell, cell_index=index)

    def output(self, outs: Any, msg: Any, display_id: str | None, cell_index: int) -> Any:
        """Add the output that *msg* tells of, as nbclient does, but check it quickly.

        nbformat checks a lone output, other than a whole notebook, with jsonschema: a sixth of
        a runner's time.
        """
        kind, parent = msg["msg_type"], msg["parent_header"].get("msg_id")
        special = display_id or self.clear_before_next_output or self.output_hook_stack[parent]
        if kind in _FIELDS and not special:
            said = {name: msg["content"].get(name) for name in _FIELDS[kind]}
            with contextlib.suppress(JsonSchemaException):  # which the slow way tells better
                checked = valid_output()({"output_type": kind, **said})
                out = nbformat.from_dict(checked)  # type: ignore[no-untyped-call]
                outs.append(out)
                return out
        return super().output(outs, msg, display_id, cell_index)

    async def _async_poll_kernel_alive(self) -> None:
        # A tenth of nbclient's period: a killed kernel is noticed while the reader looks on.
        while await self.kc.is_alive():
            await asyncio.sleep(0.1)
        self.task_poll_for_reply.cancel()


class XukeEngine(NBClientEngine):  # type: ignore[misc]
    """Papermill's engine with warm kernels."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: int = 120,
        execution_timeout: int | None = None,
        watcher: Watcher | None = None,
        **options: Any,
    ) -> Any:
        """Run the notebook of *nb_man*; the options are those of papermill's own engine."""
        options = remove_args(["input_path", "timeout", "startup_timeout"], **options)
        options = merge_kwargs(
            options,
            timeout=execution_timeout,
            startup_timeout=max(start_timeout, 120),
            kernel_name=kernel_name,
            kernel_manager_class=WarmKernelManager,
            log=logger,
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
        )
        return WarmNotebookClient(nb_man, watcher, **options).execute()
