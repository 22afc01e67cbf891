import hashlib
import io
import json

import openpyxl
import pandas as pd
import pytest

from published import indicators, real_tables
from xuke.model import DefinitionError
from xuke.publish.datapackage import descriptor
from xuke.publish.downloads import to_csv, to_parquet, to_xlsx, write_downloads


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "data"
    tables = real_tables()
    write_downloads(folder, tables.panel, tables.sources, tables.indicators)
    return folder


@pytest.fixture(scope="module")
def package(folder):
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


@pytest.mark.parametrize("table", ["panel", "indicators", "sources", "codebook"])
def test_the_three_formats_hold_the_same_rows(folder, table):
    csv = pd.read_csv(folder / f"{table}.csv", dtype=str, keep_default_na=False)
    parquet = pd.read_parquet(folder / f"{table}.parquet")
    sheet = openpyxl.load_workbook(folder / f"{table}.xlsx").active
    header, *rows = sheet.iter_rows(values_only=True)

    assert list(csv.columns) == list(parquet.columns) == list(header)
    assert len(csv) == len(parquet) == len(rows) > 20
    first = [str(value) for value in (rows[0][:4])]
    assert list(csv.iloc[0][:4]) == [value.replace("None", "") for value in first]


def test_the_four_absences_and_the_qualifiers_reach_every_format(folder):
    panel = real_tables().panel
    for suffix, read in ((".csv", pd.read_csv), (".parquet", pd.read_parquet)):
        frame = read(folder / f"panel{suffix}")
        zeros = frame[frame["value"] == 0]
        assert set(zeros["stated_as"]) == {"figure", "words"}
        assert frame["qualifier"].value_counts().to_dict() == (
            panel["qualifier"].value_counts().to_dict()
        )
        assert frame["value"].notna().all()


def test_the_descriptor_gives_every_file_its_size_and_hash(folder, package):
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_the_descriptor_describes_every_column_in_order(folder, package):
    for resource in package["resources"]:
        columns = list(pd.read_csv(folder / resource["path"], nrows=0).columns)
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == columns
        assert all(field["title"] and field["description"] for field in fields)
        assert {field["type"] for field in fields} <= {
            "string", "number", "integer", "year", "boolean"
        }  # fmt: skip


def test_the_tables_keep_the_keys_and_constraints_of_the_descriptor(folder, package):
    frames = {
        resource["name"]: pd.read_csv(folder / resource["path"], dtype=str, keep_default_na=False)
        for resource in package["resources"]
    }
    for resource in package["resources"]:
        frame, schema = frames[resource["name"]], resource["schema"]
        assert not frame.duplicated(schema["primaryKey"]).any()
        for key in schema.get("foreignKeys", ()):
            [name], there = key["fields"], key["reference"]
            assert set(frame[name]) <= set(frames[there["resource"]][there["fields"][0]])
        for field in schema["fields"]:
            wanted = field.get("constraints", {})
            if wanted.get("required"):
                assert (frame[field["name"]] != "").all(), field["name"]
            if "enum" in wanted:
                assert set(frame[field["name"]]) - {""} <= set(wanted["enum"])


def test_the_descriptor_names_licence_and_every_source(package):
    sources = real_tables().sources

    assert [each["name"] for each in package["licenses"]] == ["MIT"]
    assert len(package["sources"]) == len(sources)
    assert {each["path"] for each in package["sources"] if "path" in each} == (
        {url for url in sources["url"] if url}
    )


def test_observations_of_an_indicator_are_rows_of_the_panel(folder):
    panel = pd.read_csv(folder / "panel.csv").set_index("observation")
    derived = pd.read_csv(folder / "indicators.csv")
    [rate] = derived.query(
        "indicator == 'overdue_ratio' and district == 'shanghai-yangpu' and year == 2023"
    ).to_dict("records")

    rows = panel.loc[[int(label) for label in rate["observations"].split(";")]]

    assert set(zip(rows["metric"], rows["value"], strict=True)) == {
        ("decided_overdue", 11.0),
        ("decided_on_time", 407058.0),
    }


HOSTILE = '=HYPERLINK("https://elsewhere.example")'


def test_a_text_that_looks_like_a_formula_is_none_in_a_spreadsheet():
    frame = pd.DataFrame({"words": [HOSTILE, "+8 6"], "value": [-1.5, 2.0]})

    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, "t"))).active
    assert [cell.value for cell in sheet["A"]] == ["words", f"'{HOSTILE}", "'+8 6"]
    assert [cell.data_type for cell in sheet["A"]] == ["s", "s", "s"]
    assert [cell.value for cell in sheet["B"]] == ["value", -1.5, 2]
    assert to_csv(frame).decode("utf-8-sig").splitlines()[2] == "'+8 6,2.0"
    assert pd.read_parquet(io.BytesIO(to_parquet(frame)))["words"].tolist() == [HOSTILE, "+8 6"]


def test_the_same_frame_gives_the_same_bytes_at_another_time(monkeypatch):
    frame = indicators([{"observations": "1;2"}])
    first = [to_csv(frame), to_xlsx(frame, "t"), to_parquet(frame)]
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("openpyxl.writer.excel.datetime", LaterDatetime)

    assert [to_csv(frame), to_xlsx(frame, "t"), to_parquet(frame)] == first


class LaterDatetime:
    import datetime as real

    timezone = real.timezone

    class datetime:  # noqa: N801
        @staticmethod
        def now(tz=None):
            import datetime

            return datetime.datetime(2040, 1, 1, tzinfo=tz)


def test_a_column_that_nobody_described_is_refused():
    frame = pd.DataFrame({"source": ["a"], "url": [""], "title": [""], "surprise": [1]})

    with pytest.raises(DefinitionError, match=r"sources\.surprise is not described"):
        descriptor({"sources": {}}, {"sources": frame})
