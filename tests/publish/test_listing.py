"""The list of reports as data in the page of an index."""

import json

from published import checks, indicators, write_run
from xuke.publish.browse import Files, in_page, list_reports
from xuke.publish.records import read_records
from xuke.publish.reports import collect_reports


def listing(outputs, rows, found=(), language="zh"):
    reports = collect_reports(read_records(outputs), indicators(rows), checks(found), language)
    return list_reports(reports, language, lambda report: Files(f"{report.folder}/", "report.html"))


def test_a_row_holds_the_report_its_findings_and_its_indicators_as_shown(tmp_path):
    write_run(tmp_path, "shanghai-yangpu", 2023)
    write_run(tmp_path, "shanghai-putuo", 2024)
    rows = [
        {"indicator": "on_time_rate", "value": 99.9973},
        {"indicator": "online_acceptance_rate", "value": 21.9617, "basis": "concluded"},
        {"indicator": "fee_per_charged_case", "value": 1174.6279, "unit": "元"},
        {"indicator": "exemption_rate", "value": 22.26, "stated": True, "qualifier": "over"},
    ]
    found = [{"district": "shanghai-putuo", "year": 2024, "message_zh": "差 11"}]

    data = json.loads(listing(tmp_path, rows, found).json)

    assert [each["name"] for each in data["districts"]] == ["普陀区", "杨浦区"]
    assert data["rows"] == [
        [0, 2024, 0, 1, "shanghai-putuo/2024/", 0, "", "", "", ""],
        [1, 2023, 0, 0, "shanghai-yangpu/2023/", 0, "21.96†", "99.99730", "1,174.63", "22.26+‡"],
    ]


def test_figures_of_single_items_and_missing_rates_are_not_those_of_the_report(tmp_path):
    write_run(tmp_path, "shanghai-yangpu", 2023)
    rows = [
        {"value": 50.0},
        {"value": 10.0, "item": "迁移树木审批"},
        {"indicator": "approval_rate", "value": None, "missing": "approved"},
    ]

    made = listing(tmp_path, rows)

    assert [column.name for column in made.columns] == ["acceptance_rate"]
    assert json.loads(made.json)["rows"][0][-1] == "50.00"


def test_whole_districts_come_before_agencies_and_late_years_before_early_ones(tmp_path):
    write_run(tmp_path, "shanghai-changning", 2024, agency="教育局")
    write_run(tmp_path, "shanghai-yangpu", 2022)
    write_run(tmp_path, "shanghai-yangpu", 2023)

    made = listing(tmp_path, [{}], language="en")

    order = [row[4] for row in json.loads(made.json)["rows"]]
    assert order == [
        "shanghai-yangpu/2023/",
        "shanghai-yangpu/2022/",
        "shanghai-changning/2024/education/",
    ]
    assert made.levels == ["district", "agency"]


def test_the_list_of_3000_full_reports_is_about_half_of_the_2_mb_of_its_page():
    from xuke import catalog
    from xuke.model import ReportKey
    from xuke.publish.reports import Cell, Report

    districts, agencies = list(catalog.districts()), ["", *catalog.agencies()]
    cells = dict.fromkeys(catalog.indicators(), Cell("99.9973", "†"))
    reports = [
        Report(ReportKey(districts[n % 20], 2015 + n // 20 % 10, agencies[n // 200]), {}, cells)
        for n in range(3000)
    ]

    made = list_reports(reports, "en", lambda report: Files(f"{report.folder}/", "report.html"))

    assert made.count == len({report.key for report in reports}) == 3000
    assert len(made.json.encode()) < 1_100_000


def test_data_in_a_page_cannot_end_its_script_element():
    text = "</script><script>alert(1)</script><!--&amp;"

    made = in_page({"a": text})

    assert not set("<>&") & set(made)
    assert json.loads(made) == {"a": text}
