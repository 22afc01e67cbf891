from __future__ import annotations

import io
import json
from typing import Any

import pytest

from xuke.batch import progress
from xuke.batch.progress import Bar, JsonLines, Lines, open_progress


def record(status: str = "done", **other: Any) -> dict[str, Any]:
    error = "cell 3: ValueError: 错" if status == "failed" else None
    base = {
        "notebook": "n",
        "parameters": {"district": "shanghai-putuo", "year": 2024, "agency": ""},
        "status": status,
        "seconds": 0.5,
        "attempts": 1,
        "error": error,
        "failure": None,
    }
    return base | other


def test_without_a_terminal_there_is_a_line_at_intervals_and_one_for_each_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    stream = io.StringIO()
    lines = Lines(40, 7, stream)
    for _ in range(24):
        clock[0] += 1
        lines.update(record())
    lines.update(record("failed"))
    lines.close()
    assert stream.getvalue().splitlines() == [
        "0 done, 0 failed, 7 unchanged, 40 to go",
        "10 done, 0 failed, 7 unchanged, 30 to go, 30 s left",
        "20 done, 0 failed, 7 unchanged, 20 to go, 20 s left",
        "failed: shanghai-putuo 2024: cell 3: ValueError: 错",
        "24 done, 1 failed, 7 unchanged, 15 to go, 14 s left",
    ]


def test_where_nothing_is_to_be_made_one_line_says_so() -> None:
    stream = io.StringIO()
    Lines(0, 7, stream).close()
    assert stream.getvalue().splitlines() == ["0 done, 0 failed, 7 unchanged, 0 to go"]


def test_machines_get_an_object_a_line() -> None:
    stream = io.StringIO()
    lines = JsonLines(2, 1, stream)
    lines.update(record())
    lines.update(record("failed"))
    lines.close()
    said = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert said[0] == {"event": "planned", "runs": 2, "unchanged": 1}
    assert [(each["event"], each["status"]) for each in said[1:3]] == [
        ("run", "done"), ("run", "failed"),
    ]  # fmt: skip
    assert said[2]["error"] == "cell 3: ValueError: 错"
    end = {"event": "end", "done": 1, "failed": 1, "unchanged": 1, "left": 0}
    assert said[3].items() >= end.items()


def test_a_terminal_gets_a_bar_with_the_counts_and_the_time_left() -> None:
    stream = io.StringIO()
    bar = Bar(2, 5, stream)
    bar.update(record())
    bar.update(record("failed"))
    bar.close()
    shown = stream.getvalue()
    assert "1 done, 1 failed, 5 unchanged" in shown
    assert "2/2" in shown
    assert "left" in shown
    assert "failed: shanghai-putuo 2024: cell 3: ValueError: 错" in shown


def test_the_kind_fits_where_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(open_progress(0, 0, log_json=True), JsonLines)
    assert isinstance(open_progress(0, 0, log_json=False), Lines)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert isinstance(open_progress(0, 0, log_json=False), Bar)
