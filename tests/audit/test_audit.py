"""What an audit finds in invented reports, and how it says it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from made_projects import FIGURES, TITLE, write_report
from small_panels import observation, panel_of
from xuke.audit import Audit, audit
from xuke.audit.machine import as_json, as_sarif
from xuke.audit.text import as_text
from xuke.model import Verdict, XukeError
from xuke.reading import read_report

TIMES = "按期办结1251件，超期办结2件。\n"


def audited(
    folder: Path, text: str, *known: dict[str, object], against: tuple[str, ...] = ()
) -> Audit:
    report = read_report(write_report(folder, text))
    earlier = [
        read_report(write_report(folder, each, f"against-{at}.md"))
        for at, each in enumerate(against)
    ]
    return audit(report, panel_of(*known), earlier)


def before(metric: str, value: float, year: int = 2047, **other: object) -> dict[str, object]:
    district = {"district": "shanghai-chongming", "source": f"shanghai-chongming-{year}"}
    return observation(metric, value, year=year, **district, **other)


def found(result: Audit) -> list[tuple[str, str, list[str]]]:
    """Rule, level and metrics of each finding."""
    metrics = result.figures["metric"]
    return [
        (each.rule, each.level, [metrics[figure] for figure in each.figures])
        for each in result.findings
    ]


def test_a_report_that_adds_up_has_no_findings(tmp_path):
    result = audited(tmp_path, TITLE + FIGURES.replace("15件", "22件"))
    assert (result.findings, result.imbalances, result.failed) == ((), (), False)
    assert result.verdicts[Verdict.HOLDS] == 2


def test_one_figure_with_two_values_is_a_finding_with_both_sentences(tmp_path):
    text = "全年受理1100件，批准1000件。全年共受理1150件。\n"
    result = audited(tmp_path, TITLE + text)
    assert found(result) == [("contradicting", "error", [])]
    (finding,) = result.findings
    assert finding.message["en"] == (
        "the report gives accepted cases as 1100件 and 1150件; "
        "not knowing which holds, none was read"
    )
    assert [each.words for each in finding.passages] == [
        "全年受理1100件，批准1000件。", "全年共受理1150件。",
    ]  # fmt: skip
    assert result.failed


def test_a_failing_rule_is_shown_with_its_sentence_and_smallest_changes(tmp_path):
    result = audited(tmp_path, TITLE + FIGURES + TIMES)
    assert found(result) == [
        (
            "decisions_timeliness",
            "error",
            ["approved", "not_approved", "decided_on_time", "decided_overdue"],
        )
    ]
    assert result.failed
    passages = [(each.place, each.words) for each in result.findings[0].passages]
    assert passages == [("line 5", FIGURES.strip()), ("line 5", TIMES.strip())]
    changes = [
        (result.figures["metric"][change.figures[0]], change.ranges[0])
        for change in result.imbalances[0].changes
    ]
    assert changes == [
        ("approved", (1238, 1238)),
        ("not_approved", (13, 13)),
        ("decided_on_time", (1253, 1253)),
        ("decided_overdue", (4, 4)),
    ]


def test_text_says_so_in_both_languages(tmp_path):
    result = audited(tmp_path, TITLE + FIGURES + TIMES)
    assert as_text(result, "zh") == (
        "崇明区 2048 年度 (report.md)\n"
        "\n"
        "✗ 不符： 批准＋不予批准＝按期办结＋超期办结\n"
        "  批准 1,240 ＋ 不予批准 15 ＝ 1,255，按期办结 1,251 ＋ 超期办结 2 ＝ 1,253，相差 2\n"
        f"  第 5 行: {FIGURES.strip()}\n"
        f"  第 5 行: {TIMES.strip()}\n"
        "\n"
        "改动下列任一数字，即可使“批准＋不予批准＝按期办结＋超期办结”相符（并不表示它有误）：\n"
        "  · 批准 1,240 → 1,238\n"
        "  · 不予批准 15 → 13\n"
        "  · 按期办结 1,251 → 1,253\n"
        "  · 超期办结 2 → 4\n"
        "\n"
        "共读出 7 个数字；核对：1 项相符，1 项不符，5 项无法判断。\n"
    )
    english = as_text(result, "en")
    assert "changing any one of these figures" in english
    assert "  · cases concluded on time: 1,251 → 1,253\n" in english
    assert "line 5: " in english


def test_a_stated_share_that_does_not_follow_is_found(tmp_path):
    result = audited(tmp_path, TITLE + "受理1262件，其中网上受理505件，网办率为41.02%。\n")
    assert found(result) == [
        (
            "stated_share",
            "error",
            ["online_accepted", "accepted", "online_acceptance_rate_stated"],
        )
    ]
    assert "40.02" in result.findings[0].message["zh"]


def test_items_that_do_not_sum_to_their_total_are_found_with_their_cells(tmp_path):
    table = "| 许可事项 | 受理（件） |\n| --- | --- |\n| 食品许可 | 702 |\n| 卫生许可 | 250 |\n"
    result = audited(tmp_path, TITLE + "受理1262件。\n\n各类事项受理数量如下。\n\n" + table)
    assert [(rule, level) for rule, level, _ in found(result)] == [("items_sum_to_total", "error")]
    words = [passage.words for passage in result.findings[0].passages]
    assert words == [
        "受理1262件。",
        "食品许可 / 受理（件） / 702",
        "卫生许可 / 受理（件） / 250",
    ]
    assert len(result.imbalances[0].changes) == 3


def test_figures_of_the_year_before_are_compared_from_the_panel(tmp_path):
    known = [before("applications", 300), before("accepted", 1200), before("handled", 9)]
    result = audited(tmp_path, TITLE + FIGURES, *known)
    assert found(result) == [
        ("year_on_year", "warning", ["applications"]),
        ("no_longer_reported", "note", []),
    ]
    assert result.findings[1].message["zh"] == (
        "2047 年报告过、本年没有的数字：办理 9 件（shanghai-chongming-2047）"
    )
    assert result.previous == ("shanghai-chongming-2047",)
    assert result.failed


def test_what_is_no_longer_reported_is_a_note_and_no_failure(tmp_path):
    result = audited(tmp_path, TITLE + FIGURES, before("handled", 9))
    assert [(each.rule, each.level) for each in result.findings] == [("no_longer_reported", "note")]
    assert not result.failed


def test_a_given_report_takes_the_place_of_the_panels_of_its_year(tmp_path):
    earlier = TITLE.replace("2048", "2047") + "受理1100件。\n"
    result = audited(tmp_path, TITLE + FIGURES, before("accepted", 3), against=(earlier,))
    assert found(result) == []


def test_a_report_of_another_authority_or_a_later_year_is_refused(tmp_path):
    for other in (TITLE.replace("崇明", "奉贤").replace("2048", "2047"), TITLE):
        with pytest.raises(XukeError, match="cannot be compared"):
            audited(tmp_path, TITLE + FIGURES, against=(other + FIGURES,))


@pytest.mark.parametrize("said", ["2047年受理1190件。", "受理1262件，上年同期受理1190件。"])
def test_a_figure_of_last_year_that_is_repeated_with_another_value_is_found(tmp_path, said):
    text = f"{TITLE}{FIGURES}\n{said}\n"
    result = audited(tmp_path, text, before("accepted", 1200))
    assert [(each.rule, each.level) for each in result.findings] == [("restated", "warning")]
    assert result.findings[0].message["en"] == (
        "accepted cases in 2047: 1,190 cases here, 1,200 cases before (shanghai-chongming-2047)"
    )
    assert [each.words for each in result.findings[0].passages] == [said]
    assert audited(tmp_path, text, before("accepted", 1190)).findings == ()


def test_a_figure_on_record_with_another_value_is_found(tmp_path):
    result = audited(tmp_path, TITLE + FIGURES, before("accepted", 1200, year=2048))
    assert found(result) == [("restated", "warning", ["accepted"])]


def test_json_holds_everything_a_machine_needs(tmp_path):
    text = TITLE + FIGURES + TIMES
    shown = json.loads(as_json(audited(tmp_path, text)))
    assert shown["failed"] is True
    assert shown["verdicts"] == {"holds": 1, "fails": 1, "cannot_be_judged": 5}
    (finding,) = shown["findings"]
    for figure in finding["figures"]:
        assert text[figure["start"] : figure["end"]] == figure["words"]
    first = shown["restoring"][0]["changes"][0][0]
    assert (first["metric"], first["value"], first["from"], first["to"]) == (
        "approved", 1240.0, "1238", "1238",
    )  # fmt: skip


def test_sarif_points_at_the_lines_of_the_file(tmp_path):
    text = TITLE + FIGURES + "\n" + TIMES
    log = json.loads(as_sarif(audited(tmp_path, text), "en"))
    assert (log["version"], log["$schema"]) == (
        "2.1.0", "https://json.schemastore.org/sarif-2.1.0.json",
    )  # fmt: skip
    (run,) = log["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] == "error"
    assert "2 apart" in result["message"]["text"]
    places = [each["physicalLocation"] for each in result["locations"] + result["relatedLocations"]]
    lines = text.splitlines()
    for place in places:
        region = place["region"]
        assert region["startLine"] == region["endLine"]
        line = lines[region["startLine"] - 1]
        assert (
            line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]
        )
        assert place["artifactLocation"] == {"uri": "report.md"}
    assert [place["region"]["startLine"] for place in places] == [5, 7]


def test_gaps_that_have_nothing_to_do_with_each_other_are_restored_one_by_one(tmp_path):
    table = "| 许可事项 | 受理（件） |\n| --- | --- |\n| 食品许可 | 702 |\n| 卫生许可 | 250 |\n"
    text = TITLE + FIGURES + TIMES + "\n各类事项受理数量如下。\n\n" + table
    shown = as_text(audited(tmp_path, text), "zh")
    assert "要使“批准＋不予批准＝按期办结＋超期办结”和“各事项之和＝合计”都相符" in shown
    assert [line for line in shown.splitlines() if line.startswith("  · ")] == [
        "  · 批准 1,240 → 1,238，或不予批准 15 → 13，或按期办结 1,251 → 1,253，或超期办结 2 → 4",
        "  · 食品许可：受理 702 → 1,012，或卫生许可：受理 250 → 560",
    ]


def test_figures_that_only_help_together_are_told_as_sets(tmp_path):
    text = TITLE + "申请10件，受理4件，不予受理3件。批准9件，不予批准1件。\n"
    shown = as_text(audited(tmp_path, text), "zh")
    assert "至少同时改动 2 个数字" in shown
    assert [line for line in shown.splitlines() if line.startswith("  · ")] == [
        "  · 申请 10 → ≥ 13和受理 4 → ≥ 10",
        "  · 申请 10 → 7和批准 9 → ≤ 3",
        "  · 受理 4 → 10和不予受理 3 → 0",
        "  · 受理 4 → 7和批准 9 → ≤ 6",
        "  · 不予受理 3 → 6和批准 9 → ≤ 3",
    ]


FIXED = {"corrected_from": 1240.0, "correction": "misprint"}


def test_a_figure_corrected_in_the_panel_is_compared_as_published_and_noted(tmp_path):
    known = before("approved", 1238, 2048, **FIXED)
    result = audited(tmp_path, TITLE + FIGURES, known)
    assert found(result) == [("corrected", "note", ["approved"])]
    assert result.findings[0].message["en"] == (
        "※ Corrected: approved cases, 1,240 cases in the report, now 1,238 cases (misprint)"
    )
    assert not result.failed


def test_a_figure_published_otherwise_than_it_was_corrected_is_restated(tmp_path):
    known = before("approved", 1240, 2048, **FIXED | {"corrected_from": 1239.0})
    result = audited(tmp_path, TITLE + FIGURES, known)
    assert found(result)[0] == ("restated", "warning", ["approved"])
    assert result.findings[0].message["zh"] == (
        "2048 年批准：本文为 1,240 件，此前为 1,239 件（shanghai-chongming-2048）；"
        "※ 更正：批准，报告原文为 1,239 件，现为 1,240 件（misprint）"
    )
