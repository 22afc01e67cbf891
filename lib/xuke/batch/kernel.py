"""A kernel forked from the warm process: the whole of ipykernel, without its start.

Registered as the kernel provisioner ``xuke`` of jupyter_client, so that papermill, nbval,
JupyterLab and every other client of the kernel specification ``xuke`` gets such kernels.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.launcher import launch_kernel
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.paths import jupyter_runtime_dir

from xuke.batch import processes
from xuke.batch.preload import KERNEL
from xuke.batch.warm import Request

_SOCKET_PATH_LIMIT = 100  # Linux allows 107 bytes, of which jupyter_client adds a few
_LAUNCHER = ["-m", "ipykernel_launcher"]


class WarmProvisioner(LocalProvisioner):
    """Starts ipykernel as a child of the warm process, or from a spare warm process."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prefer sockets in files: kernels started at once fight over port numbers."""
        manager = self.parent
        if manager is not None and processes.can_fork() and not manager.shell_port:
            prefix = Path(jupyter_runtime_dir()) / f"xuke-{uuid.uuid4().hex[:12]}"
            prefix.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if len(str(prefix)) < _SOCKET_PATH_LIMIT:
                manager.transport, manager.ip = "ipc", str(prefix)
        return await super().pre_launch(**kwargs)

    # A Popen, or what has its face; jupyter_client's own annotation knows only the first.
    process: Any = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel; a command that is not ipykernel's is started as usual."""
        if cmd[1:3] != _LAUNCHER:
            return await super().launch_kernel(cmd, **kwargs)
        environment = kwargs.get("env") or dict(os.environ)
        cwd = kwargs.get("cwd") or str(Path.cwd())
        if processes.can_fork():
            environment["JPY_PARENT_PID"] = str(os.getpid())
            loop = asyncio.get_running_loop()
            # In a thread: the first fork waits for the warm process to be warm.
            self.process = await loop.run_in_executor(
                None,
                lambda: processes.fork_kernel(cmd[3:], environment, cwd),
            )
        else:
            self.process = _spares.take(cmd[3:], environment, cwd)
        self.pid, self.pgid, self.cwd = self.process.pid, None, cwd
        await self._wait_for_sockets()
        return self.connection_info

    async def _wait_for_sockets(self) -> None:
        """Let clients connect at their first try: zmq waits a tenth of a second before another."""
        if self.connection_info.get("transport") != "ipc":
            return
        # The heartbeat's socket is the last that ipykernel binds.
        last = Path(f"{self.connection_info['ip']}-{self.connection_info['hb_port']}")
        deadline = time.monotonic() + 5
        while not last.exists() and self.process.poll() is None and time.monotonic() < deadline:
            await asyncio.sleep(0.002)

    async def wait(self) -> int | None:
        """Wait for the kernel's end, noticing it at once rather than at the next tenth."""
        if isinstance(self.process, processes.ForkedProcess):
            while self.process.poll() is None:
                await _readable(self.process.fileno())
            code, self.process = self.process.returncode, None
            return code
        return await super().wait()


async def _readable(fd: int) -> None:
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(fd, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(fd)


class _Spares:
    """One warm process held ready, for systems that cannot fork."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spare: Any = None

    def take(self, argv: list[str], env: dict[str, str], cwd: str) -> Any:
        """Have the spare become a kernel, and start to warm the next one."""
        with self._lock:
            spare = self._spare
            if spare is None or spare.poll() is not None:
                spare = self._start()
            self._spare = self._start()
        # Handles that the operating system made for this very process stay as they are.
        own = {name: spare.environment.get(name) for name in _HANDLES}
        env = {**env, **{name: value for name, value in own.items() if value}}
        with contextlib.suppress(OSError):  # a dead spare shows when it is polled
            spare.stdin.write(Request("kernel", tuple(argv), env, cwd).to_json())
            spare.stdin.close()
        return spare

    @staticmethod
    def _start() -> Any:
        environment = dict(os.environ)
        command = [sys.executable, "-m", "xuke.batch.warm", KERNEL, "--spare"]
        spare = launch_kernel(command, stdin=PIPE, env=environment, cwd=sys.prefix)
        spare.environment = environment  # type: ignore[attr-defined]
        return spare


_HANDLES = ("JPY_PARENT_PID", "JPY_INTERRUPT_EVENT", "IPY_INTERRUPT_EVENT")
_spares = _Spares()


def run_kernel(argv: list[str]) -> None:
    """Be an IPython kernel until it is shut down; the body of a child of the warm process."""
    import ipykernel_launcher  # type: ignore[import-untyped]

    sys.argv = [str(ipykernel_launcher.__file__), *argv]
    _reseed()
    if "matplotlib" in sys.modules and "MPLBACKEND" in os.environ:
        sys.modules["matplotlib"].rcParams["backend"] = os.environ["MPLBACKEND"]

    from ipykernel.kernelapp import IPKernelApp

    # The class read these from the environment when it was imported, in the warm process.
    # A forked kernel needs no poller (1: no parent to poll): its lifeline ends it at once.
    forked = processes.can_fork()
    app: Any = IPKernelApp.instance(
        parent_handle=1 if forked else int(os.environ.get("JPY_PARENT_PID") or 0),
        interrupt=int(os.environ.get("JPY_INTERRUPT_EVENT") or 0),
        outstream_class="xuke.batch.stream.Stream",
    )
    # First in, last out: whatever a notebook registered has run by then. What would follow, the
    # taking apart of every module, costs 0.1 s and nobody sees it.
    atexit.register(os._exit, 0)
    app.initialize(argv)
    atexit.unregister(app.close)
    atexit.register(_within, 0.2, app.close)
    if "ipywidgets" in sys.modules:
        # Done when ipywidgets is imported in a kernel; here it was imported before there was one.
        sys.modules["ipywidgets"].register_comm_target()
    app.start()


def _within(seconds: float, close: Callable[[], None]) -> None:
    """Close sockets in order, but not for longer: now and then ipykernel waits there for ever."""
    thread = threading.Thread(target=close, daemon=True)
    thread.start()
    thread.join(seconds)


def _reseed() -> None:
    """Give this child random numbers of its own: numpy does not notice a fork."""
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
