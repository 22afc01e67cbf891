"""The parts that a notebook shows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from made_projects import FIGURES, TITLE, project, write_report
from xuke.audit.notebook import open_audit
from xuke.model import UnknownNameError

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the sample whose totals fail, and a report of the user's."""
    data = project(tmp_path)
    (data / "samples").mkdir()
    shutil.copy(SAMPLES / "totals-fail.md", data / "samples")
    write_report(data / "reports", TITLE + FIGURES + "<script>alert(1)</script>")
    monkeypatch.setenv("XUKE_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("name", ["data/samples/totals-fail.md", "totals-fail.md", "report.md"])
def test_a_document_is_found_by_path_or_by_name(home, name):
    opened = open_audit(name)
    assert opened.audit.report.document.name == Path(name).name


def test_an_unknown_document_or_language_names_the_nearest(home):
    with pytest.raises(UnknownNameError, match=r"did you mean data/samples/totals-fail\.md"):
        open_audit("data/samples/totals-fall.md")
    with pytest.raises(UnknownNameError, match="language"):
        open_audit("report.md", "de")


def test_links_of_one_part_arrive_in_the_others(home):
    opened = open_audit("totals-fail.md", "en")
    parts = [opened.findings(), opened.text(), opened.figures(), opened.unassigned()]
    bundles = [part._repr_mimebundle_() for part in parts]
    page = BeautifulSoup("".join(data["text/html"] for data, _ in bundles), "lxml")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.find_all("a")} <= set(ids)
    assert "2 apart" in bundles[0][0]["text/plain"]
    assert bundles[2][1] == {"xuke": {"name": "audit_figures", "language": "en"}}


def test_text_of_a_report_stays_text(home):
    data, _ = open_audit("report.md").text()._repr_mimebundle_()
    assert not BeautifulSoup(data["text/html"], "lxml").find("script")
    assert "&lt;script&gt;" in data["text/html"]
