"""What is said of another year, place or matter is no figure of the report, however it is said."""

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
LISTS = {
    "申请、受理、批准分别为13件、12件、11件",
    "共受理12件，其中食品经营许可3件、药品经营许可4件",
    "网办率、全程网办率分别为98%和95%",
}
PLACES = {
    "{}。": set(),
    "全年受理行政许可9000件。{}。": {("accepted", 9000)},
    "全年受理行政许可9000件（{}），批准8000件。": {("accepted", 9000), ("approved", 8000)},
    "{}。全年受理行政许可9000件，批准8000件。": {("accepted", 9000), ("approved", 8000)},
}


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize(("place", "own"), PLACES.items())
def test_figures_of_others_are_not_the_reports(place, own, other):
    # Of lists within brackets nobody knows yet where they end.
    those = [each for each in SAID if "（{}" not in place or each not in LISTS]
    texts = {said: REPORT.format(place.format(other + said)) for said in those}
    found = {
        said: {
            (each.metric, each.value) for each in extract(Document("x", "", text, ())).observations
        }
        for said, text in texts.items()
    }
    assert {said: read for said, read in found.items() if read != own} == {}
