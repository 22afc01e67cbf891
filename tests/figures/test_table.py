from __future__ import annotations

import pandas as pd
from bs4 import BeautifulSoup

from xuke.figures import Table


def soup(table: Table) -> BeautifulSoup:
    return BeautifulSoup(table.to_html(), "lxml")


def test_a_table_has_a_caption_and_heads_for_columns_and_rows() -> None:
    page = soup(Table("t", "en", "What is shown", pd.DataFrame({"name": ["a"], "value": ["1"]})))
    assert page.caption.text == "What is shown"
    assert [each["scope"] for each in page.find_all("th")] == ["col", "col", "row"]


def test_numbers_are_set_right_with_their_qualifiers_and_units() -> None:
    values = ["1,234 cases", "300+ 人次", "近 1000 人次", "≥ 90 %", "每万件 0.27", "0.1–0.4", ""]
    frame = pd.DataFrame({"name": list("abcdefg"), "value": values, "note": ["in words"] * 7})
    classes = [cell.get("class") for cell in soup(Table("t", "zh", "", frame)).tbody.tr("td")]
    assert classes == [["number"], ["short"]]


def test_text_of_a_report_stays_text() -> None:
    frame = pd.DataFrame({"<b>": ["<script>alert(1)</script>"], "v": ["a & b"]})
    page = soup(Table('"><x', "zh", "<i>", frame))
    assert page.find(["script", "b", "i", "x"]) is None
    assert page.find("th", scope="row").text == "<script>alert(1)</script>"


def test_a_marked_row_carries_its_class() -> None:
    frame = pd.DataFrame({"a": ["1", "2"]})
    rows = soup(Table("t", "zh", "", frame, {1: "fails"})).tbody.find_all("tr")
    assert [row.get("class") for row in rows] == [None, ["fails"]]


def test_plain_text_holds_every_cell() -> None:
    table = Table("t", "en", "Caption", pd.DataFrame({"a": ["1"], "b": ["2"]}))
    assert table.to_text() == "Caption\na | b\n1 | 2"
