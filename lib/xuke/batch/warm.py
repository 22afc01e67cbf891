"""The warm process: it imports what notebooks need once, then forks a clean child per request.

Run as ``python -m xuke.batch.warm KIND --listen FD`` by `xuke.batch.processes`. A request is a
connection on the listening socket and one line of JSON; the answer is one line with the child's
process id, and one with its exit code when it ends. A connection is its child's lifeline: when
whoever holds it dies, however suddenly, the child and its process group are killed. When the
owner of the warm process dies, its standard input ends, and everything goes.

On systems without a safe fork the same module, started with ``--spare``, warms up, waits for one
request on its standard input, and becomes the child itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xuke.batch.preload import KERNEL, preload
from xuke.batch.sources import loaded_sources


@dataclass(frozen=True, slots=True)
class Request:
    """What a child is to become: a ``kernel``, a ``runner``, or a ``call`` of a function."""

    kind: str
    argv: tuple[str, ...]
    env: dict[str, str]
    cwd: str
    current: bool = False  # refuse where the library has changed since it was warmed
    fds: tuple[int, ...] = ()

    def to_json(self) -> bytes:
        """One line; file descriptors travel beside it."""
        said = {name: getattr(self, name) for name in ("kind", "argv", "env", "cwd", "current")}
        return json.dumps(said).encode() + b"\n"

    @classmethod
    def from_json(cls, line: bytes, fds: tuple[int, ...] = ()) -> Request:
        """Read `to_json` back."""
        said = json.loads(line)
        return cls(**{**said, "argv": tuple(said["argv"]), "fds": fds})


class _Child:
    """A forked child as its parent sees it."""

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid, self.connection = pid, connection

    def signal(self, number: int) -> None:
        # The child leads its own group as soon as it runs; until then only it exists.
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            os.kill(self.pid, number)

    def ended(self, status: int) -> None:
        self.tell({"exit": os.waitstatus_to_exitcode(status)})
        self.connection.close()

    def tell(self, message: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):
            self.connection.sendall(json.dumps(message).encode() + b"\n")


class WarmServer:
    """Forks a child for each request until its owner goes.

    Single-threaded throughout: a fork copies only the thread that calls it, and a lock held by
    another would stay locked in the child for ever.
    """

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        self.children: dict[int, _Child] = {}
        self.selector = selectors.DefaultSelector()
        self.stamp = loaded_sources()

    def serve(self) -> Request | None:
        """Return the request in each child, and None in the parent when the owner is gone."""
        wake_read, wake_write = os.pipe()
        for end in (wake_read, wake_write):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.selector.register(self.listener, selectors.EVENT_READ, self._accept)
        self.selector.register(wake_read, selectors.EVENT_READ, self._reap)
        self.selector.register(sys.stdin.fileno(), selectors.EVENT_READ, self._owner_gone)
        try:
            while True:
                for key, _ in self.selector.select():
                    request = key.data(key.fileobj)
                    if request is not None:
                        signal.set_wakeup_fd(-1)
                        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                        os.close(wake_read)
                        os.close(wake_write)
                        return request  # type: ignore[no-any-return]
        except EOFError:
            for child in self.children.values():
                child.signal(signal.SIGKILL)
            return None

    def _accept(self, listener: socket.socket) -> Request | None:
        connection, _ = listener.accept()
        connection.settimeout(10)
        try:
            request = _receive(connection)
        except (OSError, ValueError):
            connection.close()
            return None
        if request.current and loaded_sources() != self.stamp:
            # The library was edited: a child forked here would run the old code.
            connection.sendall(b'{"stale": true}\n')
            connection.close()
            return None
        parent = os.getpid()
        with warnings.catch_warnings():
            # Python warns of any thread. Those of OpenBLAS, the only ones here, are stopped by
            # its own fork handler.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            os.setsid()
            _die_with(parent)
            connection.close()
            self._forget_parent()
            return request
        for fd in request.fds:
            os.close(fd)
        connection.setblocking(False)
        child = self.children[pid] = _Child(pid, connection)
        self.selector.register(connection, selectors.EVENT_READ, lambda _: self._hear(child))
        child.tell({"pid": pid})
        return None

    def _hear(self, child: _Child) -> None:
        """Pass on a signal, or kill the child of a client that is gone."""
        if child.pid not in self.children:
            return  # it ended, and was reaped, at the very moment that its client spoke
        try:
            said = child.connection.recv(64)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        numbers = [int(each) for each in said.split()] if said else [int(signal.SIGKILL)]
        if not said:
            self.selector.unregister(child.connection)
        for number in numbers:
            child.signal(number)

    def _reap(self, wake: int) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(wake, 4096)
        while self.children:
            try:
                found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if found is None:
                return
            child = self.children.pop(found.si_pid, None)
            if child is not None:
                # While its leader is unreaped the group's number cannot be anyone else's.
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(child.pid, signal.SIGKILL)
            _, status = os.waitpid(found.si_pid, 0)
            if child is not None:
                with contextlib.suppress(KeyError):
                    self.selector.unregister(child.connection)
                child.ended(status)

    def _owner_gone(self, _stdin: int) -> None:
        if not os.read(sys.stdin.fileno(), 64):
            raise EOFError

    def _forget_parent(self) -> None:
        """Close, in the child, what belongs to the parent: a kept lifeline would never end."""
        self.selector.close()
        self.listener.close()
        for child in self.children.values():
            child.connection.close()
        self.children.clear()
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)


def _receive(connection: socket.socket) -> Request:
    data, fds, _, _ = socket.recv_fds(connection, 65536, 4)
    while not data.endswith(b"\n"):
        more = connection.recv(65536)
        if not more:
            raise ValueError("the request ended early")
        data += more
    return Request.from_json(data, tuple(fds))


def _die_with(parent: int) -> None:
    """Have the kernel of the operating system kill this process when *parent* dies (Linux)."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def become(request: Request) -> Callable[[], object]:
    """Take on the environment of *request* and return what this process is to do."""
    os.environ.clear()
    os.environ.update(request.env)
    os.chdir(request.cwd)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if request.kind == KERNEL:
        from xuke.batch.kernel import run_kernel

        return lambda: run_kernel(list(request.argv))
    if request.kind == "call":
        target, *arguments = request.argv
        module, _, name = target.partition(":")
        return lambda: getattr(importlib.import_module(module), name)(*arguments)
    from multiprocessing.connection import Connection

    from xuke.batch import processes
    from xuke.batch.runner import serve

    processes.adopt_warm_process(request.argv[0])
    return lambda: serve(Connection(request.fds[0]))


def main() -> None:
    """Serve as the warm process, or, with ``--spare``, become one child."""
    if sys.path and Path(sys.path[0] or ".").resolve() == Path.cwd():
        # Put there by ``-m``; a file of that folder must not stand in for a library.
        del sys.path[0]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    preload(sys.argv[1])
    if sys.argv[2] == "--spare":
        line = sys.stdin.buffer.readline()
        request = Request.from_json(line) if line else None
    else:
        listener = socket.socket(fileno=int(sys.argv[3]))
        place = Path(listener.getsockname()).parent
        request = WarmServer(listener).serve()
        if request is None:
            # An owner that was killed could not.
            shutil.rmtree(place, ignore_errors=True)
    if request is not None:
        become(request)()
        if request.kind == KERNEL:
            return  # which has things to do at its exit
    # Taking apart all that was imported takes a tenth of a second, for which others wait.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
