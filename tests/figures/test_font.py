from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.font_manager import get_font

from xuke.figures import font
from xuke.figures.page import new_figure, to_png, to_svg
from xuke.figures.style import house_style


def test_matplotlib_reads_the_house_font_from_memory_and_others_from_their_files() -> None:
    other = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    with font.from_memory():
        assert isinstance(get_font(font.FONT).fname, io.BytesIO)
        assert get_font(font.FONT) is get_font(font.FONT)
        assert Path(str(get_font(other).fname)) == other.resolve()


def test_a_matplotlib_that_opens_fonts_otherwise_opens_them_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(font, "_open", lambda paths, factor, **_: (paths, factor))
    assert font._get_font(("a", "b"), 8) == (("a", "b"), 8)


def test_outside_matplotlib_opens_the_file_itself_as_writing_pdf_needs() -> None:
    with font.from_memory():
        get_font(font.FONT)
    assert not font.in_memory()
    assert Path(str(get_font(font.FONT).fname)) == font.FONT.resolve()


def test_the_font_is_given_back_when_drawing_fails() -> None:
    with pytest.raises(FileNotFoundError), house_style():
        get_font("nowhere.ttf")
    assert not font.in_memory()


def test_a_figure_drawn_in_house_style_can_be_saved_as_pdf(tmp_path: Path) -> None:
    with house_style():
        page = new_figure(200)
        page.title("许可 2023")
        figure = page.finish()
        assert to_png(figure).startswith(b"\x89PNG")
        assert "<path" in to_svg(figure, "许可")
    figure.savefig(tmp_path / "figure.pdf")
    assert (tmp_path / "figure.pdf").read_bytes().startswith(b"%PDF")


FORKED = """
import os
from pathlib import Path
from xuke.figures import font, page, style

def draw(words):
    with style.house_style():
        sheet = page.new_figure(200)
        sheet.title(words)
        return page.to_png(sheet.finish())

before = draw("许可")
held = [each for each in Path("/proc/self/fd").iterdir()
        if each.exists() and each.samefile(font.FONT)]
assert not held, held
if not (child := os.fork()):
    os._exit(draw("许可") != before)
_, status = os.waitpid(child, 0)
assert not status
assert draw("许可") == before
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux are notebooks forked")
def test_forked_processes_draw_the_same_and_share_no_open_font() -> None:
    subprocess.run([sys.executable, "-c", FORKED], check=True)
