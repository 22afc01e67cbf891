"""The totals of a report are read alike in a sentence, on lines, in a list or in a table."""

from collections.abc import Callable

import pytest

from xuke.extraction import extract
from xuke.model import Document

TOTALS = {
    "applications": ("申请", 410646, "件"),
    "accepted": ("受理", 409102, "件"),
    "not_accepted": ("不予受理", 1544, "件"),
    "approved": ("批准", 408916, "件"),
    "not_approved": ("不予批准", 120, "件"),
    "online_accepted": ("网上受理", 200123, "件"),
    "fully_online": ("全程网办", 32737, "件"),
    "commitment_based": ("告知承诺办理", 6123, "件"),
    "decided_on_the_spot": ("当场办结", 150222, "件"),
    "decided_on_time": ("按期办结", 409036, "件"),
    "decided_overdue": ("超期办结", 11, "件"),
    "charged_cases": ("收费办件", 1204, "件"),
    "charged_amount": ("收费金额", 3456700, "元"),
    "revoked": ("撤销许可", 3, "件"),
    "pending": ("在办", 66, "件"),
}


def each(told: str, between: str, start: str = "", end: str = "") -> Callable[[], str]:
    """The totals as *told*: {0} label, {1} value, {2} unit, {3} place, {4} half of the value."""
    return lambda: (
        start
        + between.join(
            told.format(*total, place, total[1] // 2)
            for place, total in enumerate(TOTALS.values(), 1)
        )
        + end
    )


LAYOUTS = {
    "one sentence": each("{0}{1}{2}", "，", "2023年，全区", "。"),
    "semicolons": each("{0}{1}{2}", "；", "2023年，全区", "。"),
    "a list opened by a colon": each("{0}：{1}{2}", "，", "2023年办理情况如下：", "。"),
    "sentences": each("全年{0}{1}{2}。", ""),
    "brackets": each("{0}（{1}{2}）", "，", "2023年，", "。"),
    "grown": each("{0}{1}{2}，同比增长3.2%", "，", "2023年，", "。"),
    "last year in brackets": each("{0}{1}{2}（2022年为{4}{2}）", "，", "2023年，", "。"),
    "more than last year": each("{0}{1}{2}，比上年增加{4}{2}", "；", "2023年，", "。"),
    "labels on lines": each("{0}：{1}{2}", "\n", "", "\n"),
    "units at the labels": each("{0}（{2}）：{1}", "\n", "", "\n"),
    "numbered": each("{3}.{0}：{1}{2}。", "\n", "", "\n"),
    "numbered, units at the labels": each("{3}. {0}（{2}）：{1}", "\n", "", "\n"),
    "bullets": each("- {0}{1}{2}", "\n", "", "\n"),
    "bold labels": each("- **{0}**：{1}{2}", "\n", "", "\n"),
    "tabs": each("{0}\t{1}\t{2}", "\n", "", "\n"),
    "spaces": each("{0}（{2}）  {1}", "\n", "", "\n"),
    "one cell a line": each("{0}（{2}）\n{1}", "\n", "指标\n数值\n", "\n"),
    "a table": each("| {0}（{2}） | {1} |", "\n", "| 指标 | 数值 |\n|---|---|\n", "\n"),
    "two years": each(
        "| {0}（{2}） | {4} | {1} |", "\n", "| 指标 | 2022年 | 2023年 |\n|---|---|---|\n", "\n"
    ),
    "a column of units": each(
        "| {3} | {0} | {1} | {2} |",
        "\n",
        "| 序号 | 指标 | 数值 | 单位 |\n|---|---|---|---|\n",
        "\n",
    ),
}


@pytest.mark.parametrize("author", ["上海市青禾区", "上海市青禾区水务局"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_totals_are_read_in_any_layout(layout: str, author: str) -> None:
    text = (
        f"{author}2023年度行政许可实施情况年度报告\n\n二、行政许可办理情况\n\n{LAYOUTS[layout]()}\n\n"
        "三、监管情况\n\n全年组织培训12次。\n"
    )
    found = extract(Document("x", "", text, ())).observations
    expected = {(metric, "", value) for metric, (_, value, _) in TOTALS.items()}
    assert {(o.metric, o.item, o.value) for o in found} == expected
