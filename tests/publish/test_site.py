import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from published import HOSTILE, checks, indicators, real_tables, write_run
from xuke.publish.records import PublishError
from xuke.publish.site import Tables, publish

YANGPU = {"district": "shanghai-yangpu", "year": 2023}


def tables(rows=(), found=()):
    real = real_tables()
    return Tables(real.panel, real.sources, indicators(rows), checks(found))


def read(path):
    return BeautifulSoup(path.read_text("utf-8"), "lxml")


def text(tag):
    return re.sub(r"\s+", " ", tag.get_text()).strip()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Yangpu in both languages, two years of Putuo and an agency in one, a comparison."""
    outputs = tmp_path_factory.mktemp("made")
    for language in ("zh", "en"):
        write_run(outputs, "shanghai-yangpu", 2023, language=language)
    write_run(outputs, "shanghai-putuo", 2023, title="普陀区 2023 年")
    write_run(outputs, "shanghai-putuo", 2024, title="普陀区 2024 年")
    write_run(outputs, "shanghai-changning", 2024, agency="教育局")
    write_run(outputs, "guangzhou", 2021, status="failed", error="KeyError: 'x'")
    write_run(outputs, "", 2024, notebook="district_comparison", title="各区比较")
    write_run(outputs, "shanghai-putuo", None, notebook="district_trend", title="普陀区历年")
    rows = [
        {**YANGPU, "value": 99.624, "low": 99.605, "high": 99.643},
        {**YANGPU, "indicator": "online_acceptance_rate", "value": 21.9617, "basis": "concluded"},
        {**YANGPU, "indicator": "exemption_rate", "value": 22.26, "stated": True},
    ]
    found = [{**YANGPU, "message_zh": "相差 2033 <b>件</b>", "message_en": "2,033 apart"}]
    audit = "<html><body><header class='x'><h1>audit</h1></header></body></html>"
    audits = {("shanghai-yangpu-2023", language): audit for language in ("zh", "en")}
    publish(outputs, outputs / "site", tables(rows, found), audits)
    return outputs / "site"


def test_the_site_has_a_page_for_each_report_year_and_district_in_both_languages(site):
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))

    expected = [
        "analyses/all-districts/2024/district_comparison.html",
        "analyses/shanghai-putuo/all-years/district_trend.html",
        "codebook.html",
        "data.html",
        "districts/shanghai-changning.html",
        "districts/shanghai-putuo.html",
        "districts/shanghai-yangpu.html",
        "index.html",
        "reports/shanghai-changning/2024/education/report.html",
        "reports/shanghai-putuo/2023/report.html",
        "reports/shanghai-putuo/2024/report.html",
        "reports/shanghai-yangpu/2023/report.html",
        "years/2023.html",
        "years/2024.html",
    ]
    both = [f"{language}/{path}" for language in ("en", "zh") for path in expected]
    assert pages == sorted(
        ["index.html", *both]
        + [f"{language}/audit/shanghai-yangpu-2023.html" for language in ("zh", "en")]
    )


def test_every_link_leads_to_a_file_of_the_site_or_says_that_it_leaves_it(site):
    for page in site.rglob("*.html"):
        for tag in read(page).find_all(["a", "link", "img", "script"]):
            target = tag.get("href") or tag.get("src") or ""
            parts = urlsplit(target)
            if parts.scheme in ("http", "https"):
                assert tag.name == "a", tag
                assert "noreferrer" in tag["rel"], tag
            elif parts.path and parts.scheme != "data":
                assert (page.parent / unquote(parts.path)).resolve().is_file(), (page, target)


def test_each_page_has_its_counterpart_in_the_other_language(site):
    for page in site.rglob("*/**/*.html"):
        switch = read(page).find("a", class_="switch")
        if "audit" not in page.parts:
            other = (page.parent / switch["href"]).resolve()
            here, there = page.relative_to(site).parts, other.relative_to(site.resolve()).parts
            assert here[1:] == there[1:]
            assert {here[0], there[0]} == {"zh", "en"}


def test_a_district_page_gives_value_mark_and_interval_of_each_indicator(site):
    rows = read(site / "en" / "districts" / "shanghai-yangpu.html").find("tbody").find_all("tr")

    assert [[text(cell) for cell in row.find_all(["th", "td"])] for row in rows] == [
        ["acceptance rate %", "99.624 [99.605–99.643]"],
        ["online acceptance rate %", "21.96†"],
        ["exemption rate %", "22.26‡"],
    ]


def test_a_year_page_shows_what_is_not_reported_as_such(site):
    table = read(site / "zh" / "years" / "2023.html").find("table")
    cells = {
        text(row.th): [text(cell) for cell in row.find_all("td")]
        for row in table.tbody.find_all("tr")
    }

    assert cells == {"普陀区": ["—未报告"] * 3, "杨浦区": ["99.624", "21.96†", "22.26‡"]}


def test_what_does_not_add_up_stands_on_the_page_of_its_year_as_text(site):
    findings = read(site / "zh" / "years" / "2023.html").find(class_="findings")

    assert [text(each) for each in findings.find_all("li")] == ["杨浦区：相差 2033 <b>件</b>"]


def test_a_report_page_leads_to_audit_source_notebook_figures_and_other_years(site):
    page = read(site / "zh" / "reports" / "shanghai-yangpu" / "2023" / "report.html")
    after = page.find(class_="after")
    links = [a["href"].rpartition("/")[2] for a in after.find_all("a")]

    assert links == [
        "shanghai-yangpu-2023.html",
        "district_report.zh.ipynb",
        "flow.zh.png",
        "flow.zh.svg",
    ]
    assert "上海市杨浦区2023年度行政许可实施情况年度报告" in after.get_text()
    putuo = read(site / "zh" / "reports" / "shanghai-putuo" / "2024" / "report.html")
    [year] = [a for a in putuo.find(class_="after").find_all("a") if text(a) == "2023"]
    assert year["href"] == "../2023/report.html"


def test_other_notebooks_are_linked_from_the_year_or_district_that_they_are_about(site):
    def linked(page):
        links = read(site / "zh" / page).find_all("a", href=re.compile("analyses/"))
        return [text(link) for link in links]

    assert linked("index.html") == ["各区比较"]
    assert linked("years/2024.html") == ["各区比较"]
    assert linked("years/2023.html") == []
    assert linked("districts/shanghai-putuo.html") == ["普陀区历年"]
    assert linked("districts/shanghai-yangpu.html") == []


def test_an_audit_page_leads_back_to_its_report_and_to_the_other_language(site):
    header = read(site / "zh" / "audit" / "shanghai-yangpu-2023.html").find("header")

    assert [(text(a), a["href"], a["lang"]) for a in header.find_all("a")] == [
        ("报告页面", "../reports/shanghai-yangpu/2023/report.html", "zh-CN"),
        ("English", "../../en/audit/shanghai-yangpu-2023.html", "en"),
    ]


def test_a_report_made_in_one_language_says_so_in_the_other_and_keeps_its_language_tag(site):
    path = Path("reports", "shanghai-putuo", "2024", "report.html")

    english = read(site / "en" / path)

    assert english.html["lang"] == "en"
    assert english.find(class_="report")["lang"] == "zh-CN"
    assert "in Chinese only" in text(english.find(class_="note"))
    assert read(site / "zh" / path).find(class_="note") is None


def test_a_failed_run_has_no_page(site):
    assert not list(site.rglob("*guangzhou*"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_headings_of_every_page_are_in_order_and_one_is_first(site, language):
    for page in (site / language).rglob("*.html"):
        if "audit" in page.parts:
            continue
        levels = [int(tag.name[1]) for tag in read(page).find_all(re.compile("^h[1-6]$"))]
        steps = zip([0, *levels], levels, strict=False)
        assert levels.count(1) == 1, page
        assert all(after <= before + 1 for before, after in steps), (page, levels)


def test_every_page_forbids_whatever_its_maker_did_not_put_there(site):
    for page in site.rglob("*.html"):
        if "audit" in page.parts:
            continue
        soup = read(page)
        policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        assert policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
        assert soup.find("script", src=True) is None
        for script in soup.find_all("script", type=None):
            digest = hashlib.sha256(script.string.encode()).digest()
            assert base64.b64encode(digest).decode() in policy


def test_hostile_text_is_text_wherever_it_comes_from(tmp_path):
    write_run(tmp_path, "shanghai-yangpu", 2023, sentence=HOSTILE)
    found = [{**YANGPU, "message_zh": HOSTILE, "message_en": HOSTILE}]
    made = tables([{**YANGPU}], found)
    first = made.sources.index[made.sources["source"] == "shanghai-yangpu-2023"]
    made.sources.loc[first, ["title", "publisher", "note"]] = HOSTILE
    made.sources.loc[first, "url"] = "javascript:alert(1)"

    publish(tmp_path, tmp_path / "site", made, {})

    shown = 0
    for page in (tmp_path / "site").rglob("*.html"):
        soup = read(page)
        shown += soup.get_text().count("document.title='taken'")
        assert all(not tag.attrs.get("onerror") for tag in soup.find_all(True))
        scripts = soup.find_all("script", type=None)
        assert all(HOSTILE not in str(script.string) for script in scripts)
        assert not soup.find_all("a", href=re.compile("^javascript"))
    assert shown > 10


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_runs_give_the_same_bytes(tmp_path):
    write_run(tmp_path, "shanghai-yangpu", 2023)
    for name in ("one", "two"):
        publish(tmp_path, tmp_path / name, tables([{**YANGPU}]), {})

    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    assert len(digests(tmp_path / "one")) > 20


def test_a_site_that_cannot_be_made_leaves_the_former_one(tmp_path):
    folder = write_run(tmp_path, "shanghai-yangpu", 2023)
    publish(tmp_path, tmp_path / "site", tables(), {})
    before = digests(tmp_path / "site")
    (folder / "district_report.zh.html").unlink()

    with pytest.raises(PublishError, match=r"district_report\.zh\.html: .* cannot be read"):
        publish(tmp_path, tmp_path / "site", tables(), {})

    assert digests(tmp_path / "site") == before
