"""`xuke run` and `xuke params` as a person and a machine use them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from xuke.cli import group
from xuke.model import XukeError

from .notebooks import PARAMETERS, write_notebook
from .test_interruption import LIGHT

CELL = "if district == 'shanghai-xuhui' and year == 2002:\n    raise ValueError('错')"


@pytest.fixture
def project(home: Path) -> Path:
    write_notebook(
        home / "notebooks" / "n.ipynb", CELL, "district, year", parameters=PARAMETERS,
        reads="report",
    )  # fmt: skip
    return home


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(group, list(arguments))


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "XUKE_HOME": str(home), "XUKE_PRELOAD": LIGHT}
    command = [sys.executable, "-m", "xuke", "run", "n", "--workers", "2", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=env, encoding="utf-8")


def test_params_shows_what_a_notebook_declares_and_reads(project: Path) -> None:
    shown = ask("params", "n").output
    assert [line.split() for line in shown.splitlines()[2:6]] == [
        ["district", "str", "'shanghai-yangpu'", "slug", "of", "the", "district"],
        ["year", "int", "2023"],
        ["agency", "str", "''"],
        ["language", "Literal['zh',", "'en']", "'zh'"],
    ]
    assert shown.endswith("\n本报告所属地区（单位）当年或上年的数字有变化时重新运行\n")


def test_params_speaks_the_language_asked_for(project: Path) -> None:
    head, *_, last = ask("params", "n", "--language", "en").output.splitlines()
    assert head.split() == ["parameter", "type", "default", "meaning"]
    assert last.startswith("It is run again when a figure of its district (or agency) changes")


@pytest.mark.parametrize(("cell", "status"), [("import xuke.comparison.ranks", 0), ("1", 1)])
def test_what_the_notebook_imports_of_this_library_is_loaded_before_it_starts(
    home: Path, cell: str, status: int
) -> None:
    there = "import sys\nassert 'xuke.comparison.ranks' in sys.modules"
    path = home / "notebooks" / "n.ipynb"
    write_notebook(path, there, cell, parameters=PARAMETERS, reads="report")
    assert run(home, "--year", "2001").returncode == status


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nn"], "unknown notebook 'nn'; did you mean n?"),
        (["n", "--district", "黄埔区"], "unknown district '黄埔区'; did you mean 黄浦区?"),
        (["n", "--district", "putuo"], "no figures of district 'shanghai-putuo'"),
        (
            ["n", "--year", "2003"],
            "no figures of year '2003'; did you mean 2002 or 2001?",
        ),
        (["n", "--agency", "区文旅局局"], "unknown agency '区文旅局局'"),
        (["n", "-p", "distric", "x"], "unknown parameter of n 'distric'; did you mean district?"),
        (["n", "-p", "year", "2001"], "parameter year: say --year instead of -p year"),
    ],
)
def test_what_is_not_known_is_refused_with_the_nearest_before_anything_starts(
    project: Path, arguments: list[str], said: str
) -> None:
    result = ask("run", *arguments)
    assert isinstance(result.exception, XukeError)
    assert said in str(result.exception)
    assert not (project / "outputs").exists()


@pytest.mark.parametrize("name", ["huangpu", "310101", "黄浦区", "Huangpu"])
def test_a_district_is_known_by_any_of_its_names(project: Path, name: str) -> None:
    shown = ask("run", "n", "--dry-run", "--district", name, "--year", "2001").output
    assert shown.splitlines()[0] == "shanghai-huangpu/2001/n.zh: new"


def test_one_failure_does_not_stop_the_others_and_only_what_changed_is_made_again(
    project: Path,
) -> None:
    first = run(project)
    assert first.returncode == 1
    assert first.stdout == ""
    summary = first.stderr[first.stderr.index("1 failed:") :]
    assert "shanghai-xuhui 2002: cell 3: ValueError: 错" in summary
    assert str(project / "outputs" / "failed") in summary
    assert (project / "outputs" / "index.html").is_file()

    plan = ask("run", "n", "--dry-run")
    assert plan.output.splitlines() == [
        "shanghai-xuhui/2002/n.zh: failed last time: cell 3: ValueError: 错",
        "1 to make, 3 unchanged",
    ]  # fmt: skip
    figures = project / "data" / "observations.csv"
    text = figures.read_text(encoding="utf-8")
    text = text.replace("shanghai-huangpu,,2002,,kiosks,", "shanghai-huangpu,,2002,,kiosks,1", 1)
    figures.write_text(text, encoding="utf-8", newline="\n")

    second = run(project, "--log-json")
    assert second.returncode == 1
    said: list[dict[str, Any]] = [json.loads(line) for line in second.stdout.splitlines()]
    assert said[0] == {"event": "planned", "runs": 2, "unchanged": 2}
    ends = {(each["parameters"]["district"], each["status"]) for each in said[1:-1]}
    assert ends == {("shanghai-huangpu", "done"), ("shanghai-xuhui", "failed")}
    assert said[-1]["event"] == "end"


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ("corrections.csv", "nowhere,,accepted,1,2,x", "no figures of source 'nowhere'"),
        ("observations.csv", "shanghai,,2023,,acepted,1,件,exact,x,figure,,,,", "'acepted'"),
    ],
)
def test_a_table_that_no_notebook_could_read_stops_the_batch_before_it_starts(
    project: Path, table: str, line: str, said: str
) -> None:
    path = project / "data" / table
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(line + "\n")
    done = run(project)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Error: {path}:")
    assert said in done.stderr
    assert not (project / "outputs").exists()


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from xuke.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'pandas', 'numpy', 'matplotlib', 'papermill', 'pydantic', 'IPython'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
