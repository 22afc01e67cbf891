"""Standard output and error of a kernel, which do nothing where there is nothing to send."""

from __future__ import annotations

from ipykernel.iostream import OutStream


class Stream(OutStream):
    """As ipykernel's own, but a flush after which nothing was written returns at once.

    ipykernel flushes both streams before each picture and after each cell, 150 times in a district
    report, and waits each time for the thread that sends. What was written since the last flush
    that waited still goes first: only a flush may say that nothing was.
    """

    _written = True

    def write(self, string: str) -> int | None:  # type: ignore[override]  # as ipykernel's is
        """Write *string*; the number of its characters."""
        length = super().write(string)
        # Not before: a flush of another thread in between would say that nothing was.
        self._written = True
        return length

    def flush(self) -> None:
        """Have what was written sent, and wait until it is."""
        if self._written or self.echo is not None:
            # Before the flush: what another thread writes meanwhile asks for one more.
            self._written = False
            super().flush()  # type: ignore[no-untyped-call]
