"""Every invented sample gives exactly the figures written beside it."""

from pathlib import Path

import pytest

from xuke.documents import read
from xuke.extraction import extract
from xuke.lines import records
from xuke.model import DefinitionError

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
REPORTS = sorted(path for path in SAMPLES.iterdir() if not path.name.endswith(".expected.csv"))
COLUMNS = ("metric", "item", "value", "unit", "qualifier", "stated_as", "basis", "text")


def expected(path):
    twin = path.with_name(f"{path.stem}.expected.csv")
    if not twin.exists():
        pytest.fail(
            f"{path.name} has no {twin.name} beside it: write the figures that it must give, one a "
            f"line, below {','.join(COLUMNS)}",
            pytrace=False,
        )
    (_, header), *lines = records(twin)
    rows = [(line, dict(zip(header, fields, strict=True))) for line, fields in lines]
    for line, row in rows:
        if "," in row["value"]:
            plain = row["value"].replace(",", "")
            pytest.fail(f"{twin.name}:{line}: write {plain}, without separators", pytrace=False)
    return [tuple(row[column] for column in COLUMNS) for _, row in rows]


def found(path):
    return [
        (
            o.metric,
            o.item,
            format(o.value.normalize(), "f"),
            o.unit,
            str(o.qualifier),
            str(o.stated_as),
            str(o.basis),
            o.words,
        )
        for o in extract(read(path)).observations
    ]


def test_there_is_a_sample_for_every_wording_layout_and_trap():
    assert len(REPORTS) >= 25
    expected = {path.name.removesuffix(".expected.csv") for path in SAMPLES.glob("*.expected.csv")}
    assert expected - {path.stem for path in REPORTS} == set(), "expected figures of no sample"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1,280", r"new\.expected\.csv:2: expected 8 fields, found 9"),
        ('"1,280"', r"new\.expected\.csv:2: write 1280, without separators"),
    ],
)
def test_expected_figures_with_a_thousands_comma_are_refused_with_their_line(tmp_path, value, said):
    line = f"applications,,{value},件,exact,figure,,申请1280件"
    twin = tmp_path / "new.expected.csv"
    twin.write_text(f"{','.join(COLUMNS)}\n{line}\n", encoding="utf-8", newline="\n")
    with pytest.raises((DefinitionError, pytest.fail.Exception), match=said):
        expected(tmp_path / "new.md")


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_sample_gives_the_figures_written_beside_it(path):
    assert found(path) == expected(path)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_sample_says_in_its_first_lines_that_it_is_invented(path):
    first = path.read_text(encoding="utf-8").splitlines()[:3]
    assert any("虚构样本" in line for line in first), f"write 虚构样本 near the top of {path.name}"
