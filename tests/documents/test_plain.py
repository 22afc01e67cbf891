"""Plain text and Markdown: the text is the file's own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from read_bytes import SENTENCE, cells, read_bytes, shape

from xuke.documents import read


@pytest.mark.parametrize("name", ["report.md", "report.txt"])
def test_text_of_a_text_file_is_the_files_own(tmp_path, name):
    text = "\n\n# 甲区年度报告\n\n申请 **120** 件\\*\n"
    document = read_bytes(tmp_path, name, text)
    assert document.text == text
    assert document.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert document.name == name


def test_markdown_blocks_leave_the_marks_of_headings_and_items_out(tmp_path):
    text = "# **一、总体情况**\n\n本年申请\n120 件。\n续行\n\n- 受理 118 件\n  其中网办 9 件\n"
    text += "1. 收费 3 件\n\n> 摘自统计表\n"
    assert shape(read_bytes(tmp_path, "a.md", text)) == [
        ("heading", 1, "line 1", "一、总体情况"),
        ("paragraph", 0, "line 3", "本年申请\n120 件。\n续行"),
        ("list_item", 0, "line 7", "受理 118 件\n  其中网办 9 件"),
        ("list_item", 0, "line 9", "收费 3 件"),
        ("paragraph", 0, "line 11", "摘自统计表"),
    ]


def test_markdown_table_cells_carry_their_headers(tmp_path):
    text = "|指标|2023 年|2024年|\n|---|--:|:-:|\n|申请|**100**|120|\n|受理 \\| 收件|98| |\n"
    assert cells(read_bytes(tmp_path, "a.md", text)) == [
        ("申请", (), ("指标",)),
        ("100", ("申请",), ("2023 年",)),
        ("120", ("申请",), ("2024年",)),
        ("受理 \\| 收件", (), ("指标",)),
        ("98", ("受理 \\| 收件",), ("2023 年",)),
    ]


def test_plain_text_lines_with_chinese_numbers_are_headings(tmp_path):
    text = "甲区2023年度报告\r\n一、总体情况\r\n（一）清单\r\n二、申请120件，受理118件。\r\n"
    assert [block[:2] for block in shape(read_bytes(tmp_path, "a.txt", text))] == [
        ("heading", 1),
        ("heading", 2),
        ("heading", 3),
        ("paragraph", 0),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encoding_is_told_by_the_bytes(tmp_path, encoding):
    assert read_bytes(tmp_path, "a.txt", SENTENCE.encode(encoding)).text == SENTENCE


def test_a_lost_byte_is_shown_and_does_not_turn_utf8_into_other_characters(tmp_path):
    data = (SENTENCE * 60).encode()
    text = read_bytes(tmp_path, "a.txt", data[:-1]).text
    assert text.startswith(SENTENCE)
    assert text.endswith("\ufffd")


GOLD = Path(__file__).resolve().parents[3] / "shared" / "reports" / "shanghai-yangpu-2023.md"


@pytest.mark.skipif(not GOLD.is_file(), reason="the published report is not beside the checkout")
def test_blocks_of_the_published_report_cover_every_word_of_it():
    document = read(GOLD)
    covered = {
        place for block in document.blocks for place in range(block.span.start, block.span.end)
    }
    left = {letter for place, letter in enumerate(document.text) if place not in covered}
    assert left <= set("#* \n")
    assert document.text == GOLD.read_text(encoding="utf-8")


def test_html_tables_in_markdown_give_cells_where_they_stand(tmp_path):
    text = (
        '# 甲区年度报告\n\n办理情况：<table border=1><tr><td rowspan="2">事项</td>\n'
        '<td colspan="2">件数</td></tr><tr><td>申请</td><td><b>受理</b></td></tr>\n'
        "<tr><td>食品</td><td> 70<br></td><td>**69**</td></tr></table>其后 \n\n合计 70 件。\n"
    )
    document = read_bytes(tmp_path, "a.md", text)
    assert cells(document) == [
        ("食品", (), ("事项",)),
        ("70", ("食品",), ("件数", "申请")),
        ("69", ("食品",), ("件数", "受理")),
    ]
    assert [shown for shown in shape(document) if shown[0] != "cell"] == [
        ("heading", 1, "line 1", "甲区年度报告"),
        ("paragraph", 0, "line 3", "办理情况："),
        ("paragraph", 0, "line 5", "其后"),
        ("paragraph", 0, "line 7", "合计 70 件。"),
    ]


def test_tables_that_follow_each_other_are_read_in_order(tmp_path):
    table = "<table><tr><td>申请</td><td>{}</td></tr><tr><td>受理</td><td>{}</td></tr></table>"
    text = "| 撤销 | 1 |\n" + table.format(2, 3) + " " + table.format(4, 5) + "\n| 批准 | 6 |\n"
    document = read_bytes(tmp_path, "a.md", text)
    values = [cell[0] for cell in cells(document) if cell[0].isdecimal()]
    assert values == ["1", "2", "3", "4", "5", "6"]
