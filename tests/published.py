"""Outputs folders as runs leave them, written by hand: every report in them is invented."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from indicator_rows import indicator_rows
from xuke import catalog
from xuke.publish.site import Tables

PIXEL = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
        "606060f80f0001040100b51b2f430000000049454e44ae426082"
    )
).decode()
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


def write_run(
    outputs: Path,
    district: str,
    year: int | None,
    *,
    agency: str = "",
    language: str = "zh",
    notebook: str = "district_report",
    status: str = "done",
    error: str | None = None,
    title: str = "",
    sentence: str = "一句正文。",
    page: str | None = None,
) -> Path:
    """Write what one run leaves, its record too; returns the folder."""
    parts = (district or "all-districts", str(year or "all-years"), catalog.agency_slug(agency))
    folder = outputs.joinpath("failed" if status != "done" else "", *filter(None, parts))
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    stem = f"{notebook}.{language}"
    made = [f"{stem}.ipynb"]
    (folder / made[0]).write_text('{"cells": []}', encoding="utf-8")
    if status == "done":
        made += [f"{stem}.html", f"figures/flow.{language}.png", f"figures/flow.{language}.svg"]
        (folder / made[1]).write_text(
            page or _page(title or f"{district} {year}", sentence, language), encoding="utf-8"
        )
        (folder / made[2]).write_bytes(base64.b64decode(PIXEL))
        (folder / made[3]).write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    record = {
        "notebook": notebook,
        "parameters": {
            "district": district,
            "year": year,
            "agency": agency,
            "language": language,
        },
        "key": "0" * 64,
        "data": "1" * 64,
        "versions": {"xuke": "0.1.0"},
        "started": "2026-11-22T10:00:00+00:00",
        "duration": 1.2,
        "status": status,
        "error": error,
        "outputs": made,
    }
    path = folder / f"{stem}.json"
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return folder


def _page(title: str, sentence: str, language: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>{title}</title></head><body><main>'
        f"<h1>{html.escape(title)}</h1><h2>办理</h2><p>{html.escape(sentence)}</p>"
        f'<figure><img src="data:image/png;base64,{PIXEL}" alt="流程图"><figcaption>图</figcaption>'
        "</figure></main></body></html>"
    )


def indicators(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """An indicators frame; what a row leaves out is as for a rate without an interval."""
    rate = {"indicator": "acceptance_rate", "year": 2023, "value": 1.0}
    return indicator_rows(*({**rate, **row} for row in rows))


CHECK_COLUMNS = ["check", "kind", "district", "agency", "year", "item", "verdict", "left", "right",
                 "difference", "metric", "observations", "message_zh", "message_en"]  # fmt: skip


def checks(rows: Iterable[dict[str, Any]] = ()) -> pd.DataFrame:
    """A checks frame of failing rules; *rows* give district, year and the two messages."""
    blank = dict.fromkeys(CHECK_COLUMNS, "") | {"verdict": "fails", "observations": ()}
    return pd.DataFrame([{**blank, **row} for row in rows], columns=CHECK_COLUMNS)


def real_tables() -> Tables:
    """The frames of the project's own panel."""
    from xuke.checks import run_checks
    from xuke.indicators import derive
    from xuke.panel import load_panel, load_sources

    panel = load_panel()
    return Tables(panel, load_sources(), derive(panel), run_checks(panel))
