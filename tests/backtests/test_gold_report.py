"""One whole published report, every figure with its position: all of them, and no other.

The text is not part of the project; it is looked for beside the checkout.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from xuke.documents import read
from xuke.extraction import extract
from xuke.quantities import find

REPORTS = Path(__file__).parents[3] / "shared" / "reports"
TEXT = REPORTS / "shanghai-yangpu-2023.md"
GOLD = REPORTS / "shanghai-yangpu-2023.gold.csv"

pytestmark = pytest.mark.skipif(
    not TEXT.exists(), reason=f"the published report is not at {REPORTS}; it is not redistributed"
)


@pytest.fixture(scope="module")
def document():
    return read(TEXT)


@pytest.fixture(scope="module")
def extraction(document):
    return extract(document, district="shanghai-yangpu", year=2023, source="shanghai-yangpu-2023")


def test_all_52_figures_with_metric_value_unit_qualifier_and_span_and_no_other(extraction):
    with GOLD.open(encoding="utf-8-sig", newline="") as file:
        gold = {
            (r["metric"], Decimal(r["value"]), r["unit"], r["qualifier"], r["start"], r["end"])
            for r in csv.DictReader(file)
        }
    assert len(gold) == 52
    read_there = {
        (o.metric, o.value, o.unit, str(o.qualifier), str(o.start), str(o.end))
        for o in extraction.observations
    }
    assert read_there == gold


def test_no_figure_is_left_unassigned(extraction):
    assert extraction.unassigned == ()


def test_every_number_is_accounted_for_once(document, extraction):
    read_there = [reading.quantity.span for reading in extraction.readings]
    dismissed = [each.quantity.span for each in extraction.dismissed]
    numbers = [quantity.span for quantity in find(document.text)]
    assert sorted(read_there + dismissed) == numbers


def test_all_32_initiatives_are_found_with_their_section(extraction):
    assert len(extraction.initiatives) == 32
    by_name = {each.initiative: each for each in extraction.initiatives}
    assert by_name["suishen_code"].status == "first in the city"
    assert by_name["one_screen"].status == "pilot"
    assert by_name["online_supervision"].section == "存在的主要问题及改进措施"
    assert by_name["licensing_list"].agency == "区审改办"
    assert by_name["kiosk"].metrics == ("kiosks", "kiosk_personal_items", "kiosk_enterprise_items")
