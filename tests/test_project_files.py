"""The project's own files: one environment described twice, a small top level, small modules."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if name]


def without_extras(requirement: str) -> str:
    return re.sub(r"\[.*?\]", "", requirement)


def test_conda_users_get_the_environment_of_pyproject() -> None:
    described = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    listed = described["dependencies"]
    from_pip = next(entry for entry in listed if isinstance(entry, dict))["pip"]
    conda = [entry for entry in listed if isinstance(entry, str)]
    project = PYPROJECT["project"]
    assert f"python{project['requires-python']}" in conda
    required = {
        without_extras(requirement)
        for requirement in (
            *project["dependencies"],
            *(each for extra in project["optional-dependencies"].values() for each in extra),
            *PYPROJECT["dependency-groups"]["dev"],
        )
    }
    extra = {f"python{project['requires-python']}", "pip", "wcwidth", "--editable ."}
    assert {without_extras(each) for each in (*conda, *from_pip)} - extra == required


def test_the_top_level_holds_what_a_person_expects_and_nothing_else() -> None:
    shown = {name.split("/")[0] for name in tracked() if not name.startswith(".")}
    assert shown == {
        "README.md", "LICENSE", "Makefile", "environment.yml", "pyproject.toml", "uv.lock",
        "notebooks", "lib", "data", "outputs", "tests",
    }  # fmt: skip


@pytest.mark.parametrize("folder", ["lib", "tests"])
def test_modules_stay_small(folder: str) -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / folder).rglob("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > 320} == {}


def test_outputs_are_not_committed() -> None:
    assert [name for name in tracked() if name.startswith("outputs/")] == ["outputs/.gitkeep"]


def test_the_version_is_said_once() -> None:
    from xuke import __version__

    assert PYPROJECT["project"]["version"] == __version__
