"""Word, PDF and spreadsheets; all reports here are invented."""

from __future__ import annotations

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from read_bytes import SENTENCE, cells, read_bytes, shape, words

from made_documents import docx_bytes, pdf_bytes, saved, xlsx_bytes
from xuke.documents import SUFFIXES


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
    title = ("2023年度", "单位：件")
    assert cells(document) == [
        ("1", (), (*title, "序号")),
        ("食品经营", (), (*title, "事项")),
        ("10050203.90", ("食品经营",), (*title, "申请")),
        ("22.26%", ("食品经营",), (*title, "网办率")),
        ("2", (), (*title, "序号")),
        ("药品经营", (), (*title, "事项")),
        ("3", ("药品经营",), (*title, "申请")),
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
