"""The audit page in a real browser: jumps, keyboard, phone, accessibility, no request."""

from pathlib import Path

import pytest

from made_projects import TITLE, write_report
from small_panels import observation, panel_of
from xuke.audit import audit
from xuke.audit.page import as_page
from xuke.reading import read_report

SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "totals-fail.md"


def page_of(folder: Path, report: Path, language: str = "zh") -> Path:
    known = observation(
        "applications", 300, year=2047, district="shanghai-chongming", source="hand"
    )
    path = folder / f"audit.{language}.html"
    path.write_text(as_page(audit(read_report(report), panel_of(known)), language), "utf-8")
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_accessible_and_asks_for_nothing(visit, tmp_path, language):
    visit.open(page_of(tmp_path, SAMPLE, language))
    assert visit.violations() == []
    assert (visit.left, visit.complaints) == ([], [])


def test_a_figure_of_the_table_leads_to_its_sentence_and_back(visit, tmp_path):
    page = visit.open(page_of(tmp_path, SAMPLE))
    page.click("tr:has-text('按期办结') td.number a")
    mark = page.locator("main a:target")
    assert mark.inner_text() == "按期办结1251件"
    assert mark.is_visible()
    colour = "element => getComputedStyle(element).backgroundColor"
    assert mark.evaluate(colour) == "rgb(255, 226, 122)"
    mark.click()
    row = page.locator("tr:target")
    assert "1251" in row.inner_text()
    row.locator("a.check").first.click()
    assert "相差" in page.locator("article:target").inner_text()
    page.locator("article:target .refs a").first.click()
    assert page.locator("main a:target").count() == 1


def test_the_keyboard_reaches_figures_and_jumps(visit, tmp_path):
    page = visit.open(page_of(tmp_path, SAMPLE))
    page.locator(".refs a").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("main a:target").count() == 1


def test_a_phone_shows_the_page_without_scrolling_sideways(open_visit, tmp_path):
    phone = open_visit(viewport={"width": 360, "height": 640})
    phone.open(page_of(tmp_path, SAMPLE))
    assert phone.overflow() <= 0


def test_text_of_a_hostile_report_runs_nothing(visit, tmp_path):
    text = TITLE + "受理12件<script>document.title='x'</script><img src=//example.org/p>。\n"
    page = visit.open(page_of(tmp_path, write_report(tmp_path, text)))
    assert "<script>" in page.locator("main").inner_text()
    assert page.title() != "x"
    assert visit.left == []
