"""Licences in a list give the same figures, however the list is laid out and each of them told."""

from collections.abc import Callable, Sequence

import pytest

from xuke.extraction import extract
from xuke.model import Document

# Accepted, approved, not approved. The names hold signs and words that also part other things.
CASES = {
    "取水许可": (12, 11, 1),
    "河道管理范围内建设项目工程建设方案审批": (35, 35, 0),
    "从事城市生活垃圾经营性清扫、收集、运输、处理服务审批": (128, 120, 8),
    "民办学校设立、变更、终止审批": (44, 43, 1),
    "第二、三类医疗器械生产许可": (9, 9, 0),
    "公共场所卫生许可": (310, 305, 5),
    "建筑垃圾处置核准": (18, 17, 1),
}
METRICS = ("accepted", "approved", "not_approved")
TOTALS = [sum(told) for told in zip(*CASES.values(), strict=True)]
NUMERALS, CIRCLED = "一二三四五六七八九十", "①②③④⑤⑥⑦⑧⑨⑩"

STEPS = "受理{1}件，批准{2}件，不予批准{3}件"
ENTRIES = {
    "beside the name": "{0}" + STEPS,
    "after a colon": "{0}：" + STEPS,
    "after a comma": "{0}，" + STEPS,
    "as parts": "{0}共受理{1}件，其中批准{2}件、不予批准{3}件",
    "before the name": "受理{0}{1}件，批准{2}件，不予批准{3}件",
    "as applications": "受理{0}申请{1}件，准予许可{2}件，不予许可{3}件",
    "as items": "{0}事项" + STEPS,
    "in brackets": "{0}（" + STEPS + "）",
    "in respect of": "{0}方面，" + STEPS,
    "as numbers": "{0}受理数{1}件，批准数{2}件，不予批准数{3}件",
}


def numbered(sign: Callable[[int], str], end: str, between: str) -> Callable[[Sequence[str]], str]:
    return lambda told: between.join(sign(at) + each + end for at, each in enumerate(told))


LAYOUTS: dict[str, Callable[[Sequence[str]], str]] = {
    "semicolons": lambda told: "；".join(told) + "。",
    "sentences": lambda told: "".join(each + "。" for each in told),
    "circled": lambda told: "；".join(map(str.__add__, CIRCLED, told)) + "。",
    "firstly": lambda told: (
        "；".join(f"{a}是{b}" for a, b in zip(NUMERALS, told, strict=False)) + "。"
    ),
    "1.": numbered(lambda at: f"{at + 1}.", "。", "\n"),
    "1、": numbered(lambda at: f"{at + 1}、", "；", "\n"),
    "（1）": numbered(lambda at: f"（{at + 1}）", "。", "\n"),
    "（一）": numbered(lambda at: f"（{NUMERALS[at]}）", "。", "\n\n"),
    "bullets": numbered(lambda _: "- ", "", "\n"),
    "dashes": numbered(lambda _: "——", "。", "\n"),
    "lines": numbered(lambda _: "", "", "\n"),
    "paragraphs": numbered(lambda _: "", "。", "\n\n"),
}
IN_A_LINE = ("semicolons", "sentences", "circled", "firstly", "和")
BREAK = "\n\n"


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_licence_of_a_list_is_read(layout: str, entry: str) -> None:
    told = [ENTRIES[entry].format(name, *steps) for name, steps in CASES.items()]
    text = (
        "上海市青禾区综合管理局2023年度行政许可实施情况年度报告\n\n二、行政许可办理情况\n\n"
        f"2023年，共受理行政许可申请{TOTALS[0]}件，批准{TOTALS[1]}件，不予批准{TOTALS[2]}件。"
        f"具体如下：{'' if layout in IN_A_LINE else BREAK}{LAYOUTS[layout](told)}"
        "\n\n三、监管情况\n\n全年开展检查12次。\n"
    )
    expected = {
        (metric, name, value)
        for name, steps in {"": TOTALS, **CASES}.items()
        for metric, value in zip(METRICS, steps, strict=True)
    }
    found = extract(Document("x", "", text, ())).observations
    assert {(o.metric, o.item, o.value) for o in found if o.metric in METRICS} == expected


# 1311 = 1211 + 58 + 38 + 4; of 1320 the rest is not told.
BARE = ("营业性演出审批1211件", "印刷企业设立、变更审批58件", "旅行社设立许可38件", "修缮审批4件")


@pytest.mark.parametrize("total", [1311, 1320])
@pytest.mark.parametrize("layout", [*sorted(set(LAYOUTS) - {"sentences"}), "和"])
def test_licences_with_a_number_only_count_what_their_total_does(layout: str, total: int) -> None:
    several = "、".join(BARE[:-1]) + f"和{BARE[-1]}。"
    told = several if layout == "和" else LAYOUTS[layout](BARE)
    text = (
        "上海市青禾区文化和旅游局2023年度行政许可实施情况年度报告\n\n二、行政许可办理情况\n\n"
        f"全年共受理行政许可{total}件，其中：{'' if layout in IN_A_LINE else BREAK}{told}\n"
    )
    found = extract(Document("x", "", text, ())).observations
    assert {(o.metric, o.item, o.value) for o in found} == {
        ("accepted", "", total),
        ("accepted", "营业性演出审批", 1211),
        ("accepted", "印刷企业设立、变更审批", 58),
        ("accepted", "旅行社设立许可", 38),
        ("accepted", "修缮审批", 4),
    }
