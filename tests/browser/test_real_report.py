"""From the panel to the reader: run one real report, publish it, read it in a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LANGUAGES = ("zh", "en")
REPORT = Path("reports", "shanghai-yangpu", "2023", "report.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site of Yangpu 2023, made by the commands that a person would give."""
    outputs = tmp_path_factory.mktemp("real")
    run = [sys.executable, "-m", "xuke", "run", "--district", "yangpu", "--output", str(outputs)]
    publish = [sys.executable, "-m", "xuke", "publish", "--output", str(outputs)]
    commands = [[*run, "--language", language] for language in LANGUAGES] + [publish]
    for command in commands:
        environment = {**os.environ, "XUKE_HOME": str(ROOT)}
        subprocess.run(command, check=True, capture_output=True, env=environment, timeout=240)
    return outputs / "site"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_real_report_is_light_accessible_quiet_and_asks_nobody(visit, site, language):
    path = site / language / REPORT
    assert path.stat().st_size < 1_500_000

    visit.open(path)

    assert visit.violations() == []
    visit.page.set_viewport_size({"width": 390, "height": 844})
    assert visit.overflow() == 0
    assert (visit.left, visit.complaints) == ([], [])


@pytest.mark.parametrize(("language", "words"), [("zh", "相差 2,033"), ("en", "2,033 apart")])
def test_a_real_report_says_what_does_not_add_up(visit, site, language, words):
    page = visit.open(site / language / REPORT)

    assert words in page.locator("main").inner_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_of_a_real_report_are_described_and_can_be_fetched(visit, site, language):
    page = visit.open(site / language / REPORT)

    figures = page.locator(".report figure")
    drawn = list((site / "files" / "shanghai-yangpu" / "2023").glob(f"figures/*.{language}.png"))
    assert figures.count() == len(drawn) >= 3
    for figure in figures.all():
        picture = figure.locator("img")
        assert len(picture.get_attribute("alt")) > 20
        assert picture.evaluate("each => each.complete && each.naturalWidth > 300")
        for link in figure.locator("a").all():
            target = (site / language / REPORT.parent / link.get_attribute("href")).resolve()
            assert target.is_file(), target


def test_a_real_report_prints_on_a_few_pages(visit, site, tmp_path):
    from pypdf import PdfReader

    visit.open(site / "en" / REPORT).pdf(path=tmp_path / "report.pdf", format="A4")

    pages = PdfReader(tmp_path / "report.pdf").pages
    assert 3 <= len(pages) <= 20
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "= 407,069: 2,033 apart" in words
