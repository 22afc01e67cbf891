"""Whose and of which year figures are, said in many ways before as many turns of speech."""

import pytest

from xuke.extraction import extract
from xuke.model import Document

REPORT = "上海市青禾区市场监督管理局2023年度行政许可实施情况年度报告\n二、行政许可办理情况\n{}"
OTHERS = (
    *("2022年", "2022年，", "上年", "上一年度", "去年同期，", "2021年全年", "上半年", "1至6月"),
    *("市级", "市局", "全市", "全国", "各街道", "市市场监管局", "区水务局"),
    *("12345热线", "行政处罚案件", "行政复议案件", "人大代表建议、政协提案"),
    *("计划2024年", "2024年预计", "力争"),
)
SAID = (
    "受理12件",
    "受理量为12件",
    "受理、办结均为12件",
    "申请、受理、批准分别为13件、12件、11件",
    "收到申请13件，受理12件，批准11件",
    "受理12件、办结11件、不予许可1件",
    "受理12件（其中网上受理3件）",
    "办件12件",
    "办件量12件，其中网上办理3件",
    "共受理12件，其中食品经营许可3件、药品经营许可4件",
    "食品经营许可受理12件",
    "食品经营许可、药品经营许可分别受理3件、4件",
    "网办率98%",
    "网办率、全程网办率分别为98%和95%",
    "网办率和全程网办率均为98%",
    "当场办结3件，占30%",
    "收费金额3万元",
    "无超期办结",
    "对符合条件的12件予以受理",
    "因不符合条件不予受理3件",
    "受理突破15万件，达到156321件",
    "受理从3件增加到5件",
    "办理12件，全部按期办结",
    "告知承诺办理12件",
)
OWN = (
    *("我局", "2023年", "2023年，我局", "全年", "全年共", "一年来，", "本年度", "2023年度我局"),
    *("截至2023年12月31日，", "截至2023年底，我局", "2023年1月1日至12月31日，", "2023年以来，"),
    *("我局窗口", "全局", "2023年，全局", "据统计，2023年", "统计期内，", "报告期内，我局"),
    *("2023年，在区委区政府的坚强领导下，我局", "为优化营商环境，我局全年", "今年以来，我局"),
    *("2023年，我局依托“一网通办”平台，", "从办理情况看，", "在行政许可办理方面，", "总体上，"),
    *("我局作为许可实施机关，2023年", "1.", "（1）", "一是", "办理情况：", "同时，", "此外，"),
)
LISTS = {
    "申请、受理、批准分别为13件、12件、11件",
    "共受理12件，其中食品经营许可3件、药品经营许可4件",
    "网办率、全程网办率分别为98%和95%",
}
PLACES = {
    "{}。": set(),
    "全年受理行政许可9000件。{}。": {("accepted", "", 9000)},
    "全年受理行政许可9000件（{}），批准8000件。": {("accepted", "", 9000), ("approved", "", 8000)},
    "{}。全年受理行政许可9000件，批准8000件。": {("accepted", "", 9000), ("approved", "", 8000)},
}


def read(text):
    found = extract(Document("x", "", REPORT.format(text), ())).observations
    return {(each.metric, each.item, each.value) for each in found}


@pytest.mark.parametrize("own", OWN)
def test_ones_own_figures_are_read_however_they_are_announced(own):
    plain = {said: read(f"2023年，{said}。") for said in SAID}
    assert all(plain.values())
    assert {said: read(f"{own}{said}。") for said in SAID} == plain


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize(("place", "own"), PLACES.items())
def test_figures_of_others_are_not_the_reports(place, own, other):
    # Of lists within brackets nobody knows yet where they end.
    those = [each for each in SAID if "（{}" not in place or each not in LISTS]
    found = {said: read(place.format(other + said)) for said in those}
    assert {said: figures for said, figures in found.items() if figures != own} == {}
