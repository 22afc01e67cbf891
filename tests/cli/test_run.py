from __future__ import annotations

import importlib
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner


def test_runs_are_told_the_whole_path_of_a_relative_output_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = importlib.import_module("xuke.cli.run")
    told = []

    def make_runs(_plan: object, _book: object, output: str, *_: object, **__: Any) -> Generator:
        told.append(output)
        yield from ()

    monkeypatch.setattr(command, "make_runs", make_runs)
    monkeypatch.setattr(command, "_index", lambda *_: None)
    # Workers of a cluster are in folders of their own; the project is found without this one.
    monkeypatch.setenv("XUKE_HOME", str(Path(__file__).parents[2]))
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command.run, ["--output", "made", "--cluster", "tcp://nowhere:1"])
    assert done.exit_code == 0, done.output
    assert told == [str(tmp_path / "made")]
