"""The README's commands are run, and what it names is there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

EXPECTED_STATUS = {"xuke check": 1, "xuke audit": 1}
"""Commands that say by their status that something does not add up."""

ELSEWHERE = {
    "uv run xuke run": "xuke run, run here as itself",
    "uv run pytest": "this very test",
    "make run": "the main job, which CI runs on each change",
    "make test": "this very test",
}


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def commands() -> list[str]:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return list(dict.fromkeys(line.partition("  #")[0].strip() for line in lines if line.strip()))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project that commands may change."""
    copy = tmp_path_factory.mktemp("readme")
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, copy / name)
    return copy


def test_there_are_commands_in_both_halves() -> None:
    english, _, chinese = README.partition("\n# 中文说明\n")
    for half in (english, chinese):
        for command in ("make run", "xuke list", "xuke check", "xuke run", "xuke audit"):
            assert f"\n{command}" in half


@pytest.mark.parametrize("command", [each for each in commands() if each.startswith("make ")])
def test_each_make_target_of_the_readme_exists(command: str) -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("make is not installed")
    subprocess.run([make, "--dry-run", *shlex.split(command)[1:]], cwd=ROOT, check=True)


@pytest.mark.parametrize("command", [each for each in commands() if not each.startswith("make ")])
def test_each_command_of_the_readme_runs(command: str, project: Path) -> None:
    if command in ELSEWHERE:
        return
    program, *arguments = shlex.split(command)
    assert program == "xuke", f"{command!r} is neither run here nor listed as run elsewhere"
    done = subprocess.run(
        [sys.executable, "-m", "xuke", *arguments],
        cwd=project,
        env=os.environ | {"XUKE_HOME": str(project)},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    expected = EXPECTED_STATUS.get(" ".join([program, arguments[0]]), 0)
    assert done.returncode == expected, done.stdout + done.stderr


def test_the_python_of_the_readme_runs() -> None:
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})


def test_every_file_and_folder_that_the_readme_names_is_there() -> None:
    named = set(re.findall(r"`((?:data|lib|notebooks|outputs|tests)/[\w./-]*)`", README))
    named |= set(re.findall(r"\]\(([\w./-]+)\)", README))
    made_by_runs = {"outputs/index.html", "outputs/failed/"}
    assert named
    assert [name for name in sorted(named - made_by_runs) if not (ROOT / name).exists()] == []


def test_every_notebook_is_introduced_in_both_halves() -> None:
    english, _, chinese = README.partition("\n# 中文说明\n")
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        for half in (english, chinese):
            assert f"`{notebook.name}`" in half
