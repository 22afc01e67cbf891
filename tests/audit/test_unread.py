"""What is said of numbers that no rule understood; every report here is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from made_projects import TITLE, write_report
from xuke.audit.unread import unread_numbers, words_beside
from xuke.model import Span
from xuke.reading import read_report


def told(folder: Path, text: str, name: str = "report.md") -> list[tuple[str, ...]]:
    """Words, place, reason, unknown words and concepts of each number left."""
    frame = unread_numbers(read_report(write_report(folder, text, name)))
    columns = frame[["words", "stands_at", "reason", "unknown", "concepts"]]
    return list(columns.itertuples(index=False, name=None))


def test_the_unknown_word_and_the_place_of_a_number_are_named(tmp_path):
    text = TITLE + "全年收悉事宜行政许可90件，网上申请300件。\n"
    assert told(tmp_path, text) == [
        ("90件", "line 5, column 11", "unknown_words", "事宜", "time.whole receive license"),
        ("300件", "line 5, column 19", "no_rule", "", "online apply"),
    ]


def test_the_headers_of_a_table_cell_are_its_words(tmp_path):
    table = "| 类别 | 网上申请 | 玄妙数 |\n|---|---|---|\n| 合计 | 31 | 27 |\n"
    online, strange = told(tmp_path, TITLE + table)
    assert (online[0], online[4].split()[-2:]) == ("31", ["online", "apply"])
    assert (strange[0], strange[3]) == ("27", "玄妙")


def test_spans_are_those_of_the_documents_text(tmp_path):
    report = read_report(write_report(tmp_path, TITLE + "全年网上申请300件。\n"))
    (row,) = unread_numbers(report).to_dict("records")
    assert report.document.text[row["start"] : row["end"]] == row["words"] == "300件"


def test_a_report_that_is_all_understood_leaves_nothing(tmp_path):
    assert told(tmp_path, TITLE + "全年受理行政许可申请30件。\n") == []


@pytest.mark.parametrize(
    ("text", "unknown", "concepts"),
    [
        ("受理9件，蹊跷@件", ["蹊跷"], []),
        ("@件蹊跷，受理", ["蹊跷"], []),
        ("（蹊跷）受理@", [], ["accept"]),
        ("蹊跷受理蹊跷@", ["蹊跷", "蹊跷"], ["accept"]),
        ("@", [], []),
    ],
)
def test_words_are_those_between_pauses_and_other_numbers(text, unknown, concepts):
    at = text.index("@")
    assert words_beside(text.replace("@", "5"), Span(at, at + 1)) == (unknown, concepts)
