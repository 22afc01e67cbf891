"""Children of the warm process, as this process sees and steers them."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xuke.batch.preload import KERNEL, RUNNER
from xuke.batch.warm import Request
from xuke.model import XukeError

_DYING_SECONDS = 5
START_SECONDS = 120  # importing everything on a slow, busy machine
_ALLOCATORS = {
    # Arrow's would otherwise keep a thread, and forks want a process without.
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    # glibc's would give each drawing's memory back and ask for it again, page by page: a
    # twentieth of a run. Bytes.
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "MALLOC_TRIM_THRESHOLD_": "268435456",
    "MALLOC_TOP_PAD_": "33554432",
}


class WarmProcessError(XukeError):
    """The warm process did not start, or died."""


class StaleError(XukeError):
    """The library has changed since a warm process imported it."""


def can_fork() -> bool:
    """Whether forking a warm process is safe here: not on Windows, nor with Apple's libraries.

    ``XUKE_START=spawn`` chooses the way of those systems anywhere.
    """
    return sys.platform == "linux" and os.environ.get("XUKE_START") != "spawn"


class ForkedProcess:
    """A forked child with the face of `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection
        self._heard = b""

    def poll(self) -> int | None:
        """Exit code, or None while it runs."""
        return self._listen(0)

    def wait(self, timeout: float | None = None) -> int:
        """Exit code, once it has ended; `subprocess.TimeoutExpired` after *timeout* seconds."""
        code = self._listen(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Signal the child's process group.

        The warm process passes it on: it has not reaped the child yet, so the number of the
        group cannot have become another's.
        """
        if self.poll() is None:
            with contextlib.suppress(OSError):
                self._connection.sendall(f"{int(number)} ".encode())

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def fileno(self) -> int:
        """Descriptor that is readable when the child has ended."""
        return self._connection.fileno()

    def close(self) -> None:
        """Let go of the child, which is killed if it still runs."""
        self._connection.close()

    def _listen(self, timeout: float | None) -> int | None:
        if self.returncode is not None:
            return self.returncode
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if not select.select([self._connection], [], [], left)[0]:
                return None
            try:
                said = self._connection.recv(256)
            except OSError:
                said = b""
            self._heard += said
            if b"\n" in self._heard:
                self.returncode = json.loads(self._heard)["exit"]
            elif not said:  # the warm process died, and with it all its children
                self.returncode = -int(signal.SIGKILL)
            if self.returncode is not None:
                self._connection.close()
                return self.returncode


class WarmProcess:
    """A warm process that can be asked for children.

    Whoever starts it owns it: it ends with its owner. A child may ask it for brothers by its
    address.
    """

    def __init__(self, address: Path) -> None:
        self.address = address
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def start(cls, kind: str, *, quiet: bool = False) -> WarmProcess:
        """Start one for children of a *kind*; it warms up while this process goes on."""
        folder = Path(tempfile.mkdtemp(prefix="xuke-"))
        warm = cls(folder / "warm")
        environment = {**_ALLOCATORS, **os.environ}
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(warm.address))
            listener.listen(128)
            warm._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "xuke.batch.warm", kind, "--listen", str(listener.fileno())],
                stdin=subprocess.PIPE,
                env=environment,
                stderr=subprocess.DEVNULL if quiet else None,
                pass_fds=[listener.fileno()],
                # A folder without modules that could stand in for a library's.
                cwd=sys.prefix,
                # Ctrl-C on a terminal is for the owner, who then ends the children in order.
                start_new_session=True,
            )
        return warm

    def fork(
        self,
        kind: str,
        *,
        argv: Sequence[str] = (),
        env: dict[str, str] | None = None,
        cwd: str | Path | None = None,
        fds: Sequence[int] = (),
        current: bool = False,
    ) -> ForkedProcess:
        """Fork a child that is to be a ``kernel``, a ``runner``, or a ``call`` of a function.

        With *current*, raise `StaleError` if the library changed since this process was warmed.
        """
        environment = dict(os.environ if env is None else env)
        request = Request(kind, tuple(argv), environment, str(cwd or Path.cwd()), current)
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(START_SECONDS)
            connection.connect(str(self.address))
            line = request.to_json()
            sent = socket.send_fds(connection, [line], list(fds))
            connection.sendall(line[sent:])
            answer = _line(connection)
        except BaseException as problem:
            connection.close()
            if isinstance(problem, OSError | ValueError):
                raise WarmProcessError(
                    f"the process that notebooks are forked from did not answer ({problem}); "
                    f"try `python -m xuke.batch.warm kernel --spare </dev/null` to see why"
                ) from problem
            raise
        if "stale" in answer:
            connection.close()
            raise StaleError("the library was edited")
        connection.settimeout(None)
        return ForkedProcess(connection, answer["pid"])

    @property
    def pid(self) -> int | None:
        """Its number, for its owner."""
        return self._process.pid if self._process else None

    @property
    def alive(self) -> bool:
        """Whether it still runs, as far as this process can tell."""
        return self._process is None or self._process.poll() is None

    def ended(self, seconds: float) -> bool:
        """Whether it has ended or does within *seconds*, as far as its owner can tell."""
        try:
            return self._process is not None and self._process.wait(seconds) is not None
        except subprocess.TimeoutExpired:
            return False

    def close(self) -> None:
        """End it and its children."""
        if self._process is not None:
            assert self._process.stdin is not None  # noqa: S101 - it was started with a pipe
            self._process.stdin.close()
            try:
                self._process.wait(1)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            shutil.rmtree(self.address.parent, ignore_errors=True)


def _line(connection: socket.socket) -> dict[str, int]:
    heard = b""
    while not heard.endswith(b"\n"):
        # One byte at a time: what follows the line is for the child's holder.
        byte = connection.recv(1)
        if not byte:
            raise ValueError("it closed the connection")
        heard += byte
    answer: dict[str, int] = json.loads(heard)
    return answer


_lock = threading.Lock()
_shared: dict[str, WarmProcess] = {}
_adopted = False


def shared_warm_process(kind: str = KERNEL, *, quiet: bool = False) -> WarmProcess:
    """The warm process of this process for a *kind*, started at its first use, ended with it."""
    with _lock:
        if kind not in _shared or not _shared[kind].alive:
            _shared[kind] = WarmProcess.start(kind, quiet=quiet)
            atexit.register(_shared[kind].close)
        return _shared[kind]


def batch_processes() -> tuple[WarmProcess, WarmProcess]:
    """Those that a batch forks its kernels and its runners from.

    They warm up at the same time, the one that takes longer first.
    """
    return shared_warm_process(KERNEL, quiet=True), shared_warm_process(RUNNER, quiet=True)


def call_in_fork(target: str, *arguments: str) -> bool:
    """Call the function ``module:name`` in a child of the kernels' warm process, if there is one.

    There the libraries are loaded that this process may not have. False where there is no warm
    process, or where the call failed: then call it here, and see why.
    """
    warm = _shared.get(KERNEL)
    if warm is None or not warm.alive:
        return False
    try:
        return warm.fork("call", argv=[target, *arguments]).wait() == 0
    except WarmProcessError:
        return False


def adopt_warm_process(address: str) -> None:
    """Have this process fork its kernels from the warm process of the batch that it serves.

    All runs of a batch then use the library as it was when the batch began.
    """
    global _adopted
    _shared[KERNEL], _adopted = WarmProcess(Path(address)), True


def fork_kernel(argv: Sequence[str], env: dict[str, str], cwd: str) -> ForkedProcess:
    """Fork a kernel from the shared warm process; from a new one if the library was edited."""
    return _fork_shared(KERNEL, argv=argv, env=env, cwd=cwd, current=not _adopted)


def fork_runner(kernels: WarmProcess, cwd: Path, connection: int) -> ForkedProcess:
    """Fork a runner whose notebooks run in forks of *kernels* and that *connection* talks to."""
    return _fork_shared(RUNNER, argv=[str(kernels.address)], cwd=cwd, fds=[connection])


def _fork_shared(kind: str, **request: Any) -> ForkedProcess:
    """Fork from the shared warm process of a *kind*, from a new one if that is old or dying.

    One that is killed closes its socket some milliseconds before it has ended.
    """
    while True:
        warm = shared_warm_process(kind, quiet=kind == RUNNER)
        try:
            return warm.fork(kind, **request)
        except StaleError:
            pass
        except WarmProcessError:
            if not warm.ended(_DYING_SECONDS):
                raise
        with _lock:
            if _shared.get(kind) is warm:
                # What was forked from an old one goes on; it ends with this process.
                del _shared[kind]
