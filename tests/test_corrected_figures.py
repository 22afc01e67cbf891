"""A correction is seen wherever its figure is: mark, former value, reason."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from drawn import words
from published import write_run
from xuke import panel, project
from xuke.checks import run_checks
from xuke.cli import main
from xuke.explorer.panel_view import Choice, Data, Grouping, show
from xuke.figures import Exhibit, Table
from xuke.indicators import derive
from xuke.overview import open_comparison, open_trend
from xuke.publish.site import Tables, publish
from xuke.report import open_report

ROOT = project.root()
LINE = "shanghai-yangpu-2023,,approved,408916,406883,误计撤回件\n"
EXPLAINED = {
    "zh": "批准，报告原文为 408,916 件，现为 406,883 件（误计撤回件）",
    "en": "approved cases, 408,916 cases in the report, now 406,883 cases (误计撤回件)",
}


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The real panel with one correction: Yangpu's decisions then add up."""
    folder = tmp_path_factory.mktemp("corrected")
    shutil.copytree(ROOT / "data", folder / "data")
    with (folder / "data" / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write(LINE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XUKE_HOME", str(folder))
        yield folder


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_tells_it_at_the_top_and_in_every_table(language: str) -> None:
    report = open_report("yangpu", 2023, language=language)
    first, corrections, *_ = (part.sentence for part in report.headline().parts)  # type: ignore[union-attr]
    assert "406,883" in first
    assert "※" in first
    assert EXPLAINED[language] in corrections
    texts = {
        name: "\n".join(part.to_text() for part in section.parts if isinstance(part, Table))
        for name, section in (
            ("checks", report.problems()),
            ("rates", report.rates()),
            ("figures", report.all_figures()),
        )
    }
    assert EXPLAINED[language] in texts["checks"]
    rate, rests = {
        "zh": ("批准率 | 99.9543 %※", "※ 依据更正后的批准"),
        "en": ("approval rate | 99.9543 %※", "※ rests on corrected approved cases"),
    }[language]
    assert rate in texts["rates"]
    assert rests in texts["rates"]
    figure, former = {
        "zh": ("批准 | 406,883 件※", "※ 报告原文为 408,916 件（误计撤回件）"),
        "en": ("approved cases | 406,883 cases※", "※ 408,916 cases in the report (误计撤回件)"),
    }[language]
    assert f"{figure} | {former}" in texts["figures"]


def test_the_headline_says_that_the_rules_hold_with_corrected_figures() -> None:
    for language, said in (("zh", "按更正后的数字，能够核对的 9 条规则都相符。"),
                           ("en", "With the figures as corrected, all 9 rules")):  # fmt: skip
        first = open_report("yangpu", 2023, language=language).headline().parts[0]
        assert said in first.sentence  # type: ignore[union-attr]


def test_check_tells_what_was_corrected_where_every_rule_then_holds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stop:
        sys.exit(main(["check", "--district", "yangpu"]))
    captured = capsys.readouterr()
    assert (stop.value.code or 0, captured.out) == (0, "")
    assert captured.err == (
        "0 条规则不符，9 条相符，1 条无法判断\n"
        f"※ 更正：杨浦区 2023 年 {EXPLAINED['zh']}\n"
    )  # fmt: skip


def test_check_tells_a_correction_once(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--district", "yangpu", "--all", "--language", "en"])
    captured = capsys.readouterr()
    assert EXPLAINED["en"] in captured.out
    assert captured.err == "rules: 0 fail, 9 hold, 1 cannot be judged\n"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_figure_that_shows_it_is_marked_and_explains_the_mark(language: str) -> None:
    report = open_report("yangpu", 2023, language=language)
    marked = {}
    for section in (report.flow(), report.channels(), report.timeliness(), report.fees()):
        (exhibit,) = section.parts
        assert isinstance(exhibit, Exhibit)
        marked[exhibit.name] = "※" in exhibit.sentence
        assert (EXPLAINED[language] in exhibit.caption) == marked[exhibit.name]
    assert marked == {"flow": True, "channels": False, "timeliness": True, "fees": False}
    (flow,) = report.flow().parts
    assert isinstance(flow, Exhibit)
    assert {"zh": "\n406,883 件※\n", "en": "\n406,883※\n"}[language] in words(flow)


def test_what_is_derived_from_it_in_a_figure_is_marked_too() -> None:
    (flow,) = open_report("yangpu", 2023).flow().parts
    assert flow.sentence.endswith(  # type: ignore[union-attr]
        "批准 406,883 件※（占受理 99.458 %※），不予批准 186 件（占受理 0.0455 %），"
        "去向未说明 2,033 件※。"
    )


def test_the_figure_of_indicators_names_what_it_rests_on() -> None:
    drawn = open_report("yangpu", 2023).rates().parts[0]
    assert isinstance(drawn, Exhibit)
    assert drawn.caption.endswith("※ 依据更正过的数字：批准。")
    assert "批准率 99.9543 %※" in drawn.alt
    assert "受理率 99.624 %、" in drawn.alt


def test_checks_and_indicators_carry_it_as_data() -> None:
    frame = panel.load_panel()
    rates = derive(frame).query("district == 'shanghai-yangpu' and year == 2023")
    corrected = rates[rates["corrected"] != ""].set_index("indicator")["corrected"]
    assert corrected.to_dict() == {"approval_rate": "approved", "refusal_rate": "approved"}
    checks = run_checks(frame).query("district == 'shanghai-yangpu'").set_index("check")
    said = checks.loc["decisions_timeliness"]
    assert said["verdict"] == "holds"
    assert said["message_zh"].startswith("批准 406,883※ ＋ 不予批准 186 ＝ 407,069，")
    assert said["message_zh"].endswith(f"※ 更正：{EXPLAINED['zh']}")
    assert "※" not in checks.loc["online_within_accepted", "message_zh"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_districts_and_years_compared_by_it_show_it(language: str) -> None:
    whose = {"zh": "杨浦区 2023 年 批准", "en": "Yangpu, 2023 approved cases"}[language]
    compared = open_comparison(2023, "approval_rate", language=language)
    dots, table = compared.values().parts
    for exhibit in (dots, compared.tiles(), compared.heat()):
        assert isinstance(exhibit, Exhibit)
        assert whose in exhibit.caption
    assert isinstance(dots, Exhibit)
    assert "99.9543 %※" in dots.alt
    assert isinstance(table, Table)
    assert "99.9543 %※" in table.to_text()
    trend = open_trend("yangpu", language).small_multiples()
    assert isinstance(trend, Exhibit)
    assert whose in trend.caption
    assert "99.9543 %※" in trend.alt


def test_the_explorer_shows_it_in_its_table_and_figure() -> None:
    shown = show(Data.load(), Choice("approval_rate", 2023, Grouping.DISTRICTS))
    rows = shown.table.set_index("报告单位")
    assert rows.loc["杨浦区", "更正"] == "※ 依据更正后的批准"
    assert isinstance(shown.figure, Exhibit)
    assert "误计撤回件" in shown.figure.caption


def test_the_site_marks_it_and_its_downloads_hold_the_former_value(tmp_path: Path) -> None:
    outputs, site = tmp_path / "outputs", tmp_path / "site"
    write_run(outputs, "shanghai-yangpu", 2023)
    write_run(outputs, "shanghai-putuo", 2024)
    frame = panel.load_panel()
    tables = Tables(frame, panel.load_sources(), derive(frame), run_checks(frame))
    publish(outputs, site, tables, {})
    rows = pd.read_csv(site / "data" / "panel.csv").query("source == 'shanghai-yangpu-2023'")
    approved = rows.set_index("metric").loc["approved"]
    assert (approved["value"], approved["corrected_from"]) == (406883, 408916)
    assert approved["correction"] == "误计撤回件"
    page = (site / "zh" / "districts" / "shanghai-yangpu.html").read_text(encoding="utf-8")
    assert "99.9543※" in page
    assert "※ 依据更正过的数字" in page
    other = (site / "zh" / "districts" / "shanghai-putuo.html").read_text(encoding="utf-8")
    assert "※ 依据更正过的数字" not in other
