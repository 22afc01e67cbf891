from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from made_projects import FIGURES, TITLE, project, write_report
from small_panels import observation, panel_of
from xuke import panel
from xuke.cli import main

WRONG = FIGURES.replace("1280", "1290")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own with an empty panel."""
    project(tmp_path)
    monkeypatch.setenv("XUKE_HOME", str(tmp_path))
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of ``xuke`` with *arguments*."""
    try:
        status = main([str(each) for each in arguments]) or 0
    except SystemExit as stop:
        status = stop.code
    captured = capsys.readouterr()
    return int(status), captured.out, captured.err


def test_extract_prints_each_figure_with_its_rule_and_words(capsys, home):
    status, out, err = run(capsys, "extract", write_report(home))
    assert status == 0
    first = re.split(r"  +", out.splitlines()[2])
    assert first == ["申请", "1,280 件", "labels:applications_by_apply", "收到行政许可申请1280件"]
    assert err == (
        "shanghai-chongming 2048：读出 5 个数字；不属于报告数字的 2 个，未能归类的 0 个\n"
    )


def test_extract_speaks_the_language_asked_for(capsys, home):
    path = write_report(home, TITLE + FIGURES + "\n受理的办件中，网上受理300余件。\n")
    _, out, err = run(capsys, "extract", path, "--language", "en")
    head, _, *_, last = (re.split(r"  +", line.strip()) for line in out.splitlines())
    assert head == ["metric", "item", "value", "counted among", "rule", "words of the report"]
    assert last[:3] == ["cases accepted online", "300+ cases", "accepted cases"]
    assert err.endswith(": figures read: 6; numbers that are no figures: 2; not understood: 0\n")


def test_extract_as_csv_and_json_gives_data_alone(capsys, home):
    path = write_report(home)
    _, out, err = run(capsys, "extract", path, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert err == ""
    assert [row["metric"] for row in rows][:2] == ["applications", "accepted"]
    text = path.read_text(encoding="utf-8")
    assert all(text[int(row["start"]) : int(row["end"])] == row["words"] for row in rows)
    _, out, err = run(capsys, "extract", path, "--format", "json")
    assert err == ""
    assert [row["value"] for row in json.loads(out)] == ["1280", "1262", "18", "1240", "15"]


def test_extract_lists_what_was_not_understood_and_what_is_no_figure(capsys, home):
    path = write_report(home, TITLE + FIGURES + "\n另有某某玩意儿77坨。\n")
    _, out, _ = run(capsys, "extract", path, "--unassigned", "--format", "csv")
    assert [row["words"] for row in csv.DictReader(io.StringIO(out))] == ["77"]
    _, out, _ = run(capsys, "extract", path, "--dismissed", "--format", "csv")
    assert ("2048年度", "year") in [(row["words"], row["reason"])
                                    for row in csv.DictReader(io.StringIO(out))]  # fmt: skip


def test_extract_as_csv_never_holds_a_formula(capsys, home):
    table = "| 事项 | 受理（件） |\n|---|---|\n| =HYPERLINK(1) | 12 |\n| +甲 | 13 |\n"
    path = write_report(home, TITLE + table)
    _, out, _ = run(capsys, "extract", path, "--format", "csv")
    cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_audit_exits_1_when_something_fails_and_0_when_nothing_does(capsys, home):
    status, out, _ = run(capsys, "audit", write_report(home, TITLE + WRONG))
    assert status == 1
    assert "相差 10" in out
    status, out, _ = run(capsys, "audit", write_report(home), "--language", "en")
    assert (status, "fails" in out) == (0, False)


def test_audit_writes_machine_formats_and_a_page(capsys, home):
    path = write_report(home, TITLE + WRONG)
    page = home / "page.html"
    status, out, err = run(capsys, "audit", path, "--format", "json", "--html", page)
    assert (status, err) == (1, "")
    assert json.loads(out)["findings"][0]["rule"] == "applications_split"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    _, out, err = run(capsys, "audit", path, "--format", "sarif")
    assert (json.loads(out)["version"], err) == ("2.1.0", "")


def test_audit_compares_with_a_given_report(capsys, home):
    earlier = write_report(home, TITLE.replace("2048", "2047") + "申请300件。\n", "2047.md")
    status, out, _ = run(capsys, "audit", write_report(home), "--against", earlier)
    assert status == 1
    assert "变化超过 3 倍" in out


def test_audit_writes_no_page_where_there_is_no_folder(capsys, home):
    status, _, err = run(capsys, "audit", write_report(home), "--html", home / "none" / "page.html")
    assert status == 2
    assert "cannot be written" in err


def test_ingest_shows_writes_and_then_changes_nothing(capsys, home):
    path = write_report(home, TITLE + WRONG)
    status, out, err = run(capsys, "ingest", path, "--dry-run")
    assert (status, panel.load_panel().empty) == (0, True)
    assert "新增" in out
    assert "将要改动：observations.csv, sources.csv" in err
    assert "相差 10" in err
    status, _, err = run(capsys, "ingest", path)
    assert (status, len(panel.load_panel())) == (0, 5)
    status, _, err = run(capsys, "ingest", path)
    assert (status, "没有变化" in err) == (0, True)


def test_ingest_lists_initiatives_too(capsys, home):
    path = write_report(home, TITLE + FIGURES + "\n## 四、改革\n\n深化“双随机、一公开”监管。\n")
    _, out, _ = run(capsys, "ingest", path, "--dry-run", "--language", "en")
    last = out.splitlines()[-1]
    assert last.split()[0] == "added"
    assert "deepened" in last


def test_a_document_without_figures_is_told_so(capsys, home):
    path = write_report(home, TITLE)
    status, out, err = run(capsys, "ingest", path)
    assert (status, out) == (2, "")
    assert "report.md: no figures were found" in err
    status, out, _ = run(capsys, "audit", path)
    assert status == 1
    assert "没有读出任何行政许可数字，无从核对；未能归类的数字 0 个" in out
    _, out, _ = run(capsys, "audit", path, "--format", "json")
    assert [each["rule"] for each in json.loads(out)["findings"]] == ["nothing_read"]


def test_ingest_refuses_another_value_with_status_2_and_takes_it_with_replace(capsys, home):
    row = observation("accepted", 1261, district="shanghai-chongming", year=2048, source="hand")
    (home / "data" / "observations.csv").write_text(panel.to_csv(panel_of(row)), encoding="utf-8")
    path = write_report(home)
    status, _, err = run(capsys, "ingest", path)
    assert status == 2
    assert "the panel has 1261 件 (hand), report.md says 1262 件" in err
    status, _, _ = run(capsys, "ingest", path, "--replace")
    assert status == 0
    values = panel.load_panel().set_index("metric")["value"]
    assert values["accepted"] == 1262


def test_a_report_without_a_name_asks_for_the_options_that_help(capsys, home):
    path = write_report(home, "# 行政许可实施情况报告\n\n" + FIGURES)
    status, _, err = run(capsys, "audit", path)
    assert status == 2
    assert "add --district and --year" in err
    status, _, err = run(capsys, "audit", path, "--district", "崇朋区", "--year", "2048")
    assert status == 2
    assert "崇明区" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--year", "0"], "no report is of the year 0; add --year with one of 2000 to 2100"),
        (["--year", "99999"], "no report is of the year 99999"),
        (["--district", ""], "unknown district ''"),
    ],
)
def test_a_year_or_district_that_cannot_be_is_not_passed_over(capsys, home, arguments, said):
    status, out, err = run(capsys, "audit", write_report(home), *arguments)
    assert (status, out) == (2, "")
    assert said in err
