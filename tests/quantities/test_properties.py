"""Any number, written in any way that reports use, is read back from where it stands."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from xuke.model import Qualifier
from xuke.quantities import find, normal
from xuke.quantities.numerals import chinese

UNITS = st.sampled_from(["件", "项", "个", "元", "人次", "家", "宗", "%"])
COUNTS = st.integers(min_value=0, max_value=10**12)
FULL_WIDTH = str.maketrans("0123456789,.%", "０１２３４５６７８９，．％")
QUALIFIED = st.sampled_from(
    [
        ("约{}", "rounded"),
        ("近{}", "nearly"),
        ("超过{}", "over"),
        ("至少{}", "at_least"),
        ("{}以上", "at_least"),
        ("{}左右", "rounded"),
        ("{}", "exact"),
    ]
)


def in_chinese(number: int) -> str:
    """The Chinese numeral of a number below 10 ** 8, written without looking at the reader."""
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]

    def below_myriad(part: int) -> str:
        words, pending = "", False
        for power in (3, 2, 1, 0):
            digit = part // 10**power % 10
            if digit:
                words += ("零" if pending else "") + digits[digit] + units[power]
                pending = False
            else:
                pending = bool(words)
        return words

    high, low = divmod(number, 10**4)
    if not high:
        return below_myriad(low) or "零"
    gap = "零" if 0 < low < 1000 else ""
    return below_myriad(high) + "万" + gap + below_myriad(low)


def the_figure(text: str, before: str) -> tuple[Decimal, str, str]:
    found = [each for each in find(text) if each.kind == "figure"]
    assert len(found) == 1, (text, found)
    assert text[found[0].span.start : found[0].span.end] == found[0].words
    assert found[0].span.start >= len(before)
    return found[0].value, found[0].unit, found[0].qualifier


@given(COUNTS, UNITS, st.sampled_from(["", " "]), st.booleans(), st.booleans(), QUALIFIED)
def test_arabic_numbers(number, unit, space, grouped, full_width, qualified):
    digits = f"{number:,}" if grouped else str(number)
    written = f"{digits}{space}{unit}"
    written = written.translate(FULL_WIDTH) if full_width else written
    form, qualifier = qualified
    before = "其中共计"
    text = before + form.format(written) + "。"
    assert the_figure(text, before) == (number, unit, Qualifier(qualifier))


@given(st.decimals(min_value=0, max_value=10**6, places=2), st.sampled_from("万亿"), UNITS)
def test_decimals_in_myriads(number, magnitude, unit):
    factor = {"万": 10**4, "亿": 10**8}[magnitude]
    if unit == "%":
        return
    assert the_figure(f"共计{number}{magnitude}{unit}。", "共计")[0] == number * factor


@given(st.decimals(min_value=0, max_value=100, places=2))
def test_percentages(number):
    for written in (f"{number}%", f"{number} %", f"{number}％", f"百分之{number}"):
        assert the_figure(f"达到{written}，", "达到")[:2] == (number, "%")


@given(st.integers(min_value=1, max_value=10**8 - 1))
def test_chinese_numerals(number):
    assert chinese(in_chinese(number)) == number
    if number > 10:
        assert the_figure(f"受理{in_chinese(number)}件。", "受理")[0] == number


@given(
    st.text(
        alphabet="0123456789零一二十百千万亿,.，。-%件个年月日第（）〔〕“”\n 无未收费号",
        max_size=80,
    )
)
def test_any_text_is_read_in_order_without_overlap(text):
    found = find(text)
    spans = [each.span for each in found]
    assert all(text[s.start : s.end] == each.words for s, each in zip(spans, found, strict=True))
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {at for span in spans for at in range(span.start, span.end)}
    digits = {at for at, sign in enumerate(normal(text)) if "0" <= sign <= "9"}
    assert digits <= covered


@given(st.text(max_size=200))
def test_normal_form_keeps_every_place(text):
    assert len(normal(text)) == len(text)
