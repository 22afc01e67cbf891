"""The same invented report in every format gives the same figures."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from made_documents import pdf_bytes, saved, xlsx_bytes
from xuke.reading import as_panel, read_report

TITLE = "上海市崇明区2048年度行政许可实施情况年度报告"
HEADING = "二、行政许可办理情况"
SENTENCE = "全年共收到行政许可申请1280件，受理1262件，不予受理18件，批准1240件，不予批准15件。"
LEAD = "各类事项受理数量如下。"
TABLE = [["许可事项", "受理（件）"], ["食品经营许可", 702], ["公共场所卫生许可", 560]]
FIGURES = [
    ("applications", "", 1280),
    ("accepted", "", 1262),
    ("not_accepted", "", 18),
    ("approved", "", 1240),
    ("not_approved", "", 15),
]
ITEMS = [("accepted", "食品经营许可", 702), ("accepted", "公共场所卫生许可", 560)]


def markdown() -> str:
    rows = ["| " + " | ".join(map(str, row)) + " |" for row in TABLE]
    table = "\n".join([rows[0], "| --- | --: |", *rows[1:]])
    bold = SENTENCE.replace("1262件", "**1262**件")
    return f"# {TITLE}\n\n## {HEADING}\n\n{bold}\n\n{LEAD}\n\n{table}\n"


def web() -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    words = SENTENCE.replace("1262", "<b>12</b><span>62</span>")
    return (
        f"<html><head><title>{TITLE}-崇明区人民政府</title></head><body><nav>第 9 栏</nav>"
        f"<div><h1>{TITLE}</h1><p>{HEADING}</p><p>{words}</p><p>{LEAD}</p>"
        f"<table>{rows}</table></div><footer>电话 12345</footer></body></html>"
    )


def word() -> bytes:
    document = docx.Document()
    document.add_heading(TITLE, level=1)
    document.add_paragraph(HEADING)
    paragraph = document.add_paragraph()
    for part in SENTENCE.partition("12"):  # Word cuts a number into runs where it was edited
        paragraph.add_run(part)
    document.add_paragraph(LEAD)
    table = document.add_table(rows=0, cols=2)
    for row in TABLE:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = str(text)
    return saved(document)


def pdf() -> bytes:
    first, second = SENTENCE[:40], SENTENCE[40:]
    return pdf_bytes([TITLE, HEADING, first, "- 1 -"], [second, "- 2 -"])


MADE = {
    ".md": (lambda: markdown().encode(), FIGURES + ITEMS),
    ".txt": (lambda: f"{TITLE}\r\n{HEADING}\r\n{SENTENCE}\r\n".encode("gb18030"), FIGURES),
    ".html": (lambda: web().encode(), FIGURES + ITEMS),
    ".docx": (word, FIGURES + ITEMS),
    ".pdf": (pdf, FIGURES),
    ".xlsx": (lambda: xlsx_bytes([[TITLE], *TABLE], merged=["A1:B1"]), ITEMS),
    ".csv": (lambda: "\n".join(",".join(map(str, row)) for row in TABLE).encode(), ITEMS),
}


def html_in_markdown() -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    first = '<tr><td colspan="2">各类事项</td></tr>'
    return f"# {TITLE}\n\n## {HEADING}\n\n{SENTENCE}\n\n<table>{first}{rows}</table>\n"


def test_a_table_of_html_in_markdown_gives_its_figures_and_its_tags_none(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(html_in_markdown(), encoding="utf-8")
    report = read_report(path)
    frame = as_panel(report.extraction.observations)
    found = zip(frame["metric"], frame["item"], frame["value"], strict=True)
    assert sorted(found) == sorted(FIGURES + ITEMS)
    assert report.extraction.unassigned == ()
    reasons = {each.quantity.words: each.reason for each in report.extraction.dismissed}
    assert reasons["2"] == "markup"


@pytest.mark.parametrize("suffix", MADE)
def test_every_format_gives_the_same_figures_with_their_words(tmp_path: Path, suffix: str) -> None:
    make, expected = MADE[suffix]
    path = tmp_path / f"report{suffix}"
    path.write_bytes(make())
    report = read_report(path, district="崇明区", year=2048, agency="")
    frame = as_panel(report.extraction.observations)
    found = zip(frame["metric"], frame["item"], frame["value"], strict=True)
    assert sorted(found) == sorted(expected)
    text = report.document.text
    for row in frame.to_dict("records"):
        assert text[row["start"] : row["end"]] == row["words"]
    assert report.extraction.unassigned == ()
