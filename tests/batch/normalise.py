"""What two executions of one notebook may differ in, taken out in one place."""

from __future__ import annotations

import re
from typing import Any

_PATTERNS = (
    (re.compile(r"0x[0-9a-f]{6,}"), "0xADDRESS"),
    (re.compile(r"ipykernel_\d+[/\\]\d+"), "ipykernel_PID/HASH"),
    (re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"), "WIDGET"),
    (re.compile(r"T_[0-9a-f]{5}"), "T_STYLER"),
    (re.compile(r"pid=\d+"), "pid=PID"),
    (re.compile(r"\d+(\.\d+)?(e[+-]?\d+)? (ns|µs|μs|us|ms|s)\b"), "TIME"),
    (re.compile(r"<dc:date>.*?</dc:date>"), "<dc:date>DATE</dc:date>"),
    (re.compile(r"/tmp/tmp\w+"), "/tmp/TEMPORARY"),
)


def normalise(value: Any) -> Any:
    """Outputs of a cell without addresses, process numbers, random names and times.

    Neighbouring writes to one stream are joined: where a stream is cut is a matter of timing in
    any kernel.
    """
    if isinstance(value, str):
        for pattern, name in _PATTERNS:
            value = pattern.sub(name, value)
        return value
    if isinstance(value, dict):
        return {normalise(key): normalise(each) for key, each in value.items()}
    if isinstance(value, list):
        return [normalise(each) for each in value]
    return value


def outputs_of(cell: Any) -> list[Any]:
    """Normalised outputs of *cell*."""
    joined: list[Any] = []
    for output in cell.get("outputs", []):
        output = dict(output)
        last = joined[-1] if joined else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
        else:
            joined.append(output)
    return normalise(joined)
