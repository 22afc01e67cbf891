"""Every format as text with blocks; all reports here are invented."""

from __future__ import annotations

import hashlib
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from made_documents import docx_bytes, pdf_bytes, saved, xlsx_bytes
from xuke.documents import SUFFIXES, read
from xuke.model import BlockKind, Document

SENTENCE = "申请 120 件，受理 118 件，不予受理 2 件。"


def read_bytes(folder: Path, name: str, data: bytes | str) -> Document:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read(path)


def words(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


def cells(document: Document) -> list[tuple]:
    """Words, row headers and column headers of each cell that has any header."""
    return [
        (block.span.of(document.text), block.row, block.column)
        for block in document.blocks
        if block.kind is BlockKind.CELL and (block.row or block.column)
    ]


def shape(document: Document) -> list[tuple]:
    return [(b.kind.value, b.level, b.place, b.span.of(document.text)) for b in document.blocks]


@pytest.mark.parametrize("name", ["report.md", "report.txt"])
def test_text_of_a_text_file_is_the_files_own(tmp_path, name):
    text = "\n\n# 甲区年度报告\n\n申请 **120** 件\\*\n"
    document = read_bytes(tmp_path, name, text)
    assert document.text == text
    assert document.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert document.name == name


def test_markdown_blocks_leave_the_marks_of_headings_and_items_out(tmp_path):
    text = "# **一、总体情况**\n\n本年申请\n120 件。\n续行\n\n- 受理 118 件\n  其中网办 9 件\n"
    text += "1. 收费 3 件\n"
    assert shape(read_bytes(tmp_path, "a.md", text)) == [
        ("heading", 1, "line 1", "一、总体情况"),
        ("paragraph", 0, "line 3", "本年申请\n120 件。\n续行"),
        ("list_item", 0, "line 7", "受理 118 件\n  其中网办 9 件"),
        ("list_item", 0, "line 9", "收费 3 件"),
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


PAGE = """<!doctype html><html><head><meta charset="{charset}">
<meta name="ArticleTitle" content="甲区2023年度行政许可实施情况年度报告">
<meta name="PubDate" content="2024-03-19 10:00"><title>甲区报告-甲区人民政府</title>
<style>.x{{color:red}}</style></head><body>
<nav>首页 第 7 栏目</nav>
<div class="site-header"><ul class="menu"><li>政务公开 31 条</li></ul></div>
<div class="crumbs">当前位置：首页 &gt; 公告</div>
<div id="wrap"><div class="text"><p>申请&nbsp;120 件，<b>受理</b> <span>118</span> 件，</p>
<script>document.write("收费 99999 件")</script><!-- 不予受理 77 件 -->
<p style="display: none">隐藏 66 件</p>
<h2>一、收费</h2><p>收费办件 3 件，<br>收费金额 47.5 元。</p>
<ul><li>其一 1 件</li><li>其二 2 件</li></ul>
<table><tr><th rowspan="2">事项</th><th colspan="2">办理（件）</th></tr>
<tr><th>申请</th><th>受理</th></tr>
<tr><td>食品经营</td><td>70</td><td>69</td></tr><tr><td>合计</td><td>120</td><td>118</td></tr></table>
</div></div>
<ul><li><a href="a">别的报告 2022</a></li>
<li><a href="b">别的 2021</a></li><li><a href="c">又 5</a></li></ul>
<p>版权所有：甲区人民政府 沪ICP备12345号</p><footer>电话 12345678</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_web_page_gives_its_article_alone(tmp_path, charset):
    data = PAGE.format(charset=charset).encode("gb18030" if charset == "gb2312" else charset)
    document = read_bytes(tmp_path, "a.html", data)
    assert [shown for shown in shape(document) if shown[0] != "cell"] == [
        ("heading", 1, "title of the page", "甲区2023年度行政许可实施情况年度报告"),
        ("paragraph", 0, "publication date of the page", "2024-03-19 10:00"),
        ("paragraph", 0, "paragraph 1", "申请 120 件，受理 118 件，"),
        ("heading", 2, "paragraph 2", "一、收费"),
        ("paragraph", 0, "paragraph 3", "收费办件 3 件，"),
        ("paragraph", 0, "paragraph 4", "收费金额 47.5 元。"),
        ("list_item", 0, "paragraph 5", "其一 1 件"),
        ("list_item", 0, "paragraph 6", "其二 2 件"),
    ]


def test_merged_cells_head_every_column_they_cover(tmp_path):
    document = read_bytes(tmp_path, "a.htm", PAGE.format(charset="utf-8"))
    assert cells(document) == [
        ("食品经营", (), ("事项",)),
        ("70", ("食品经营",), ("办理（件）", "申请")),
        ("69", ("食品经营",), ("办理（件）", "受理")),
        ("合计", (), ("事项",)),
        ("120", ("合计",), ("办理（件）", "申请")),
        ("118", ("合计",), ("办理（件）", "受理")),
    ]


def test_word_file_gives_headings_lists_links_and_tables_in_order(tmp_path):
    document = docx.Document()
    document.add_heading("甲区年度报告", level=1)
    document.add_paragraph("（一）清单")
    document.add_paragraph("申请 120 件，")
    document.add_paragraph("受理 118 件", style="List Bullet")
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "事项"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "件\n数"
    for cell, text in zip(table.rows[1].cells[1:], ["申请", "受理"], strict=True):
        cell.text = text
    for cell, text in zip(table.rows[2].cells, ["食品", "70", "69"], strict=True):
        cell.text = text
    document.add_paragraph("收费 3 件")
    result = read_bytes(tmp_path, "a.docx", saved(document))
    assert [shown for shown in shape(result) if shown[0] != "cell"] == [
        ("heading", 1, "paragraph 1", "甲区年度报告"),
        ("heading", 3, "paragraph 2", "（一）清单"),
        ("paragraph", 0, "paragraph 3", "申请 120 件，"),
        ("list_item", 0, "paragraph 4", "受理 118 件"),
        ("paragraph", 0, "paragraph 5", "收费 3 件"),
    ]
    assert cells(result) == [
        ("食品", (), ("事项",)),
        ("70", ("食品",), ("件数", "申请")),
        ("69", ("食品",), ("件数", "受理")),
    ]
    assert result.text.splitlines()[4:7] == ["事项\t件数", "申请\t受理", "食品\t70\t69"]


def test_word_insertions_are_read_and_deletions_are_not(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("申请 ")
    for tag, text_tag, text in (("w:ins", "w:t", "120"), ("w:del", "w:delText", "110")):
        change, run, node = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        node.text = text
        run.append(node)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run(" 件")
    assert words(read_bytes(tmp_path, "a.docx", saved(document))) == ["申请 120 件"]


def test_word_text_boxes_are_read_once(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("正文")
    for holder in (
        "w:drawing",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    ):
        outer = (
            OxmlElement("w:drawing") if holder == "w:drawing" else paragraph._p.makeelement(holder)
        )
        box, inner, run, text = map(OxmlElement, ("w:txbxContent", "w:p", "w:r", "w:t"))
        text.text = "受理 118 件"
        run.append(text)
        inner.append(run)
        box.append(inner)
        outer.append(box)
        paragraph._p.append(outer)
    assert qn("w:txbxContent")
    assert words(read_bytes(tmp_path, "a.docx", saved(document))) == ["正文", "受理 118 件"]


def test_pdf_lines_are_joined_also_over_a_page_break_and_page_numbers_left_out(tmp_path):
    pages = [
        ["甲区2023年度行政许可实施情况年度报告", "一、总体情况",
         "本年度本区收到的行政许可申请一共有120", "件，受理118件。",
         "在材料银行中新增电子材料，一共新增39", "- 1 -"],
        ["大类，服务企业300余家。", "二、收费情况", "收费3件。", "- 2 -"],
    ]  # fmt: skip
    assert shape(read_bytes(tmp_path, "a.pdf", pdf_bytes(*pages))) == [
        ("heading", 1, "page 1", "甲区2023年度行政许可实施情况年度报告"),
        ("heading", 2, "page 1", "一、总体情况"),
        ("paragraph", 0, "page 1", "本年度本区收到的行政许可申请一共有120件，受理118件。"),
        ("paragraph", 0, "page 1", "在材料银行中新增电子材料，一共新增39大类，服务企业300余家。"),
        ("heading", 2, "page 2", "二、收费情况"),
        ("paragraph", 0, "page 2", "收费3件。"),
    ]


def test_two_numbers_in_lines_of_their_own_are_never_joined_into_one(tmp_path):
    text = read_bytes(tmp_path, "a.pdf", pdf_bytes(["受理", "118", "120"])).text
    assert "118120" not in text


def test_pdf_that_only_its_owner_may_change_is_read(tmp_path):
    data = pdf_bytes(["受理118件"], owner="secret")
    assert words(read_bytes(tmp_path, "a.pdf", data)) == ["受理118件"]


def test_workbook_cells_are_read_as_they_are_shown(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "办理情况"
    sheet.append(["2023年度办理情况表（单位：件）"])
    sheet.append(["序号", "事项", "申请", "网办率", None])
    sheet.append([1, "食品经营", 10050203.9, 0.22264])
    sheet.append([2, "药品经营", 3.0, None])
    sheet.merge_cells("A1:D1")
    sheet["C3"].number_format = "#,##0.00"
    sheet["D3"].number_format = "0.00%"
    hidden = book.create_sheet("草稿")
    hidden["A1"] = 999
    hidden.sheet_state = "hidden"
    document = read_bytes(tmp_path, "a.xlsx", saved(book))
    title = "2023年度办理情况表（单位：件）"
    assert cells(document) == [
        ("1", (), (title, "序号")),
        ("食品经营", (), (title, "事项")),
        ("10050203.90", ("食品经营",), (title, "申请")),
        ("22.26%", ("食品经营",), (title, "网办率")),
        ("2", (), (title, "序号")),
        ("药品经营", (), (title, "事项")),
        ("3", ("药品经营",), (title, "申请")),
    ]
    assert "999" not in document.text
    assert [block.place for block in document.blocks][-1] == "办理情况!C4"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_separated_values_give_cells(tmp_path, encoding):
    data = '指标,数值\r\n申请,"1,120"\r\n受理,118\r\n'.encode(encoding)
    document = read_bytes(tmp_path, "a.csv", data)
    assert cells(document) == [
        ("申请", (), ("指标",)),
        ("1,120", ("申请",), ("数值",)),
        ("受理", (), ("指标",)),
        ("118", ("受理",), ("数值",)),
    ]
    assert document.blocks[-1].place == "B3"


TABLES = {
    "headers in one row, values in the next, twice": (
        [["申请", "受理"], [120, 118], ["收费办件", "收费金额"], [3, 47.5]],
        [("120", (), ("申请",)), ("118", (), ("受理",)),
         ("3", (), ("收费办件",)), ("47.5", (), ("收费金额",))],
    ),
    "labels before values, without a header": (
        [["申请", 120], ["受理", 118]],
        [("120", ("申请",), ()), ("118", ("受理",), ())],
    ),
    "pairs of label and value side by side": (
        [["申请", 120, "受理", 118], ["批准", 110, "不予批准", 8]],
        [("120", ("申请",), ()), ("118", ("受理",), ()),
         ("110", ("批准",), ()), ("8", ("不予批准",), ())],
    ),
    "units in a column of their own": (
        [["指标", "单位", "2022", "2023"], ["申请", "件", 100, 120]],
        [("100", ("申请", "件"), ("2022",)), ("120", ("申请", "件"), ("2023",))],
    ),
    "groups of rows": (
        [["事项", "件数"], ["食品", None], ["经营", 70], ["生产", 5], ["药品", None], ["经营", 9]],
        [("70", ("食品", "经营"), ("件数",)), ("5", ("食品", "生产"), ("件数",)),
         ("9", ("药品", "经营"), ("件数",))],
    ),
    "a dash for what is not reported": (
        [["指标", "数值"], ["撤销", "—"], ["受理", 118]],
        [("—", ("撤销",), ("数值",)), ("118", ("受理",), ("数值",))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_headers_follow_from_where_the_figures_stand(tmp_path, name):
    rows, expected = TABLES[name]
    found = cells(read_bytes(tmp_path, "a.xlsx", xlsx_bytes(rows)))
    labels = {str(cell) for row in rows for cell in row if isinstance(cell, str) and cell != "—"}
    assert [cell for cell in found if cell[0] not in labels] == expected


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_states_where_each_of_its_words_stands(tmp_path, suffix):
    made = {
        ".docx": docx_bytes(SENTENCE),
        ".pdf": pdf_bytes([SENTENCE]),
        ".xlsx": xlsx_bytes([[SENTENCE]]),
    }
    quoted = f'"{SENTENCE}"' if suffix == ".csv" else SENTENCE
    document = read_bytes(tmp_path, f"a{suffix}", made.get(suffix, quoted.encode()))
    assert SENTENCE in words(document)
    assert all(block.place for block in document.blocks)


GOLD = Path(__file__).resolve().parents[2] / "shared" / "reports" / "shanghai-yangpu-2023.md"


@pytest.mark.skipif(not GOLD.is_file(), reason="the published report is not beside the checkout")
def test_blocks_of_the_published_report_cover_every_word_of_it():
    document = read(GOLD)
    covered = {
        place for block in document.blocks for place in range(block.span.start, block.span.end)
    }
    left = {letter for place, letter in enumerate(document.text) if place not in covered}
    assert left <= set("#* \n")
    assert document.text == GOLD.read_text(encoding="utf-8")
