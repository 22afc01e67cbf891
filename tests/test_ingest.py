"""Reports into the panel, whole or not at all; every report here is invented."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from made_projects import FIGURES, TITLE, project, write_report
from small_panels import observation
from xuke import panel
from xuke import project as projects
from xuke.ingest import Plan, ingest, plan
from xuke.model import PanelError, ReportKey, XukeError
from xuke.reading import read_report, source_name

DAY = datetime.date(2049, 5, 1)
SOURCE = "shanghai-chongming-2048"
REAL = projects.root() / "data"


def put(data: Path, *paths: Path, replace: bool = False) -> Plan:
    return ingest([read_report(path) for path in paths], data, accessed=DAY, replace=replace)


def figures(data: Path) -> list[tuple[str, float, str]]:
    frame = panel.read_panel(data / "observations.csv")
    return list(zip(frame["metric"], frame["value"].tolist(), frame["words"], strict=True))


def contents(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in data.glob("*.csv")}


def entered(metric: str, value: float, **other: object) -> dict[str, object]:
    """A figure that a person put into the panel: it has no words."""
    report = {"district": "shanghai-chongming", "year": 2048, "source": SOURCE}
    return observation(metric, value, **report, **other)


def test_a_new_report_brings_its_figures_its_source_and_its_initiatives(tmp_path):
    data = project(tmp_path)
    text = TITLE + FIGURES + "\n## 四、改革创新情况\n\n深化“双随机、一公开”监管。\n"
    made = put(data, write_report(tmp_path, text + "\n崇明区人民政府办公室\n\n2049年3月12日\n"))
    assert figures(data) == [
        ("applications", 1280, "收到行政许可申请1280件"),
        ("accepted", 1262, "受理1262件"),
        ("not_accepted", 18, "不予受理18件"),
        ("approved", 1240, "批准1240件"),
        ("not_approved", 15, "不予批准15件"),
    ]
    source = panel.read_sources(data / "sources.csv").loc[SOURCE]
    assert source["title"] == "上海市崇明区2048年度行政许可实施情况年度报告"
    assert source[["publisher", "published", "accessed", "document"]].tolist() == [
        "崇明区人民政府办公室", "2049-03-12", "2049-05-01", "report.md",
    ]  # fmt: skip
    mentions = panel.read_mentions(data / "initiatives.csv")
    assert set(mentions["source"]) == {SOURCE}
    assert "double_random" in set(mentions["initiative"])
    assert set(made.changes["change"]) == {"added"}


def test_ingesting_the_same_file_twice_changes_nothing(tmp_path):
    data, path = project(tmp_path), write_report(tmp_path)
    put(data, path)
    before = contents(data)
    made = put(data, path)
    assert contents(data) == before
    assert made.files == {}
    assert made.changes.empty
    assert put(data, path, replace=True).files == {}


def test_a_different_value_is_refused_with_both_values_and_both_sources(tmp_path):
    data = project(tmp_path, entered("accepted", 1261), sources="")
    before = contents(data)
    with pytest.raises(XukeError) as refused:
        put(data, write_report(tmp_path))
    assert contents(data) == before
    assert "--replace" in str(refused.value)
    first, line = str(refused.value).splitlines()
    assert first == (
        "1 figure with another value than in the panel: nothing is written. Add --replace to take "
        "them"
    )
    assert line == (
        "shanghai-chongming 2048 accepted: the panel has 1261 件 (shanghai-chongming-2048), "
        "report.md says 1262 件 (shanghai-chongming-2048: 受理1262件)"
    )


def test_replace_takes_the_new_value(tmp_path):
    data = project(tmp_path, entered("accepted", 1261))
    made = put(data, write_report(tmp_path), replace=True)
    assert ("accepted", 1262, "受理1262件") in figures(data)
    row = made.changes[made.changes["change"] == "replaced"].iloc[0]
    assert (row["metric"], row["before"], row["after"]) == ("accepted", "1261 件", "1262 件")


def test_another_qualifier_is_another_value(tmp_path):
    data = project(tmp_path, entered("accepted", 1262, qualifier="over"))
    with pytest.raises(XukeError, match="1262 件 over"):
        put(data, write_report(tmp_path))


def test_a_figure_entered_by_hand_gains_its_words_and_keeps_its_source_and_basis(tmp_path):
    register = "hand,shanghai-chongming,,2048,以前的题目,,,,2049-01-01,a note\n"
    held = entered("accepted", 1262, basis="concluded") | {"source": "hand"}
    data = project(tmp_path, held, sources=register)
    made = put(data, write_report(tmp_path))
    frame = panel.read_panel(data / "observations.csv")
    first = frame.iloc[0]
    assert (first["source"], first["basis"], first["words"]) == ("hand", "concluded", "受理1262件")
    assert set(frame["source"]) == {"hand"}
    assert made.changes["change"].value_counts().to_dict() == {"added": 4, "located": 1}
    source = panel.read_sources(data / "sources.csv").loc["hand"]
    assert (source["title"], source["accessed"], source["note"]) == (
        "以前的题目", "2049-01-01", "a note",
    )  # fmt: skip


def test_another_document_of_a_report_adds_nothing_unless_it_replaces(tmp_path):
    data = project(tmp_path)
    put(data, write_report(tmp_path))
    same = write_report(tmp_path, TITLE + "\n" + FIGURES, "again.md")
    assert put(data, same).files == {}
    more = write_report(tmp_path, TITLE + FIGURES + "\n收费办件96件。\n", "more.md")
    with pytest.raises(XukeError, match="nothing is written") as refused:
        put(data, more)
    assert str(refused.value).splitlines() == [
        "1 figure that the panel does not hold: nothing is written. Add --replace to take them",
        "shanghai-chongming 2048 charged_cases: not in the panel, whose figures of this report are "
        "from another document; more.md says 96 件 (收费办件96件)",
    ]
    put(data, more, replace=True)
    assert ("charged_cases", 96, "收费办件96件") in figures(data)
    assert panel.read_sources(data / "sources.csv").loc[SOURCE, "document"] == "more.md"


def test_replace_removes_what_the_new_document_no_longer_says_but_not_what_was_entered(tmp_path):
    data = project(tmp_path, entered("licensing_items", 146))
    put(data, write_report(tmp_path))
    shorter = write_report(tmp_path, TITLE + "全年共收到行政许可申请1280件，受理1262件。\n", "s.md")
    made = put(data, shorter, replace=True)
    assert [name for name, _, _ in figures(data)] == [
        "licensing_items", "applications", "accepted",
    ]  # fmt: skip
    removed = made.changes[made.changes["change"] == "removed"]
    assert removed["metric"].tolist() == ["not_accepted", "approved", "not_approved"]


@pytest.mark.parametrize("text", ["", "全年共收到网友来信35封。\n"])
def test_a_document_without_figures_is_refused(tmp_path, text):
    data = project(tmp_path, entered("accepted", 1261), entered("approved", 1300))
    before = contents(data)
    with pytest.raises(XukeError, match=r"^report\.md: no figures were found") as refused:
        put(data, write_report(tmp_path, TITLE + text))
    assert "nothing to ingest; numbers not understood: " in str(refused.value)
    assert contents(data) == before


def test_the_plan_shows_initiatives_that_come_and_go(tmp_path):
    data = project(tmp_path)
    section = "\n## 四、改革创新情况\n\n"
    put(data, write_report(tmp_path, TITLE + FIGURES + section + "深化“免申即享”服务。\n"))
    other = write_report(
        tmp_path, TITLE + FIGURES + section + "深化“双随机、一公开”监管。\n", "b.md"
    )
    made = put(data, other, replace=True)
    shown = made.mentions[["change", "source", "initiative", "status"]]
    assert sorted(map(tuple, shown.to_numpy())) == [
        ("added", SOURCE, "double_random", "deepened"),
        ("removed", SOURCE, "no_application", "deepened"),
    ]


def test_one_report_changes_only_its_own_lines_of_the_real_tables(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(REAL, data)
    before = {path.name: path.read_text("utf-8").splitlines() for path in data.glob("*.csv")}
    put(data, write_report(tmp_path))
    for name, lines in before.items():
        after = (data / name).read_text("utf-8").splitlines()
        assert after[: len(lines)] == lines
        assert all(SOURCE in line for line in after[len(lines) :])


def test_several_files_are_written_all_or_none(tmp_path):
    data = project(tmp_path, entered("accepted", 1261))
    other = write_report(tmp_path, TITLE.replace("崇明区", "奉贤区") + FIGURES, "other.md")
    before = contents(data)
    with pytest.raises(XukeError):
        put(data, other, write_report(tmp_path))
    assert contents(data) == before


def test_a_correction_that_would_no_longer_match_stops_it(tmp_path):
    data = project(tmp_path, entered("accepted", 1261))
    with (data / "corrections.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(f"{SOURCE},,accepted,1261,1262,misprint\n")
    before = contents(data)
    with pytest.raises(PanelError, match=r"corrections\.csv:2: accepted of .* to be 1261"):
        put(data, write_report(tmp_path), replace=True)
    assert contents(data) == before


def test_the_plan_shows_the_checks_that_fail_and_writes_nothing(tmp_path):
    data = project(tmp_path)
    wrong = write_report(tmp_path, TITLE + FIGURES.replace("1280", "1290"))
    before = contents(data)
    made = plan([read_report(wrong)], data, accessed=DAY)
    assert contents(data) == before
    assert made.failures["check"].tolist() == ["applications_split"]
    assert sorted(made.files) == ["observations.csv", "sources.csv"]


def test_names_become_paths_only_through_the_register():
    assert source_name(ReportKey("shanghai-qingpu", 2022, "市场监督管理局")).endswith(
        "-market-2022"
    )
    name = source_name(ReportKey("shanghai", 2022, "../../etc/passwd"))
    assert name.startswith("shanghai-agency-")
    assert "/" not in name
    assert "." not in name


def test_what_a_report_calls_itself_is_never_a_formula(tmp_path):
    data = project(tmp_path)
    path = write_report(tmp_path, "# =HYPERLINK(1)上海市崇明区2048年度报告\n\n" + FIGURES)
    put(data, path)
    assert "\n=" not in (data / "sources.csv").read_text(encoding="utf-8").replace(",", "\n")


def test_a_report_that_does_not_say_whose_it_is_asks_for_it_by_name(tmp_path):
    path = write_report(tmp_path, "# 行政许可实施情况报告\n\n" + FIGURES)
    with pytest.raises(XukeError, match=r"report.md: .*add --district and --year"):
        read_report(path)
    assert read_report(path, district="崇明区", year=2048).key == ReportKey(
        "shanghai-chongming", 2048
    )


INGEST = """
import datetime, os, sys
from pathlib import Path
from xuke.ingest import ingest
from xuke.reading import read_report

data, report, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
made, renames = read_report(report), 0

def count(event, arguments):
    global renames
    if event == "os.rename":
        renames += 1
        if renames == last:
            os._exit(9)

sys.addaudithook(count)
ingest([made], data, accessed=datetime.date(2049, 5, 1))
"""


def start(data: Path, report: Path, last: int = 0) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", INGEST, str(data), str(report), str(last)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ})


def test_two_at_once_lose_nothing(tmp_path):
    data = project(tmp_path)
    names = ["崇明区", "奉贤区"]
    paths = [
        write_report(tmp_path, TITLE.replace("崇明区", name) + FIGURES, f"{at}.md")
        for at, name in enumerate(names)
    ]
    running = [start(data, path) for path in paths]
    assert [(each.wait(), each.stderr.read()) for each in running] == [(0, b"")] * 2
    frame = panel.read_panel(data / "observations.csv")
    assert frame["district"].value_counts().to_dict() == {
        "shanghai-chongming": 5,
        "shanghai-fengxian": 5,
    }
    assert len(panel.read_sources(data / "sources.csv")) == 2


@pytest.mark.parametrize(("rename", "kept"), [(1, "old"), (2, "new"), (3, "new")])
def test_a_kill_leaves_the_tables_old_or_new_together(tmp_path, monkeypatch, rename, kept):
    data = project(tmp_path)
    running = start(data, write_report(tmp_path), rename)
    assert running.wait() == 9
    monkeypatch.setenv("XUKE_HOME", str(tmp_path))
    count = 5 if kept == "new" else 0
    assert len(panel.load_sources()) == count // 5
    assert len(panel.load_panel()) == count
