"""What is made again when something changes, and what is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from xuke.batch import plan
from xuke.batch.notebook import Notebook, NotebookError, find_notebook, load_notebook
from xuke.batch.plan import Run, Selection, decide, plan_runs
from xuke.batch.record import from_json, to_json, why_stale
from xuke.batch.rows import read_rows
from xuke.batch.store import LocalStore
from xuke.model import DefinitionError, PanelError, ReportKey, UnknownNameError

from .notebooks import PARAMETERS, write_notebook

HUANGPU, XUHUI = "shanghai-huangpu", "shanghai-xuhui"
ALL = Selection()


def notebook(home: Path, reads: str = "report", parameters: str = PARAMETERS) -> Notebook:
    path = home / "notebooks" / "n.ipynb"
    return load_notebook(write_notebook(path, "1", parameters=parameters, reads=reads))


def runs_of(home: Path, reads: str = "report", **other: object) -> list[Run]:
    book = notebook(home, reads, str(other.get("parameters", PARAMETERS)))
    return list(plan_runs(book, read_rows(home / "data"), ALL, "zh", {}))


def edit(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    path.write_text(changed, encoding="utf-8", newline="\n")


def retitled(text: str, source: str) -> str:
    """The register of sources with another title for one."""
    lines = [line.replace("虚构报告", "新标题") if line.startswith(f"{source},") else line
             for line in text.splitlines(keepends=True)]  # fmt: skip
    return "".join(lines)


def change_one_figure(home: Path) -> None:
    """Huangpu 2001 has one licensed item more than before."""
    old = f"{HUANGPU},,2001,,kiosks,"
    edit(home / "data" / "observations.csv", lambda text: text.replace(old, f"{old}1", 1))


def test_there_is_a_run_for_each_report_in_a_folder_of_its_own(home: Path) -> None:
    assert [str(run) for run in runs_of(home)] == [
        f"{HUANGPU}/2001/n.zh",
        f"{HUANGPU}/2002/n.zh",
        f"{XUHUI}/2001/n.zh",
        f"{XUHUI}/2002/n.zh",
    ]
    assert runs_of(home)[0].parameters == {
        "district": HUANGPU, "year": 2001, "agency": "", "language": "zh",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("parameters", "folders"),
    [
        ("district: str = ''", [f"{HUANGPU}/all-years", f"{XUHUI}/all-years"]),
        ("year: int = 0", ["all-districts/2001", "all-districts/2002"]),
        ("language: str = 'zh'", ["all-districts/all-years"]),
    ],
)
def test_a_notebook_runs_once_for_each_thing_that_it_has_a_parameter_for(
    home: Path, parameters: str, folders: list[str]
) -> None:
    assert [run.folder for run in runs_of(home, parameters=parameters)] == folders


def test_an_agency_gets_a_folder_that_its_name_cannot_break_out_of(home: Path) -> None:
    edit(
        home / "data" / "observations.csv",
        lambda text: text.replace(f"{HUANGPU},,2001,", f"{HUANGPU},../../etc,2001,", 1),
    )
    folders = [run.folder for run in runs_of(home)]
    assert len(folders) == 5
    assert not any(".." in folder for folder in folders)


@pytest.mark.parametrize(
    ("reads", "changed"),
    [
        ("report", [f"{HUANGPU}/2001", f"{HUANGPU}/2002"]),  # 2002 is compared with 2001
        ("district", [f"{HUANGPU}/2001", f"{HUANGPU}/2002"]),
        ("year", [f"{HUANGPU}/2001", f"{HUANGPU}/2002", f"{XUHUI}/2001", f"{XUHUI}/2002"]),
        ("panel", [f"{HUANGPU}/2001", f"{HUANGPU}/2002", f"{XUHUI}/2001", f"{XUHUI}/2002"]),
    ],
)
def test_a_changed_figure_changes_the_runs_that_read_it(
    home: Path, reads: str, changed: list[str]
) -> None:
    before = {run.folder: run.key for run in runs_of(home, reads)}
    change_one_figure(home)
    after = {run.folder: run.key for run in runs_of(home, reads)}
    assert [folder for folder in after if after[folder] != before[folder]] == changed


@pytest.mark.parametrize(
    ("name", "line", "changed"),
    [
        ("sources.csv", None, [f"{XUHUI}/2001", f"{XUHUI}/2002"]),
        ("corrections.csv", "{source},,kiosks,1,2,typo\n", [f"{XUHUI}/2001", f"{XUHUI}/2002"]),
        ("initiatives.csv", "{source},x,,,\n", [f"{XUHUI}/2001", f"{XUHUI}/2002"]),
        ("other.csv", "a,b\n1,2\n", "all"),
    ],
)
def test_a_change_of_another_table_reaches_the_reports_that_it_is_about(
    home: Path, name: str, line: str | None, changed: list[str] | str
) -> None:
    before = {run.folder: run.key for run in runs_of(home)}
    path = home / "data" / name
    rows = (home / "data" / "sources.csv").read_text(encoding="utf-8").splitlines()
    source = next(row for row in rows if f",{XUHUI},,2001" in row).partition(",")[0]
    if line is None:
        edit(path, lambda text: retitled(text, source))
    else:
        with path.open("a", encoding="utf-8") as file:
            file.write(line.format(source=source))
    after = {run.folder: run.key for run in runs_of(home)}
    expected = sorted(before) if changed == "all" else changed
    assert [folder for folder in after if after[folder] != before[folder]] == expected


def test_a_broken_row_of_the_panel_is_an_error_with_its_line(home: Path) -> None:
    edit(home / "data" / "observations.csv", lambda text: text + "one,two\n")
    lines = (home / "data" / "observations.csv").read_text(encoding="utf-8").count("\n")
    with pytest.raises(PanelError, match=rf"observations\.csv:{lines}: 2 values for 14 columns"):
        read_rows(home / "data")


def test_a_table_in_another_encoding_is_an_error_with_its_line(home: Path) -> None:
    with (home / "data" / "corrections.csv").open("ab") as file:
        file.write("source,,kiosks,1,2,误\n".encode("gb18030"))
    with pytest.raises(DefinitionError, match=r"corrections\.csv:2: is not UTF-8"):
        read_rows(home / "data")


def test_notebook_parameters_definitions_and_library_are_part_of_the_key(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def key() -> str:
        return runs_of(home)[0].key

    first = key()
    assert key() == first
    monkeypatch.setattr(plan, "library", lambda: "other")
    assert key() != first
    monkeypatch.undo()
    monkeypatch.setenv("XUKE_HOME", str(home))
    monkeypatch.setattr(plan, "_definitions", lambda: "other")
    assert key() != first


def test_reports_are_chosen_and_a_wrong_one_is_refused_with_what_there_is(home: Path) -> None:
    reports = read_rows(home / "data").reports
    assert Selection([XUHUI], [2002], [""]).choose(reports) == [ReportKey(XUHUI, 2002)]
    with pytest.raises(UnknownNameError, match=r"no figures of year '2003'.*2002"):
        Selection([XUHUI], [2003]).choose(reports)
    with pytest.raises(UnknownNameError, match="no figures of district 'shanghai-putuo'"):
        Selection(["shanghai-putuo"]).choose(reports)


def test_a_run_is_kept_while_its_record_and_its_files_are_whole(home: Path) -> None:
    store = LocalStore(home / "outputs")
    run = runs_of(home)[0]
    record = {"key": run.key, "inputs": run.inputs, "status": "done", "sizes": {"n.zh.html": 3}}

    def reasons() -> list[str]:
        return [each.reason for each in decide([run], store).runs]

    assert reasons() == ["new"]
    store.write(f"{run.folder}/n.zh.html", b"abc")
    assert reasons() == ["new"]
    store.write(run.record_path, to_json(record))
    assert reasons() == []
    assert [each.reason for each in decide([run], store, fresh=True).runs] == ["asked for"]
    store.write(f"{run.folder}/n.zh.html", b"ab")
    assert reasons() == ["n.zh.html is damaged"]
    store.delete(f"{run.folder}/n.zh.html")
    assert reasons() == ["n.zh.html is missing"]
    store.write(run.record_path, to_json(record)[:-20])
    assert reasons() == ["new"]


def test_the_reason_names_what_changed() -> None:
    record = from_json(
        json.dumps({"key": "", "inputs": {"rows": "1", "library": "1"}, "sizes": {}}).encode()
    )
    assert why_stale(record, {"rows": "2", "library": "1"}, {}) == "rows changed"
    assert why_stale(record, {"rows": "2", "library": "2"}, {}) == "rows, library changed"
    assert why_stale(record, {"rows": "1", "library": "1"}, {}) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "not a notebook"), ("[]", "not a notebook"), ('{"cells": []}', "not a notebook")],
)
def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "x.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotebookError, match=said):
        load_notebook(path)


def test_what_a_notebook_reads_must_be_one_of_four(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "x.ipynb", "1", reads="reprot")
    with pytest.raises(UnknownNameError, match="'reprot'; did you mean report"):
        load_notebook(path)
    assert load_notebook(write_notebook(path, "1")).reads == "panel"


def test_the_modules_of_this_library_that_a_notebook_imports_are_known(tmp_path: Path) -> None:
    cells = (
        "import pandas, xuke.panel as p\nfrom xuke import figures\nfrom . import xuke_own",
        "def later():\n    from xuke.overview import open_trend",
        "%matplotlib inline\nimport xuke.audit",
        "# import xuke.publish",
        "import xukelike",
    )
    found = load_notebook(write_notebook(tmp_path / "x.ipynb", *cells)).imports
    assert found == ("xuke", "xuke.overview", "xuke.panel")


def test_a_notebook_is_found_by_name_or_path_and_else_the_nearest_is_named(home: Path) -> None:
    path = write_notebook(home / "notebooks" / "district_report.ipynb", "1")
    folder = home / "notebooks"
    for name in ("district_report", "district_report.ipynb", str(path)):
        assert find_notebook(name, folder) == path
    for name in ("distric_report", "../district_report", "nowhere/x.ipynb"):
        with pytest.raises(UnknownNameError, match="unknown notebook"):
            find_notebook(name, folder)
