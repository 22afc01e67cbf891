"""How a batch tells where it is: a bar on a terminal, else a line now and then, or JSON."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from typing import Any, TextIO

from xuke.batch.record import FAILED, Record

LINE_SECONDS = 10.0


class Progress:
    """Counts runs; the base that shows nothing."""

    def __init__(self, total: int, unchanged: int) -> None:
        self.total, self.unchanged = total, unchanged
        self.counts: Counter[str] = Counter()
        self.failures: list[Record] = []
        self.began = time.monotonic()

    @property
    def left(self) -> int:
        """Runs that have not ended."""
        return self.total - self.counts.total()

    def update(self, record: Record) -> None:
        """Count one run and show it."""
        self.counts[record["status"]] += 1
        if record["status"] == FAILED:
            self.failures.append(record)
        self.show(record)

    def show(self, record: Record) -> None:
        """Show that one more run has ended."""

    def close(self) -> None:
        """Show the end."""

    def seconds_left(self) -> float:
        """At the pace so far."""
        made = self.counts.total()
        return (time.monotonic() - self.began) / made * self.left if made else float("nan")

    def summary(self) -> dict[str, Any]:
        """Numbers of runs, and the seconds they took together."""
        return {
            "done": self.counts["done"],
            "failed": self.counts["failed"],
            "unchanged": self.unchanged,
            "left": self.left,
            "seconds": round(time.monotonic() - self.began, 1),
        }


class Bar(Progress):
    """A bar for a person at a terminal."""

    def __init__(self, total: int, unchanged: int, stream: TextIO) -> None:
        super().__init__(total, unchanged)
        from tqdm import tqdm

        self._bar = tqdm(
            total=total,
            file=stream,
            unit="run",
            dynamic_ncols=True,
            bar_format="{percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} "
            "[{elapsed}, {remaining} left{postfix}]",
        )
        self._say()

    def _say(self) -> None:
        done, failed = self.counts["done"], self.counts["failed"]
        self._bar.set_postfix_str(f"{done} done, {failed} failed, {self.unchanged} unchanged")

    def show(self, record: Record) -> None:
        """Move the bar; a failure is named above it."""
        if record["status"] == FAILED:
            self._bar.write(f"failed: {describe(record)}", file=self._bar.fp)
        self._bar.update()
        self._say()

    def close(self) -> None:
        """Leave the bar as it is."""
        self._bar.close()


class Lines(Progress):
    """A line at intervals, for a log."""

    def __init__(self, total: int, unchanged: int, stream: TextIO) -> None:
        super().__init__(total, unchanged)
        self._stream, self._said = stream, self.began
        self._line()

    def _line(self) -> None:
        said = self.summary()
        seconds = self.seconds_left()
        time_left = f", {seconds:.0f} s left" if seconds == seconds and self.left else ""
        print(
            f"{said['done']} done, {said['failed']} failed, {said['unchanged']} unchanged, "
            f"{said['left']} to go{time_left}",
            file=self._stream,
            flush=True,
        )

    def show(self, record: Record) -> None:
        """Say where we are if it is time, and every failure."""
        if record["status"] == FAILED:
            print(f"failed: {describe(record)}", file=self._stream, flush=True)
        if time.monotonic() - self._said >= LINE_SECONDS:
            self._said = time.monotonic()
            self._line()

    def close(self) -> None:
        """Say how it ended, where the first line could not."""
        if self.total:
            self._line()


class JsonLines(Progress):
    """One JSON object a line, for machines."""

    def __init__(self, total: int, unchanged: int, stream: TextIO) -> None:
        super().__init__(total, unchanged)
        self._stream = stream
        self._say({"event": "planned", "runs": total, "unchanged": unchanged})

    def _say(self, event: dict[str, Any]) -> None:
        print(json.dumps(event, ensure_ascii=False), file=self._stream, flush=True)

    def show(self, record: Record) -> None:
        """The run and how it ended."""
        names = ("notebook", "parameters", "status", "seconds", "attempts", "error", "failure")
        self._say({"event": "run", **{name: record[name] for name in names}})

    def close(self) -> None:
        """The numbers."""
        self._say({"event": "end", **self.summary()})


def open_progress(total: int, unchanged: int, *, log_json: bool) -> Progress:
    """The kind that fits: JSON on standard output, the others on standard error."""
    if log_json:
        return JsonLines(total, unchanged, sys.stdout)
    if sys.stderr.isatty():
        return Bar(total, unchanged, sys.stderr)
    return Lines(total, unchanged, sys.stderr)


def describe(record: Record) -> str:
    """A failed run in a line: district, year, agency, cell, message."""
    names = ("district", "agency", "year")
    what = " ".join(str(record["parameters"].get(name) or "") for name in names).split()
    return f"{' '.join(what) or record['notebook']}: {record['error']}"
