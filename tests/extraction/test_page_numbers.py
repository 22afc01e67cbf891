"""Page numbers between the lines of a document: what they cut is whole, and all keeps its place."""

import pytest

from xuke.documents import read
from xuke.extraction import extract
from xuke.model import Document

REPORT = """# 虚构市青禾区2023年度行政许可实施情况报告（虚构样本）

## 二、办理情况

全年受理行政许可申请12.87

— 2 —

万件，办结126543件，其中准

— 3 —

予许可126501件，通过“免申即

第 4 页 共 9 页

享”兑现政策12项。

— 5 —

| 事项 | 受理数（件） |
| --- | --- |
| 食品经营许可 | 5913 |
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    path = tmp_path_factory.mktemp("pages") / "qinghe-2023.md"
    path.write_text(REPORT, encoding="utf-8")
    return read(path), extract(read(path), year=2023)


def test_figures_that_the_end_of_a_page_cuts_are_read_with_their_words(report):
    _, found = report
    assert [(o.metric, o.item, o.value, o.words) for o in found.observations] == [
        ("accepted", "", 128700, "受理行政许可申请12.87\n\n— 2 —\n\n万件"),
        ("concluded", "", 126543, "办结126543件"),
        ("approved", "", 126501, "准\n\n— 3 —\n\n予许可126501件"),
        ("no_application_services", "", 12, "政策12项"),
        ("accepted", "食品经营许可", 5913, "5913"),
    ]


def test_every_place_is_one_of_the_whole_document(report):
    document, found = report
    for each in found.observations:
        assert document.text[each.start : each.end] == each.words
    numbers = (*found.readings, *found.dismissed, *found.unassigned)
    assert all(each.quantity.span.of(document.text) == each.quantity.words for each in numbers)
    (mention,) = found.initiatives
    assert mention.words == mention.span.of(document.text) == "免申即\n\n第 4 页 共 9 页\n\n享"


@pytest.mark.parametrize("cut", ["\n", "\n\n— 3 —\n\n"])
def test_an_initiative_that_a_line_break_cuts_has_its_words_behind_a_number_too(cut):
    text = f"上海市青禾区2023年度报告\n\n全区推进改革，全年共推出12项免申即{cut}享服务。\n"
    (mention,) = extract(Document("x", "", text, ()), year=2023).initiatives
    assert mention.words == mention.span.of(text) == f"免申即{cut}享"


def test_page_numbers_are_dismissed_as_such_unless_they_are_inside_a_figure(report):
    _, found = report
    pages = [d.quantity.words for d in found.dismissed if d.reason == "page_number"]
    assert pages == ["3", "4", "5"]
