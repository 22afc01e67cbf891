"""A project of its own for a test: data/ with a small panel, and reports to read into it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from xuke import panel

TITLE = "# 上海市崇明区2048年度行政许可实施情况年度报告\n\n## 二、行政许可办理情况\n\n"
FIGURES = "全年共收到行政许可申请1280件，受理1262件，不予受理18件，批准1240件，不予批准15件。\n"
SOURCES = "source,district,agency,year,title,publisher,url,published,accessed,note\n"


def project(folder: Path, *rows: dict[str, object], sources: str = "") -> Path:
    """The folder data/ of a project in *folder* whose panel holds *rows*."""
    data = folder / "data"
    data.mkdir(parents=True)
    columns = list(panel.schema().columns)
    made = pd.DataFrame(list(rows), columns=columns)
    (data / "observations.csv").write_text(
        panel.to_csv(made) if rows else ",".join(columns) + "\n", encoding="utf-8", newline="\n"
    )
    (data / "sources.csv").write_text(SOURCES + sources, encoding="utf-8", newline="\n")
    for name, header in (
        ("corrections.csv", "source,item,metric,expected,value,reason"),
        ("initiatives.csv", "source,initiative,section,agency,status"),
    ):
        (data / name).write_text(header + "\n", encoding="utf-8", newline="\n")
    return data


def write_report(folder: Path, text: str = TITLE + FIGURES, name: str = "report.md") -> Path:
    """An invented report as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
