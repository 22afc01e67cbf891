"""Files that are broken, or made to harm who reads them, end in a DocumentError that helps."""

from __future__ import annotations

import io
import json
import random
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from made_documents import docx_bytes, pdf_bytes, with_part, xlsx_bytes, zip_bytes
from small_panels import observation, panel_of
from xuke.audit import audit
from xuke.audit.machine import as_json, as_sarif
from xuke.audit.page import as_page
from xuke.audit.text import as_text
from xuke.documents import SUFFIXES, read
from xuke.model import DocumentError
from xuke.reading import read_report

SENTENCE = "申请 120 件，受理 118 件。"
DOCX, XLSX, PDF = docx_bytes(SENTENCE), xlsx_bytes([["申请", 120]]), pdf_bytes([SENTENCE])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
BOMB = '<!DOCTYPE a [<!ENTITY b "{}"><!ENTITY c "{}">]><a>&c;</a>'.format("x" * 50, "&b;" * 99)


def blank_pdf() -> bytes:
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(file)
    return file.getvalue()


def sheet(inner: str) -> bytes:
    """A workbook whose first sheet is *inner*."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    part = f'<worksheet xmlns="{main}">{inner}</worksheet>'.encode()
    return with_part(XLSX, "xl/worksheets/sheet1.xml", part)


def encrypted_zip() -> bytes:
    data = bytearray(DOCX)
    with zipfile.ZipFile(io.BytesIO(DOCX)) as archive:
        directory = archive.start_dir
    data[directory + 8] |= 1
    return bytes(data)


ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'

REFUSED = {
    "empty": ("a.md", b"", "is empty"),
    "spaces only": ("a.txt", b" \n\n ", "holds no words"),
    "empty page": ("a.html", b"<html><body><script>1</script></body></html>", "holds no words"),
    "binary": ("a.txt", bytes(range(256)), "not a text file"),
    "neither encoding": ("a.txt", b"\xff\xfe\xfd\xff" * 9 + b"\xff", "save it again as UTF-8"),
    "old word": ("a.doc", OLE, "save it as .docx"),
    "old word renamed": ("a.docx", OLE, "without a password"),
    "old excel": ("a.xls", OLE, "save it as .xlsx"),
    "picture": ("a.jpg", b"\xff\xd8", "save the report as one of these"),
    "pdf renamed": ("a.docx", PDF, "is a .pdf file under the name .docx"),
    "docx renamed": ("a.pdf", DOCX, "is a .docx or .xlsx file under the name .pdf"),
    "docx as xlsx": ("a.xlsx", DOCX, "holds no xl/workbook.xml"),
    "half a docx": ("a.docx", DOCX[: len(DOCX) // 2], "download it again"),
    "web page as docx": ("a.docx", b"<html>", "not a .docx file"),
    "web page as pdf": ("a.pdf", b"<html>", "not a PDF"),
    "half a pdf": ("a.pdf", b"%PDF-1.7\n1 0 obj <<", "is broken"),
    "scanned pdf": ("a.pdf", blank_pdf(), "no text layer"),
    "encrypted pdf": ("a.pdf", pdf_bytes([SENTENCE], password="x"), "without a password"),
    "encrypted docx": ("a.docx", encrypted_zip(), "is encrypted"),
    "zip bomb": ("a.docx", with_part(DOCX, "word/media/a.png", bytes(2**25)), "not opened"),
    "text bomb": ("a.xlsx", with_part(XLSX, "xl/a.xml", random.Random(1).randbytes(100) * 2**19),
                  "not opened"),
    "many parts": ("a.docx", zip_bytes({str(n): b"" for n in range(5001)}), "not opened"),
    "entities in docx": ("a.docx", with_part(DOCX, "word/document.xml", BOMB.encode()),
                         "declares XML entities"),
    "entities in xlsx": ("a.xlsx", with_part(XLSX, "xl/workbook.xml", BOMB.encode("utf-16")),
                         "declares XML entities"),
    "endless merged cells": ("a.xlsx", sheet(f"<sheetData>{ROW}</sheetData>"
                             '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
                             "merges millions of cells"),
    "a cell at the far end": ("a.xlsx", sheet(f"<sheetData>{ROW}"
                              '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
                              "XFD1048576"),
    "formula without its result": ("a.xlsx", sheet('<sheetData><row r="1"><c r="A1"><f>1+1</f></c>'
                                   "</row></sheetData>"), "formula without its result in cell A1"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_the_files_name_and_what_to_do(tmp_path, case):
    name, data, said = REFUSED[case]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DocumentError) as error:
        read(tmp_path / name)
    assert str(error.value).startswith(f"{name}: ")
    assert said in str(error.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    for path in (tmp_path / "none.md", tmp_path):
        with pytest.raises(DocumentError, match=path.name):
            read(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_of_200_megabytes_is_refused_without_being_read(tmp_path, suffix):
    path = tmp_path / f"large{suffix}"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(DocumentError, match=r"is 200 MB large"):
        read(path)


@pytest.mark.parametrize("mark", ["<div>", "<table><tr><td>", "<b>", "<div class=nav><a>x</a>"])
def test_markup_nested_thousands_deep_is_refused(tmp_path, mark):
    (tmp_path / "a.html").write_text(mark * 20_000 + SENTENCE, encoding="utf-8")
    with pytest.raises(DocumentError, match="too deeply"):
        read(tmp_path / "a.html")


def test_cells_that_claim_to_cover_millions_are_read_as_one_each(tmp_path):
    row = '<tr><td rowspan="65534" colspan="1000">申请</td><td>120</td></tr>'
    (tmp_path / "a.html").write_text(f"<table>{row * 1000}</table>", encoding="utf-8")
    assert read(tmp_path / "a.html").text.count("120") == 1000


FUZZ = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read_or_refuse(path, data: bytes) -> None:
    """Only a whole document or a DocumentError comes of any bytes."""
    path.write_bytes(data)
    try:
        document = read(path)
    except DocumentError:
        return
    for block in document.blocks:
        assert block.span.of(document.text).strip()
    ends = [end for b in document.blocks for end in (b.span.start, b.span.end)]
    assert ends == sorted(ends)


@FUZZ
@given(st.sampled_from(SUFFIXES), st.binary(max_size=300))
def test_random_bytes_under_every_name(tmp_path, suffix, data):
    read_or_refuse(tmp_path / f"a{suffix}", data)


@FUZZ
@given(
    st.sampled_from([(".docx", DOCX), (".xlsx", XLSX), (".pdf", PDF)]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=8),
    st.floats(0, 1),
)
def test_damaged_files(tmp_path, valid, changes, cut):
    suffix, data = valid
    damaged = bytearray(data)
    for place, byte in changes:
        damaged[int(place * len(damaged))] = byte
    read_or_refuse(tmp_path / f"a{suffix}", bytes(damaged[: max(8, int(len(data) * cut))]))


PARTS = {
    ".docx": ("word/document.xml", DOCX),
    ".xlsx": ("xl/worksheets/sheet1.xml", XLSX),
}


@FUZZ
@given(
    st.sampled_from(sorted(PARTS)),
    st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from('<>/"=&0Aé申')), max_size=6
    ),
)
def test_damaged_xml_within_a_whole_archive(tmp_path, suffix, changes):
    name, data = PARTS[suffix]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = archive.read(name).decode()
    for place, letter in changes:
        at = int(place * len(part))
        part = part[:at] + letter + part[at + 1 :]
    read_or_refuse(tmp_path / f"a{suffix}", with_part(data, name, part.encode()))


SOUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<table>", "<tr>", "<td>", "<th rowspan=3>", "</table>", "<td colspan=2>",
         "<ul>", "<li>", "<a>", "</a>", "<div class=nav>", "</div>", "<h1>", "<h2", "<!--", "-->",
         "<script>", "<![CDATA[", "]]>", "&#0;", "&nbsp;", "<br>", "申请", "120", "件", "|", "\n",
         "# ", "- ", "**", "<article>", "<title>", "<meta charset=utf-16>", "\x00", "\ud800"]
    ),
    max_size=40,
)  # fmt: skip


@FUZZ
@given(st.sampled_from([".html", ".md", ".txt", ".csv"]), SOUP)
def test_soup_of_marks(tmp_path, suffix, marks):
    read_or_refuse(tmp_path / f"a{suffix}", "".join(marks).encode("utf-8", "surrogatepass"))


PHRASES = st.lists(
    st.sampled_from(
        ["申请", "受理", "不予受理", "批准", "其中", "分别为", "合计", "占", "网办率", "上年同期",
         "2047年", "全年", "120", "１２．５", "1,280", "三百余", "万", "亿", "件", "元", "%", "％",
         "近", "以上", "，", "、", "；", "。", "：", "（", "）", "\n", "\n\n", "## 二、", "|",
         "|---|\n", "**", "~", "-", "—", "\u200b", "\u202e", "<b>", "&amp;", "{{", "食品经营许可",
         "均未", "无", "同比增长", "倍", "第三", "〔2048〕", "号", "\\", "爲", "😀", "𠮷"]
    ),
    max_size=60,
)  # fmt: skip


@FUZZ
@given(PHRASES)
def test_soup_of_words_is_read_audited_and_shown(tmp_path, phrases):
    path = tmp_path / "a.md"
    path.write_text("".join(phrases) + "。受理3件", encoding="utf-8")
    report = read_report(path, district="崇明区", year=2048, agency="")
    text = report.document.text
    for each in report.extraction.observations:
        assert text[each.start : each.end] == each.words
    result = audit(report, panel_of(observation("accepted", 2, year=2047)))
    for language in ("zh", "en"):
        assert as_page(result, language).count("<script") == 0
        assert as_text(result, language)
    assert json.loads(as_json(result))["failed"] is result.failed
    assert json.loads(as_sarif(result, "en"))["version"] == "2.1.0"
