from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys

import pytest

from xuke.cli import COMMANDS, main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of ``xuke`` with *arguments*."""
    try:
        status = main(list(arguments)) or 0
    except SystemExit as stop:
        status = stop.code
    captured = capsys.readouterr()
    return int(status), captured.out, captured.err


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_check_exits_1_and_names_the_four_findings_as_csv(capsys) -> None:
    status, out, err = run(capsys, "check", "--format", "csv")
    failing = [row for row in rows(out) if row["verdict"] == "fails"]
    assert (status, err) == (1, "")
    assert [(row["check"], row["district"], float(row["difference"])) for row in failing] == [
        ("decisions_timeliness", "shanghai-lingang", 218),
        ("decisions_timeliness", "shanghai-putuo", -11),
        ("decisions_timeliness", "shanghai-yangpu", 2033),
        ("stated_share", "shanghai-changning", 3.000303),
    ]


def test_check_exits_0_where_nothing_fails(capsys) -> None:
    status, out, err = run(capsys, "check", "--district", "lishui-qingyuan", "--language", "en")
    assert (status, out) == (0, "")
    assert "rules: 0 fail, 1 hold" in err


def test_check_of_a_report_that_no_rule_speaks_of_shows_nothing_and_exits_0(capsys) -> None:
    status, out, _ = run(capsys, "check", "--district", "shanghai-baoshan", "--format", "json")
    assert (status, json.loads(out)) == (0, [])


def test_a_table_of_checks_shows_failures_and_with_all_everything(capsys) -> None:
    _, failures, err = run(capsys, "check", "--district", "杨浦")
    assert failures.count("杨浦") == 0
    assert "相差 2,033" in failures
    assert "1 条规则不符" in err
    _, everything, _ = run(capsys, "check", "--district", "杨浦", "--all")
    verdicts = [line.split()[0] for line in everything.splitlines()[2:]]
    assert verdicts == ["相符", "相符", "不符", *["相符"] * 7]


def test_a_table_says_so_where_nothing_can_be_judged(capsys) -> None:
    _, out, err = run(capsys, "check", "--district", "shanghai-baoshan")
    assert (out, err) == ("", "这些报告的数字不足以核对任何规则\n")


@pytest.mark.parametrize(
    ("arguments", "heads"),
    [
        (["list"], ["地区", "名称", "单位名称", "年度", "数字", "更正", "发布日期"]),
        (["check"], ["地区", "单位名称", "年度", "规则", "依据"]),
        (["indicators"], ["地区", "单位名称", "年度", "事项", "指标", "数值", "95 % 区间", "备注"]),
        (["list", "--language", "en"], ["district", "name", "agency", "year", "figures"]),
    ],
)
def test_the_headings_of_a_table_are_in_its_language(
    capsys, arguments: list[str], heads: list[str]
) -> None:
    _, out, _ = run(capsys, *arguments, "--district", "yangpu")
    assert re.split(r"  +", out.splitlines()[0].strip())[: len(heads)] == heads


def test_a_table_fits_the_terminal_and_is_not_folded_elsewhere(capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    asked = ("check", "--district", "yangpu", "--language", "en")
    _, whole, _ = run(capsys, *asked)
    assert len(whole.splitlines()) == 3
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    _, folded, _ = run(capsys, *asked)
    assert max(map(len, whole.splitlines())) > 200
    assert 70 < max(map(len, folded.splitlines())) <= 80
    assert all(each in folded for each in ("408,916", "409,102;", "407,058", "407,069:", "2,033"))
    monkeypatch.setenv("COLUMNS", "400")
    assert run(capsys, *asked)[1] == whole


def test_indicators_as_json_are_data_and_nothing_else(capsys) -> None:
    status, out, err = run(capsys, "indicators", "--district", "310110", "--format", "json")
    values = {row["indicator"]: row["value"] for row in json.loads(out) if row["item"] == ""}
    assert (status, err) == (0, "")
    assert round(values["full_online_rate"], 3) == 8.002
    assert values["inspections_per_approval"] is None


def test_indicators_in_a_table_carry_interval_basis_and_what_is_stated(capsys) -> None:
    _, out, _ = run(capsys, "indicators", "--district", "putuo", "--agency", "", "--language", "en")
    line = next(line for line in out.splitlines() if "full-online rate" in line)
    assert "9.09 %" in line
    assert "9.010–9.163" in line
    assert line.rstrip().endswith("of concluded cases")


def test_list_tells_reports_their_figures_and_sources(capsys) -> None:
    status, out, _ = run(capsys, "list", "--format", "csv", "--agency", "greening")
    assert status == 0
    assert [(row["district"], row["name"], row["figures"]) for row in rows(out)] == [
        ("shanghai-changning", "长宁区", "10"),
        ("shanghai-putuo", "普陀区", "4"),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["list", "--district", "yangpoo"], "unknown district 'yangpoo'; did you mean yangpu"),
        (["check", "--district", "minhang"], "no figures of district 'shanghai-minhang'"),
        (["list", "--year", "2030"], "no figures of year '2030'"),
        (["list", "--agency", "eduction"], "unknown agency 'eduction'; did you mean education"),
        (["list", "--distric", "yangpu"], "No such option '--distric'"),
        (["lst"], "unknown command 'lst'; did you mean list"),
        (["list", "--format", "xml"], "'xml' is not one of"),
    ],
)
def test_what_is_unknown_is_refused_by_name_with_the_nearest(capsys, arguments, said) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert said in err


def test_help_lists_every_command_and_imports_nothing_heavy() -> None:
    code = (
        "import sys; from xuke.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'matplotlib', 'papermill', 'pydantic', 'nbformat'} & set(sys.modules)\n"
        "print('heavy:', sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert "heavy: []" in done.stdout, done.stdout + done.stderr
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)


def test_every_command_of_the_table_is_there(capsys) -> None:
    for name in COMMANDS:
        status, out, _ = run(capsys, name, "--help")
        assert status == 0
        assert out.startswith("Usage: ")
        assert name in out.splitlines()[0]
