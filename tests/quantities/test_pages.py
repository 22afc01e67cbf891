"""Page numbers taken out of a text: what is left keeps its places."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from xuke.model import Span
from xuke.quantities import Pages, find, normal

PIECES = ["受理3件", "，", "\n", "\n— 3 —\n", "\r\n第 4 页\r\n", " ", "- 5 -\n\n", "12", "万件"]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_each_place_of_what_is_left_is_one_of_the_text_and_back(text):
    pages = Pages(text, normal(text))
    for at, sign in enumerate(pages.text):
        whole = pages.whole(Span(at, at + 1))
        assert whole.of(text) == sign
        assert pages.left(whole) == Span(at, at + 1)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_numbers_do_not_overlap_and_have_their_words(text):
    found = find(text)
    assert all(each.span.of(text) == each.words for each in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


def test_lines_of_page_numbers_and_nothing_else_are_gone():
    text = "受理\n\n— 3 —\n\n90件。\n第4页 共9页\n12\n- 3件\n"
    assert Pages(text, normal(text)).text == "受理\n\n90件。\n12\n- 3件\n"
