import json

import pytest

from published import write_run
from xuke.model import ReportKey
from xuke.publish.records import PublishError, read_records


def edit(path, **changes):
    stored = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**stored, **changes}), "utf-8")


def test_a_record_tells_where_the_page_the_notebook_and_the_figures_are(tmp_path):
    write_run(tmp_path, "shanghai-changning", 2024, agency="教育局", language="en")

    [record] = read_records(tmp_path)

    assert record.folder == "shanghai-changning/2024/education"
    assert record.key == ReportKey("shanghai-changning", 2024, "教育局")
    assert record.page == "district_report.en.html"
    assert record.executed == "district_report.en.ipynb"
    assert record.figures == ("figures/flow.en.png", "figures/flow.en.svg")


def test_good_and_failed_runs_come_in_the_order_of_their_paths(tmp_path):
    write_run(tmp_path, "shanghai-yangpu", 2023)
    write_run(tmp_path, "shanghai-putuo", 2024, status="failed", error="ValueError: no")
    write_run(tmp_path, "", None, notebook="district_comparison")

    found = [(record.folder, record.done, record.key) for record in read_records(tmp_path)]

    assert found == [
        ("all-districts/all-years", True, None),
        ("failed/shanghai-putuo/2024", False, ReportKey("shanghai-putuo", 2024)),
        ("shanghai-yangpu/2023", True, ReportKey("shanghai-yangpu", 2023)),
    ]


def test_a_site_made_into_the_outputs_and_hidden_folders_are_not_runs(tmp_path):
    write_run(tmp_path, "shanghai-yangpu", 2023)
    for folder, mark in (("site", ".xuke-site"), (".aside", "x")):
        (tmp_path / folder / "data").mkdir(parents=True)
        (tmp_path / folder / mark).touch()
        (tmp_path / folder / "data" / "datapackage.json").write_text("{}", "utf-8")
    (tmp_path / "notes.json").write_text("[]", "utf-8")

    assert len(read_records(tmp_path)) == 1


def test_no_record_at_all_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(PublishError, match="no record of a run; xuke run makes them"):
        read_records(tmp_path)


@pytest.mark.parametrize("name", ["../../../secret", "/etc/passwd", "C:\\secret", "a\\..\\..\\b"])
def test_a_record_that_names_a_file_outside_its_folder_is_refused(tmp_path, name):
    folder = write_run(tmp_path, "shanghai-yangpu", 2023)
    edit(folder / "district_report.zh.json", outputs=[name])

    with pytest.raises(PublishError, match="outside the folder of the record"):
        read_records(tmp_path)


def test_a_torn_record_is_named(tmp_path):
    path = write_run(tmp_path, "shanghai-yangpu", 2023) / "district_report.zh.json"
    path.write_text(path.read_text("utf-8")[:40], "utf-8")

    with pytest.raises(PublishError, match=r"district_report\.zh\.json: not a record of a run"):
        read_records(tmp_path)


def test_an_unknown_district_is_refused_with_the_nearest(tmp_path):
    path = write_run(tmp_path, "shanghai-yangpu", 2023) / "district_report.zh.json"
    edit(path, parameters={"district": "shanghai-yangpo", "year": 2023, "language": "zh"})

    with pytest.raises(PublishError, match="did you mean shanghai-yangpu"):
        read_records(tmp_path)
