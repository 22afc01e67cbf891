from __future__ import annotations

import pytest

from xuke import catalog
from xuke.model import UnknownNameError


@pytest.mark.parametrize(
    "name", ["shanghai-yangpu", "310110", "杨浦区", "杨浦", "Yangpu", "yangpu", " YANGPU "]
)
def test_a_district_is_found_by_any_of_its_names(name: str) -> None:
    assert catalog.district(name).district == "shanghai-yangpu"


def test_an_apostrophe_belongs_to_the_english_name() -> None:
    assert catalog.district("Jing'an").district == "shanghai-jingan"


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("yangpoo", "yangpu"), ("shanghai-yangp", "shanghai-yangpu"), ("杨埔区", "杨浦区")],
)
def test_an_unknown_district_is_refused_with_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(UnknownNameError) as error:
        catalog.district(name)
    assert error.value.nearest[0] == nearest
    assert f"unknown district {name!r}; did you mean {nearest}" in str(error.value)


@pytest.mark.parametrize("name", ["", "   "])
def test_no_name_is_no_district(name: str) -> None:
    with pytest.raises(UnknownNameError):
        catalog.district(name)


@pytest.mark.parametrize("name", ["教育局", "education", "Education Bureau"])
def test_an_agency_is_found_by_any_of_its_names(name: str) -> None:
    assert catalog.agency(name) == "教育局"


def test_an_agency_that_is_not_registered_gets_a_path_that_its_name_cannot_shape() -> None:
    assert catalog.agency_slug("教育局") == "education"
    assert catalog.agency_slug("") == ""
    slug = catalog.agency_slug("../../etc")
    assert slug.startswith("agency-")
    assert slug == catalog.agency_slug("../../etc") != catalog.agency_slug("../etc")
    assert slug.removeprefix("agency-").isalnum()


def test_several_agencies_side_by_side_are_named_one_by_one() -> None:
    assert catalog.agency_label("民政局、司法局、某局", "en") == (
        "Civil Affairs Bureau, Justice Bureau, 某局"
    )
    assert catalog.agency_label("民政局、司法局", "zh") == "民政局、司法局"


def test_units_are_worded_for_one_and_for_many() -> None:
    assert catalog.unit_label("件", "en") == "cases"
    assert catalog.unit_label("件", "en", one=True) == "case"
    assert catalog.unit_label("per 10 000", "zh") == "每万件"


def test_a_share_of_the_whole_is_worded_as_one_in_every_definition() -> None:
    share = catalog.indicators()["item_share"]
    assert catalog.ratio_label(share, "en") == (
        "cases handled, not split by stage ÷ all cases handled, not split by stage"
    )
    split = catalog.indicators()["approval_rate"]
    assert catalog.ratio_label(split, "zh") == "批准 ÷ (批准 + 不予批准)"
