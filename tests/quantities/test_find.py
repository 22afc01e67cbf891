"""Every way of writing a number, and everything that only looks like one."""

from decimal import Decimal

import pytest

from xuke.model import DefinitionError, Qualifier, StatedAs
from xuke.quantities import find
from xuke.quantities.vocabulary import Definitions, vocabulary


def only(text):
    found = find(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("410646 件", "410646", "件", "exact"),
        ("４１４５万元", "41450000", "元", "exact"),
        ("10,050,203.9元", "10050203.9", "元", "exact"),
        ("１，２３４件", "1234", "件", "exact"),
        ("２，８４６．５万元", "28465000", "元", "exact"),
        ("42.8 万人次", "428000", "人次", "exact"),
        ("1,753.79万元", "17537900", "元", "exact"),
        ("1.2亿元", "120000000", "元", "exact"),
        ("1亿2345万元", "123450000", "元", "exact"),
        ("22.26%", "22.26", "%", "exact"),
        ("95.76％", "95.76", "%", "exact"),
        ("百分之五", "5", "%", "exact"),
        ("百分之二十二点五", "22.5", "%", "exact"),
        ("百分之95.7", "95.7", "%", "exact"),
        ("千分之三", "0.3", "%", "exact"),
        ("九成以上", "90", "%", "at_least"),
        ("五个", "5", "个", "exact"),
        ("一百二十件", "120", "件", "exact"),
        ("三万五千件", "35000", "件", "exact"),
        ("两万零三百件", "20300", "件", "exact"),
        ("三百余家", "300", "家", "over"),
        ("近千人次", "1000", "人次", "nearly"),
        ("上千家", "1000", "家", "over"),
        ("300 余人次", "300", "人次", "over"),
        ("2000多家", "2000", "家", "over"),
        ("10余万件", "100000", "件", "over"),
        ("3.2万余件", "32000", "件", "over"),
        ("约5000件", "5000", "件", "rounded"),
        ("5000件左右", "5000", "件", "rounded"),
        ("超过300家", "300", "家", "over"),
        ("逾300家", "300", "家", "over"),
        ("至少20个", "20", "个", "at_least"),
        ("不少于20个", "20", "个", "at_least"),
        ("90%以上", "90", "%", "at_least"),
        ("不足1%", "1", "%", "at_most"),
        ("最高可达90%以上", "90", "%", "at_least"),
        ("最高达95%", "95", "%", "at_most"),
        ("3个工作日", "3", "工作日", "exact"),
        ("5个百分点", "5", "百分点", "exact"),
        ("120件（次）", "120", "件次", "exact"),
        ("-1.5%", "-1.5", "%", "exact"),
    ],
)
def test_number_is_read_with_unit_and_qualifier(text, value, unit, qualifier):
    found = only(text)
    read = (found.value, found.unit, found.qualifier, found.kind, found.words)
    assert read == (Decimal(value), unit, Qualifier(qualifier), "figure", text)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("二〇二三年度", "二〇二三年度", "year"),
        ("2023 年版", "2023 年版", "year"),
        ("2021-2023年", "2021-2023年", "year"),
        ("2024年3月19日", "2024年3月19日", "date"),
        ("2024-03-19", "2024-03-19", "date"),
        ("截至12月底", "12月底", "date"),
        ("1-6月", "1-6月", "date"),
        ("国办发〔2022〕2号", "2022〕2号", "document_number"),
        ("第12条", "12条", "article"),
        ("一、总体情况", "一", "list_number"),
        ("（二）办理", "二", "list_number"),
        ("3.下一步", "3.", "list_number"),
        ("①登记", "①", "list_number"),
        ("6.0版", "6.0", "edition"),
        ("第三版", "三", "edition"),
        ("全市前5位", "5位", "rank"),
        ("第二批", "二", "ordinal"),
        ("市区两级", "两级", "level"),
        ("人民路100号", "100号", "address"),
        ("12345热线", "12345", "code"),
        ("12345市\n民服务热线", "12345", "code"),
        ("电话021-65432100", "021-65432100", "code"),
        ("A4纸", "4", "code"),
        ("5G网络", "5", "code"),
        ("申请\n— 12 —\n数", "12", "page_number"),
        ("申请\r\n - 3 - \r\n数", "3", "page_number"),
        ("申请\n第 3 页，共8页\n数", "3", "page_number"),
        ("申请\n共8页 第3页\n数", "3", "page_number"),
        ("申请\n第3页（共8页）\n数", "3", "page_number"),
        ("7×24小时", "7×24", "name"),
        ("“两个免于提交”", "两个", "saying"),
        ("“123”工作法", "123", "name"),
        ("24小时自助", "24小时", "opening_hours"),
        ("9:00", "9:00", "clock"),
        ("三分之二", "三分之二", "fraction"),
        ("3-5个", "3-5", "range"),
        ("数百家", "数百家", "vague"),
        ("12，345件", "12，345件", "ambiguous"),
        ("10,0502元", "10,0502元", "ambiguous"),
        ("见https://example.org/2023/1.html", "2023/1.html", "url"),
        ("1" * 5000, "1" * 5000, "code"),
    ],
)
def test_what_is_no_figure_says_what_it_is(text, words, kind):
    found = only(text)
    assert (found.words, found.kind) == (words, kind)


@pytest.mark.parametrize(
    "text",
    [
        "均未收取费用",
        "均不收取费用",
        "无超期办结件",
        "未发生超期办结情况",
        "未收到行政许可申请",
        "零收费",
    ],
)
def test_none_in_words_is_zero_stated_in_words(text):
    found = only(text)
    assert (found.value, found.stated_as, found.words) == (0, StatedAs.WORDS, text)


@pytest.mark.parametrize(
    "text",
    [
        "不予受理",
        "未取得行政许可的企业",
        "无法受理",
        "统一受理",
        "进一步",
        "万一",
        "一体化",
        "百姓",
    ],
)
def test_words_that_only_look_like_numbers_are_none(text):
    assert find(text) == []


def test_unit_beyond_a_page_break_counts_but_stays_outside_the_words():
    found = only("材料库的基础上新增39\n\n大类电子材料。")
    assert (found.words, found.unit) == ("39", "大类")


def test_unit_of_the_next_line_is_not_that_of_a_number_alone_in_its_line():
    assert [each.unit for each in find("39\n大类名称")] == [""]


def test_step_bounds_the_error_of_a_rounded_figure():
    assert [each.step for each in find("227.9 万件，22.26%，100件")] == [
        1000,
        Decimal("0.01"),
        1,
    ]


def test_old_and_new_value_are_two_figures():
    assert [each.value for each in find("从201个调整到203个")] == [201, 203]


def test_definitions_name_file_and_line_of_a_bad_key(monkeypatch):
    vocabulary.cache_clear()
    monkeypatch.setattr(Definitions, "model_validate", classmethod(_refuse))
    with pytest.raises(DefinitionError, match=r"quantities\.toml:\d+: unit_kinds"):
        vocabulary()
    vocabulary.cache_clear()


def _refuse(cls, data):
    return cls(**(data | {"unit_kinds": "no table"}))


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("办结186.31万\n宗，其中", "186.31万\n宗", 1863100, "宗"),
        ("收取费用618.47\n\n万元。", "618.47\n\n万元", 6184700, "元"),
        ("新增39\n大类电子材料", "39", 39, "大类"),
        ("新增39\n\n— 5 —\n\n大类电子材料", "39", 39, "大类"),
        ("受理12.87\n\n- 3 -\n\n万件", "12.87\n\n- 3 -\n\n万件", 128700, "件"),
        ("受理128\n第 3 页，共8页\n万件", "128\n第 3 页，共8页\n万件", 1280000, "件"),
    ],
)
def test_a_number_that_a_line_break_or_the_end_of_a_page_cuts_is_whole(text, words, value, unit):
    figure = next(each for each in find(text) if each.kind == "figure")
    assert (figure.words, figure.value, figure.unit) == (words, value, unit)
    assert figure.span.of(text) == words


@pytest.mark.parametrize("text", ["12\n\n34", "- 3件", "— 3 — 4件", "- 3"])
def test_a_number_alone_on_its_line_or_in_a_list_is_no_page_number(text):
    assert "page_number" not in {each.kind for each in find(text)}


def test_a_list_number_before_a_year_is_no_decimal():
    assert [(each.words, each.kind) for each in find("有效。\n4.2023年度收费57件")] == [
        ("4.", "list_number"), ("2023年度", "year"), ("57件", "figure"),
    ]  # fmt: skip
    assert only("\n4.2023万元").value == 42023


@pytest.mark.parametrize(
    ("text", "value"), [("受理13 468件", 13468), ("收费1\u00a0234\u00a0567 元", 1234567)]
)
def test_spaces_may_group_digits(text, value):
    assert only(text).value == value


@pytest.mark.parametrize("text", ["表1 200件", "附件1 200件", "受理 13 468 件", "3 468", "13 46件"])
def test_spaces_group_digits_only_right_after_a_word_and_before_a_unit(text):
    assert len(find(text)) > 1


def test_long_name_of_a_licence_may_stand_in_a_denial():
    denied = "未收到生产、储存烟花爆竹建设项目安全设施设计审查申请"
    assert [(each.words, each.value) for each in find(f"全年{denied}。")] == [(denied, 0)]
