"""An extension of Jupyter's server: it warms the process that quick kernels are forked from.

Without it the first notebook opened with the kernel ``xuke`` would wait for the libraries that
later ones find ready. Jupyter finds it by ``etc/jupyter/jupyter_server_config.d/xuke.json`` of
the environment.
"""

from __future__ import annotations

from typing import Any

from xuke.batch import processes


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Start to warm; the server goes on meanwhile, and ends the warm process with itself."""
    if processes.can_fork():
        try:
            processes.shared_warm_process()
        except OSError as error:
            # A server without quick kernels is better than none.
            server.log.warning("Xuke's quick kernel cannot be prepared: %s", error)
