from __future__ import annotations

from pathlib import Path

from panel_factory import INVENTED, write_project
from xuke import panel
from xuke.checks import run_checks
from xuke.model import Verdict


def test_an_invented_panel_is_valid_adds_up_and_says_that_it_is_invented(tmp_path: Path) -> None:
    keys = write_project(tmp_path, 40)
    frame = panel.read_panel(tmp_path / "data" / "observations.csv")
    assert panel.reports(frame) == sorted(keys)
    assert len(set(keys)) == 40
    sources = panel.read_sources(tmp_path / "data" / "sources.csv")
    for column in ("title", "publisher", "note"):
        assert sources[column].str.contains(INVENTED, regex=False).all()
    verdicts = run_checks(frame).query("kind in ('identity', 'bound')")["verdict"]
    assert (verdicts == Verdict.HOLDS.value).sum() > 300
    assert (verdicts != Verdict.FAILS.value).all()


def test_the_same_seed_gives_the_same_panel(tmp_path: Path) -> None:
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_project(tmp_path / folder, 5, seed)
    a, b, c = ((tmp_path / each / "data" / "observations.csv").read_bytes() for each in "abc")
    assert a == b
    assert a != c
