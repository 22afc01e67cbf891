"""The audit of an ingested report within a site: its ways in, out, and from figure to sentence."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from published import write_run
from xuke import panel
from xuke.checks import run_checks
from xuke.cli.publish import audit_pages
from xuke.indicators import derive
from xuke.ingest import ingest
from xuke.publish.site import Tables, publish
from xuke.reading import read_report

ROOT = Path(__file__).parents[2]
SOURCE, PLACE = "shanghai-chongming-2048", "shanghai-chongming/2048"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site of one invented report whose totals fail, ingested from its document."""
    home = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data", home / "data", ignore=shutil.ignore_patterns("samples"))
    document = home / "data" / "reports" / "totals-fail.md"
    document.parent.mkdir(exist_ok=True)
    shutil.copy(ROOT / "data" / "samples" / "totals-fail.md", document)
    ingest([read_report(document)], home / "data", accessed=datetime.date(2049, 4, 1))
    frame = panel.read_panel(home / "data" / "observations.csv")
    sources = panel.read_sources(home / "data" / "sources.csv")
    for language in ("zh", "en"):
        write_run(home / "outputs", "shanghai-chongming", 2048, language=language)
    tables = Tables(frame, sources, derive(frame), run_checks(frame))
    audits = audit_pages(frame, sources, document.parent)
    publish(home / "outputs", home / "outputs" / "site", tables, audits)
    return home / "outputs" / "site"


def target(page):
    """The element that the address points to, once it stands within the window."""
    found = page.locator(":target")
    page.wait_for_function(
        "(e => e && e.getBoundingClientRect().top >= 0 && "
        "e.getBoundingClientRect().top < innerHeight)(document.querySelector(':target'))"
    )
    return found


def test_on_a_phone_a_figure_leads_to_its_row_and_that_back_to_its_sentence(open_visit, site):
    visit = open_visit(viewport={"width": 390, "height": 700})
    page = visit.open(site / "zh" / "audit" / f"{SOURCE}.html")

    page.get_by_role("main").get_by_role("link", name="1251").click()
    row = target(page)
    assert row.evaluate("each => each.tagName") == "TR"
    assert "按期办结" in row.inner_text()

    row.get_by_role("link", name="1,251").click()
    figure = target(page)
    assert figure.inner_text().startswith("按期办结1251")
    assert figure.locator("xpath=ancestor::p").inner_text().count("件") >= 2
    assert (visit.left, visit.complaints) == ([], [])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_audit_page_is_accessible_quiet_and_asks_nobody(visit, site, language):
    visit.open(site / language / "audit" / f"{SOURCE}.html")

    assert visit.violations() == []
    visit.page.set_viewport_size({"width": 390, "height": 844})
    assert visit.overflow() == 0
    assert (visit.left, visit.complaints) == ([], [])


def test_report_and_audit_lead_to_each_other_in_both_languages(visit, site):
    page = visit.open(site / "zh" / "reports" / PLACE / "report.html")

    page.get_by_role("link", name="逐字核对").click()
    assert page.url.endswith(f"/zh/audit/{SOURCE}.html")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith(f"/en/audit/{SOURCE}.html")
    page.get_by_role("link", name="Page of the report").click()
    assert page.url.endswith(f"/en/reports/{PLACE}/report.html")


def test_a_document_that_has_changed_since_it_was_ingested_is_not_audited(tmp_path):
    sources = panel.load_sources().assign(sha256="0" * 64)
    (tmp_path / "changed.md").write_text("另一份报告", "utf-8")

    assert audit_pages(panel.load_panel(), sources, tmp_path) == {}
