from __future__ import annotations

import subprocess
import sys

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from xuke.figures import style


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("color", [style.INK, style.SOFT, style.FAINT, style.ALERT_TEXT])
def test_text_is_readable_on_white(color: str) -> None:
    assert contrast(color, "white") >= 4.5


def test_nested_parts_are_told_apart_in_grey_print() -> None:
    for one, other in ((style.DEEP, style.MID), (style.MID, style.PALE), (style.DEEP, style.ALERT)):
        assert contrast(one, other) >= 1.5


def test_the_style_holds_inside_and_is_gone_outside() -> None:
    before = mpl.rcParams["font.family"]
    with style.house_style():
        assert "Noto Sans SC" in str(mpl.rcParams["font.family"]) + str(
            mpl.rcParams["font.sans-serif"]
        )
        assert mpl.rcParams["svg.fonttype"] == "path"
    assert mpl.rcParams["font.family"] == before


def test_what_the_font_lacks_is_a_sign_and_never_an_empty_box() -> None:
    assert style.drawable("杨浦区 100 %") == "杨浦区 100 %"
    assert style.drawable("a\U0001f600b") == "a〓b"


@given(st.text(alphabet="杨浦区，。（ab 12%", max_size=80), st.integers(40, 300))
def test_wrapped_lines_fit_and_lose_no_word(text: str, width: int) -> None:
    lines = style.wrap(text, width, 9)
    assert all(style.text_width(line, 9) <= width + 9 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_any_text_in_house_style_has_the_house_font_in_a_fresh_process() -> None:
    code = (
        "import warnings; warnings.simplefilter('error')\n"
        "from matplotlib.figure import Figure\n"
        "from xuke.figures.style import house_style\n"
        "with house_style():\n"
        "    figure = Figure(); figure.text(.5, .5, '许可'); figure.canvas.draw()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
