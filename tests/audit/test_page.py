"""The page of an audit: whole in itself, every link arriving, text staying text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from made_documents import xlsx_bytes
from made_projects import FIGURES, TITLE, write_report
from small_panels import observation, panel_of
from xuke.audit import Audit, audit
from xuke.audit.page import as_page
from xuke.reading import read_report

SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "totals-fail.md"
HOSTILE = (
    "<script>alert(1)</script> <img src=http://example.org/x onerror=alert(2)> "
    "\"><a href='javascript:alert(3)'>{{ 7 * 7 }} {% raw %} [链接](http://example.org) &amp;"
)


def audited(path: Path) -> Audit:
    district = {"district": "shanghai-chongming", "source": "hand"}
    known = observation("applications", 300, year=2047, **district)
    return audit(read_report(path, district="崇明区", year=2048), panel_of(known))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_link_arrives_and_every_figure_has_its_mark_and_its_row(language):
    result = audited(SAMPLE)
    page = BeautifulSoup(as_page(result, language), "lxml")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    targets = {link["href"] for link in page.find_all("a")}
    assert {target[1:] for target in targets} <= set(ids)
    count = len(result.figures)
    assert count >= 15
    for figure in range(count):
        assert page.find(id=f"f{figure}").find_parent("main")
        assert page.find(id=f"r{figure}").td.a["href"] == f"#f{figure}"
    assert len(page.select("article.finding")) == len(result.findings)
    assert page.html["lang"] == {"zh": "zh-CN", "en": "en"}[language]


def test_a_mark_holds_the_words_of_its_figure_and_tells_whether_it_fails():
    result = audited(SAMPLE)
    page = BeautifulSoup(as_page(result, "zh"), "lxml")
    marks = {mark.get_text(): mark["class"] for mark in page.select("main .report a[id]")}
    assert marks["收到行政许可申请1280件"] == ["failing"]  # four times last year's
    assert marks["批准1240件"] == ["failing"]
    assert marks["涉及21个主管部门"] == ["figure"]


def test_the_report_is_shown_whole_and_without_its_marks(tmp_path):
    text = (
        TITLE
        + "**一是**"
        + FIGURES
        + "\n- 收费办件**96件**。\n\n| 事项 | 受理 |\n|---|---|\n| 食品 | 70 |\n"
    )
    page = BeautifulSoup(as_page(audited(write_report(tmp_path, text)), "zh"), "lxml")
    report = page.find(class_="report")
    bare = re.sub(r"[#*|\-\s]", "", text)
    assert "".join(report.get_text().split()) == bare
    assert "".join(bold.get_text() for bold in report.find_all("b")) == "一是96件"
    assert [row.get_text("/", strip=True) for row in report.find_all("tr")] == [
        "事项/受理",
        "食品/70",
    ]


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.xlsx"])
def test_text_of_a_hostile_report_stays_text(tmp_path, name):
    if name == "a.xlsx":
        path = tmp_path / name
        path.write_bytes(xlsx_bytes([["事项", "受理（件）"], [HOSTILE, 12]]))
    else:
        path = write_report(tmp_path, TITLE + HOSTILE + FIGURES, name)
    shown = as_page(audited(path), "zh")
    page = BeautifulSoup(shown, "lxml")
    assert HOSTILE.split()[0] in page.find("main").get_text()
    assert "{{ 7 * 7 }}" in page.get_text()
    assert not page.find_all(["script", "img", "iframe", "object", "link", "form"])
    assert all(link["href"].startswith("#") for link in page.find_all("a"))
    attributes = {name for tag in page.find_all(True) for name in tag.attrs}
    assert not any(name.startswith("on") or name == "src" for name in attributes)
    assert "url(" not in page.style.get_text()
    assert "default-src 'none'" in shown


def test_numbers_that_were_not_understood_are_listed_and_marked(tmp_path):
    text = TITLE + FIGURES + "\n另有某某玩意儿77坨，以及其他东西。\n"
    result = audited(write_report(tmp_path, text))
    left = result.report.extraction.unassigned
    assert [each.quantity.words for each in left] == ["77"]
    page = BeautifulSoup(as_page(result, "en"), "lxml")
    assert page.find(id="n0").get_text() == "77"
    assert page.find(id="n0")["href"] == "#u0"
    assert page.find(id="u0").find("a")["href"] == "#n0"


def test_the_same_audit_gives_the_same_page():
    assert as_page(audited(SAMPLE), "zh") == as_page(audited(SAMPLE), "zh")
