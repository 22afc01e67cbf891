"""What holds of every document: words under their spans, every number in one list, rules named."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuke.documents import read
from xuke.extraction import extract
from xuke.model import Document, StatedAs
from xuke.quantities import find

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
REPORTS = sorted(path for path in SAMPLES.iterdir() if not path.name.endswith(".expected.csv"))
WORDS = """
受理 申请 行政许可 事项 批准 不予 其中 分别为 均为 办结 网上 食品经营许可 区市场监管局 去年 2023年
同比 增长 从 调整到 占 收费 万元 件 项 个 % 100 2,345 3.5万 近千 五 均未收取费用 无超期办结件
， 、 ； 。 ： （ ） | “ ” 1. 一、 第 〔2022〕 号 12345 热线 累计 计划
"""
PIECES = st.sampled_from([*WORDS.split(), " ", "\n", "\n— 3 —\n", "\n\n第 4 页\n\n"])


def document(text):
    return Document("x", "", text, ())


def check_promises(doc):
    result = extract(doc, district="somewhere", agency="某局", year=2023, source="somewhere-2023")
    for each in result.observations:
        assert doc.text[each.start : each.end] == each.words
    read_there = {reading.quantity.span for reading in result.readings}
    dismissed = {each.quantity.span for each in result.dismissed}
    unassigned = {each.quantity.span for each in result.unassigned}
    numbers = [quantity.span for quantity in find(doc.text)]
    assert sorted([*read_there, *dismissed, *unassigned]) == numbers
    assert all(reading.rule for reading in result.readings)
    assert all(each.reason for each in (*result.dismissed, *result.unassigned))
    keys = [(each.item, each.metric) for each in result.observations]
    assert len(keys) == len(set(keys))
    return result


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_every_number_of_a_sample_is_accounted_for(path):
    check_promises(read(path))


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=150, deadline=None)
def test_every_number_of_any_text_is_accounted_for(text):
    check_promises(document(text))


@given(st.text(max_size=300))
@settings(max_examples=50, deadline=None)
def test_no_text_breaks_the_reader(text):
    check_promises(document(text))


def test_same_document_gives_the_same_extraction():
    doc = read(SAMPLES / "reform-figures.md")
    assert extract(doc, year=2023) == extract(doc, year=2023)


def test_observations_carry_whose_report_they_are_of():
    (only,) = extract(
        document("受理行政许可申请90件。"),
        district="shanghai-yangpu",
        agency="档案局",
        year=2023,
        source="s",
    ).observations
    assert (only.district, only.agency, only.year, only.source) == (
        "shanghai-yangpu",
        "档案局",
        2023,
        "s",
    )


def test_unassigned_number_is_listed_with_reason_and_sentence():
    (left,) = extract(document("全年受理不知何物的甲乙丙丁80件。下一句。")).unassigned
    assert (left.quantity.words, left.reason) == ("80件", "unknown_words")
    assert left.context == "全年受理不知何物的甲乙丙丁80件"


def test_rule_names_the_label_that_was_read():
    (reading,) = extract(document("共受理行政许可申请90件。")).readings
    assert reading.rule == "labels:accepted_by_accept"


def test_number_read_twice_gives_two_observations_of_one_span():
    result = extract(document("受理、办结均为358件。"))
    assert [(o.metric, int(o.value), o.words) for o in result.observations] == [
        ("accepted", 358, "受理、办结均为358件"),
        ("concluded", 358, "受理、办结均为358件"),
    ]


def test_zero_as_figure_and_none_in_words_stay_apart():
    result = extract(document("超期办结0件，均未收取费用。"))
    assert {o.metric: o.stated_as for o in result.observations} == {
        "decided_overdue": StatedAs.FIGURE,
        "charged_amount": StatedAs.WORDS,
    }


def test_cost_of_a_sentence_without_end_grows_with_its_length_only():
    # Counted in calls of the reader rather than in seconds: a sentence is cut at a bounded length.
    text = "受理1件，" * 20000
    assert max(len(s) for s in re.findall(r"[^。]+", text)) == len(text)
    result = extract(document(text))
    assert len(result.observations) == 1
    assert len(result.dismissed) == 19999
