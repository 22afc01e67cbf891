"""The index of an outputs folder."""

import json
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from published import HOSTILE, indicators, write_run
from xuke.publish.outputs import index
from xuke.publish.records import PublishError

YANGPU = {"district": "shanghai-yangpu", "year": 2023, "value": 99.624}


def made(outputs, language="zh", rows=(YANGPU,)):
    return BeautifulSoup(index(outputs, indicators(rows), language).read_text("utf-8"), "lxml")


def data(page):
    return json.loads(page.find(id="reports").string)


def test_a_report_leads_to_its_pages_notebooks_and_figures(tmp_path):
    write_run(tmp_path, "shanghai-yangpu", 2023)
    write_run(tmp_path, "shanghai-yangpu", 2023, language="en")
    write_run(tmp_path, "shanghai-putuo", 2024)

    listed = data(made(tmp_path))

    [folder, which] = listed["rows"][1][4:6]
    assert folder == "shanghai-yangpu/2023/"
    assert listed["files"][which] == {
        "page": "district_report.zh.html",
        "files": [
            ["网页 (中文)", "district_report.zh.html"],
            ["笔记本 (中文)", "district_report.zh.ipynb"],
            ["网页 (English)", "district_report.en.html"],
            ["笔记本 (English)", "district_report.en.ipynb"],
        ],
        "figures": [
            ["flow.zh.png", "figures/flow.zh.png"],
            ["flow.zh.svg", "figures/flow.zh.svg"],
        ],
    }
    for row in listed["rows"]:
        files = listed["files"][row[5]]
        for _, name in files["files"] + files["figures"]:
            assert (tmp_path / row[4] / name).is_file()


def test_another_notebook_is_listed_by_the_title_of_its_page(tmp_path):
    write_run(tmp_path, "shanghai-yangpu", 2023)
    title = "On-the-spot rate & more, 2023"
    write_run(tmp_path, "", 2023, notebook="district_comparison", language="en", title=title)
    write_run(tmp_path, "", 2024, notebook="own", page="<html>no head</html>")

    page = made(tmp_path)

    listed = page.find("h2", string="其他分析").find_next("ul").find_all("li")
    assert [(each.span["lang"], each.get_text()) for each in listed] == [
        ("en", f"{title}：网页 · 笔记本"),
        ("zh-CN", "own · all-districts/2024：网页 · 笔记本"),
    ]


def test_failed_runs_stand_apart_with_error_and_kept_notebook(tmp_path):
    write_run(tmp_path, "shanghai-yangpu", 2023)
    write_run(
        tmp_path, "shanghai-putuo", 2024, status="failed", error=f"cell 4: ValueError: {HOSTILE}"
    )

    page = made(tmp_path, "en")

    assert [row[4] for row in data(page)["rows"]] == ["shanghai-yangpu/2023/"]
    [row] = page.find("h2", id="failed").find_next("tbody").find_all("tr")
    [run, error, kept] = [cell.get_text() for cell in row.find_all(["th", "td"])]
    assert run == "Putuo 2024 · district_report"
    assert error == f"cell 4: ValueError: {HOSTILE}"
    assert kept == "Notebook"
    assert (tmp_path / unquote(row.a["href"])).is_file()


def test_a_page_of_failures_alone_has_no_empty_table(tmp_path):
    write_run(tmp_path, "shanghai-putuo", 2024, status="failed", error="KernelDied")

    page = made(tmp_path)

    assert page.find(id="list") is None
    assert "KernelDied" in page.get_text()


def test_without_scripts_every_report_is_listed_as_a_link(tmp_path):
    write_run(tmp_path, "shanghai-yangpu", 2022)
    write_run(tmp_path, "shanghai-yangpu", 2023)

    page = index(tmp_path, indicators([YANGPU]), "zh").read_text("utf-8")

    plain = BeautifulSoup(page.partition("<noscript>")[2].partition("</noscript>")[0], "lxml")
    assert [(a.get_text(), a["href"]) for a in plain.find_all("a")] == [
        ("2023", "shanghai-yangpu/2023/district_report.zh.html"),
        ("2022", "shanghai-yangpu/2022/district_report.zh.html"),
    ]


def test_the_same_runs_give_the_same_bytes_and_nothing_is_left_beside(tmp_path):
    write_run(tmp_path, "shanghai-yangpu", 2023)

    first = index(tmp_path, indicators([YANGPU]), "zh").read_bytes()

    assert index(tmp_path, indicators([YANGPU]), "zh").read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.html", "shanghai-yangpu"]


def test_an_index_that_cannot_be_made_leaves_the_former_one(tmp_path):
    folder = write_run(tmp_path, "shanghai-yangpu", 2023)
    before = index(tmp_path, indicators([YANGPU]), "zh").read_bytes()
    (folder / "district_report.zh.json").write_text("{", "utf-8")

    with pytest.raises(PublishError):
        index(tmp_path, indicators([YANGPU]), "zh")

    assert (tmp_path / "index.html").read_bytes() == before
