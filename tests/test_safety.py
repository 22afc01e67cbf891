from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuke.safety import spreadsheet_safe


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "\u202e=1",
             '=HYPERLINK("http://example.org")', "-", "--", "-1e5|cmd"],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell):
    assert spreadsheet_safe(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "申请 120 件", "1=1", "-1.5", "+12", "300+", "'=1", "a@b"])
def test_words_and_numbers_stay_as_they_are(cell):
    assert spreadsheet_safe(cell) == cell


@given(st.text())
def test_nothing_is_lost_and_twice_is_once(cell):
    safe = spreadsheet_safe(cell)
    assert safe.removeprefix("'") == cell.removeprefix("'")
    assert spreadsheet_safe(safe) == safe
