from __future__ import annotations

import pytest

from xuke import report as reporting
from xuke.figures import Exhibit, Note, Table
from xuke.model import UnknownNameError
from xuke.report import Report, Section, open_report

SECTIONS = (
    "headline", "problems", "flow", "channels", "timeliness", "fees", "supervision", "reform",
    "rates", "initiatives", "all_figures", "definitions",
)  # fmt: skip


@pytest.fixture(scope="module")
def yangpu() -> Report:
    return open_report("yangpu", 2023)


def section(report: Report, name: str) -> Section:
    found = getattr(report, name)()
    assert isinstance(found, Section)
    return found


def words(found: Section) -> str:
    """Everything of a section that is text."""
    return "\n".join(
        part.to_text() if isinstance(part, Table) else part.sentence for part in found.parts
    )


def test_a_full_report_fills_every_section(yangpu: Report) -> None:
    assert [name for name in SECTIONS if not section(yangpu, name).parts] == []
    assert not yangpu.not_reported().parts  # type: ignore[union-attr]


def test_the_headline_is_computed_from_the_figures(yangpu: Report) -> None:
    headline = section(yangpu, "headline")
    assert headline.heading == "上海市杨浦区 2023 年度行政许可实施情况"
    assert headline.parts[0].sentence == (
        "申请 410,646 件，受理 409,102 件，批准 408,916 件，不予批准 186 件。"
        "网上受理率 21.96 %，全程网办率 8.00 %，当场办结率 36.76 %，超期办结比 每万件 0.270。"
        "有一处数字不相符，见下。"
    )
    english = section(open_report("yangpu", 2023, language="en"), "headline")
    assert english.heading == "Administrative licensing in 2023: Yangpu, Shanghai"
    assert english.parts[0].sentence.startswith("Applications: 410,646 cases; accepted cases: ")


def test_what_does_not_add_up_comes_first_and_is_marked(yangpu: Report) -> None:
    (table,) = section(yangpu, "problems").parts
    assert isinstance(table, Table)
    assert table.marks[0] == "fails"
    assert table.frame.iloc[0].tolist()[1:] == [
        "不符",
        "批准 408,916 ＋ 不予批准 186 ＝ 409,102，按期办结 407,058 ＋ 超期办结 11 ＝ 407,069，"
        "相差 2,033",
    ]
    assert set(table.marks.values()) == {"fails", "holds"}


def test_all_32_initiatives_are_shown_with_their_figures(yangpu: Report) -> None:
    (table,) = section(yangpu, "initiatives").parts
    assert len(table.frame) == 32
    by_name = table.frame.set_index("举措")
    assert by_name.loc["免申即享"].tolist() == [
        "四、改革创新情况",
        "民政局、司法局、科委",
        "拓展",
        "“免申即享”服务 28 个、“免申即享”涉及部门 9 个、“免申即享”直接服务用户 428,000 人次、"
        "“免申即享”相关企业及法人 2,826 家和“免申即享”累计兑付资金 41,450,000 元",
    ]


def test_qualifiers_reach_the_table_of_figures(yangpu: Report) -> None:
    text = words(section(yangpu, "all_figures"))
    for said in ("300+ 人次", "近 1000 人次", "≥ 90 %", "400+ 项", "47,901,381.6 元"):
        assert said in text


def test_a_basis_and_a_zero_in_words_are_said_beside_the_figure() -> None:
    assert "网上受理 | 164,619 件 | 以办结件为口径" in words(
        section(open_report("putuo", 2024), "all_figures")
    )
    archives = open_report("qingpu", 2024, "archives", "en")
    assert "cases handled, not split by stage | none | said in words" in words(
        section(archives, "all_figures")
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_report_with_two_figures_is_a_short_honest_page(language: str) -> None:
    report = open_report("huangpu", 2023, language=language)
    filled = [name for name in SECTIONS if section(report, name).parts]
    assert filled == ["headline", "all_figures"]
    said = section(report, "headline").parts[0].sentence
    assert "197" in said
    assert "28" in said
    rest = report.not_reported()
    assert isinstance(rest, Note)
    assert ("办理流程" if language == "zh" else "timeliness") in rest.sentence


def test_an_empty_section_shows_nothing_and_a_full_one_its_heading_and_sentence(
    yangpu: Report,
) -> None:
    assert Section("flow", "zh", "办理流程").shown() == []
    heading, sentence, exhibit = section(yangpu, "flow").shown()
    assert heading._repr_markdown_() == "## 办理流程"
    assert isinstance(sentence, Note)
    assert isinstance(exhibit, Exhibit)
    assert sentence.sentence == exhibit.sentence


def test_names_are_taken_in_any_form() -> None:
    keys = {
        open_report(district, 2024, agency).key
        for district, agency in (
            ("310105", "绿化和市容管理局"),
            ("长宁", "greening"),
            ("Changning", "Landscaping and City Appearance Bureau"),
        )
    }
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("yangpoo", 2023), "unknown district 'yangpoo'; did you mean yangpu"),
        (("yangpu", 2022), "unknown report 'shanghai-yangpu 2022'; did you mean shanghai-yangpu 2"),
        (("putuo", 2022, "eduction"), "unknown agency 'eduction'; did you mean education"),
        (("yangpu", 2023, "", "fr"), "unknown language 'fr'; allowed: zh, en"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(arguments: tuple, said: str) -> None:
    with pytest.raises(UnknownNameError) as error:
        open_report(*arguments)
    assert said in str(error.value)


def test_every_report_of_the_real_panel_opens_in_both_languages() -> None:
    from xuke import panel

    for key in panel.reports(panel.load_panel()):
        for language in ("zh", "en"):
            report = open_report(key.district, key.year, key.agency, language)
            assert section(report, "headline").parts
            for name in SECTIONS:
                section(report, name).shown()


def test_a_process_is_warmed_with_the_fullest_report(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def spy(*key: object) -> Report:
        opened.append(key)
        return open_report(*key)  # type: ignore[arg-type]

    monkeypatch.setattr(reporting, "open_report", spy)
    reporting.warm_up()
    assert opened == [("shanghai-yangpu", 2023, "")]
