"""The published site in a real browser, from files, without a network."""

from __future__ import annotations

import re

import pytest

from published import HOSTILE, real_tables, write_run
from xuke import catalog
from xuke.panel import reports
from xuke.publish.outputs import index
from xuke.publish.site import publish

LANGUAGES = ("zh", "en")
KINDS = (
    "index",
    "reports/shanghai-yangpu/2023/report",
    "years/2024",
    "districts/shanghai-putuo",
    "analyses/all-districts/all-years/district_comparison",
    "codebook",
    "data",
)


@pytest.fixture(scope="session")
def outputs(tmp_path_factory):
    """A run of every real report, of invented ones to make more than a page, and a failed one."""
    folder = tmp_path_factory.mktemp("runs") / "outputs"
    tables = real_tables()
    for key in reports(tables.panel):
        sentence = HOSTILE if key.district == "shanghai-songjiang" else "正文"
        for language in LANGUAGES:
            write_run(folder, key.district, key.year, agency=key.agency, language=language,
                      sentence=sentence)  # fmt: skip
    for year in range(2011, 2014):
        for district in catalog.districts():
            write_run(folder, district, year)
    write_run(folder, "", None, notebook="district_comparison", title="各区比较")
    write_run(folder, "shanghai-putuo", 2022, status="failed", error=f"cell 3: {HOSTILE}")
    index(folder, tables.indicators, "zh", tables.checks)
    publish(folder, folder.parent / "site", tables, {})
    return folder


@pytest.fixture(scope="session")
def site(outputs):
    return outputs.parent / "site"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible_quiet_and_asks_nobody(visit, site, kind, language):
    visit.open(site / language / f"{kind}.html")

    if language == "en":
        visit.page.set_viewport_size({"width": 390, "height": 844})
    assert visit.violations() == []
    assert visit.overflow() == 0
    visit.page.set_viewport_size({"width": 320, "height": 640})  # WCAG 1.4.10, 400 % zoom
    assert visit.overflow() == 0
    assert (visit.left, visit.complaints) == ([], [])


@pytest.mark.parametrize("name", ["site/index.html", "outputs/index.html"])
def test_the_entrance_is_accessible_quiet_and_asks_nobody(visit, site, name):
    visit.open(site.parent / name)

    assert visit.violations() == []
    visit.page.set_viewport_size({"width": 390, "height": 844})
    assert visit.overflow() == 0
    assert (visit.left, visit.complaints) == ([], [])


def rows(page):
    return page.locator("#list tbody tr")


def column(page, name):
    """The texts of a column of the list, shown rows only."""
    heads = page.locator("#list thead th:visible").evaluate_all(
        "all => all.map(th => th.dataset.column)"
    )
    return page.locator(f"#list tbody tr > :nth-child({heads.index(name) + 1})").all_inner_texts()


def numbers(texts):
    found = [re.sub("[^0-9.—]", "", text) for text in texts]
    return [float(text) for text in found if not text.startswith("—")]


def test_a_column_sorts_both_ways_and_the_unreported_stay_last(visit, site):
    page = visit.open(site / "en" / "index.html")
    head = page.locator("th[data-column=approval_rate]")
    button = head.get_by_role("button")

    for direction, reverse in (("descending", True), ("ascending", False)):
        button.click()
        assert head.get_attribute("aria-sort") == direction
        shown = column(page, "approval_rate")
        known = numbers(shown)
        assert len(known) >= 5
        assert known == sorted(known, reverse=reverse)
        assert all("not reported" in text for text in shown[len(known) :])
    assert page.locator("[aria-sort]").count() == 1
    assert "sort=approval_rate%3Aascending" in page.url


def test_districts_sort_by_the_pinyin_of_their_names(visit, site):
    page = visit.open(site / "zh" / "index.html")

    page.locator("th[data-column=district] button").click()

    shown = [text.split("\n")[0] for text in column(page, "district")]
    order = list(dict.fromkeys(shown))
    # By pinyin: Baoshan, Changning (not Zhang, the other reading), Chongming, Fengxian, …
    assert order[:5] == ["宝山区", "长宁区", "崇明区", "奉贤区", "广州市"]


@pytest.mark.parametrize("words", ["杨浦", "yangpu 2023", "YANGPU", "310110"])
def test_a_search_finds_a_district_by_any_of_its_names(visit, site, words):
    page = visit.open(site / "zh" / "index.html")

    page.get_by_role("searchbox").fill(words)

    assert {text.split("\n")[0] for text in column(page, "district")} == {"杨浦区"}
    assert page.get_by_role("status").inner_text().startswith("第 1–")


def test_a_search_without_a_match_says_so(visit, site):
    page = visit.open(site / "en" / "index.html")

    page.get_by_role("searchbox").fill("Atlantis")

    assert rows(page).count() == 0
    assert page.get_by_role("status").inner_text() == "No report fits these conditions."


def test_filters_narrow_by_district_year_level_and_indicator(visit, site):
    page = visit.open(site / "en" / "index.html")

    page.get_by_label("Year", exact=True).select_option("2024")
    assert set(column(page, "year")) == {"2024"}
    page.get_by_label("Level").select_option("agency")
    assert rows(page).count() == 8
    page.get_by_label("District", exact=True).select_option("Putuo")
    assert rows(page).count() == 2
    page.get_by_role("button", name="Clear").click()
    page.get_by_label("Indicator", exact=True).select_option("acceptance_rate")
    page.get_by_label("At least").fill("99.6")
    page.get_by_label("At most").fill("99.95")
    found = numbers(column(page, "acceptance_rate"))
    assert found == [99.624, 99.9207, 99.824]


def test_a_selection_is_in_the_address_and_comes_back_from_it(visit, site):
    page = visit.open(site / "en" / "index.html")
    page.get_by_role("searchbox").fill("putuo")
    page.locator("th[data-column=year] button").click()
    page.get_by_label("Only reports that do not add up").check()
    selected = column(page, "district"), column(page, "year")

    visit.open(site / "en" / "index.html", page.url.partition("#")[2].join(("#", "")))
    page.reload()

    assert (column(page, "district"), column(page, "year")) == selected
    assert page.get_by_role("searchbox").input_value() == "putuo"
    assert page.locator("th[data-column=year]").get_attribute("aria-sort") == "descending"
    assert page.get_by_label("Only reports that do not add up").is_checked()


def test_the_list_turns_its_pages(visit, site):
    page = visit.open(site / "en" / "index.html")
    total = int(page.get_by_role("status").inner_text().rpartition(" ")[2])
    assert rows(page).count() == 50 < total

    page.get_by_role("button", name="Next").click()

    assert rows(page).count() == total - 50
    assert page.get_by_role("status").inner_text() == f"Reports 51 to {total} of {total}"
    assert page.get_by_role("button", name="Next").is_disabled()


def test_indicators_can_be_chosen(visit, site):
    page = visit.open(site / "en" / "index.html")
    head = page.locator("th[data-column=fee_per_charged_case]")
    assert not head.is_visible()

    page.get_by_text("Choose indicators").click()
    page.get_by_label("fee per charged case").check()

    assert head.is_visible()
    assert 174.63 in numbers(column(page, "fee_per_charged_case"))


def test_a_table_of_a_year_sorts_by_keyboard_alone(visit, site):
    page = visit.open(site / "en" / "years" / "2024.html")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    head = page.locator("th[data-column=acceptance_rate]")
    head.get_by_role("button").focus()

    page.keyboard.press("Enter")

    assert head.get_attribute("aria-sort") == "descending"
    first = page.locator("tbody tr").first
    assert first.locator("td").first.inner_text() == "100.00"
    outline = page.locator(":focus").evaluate("each => getComputedStyle(each).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize("kind", KINDS)
def test_the_switch_of_language_leads_to_the_same_page_and_back(visit, site, kind):
    page = visit.open(site / "zh" / f"{kind}.html")
    assert page.locator("html").get_attribute("lang") == "zh-CN"

    page.get_by_role("link", name="English").click()
    assert page.url == (site / "en" / f"{kind}.html").as_uri()
    assert page.locator("html").get_attribute("lang") == "en"

    page.get_by_role("link", name="中文").click()
    assert page.url == (site / "zh" / f"{kind}.html").as_uri()


def test_a_selection_outlives_a_change_of_language(visit, site):
    page = visit.open(site / "zh" / "index.html")
    page.get_by_role("searchbox").fill("putuo")
    page.locator("th[data-column=year] button").click()
    selected = column(page, "year")

    page.get_by_role("link", name="English").click()

    assert column(page, "year") == selected
    assert {text.split("\n")[0] for text in column(page, "district")} == {"Putuo"}


def test_the_list_leads_to_a_report_and_the_crumbs_lead_back(visit, site):
    page = visit.open(site / "en" / "index.html", "#q=yangpu&year=2023")

    page.get_by_role("link", name="Yangpu", exact=True).first.click()
    assert page.url.endswith("/en/reports/shanghai-yangpu/2023/report.html")
    crumbs = page.get_by_role("navigation", name="You are here")
    assert crumbs.inner_text().split() == ["Reports", "Yangpu", "2023", "Yangpu"]
    crumbs.get_by_role("link", name="2023").click()
    page.get_by_role("link", name="Yangpu", exact=True).first.click()

    assert page.url.endswith("/en/reports/shanghai-yangpu/2023/report.html")
    assert (visit.left, visit.complaints) == ([], [])


def test_the_index_of_outputs_opens_pages_figures_and_kept_notebooks(visit, outputs):
    page = visit.open(outputs / "index.html", "#q=yangpu&year=2023")

    rows(page).get_by_text("2 幅图").click()
    rows(page).get_by_role("link", name="flow.zh.svg").click()
    assert page.url == (outputs / "shanghai-yangpu" / "2023" / "figures" / "flow.zh.svg").as_uri()
    page.go_back()
    rows(page).get_by_role("link", name="杨浦区").click()
    assert page.url.endswith("/shanghai-yangpu/2023/district_report.zh.html")
    page.go_back()
    kept = page.get_by_role("row", name="普陀区 2022").get_by_role("link", name="笔记本")
    assert (outputs / kept.get_attribute("href")).is_file()


@pytest.mark.parametrize(
    "path",
    ["site/zh/reports/shanghai-songjiang/2023/report.html", "outputs/index.html"],
)
def test_text_of_a_hostile_report_stays_text(visit, site, path):
    page = visit.open(site.parent / path)

    assert HOSTILE in page.locator("main").inner_text()
    assert page.title() != "taken"
    assert (visit.left, visit.complaints) == ([], [])


def test_even_markup_that_slipped_into_a_page_neither_runs_nor_loads(visit, site, tmp_path):
    made = (site / "zh" / "reports" / "shanghai-yangpu" / "2023" / "report.html").read_text("utf-8")
    image = "<img src='http://127.0.0.1:9/x.png' alt=''>"
    page = tmp_path / "page.html"
    page.write_text(made.replace("</main>", f"{HOSTILE}{image}</main>"), "utf-8")

    assert visit.open(page).title() != "taken"
    assert visit.left == []
    assert any("Content Security Policy" in each for each in visit.complaints)


def test_print_leaves_out_what_paper_cannot_do_and_shows_every_row(visit, site):
    page = visit.open(site / "en" / "index.html")
    shown = rows(page).count()
    page.emulate_media(media="print")

    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert rows(page).count() > shown
    for hidden in ("#filters", "#columns", ".switch", ".pager", ".masthead nav"):
        assert not page.locator(hidden).is_visible(), hidden
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert rows(page).count() == shown


def test_without_scripts_years_and_districts_lead_to_every_report(open_visit, site):
    visit = open_visit(java_script_enabled=False)
    page = visit.open(site / "en" / "index.html")

    assert page.locator("noscript p").is_visible()
    assert not page.locator("#filters").is_visible()
    page.get_by_role("link", name="2023", exact=True).click()
    page.get_by_role("table").get_by_role("link", name="Yangpu", exact=True).click()

    assert page.url.endswith("/en/reports/shanghai-yangpu/2023/report.html")
