"""Every invented sample gives exactly the figures written beside it."""

import csv
from pathlib import Path

import pytest

from xuke.documents import read
from xuke.extraction import extract

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
    with twin.open(encoding="utf-8", newline="") as file:
        return [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(file)]


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


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_sample_gives_the_figures_written_beside_it(path):
    assert found(path) == expected(path)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_sample_says_in_its_first_lines_that_it_is_invented(path):
    first = path.read_text(encoding="utf-8").splitlines()[:3]
    assert any("虚构样本" in line for line in first), f"write 虚构样本 near the top of {path.name}"
