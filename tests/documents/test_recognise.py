"""Whose report it is, from its own words; districts and agencies here are given by the test."""

from __future__ import annotations

import pytest

from xuke.documents import recognise
from xuke.documents.plain import markdown_blocks
from xuke.model import Document

DISTRICTS = [
    ("shanghai", "上海市", "Shanghai"),
    ("shanghai-yangpu", "杨浦区", "Yangpu"),
    ("shanghai-baoshan", "宝山区", "Baoshan"),
    ("shanghai-lingang", "临港新片区", "Lingang Special Area"),
    ("guangzhou", "广州市", "Guangzhou"),
]
AGENCIES = ["市场监督管理局", "绿化和市容管理局", "公安局", "公安分局"]


def recognised(text: str):
    document = Document("a.md", "", text, markdown_blocks(text))
    return recognise(document, DISTRICTS, AGENCIES)


TITLES = {
    "上海市杨浦区 2023 年度行政许可实施情况年度报告": ("shanghai-yangpu", "", 2023),
    "杨浦区人民政府2023年行政许可实施情况报告": ("shanghai-yangpu", "", 2023),
    "上海市二〇二三年度行政许可实施情况报告": ("shanghai", "", 2023),
    "上海市杨浦区２０２２年度行政许可实施情况报告（公开版）": ("shanghai-yangpu", "", 2022),
    "杨浦区绿化和市容管理局2024年度行政许可实施情况年度报告": (
        "shanghai-yangpu", "绿化和市容管理局", 2024),
    "上海市市场监督管理局关于2024年度行政许可实施情况的报告": ("shanghai", "市场监督管理局", 2024),
    "上海市杨浦区档案局2024年度行政许可实施情况年度报告": ("shanghai-yangpu", "档案局", 2024),
    "上海市公安局宝山分局2025年度行政许可实施情况年度报告": ("shanghai-baoshan", "公安局", 2025),
    "上海市公安局水上分局2025年度行政许可实施情况年度报告": ("", "公安局", 2025),
    "广州市规划和自然资源局天河分局2025年度报告": (
        "", "规划和自然资源局天河分局", 2025),
    "广州市人民政府办公厅关于2021年度市级行政许可实施情况的报告": ("guangzhou", "", 2021),
    "中国（上海）自由贸易试验区临港新片区管理委员会2024年度报告": ("shanghai-lingang", "", 2024),
    "Yangpu District, Shanghai: 2023年度报告": ("shanghai-yangpu", "", 2023),
    "广州市天河区2023年度行政许可实施情况报告": ("", "", 2023),
    "某某县2023年度行政许可实施情况报告": ("", "", 2023),
    "上海市杨浦区行政许可实施情况报告": ("shanghai-yangpu", "", None),
    "上海市杨浦区2022年至2023年行政许可实施情况报告": ("shanghai-yangpu", "", None),
}  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_district_agency_and_year_come_from_the_title(title):
    found = recognised(f"# {title}\n\n申请 3 件。\n")
    assert (found.district, found.agency, found.year) == TITLES[title]


def test_title_keeps_no_spaces_between_characters():
    found = recognised("# **上海市杨浦区 2023 年度 报告**\n")
    assert found.title == "上海市杨浦区2023年度报告"


@pytest.mark.parametrize(
    ("end", "publisher", "published"),
    [
        ("杨浦区人民政府办公室  \n2024年3月9日", "杨浦区人民政府办公室", "2024-03-09"),
        ("杨浦区人民政府\n\n二〇二四年十二月二十一日", "杨浦区人民政府", "2024-12-21"),
        ("自2024年3月9日起施行，请各部门遵照执行，并将有关情况及时报送区审改办。", "", ""),
        ("2024年13月40日", "", ""),
    ],
)
def test_signature_gives_publisher_and_date(end, publisher, published):
    found = recognised(f"# 上海市杨浦区2023年度报告\n\n申请 3 件。\n\n{end}\n")
    assert (found.publisher, found.published) == (publisher, published)


def test_district_is_read_from_the_signature_when_the_title_has_none():
    found = recognised(
        "# 2023年度行政许可实施情况报告\n\n申请 3 件。\n\n宝山区人民政府\n\n2024年1月5日\n"
    )
    assert found.district == "shanghai-baoshan"


def test_publication_date_of_a_page_is_found_near_its_title():
    found = recognised(
        "# 上海市杨浦区2023年度报告\n\n发布时间：2024-03-19 来源：办公室\n\n申请 3 件。\n"
    )
    assert found.published == "2024-03-19"
