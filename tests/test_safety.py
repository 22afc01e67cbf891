import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuke.safety import spreadsheet_safe


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u3000=1", "＝1", "＠x", "\ufeff=1"],
)
def test_what_a_spreadsheet_could_run_gets_an_apostrophe(text):
    assert spreadsheet_safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "杨浦区", "300+", "a=b", "（一）总体情况", "'=1"])
def test_other_text_stays_as_it_is(text):
    assert spreadsheet_safe(text) == text


@given(st.text())
def test_nothing_made_safe_needs_it_again(text):
    safe = spreadsheet_safe(text)

    assert spreadsheet_safe(safe) == safe
    assert safe.removeprefix("'") == text.removeprefix("'") or safe == text
