from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuke.catalog import Rule, Term, parse_rule, parse_sum

TERMS = st.builds(
    Term, st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), st.booleans(), st.booleans()
)
SUMS = st.lists(TERMS, min_size=1, max_size=4).map(tuple)


def test_a_rule_is_two_sums_with_marked_terms() -> None:
    assert parse_rule("accepted = approved + pending? + total(handled)") == Rule(
        left=(Term("accepted"),),
        relation="=",
        right=(Term("approved"), Term("pending", optional=True), Term("handled", total=True)),
    )


@given(SUMS, st.sampled_from(["=", "<="]), SUMS)
def test_a_rule_reads_back_from_its_own_text(left, relation, right) -> None:
    rule = Rule(left, relation, right)
    assert parse_rule(str(rule)) == rule


@pytest.mark.parametrize("text", ["", "a +", "a b", "a - b", "A", "sum(a)", "total(a", "a??"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a metric"):
        parse_sum(text)


@pytest.mark.parametrize("text", ["a", "a = b = c", "a < b", "a >= b"])
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"one = or <=|is not a metric"):
        parse_rule(text)
