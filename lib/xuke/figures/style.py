"""House style: the font, the colours, the sizes, and text measured and wrapped without drawing.

Colours differ in lightness as well as in hue, so they are told apart by colour-blind readers and
in grey print; anything that means "does not add up" or "unknown" carries a hatch or words too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any, cast

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.ft2font import LoadFlags

from xuke.catalog import DEFINITIONS
from xuke.figures import font

STYLE = DEFINITIONS / "xuke.mplstyle"

INK = "#1b2a38"
"""Text and the marks that carry a figure's main value."""
SOFT = "#49555f"
"""Secondary text; contrast with white 7.6."""
FAINT = "#66727d"
"""Captions and notes; contrast with white 4.9."""
RULE = "#d5dbe1"
"""Thin lines that part rows."""
DEEP = "#1d4f7c"
MID = "#9dbfda"
PALE = "#e6edf3"
"""Deep, mid and pale blue: a part, the part around it, the whole around both."""
ALERT = "#d9662b"
"""What is overdue, refused, or does not add up."""
ALERT_TEXT = "#a3430f"
"""The same in text; contrast with white 6.2."""
UNKNOWN_HATCH = "////"
"""Laid over white for cases that the figures do not account for."""

TITLE_SIZE, LABEL_SIZE, NOTE_SIZE, CAPTION_SIZE = 13.0, 9.0, 8.0, 7.5
LINE = 1.35
"""Height of a line of text, in multiples of its size."""
MARGIN = 14.0
"""Points left free at every edge of a figure."""
WIDTH = 540.0
"""Usual width of a figure in points, 720 CSS pixels."""

_MISSING_GLYPH = "〓"
_NOT_AT_LINE_START = frozenset("，。、；：！？）】》」』”’%％…·,.;:!?)]}")
_NOT_AT_LINE_END = frozenset("（【《「『“‘([{")


@cache
def _settings() -> dict[str, Any]:
    """Every setting of matplotlib: its defaults, overridden by the house style."""
    font_manager.fontManager.addfont(font.FONT)
    settings = mpl.rc_params_from_file(STYLE, use_default_template=True)
    # Which backend is in use is the user's affair, and setting it would import one.
    return {key: value for key, value in settings.items() if not key.startswith("backend")}


@contextmanager
def house_style() -> Iterator[None]:
    """Matplotlib in house style, whatever theme is set around it; restored on leaving."""
    if font.in_memory():
        # Within another: setting and restoring 300 settings takes as long as a few bars.
        yield
        return
    with mpl.rc_context(), font.from_memory():
        # dict.update skips validating 300 settings that were validated when the file was read.
        dict.update(cast("dict[str, Any]", mpl.rcParams), _settings())
        yield


@lru_cache(maxsize=8192)
def _advance(character: str) -> float:
    """Width of a character in multiples of the font's size."""
    glyph = font.face().load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return glyph.linearHoriAdvance / 65536 / 100


@lru_cache(maxsize=8192)
def _drawable(character: str) -> str:
    if character == "\n" or font.face().get_char_index(ord(character)):
        return character
    return " " if unicodedata.category(character)[0] in "ZC" else _MISSING_GLYPH


def drawable(text: str) -> str:
    """*text* with spaces of all kinds as spaces, and 〓 for what the font lacks, never a box."""
    return "".join(map(_drawable, text))


def text_width(text: str, size: float) -> float:
    """Width in points of one line of *text* at *size* points."""
    return size * sum(map(_advance, text))


def wrap(text: str, width: float, size: float) -> list[str]:
    """Lines of *text* no wider than *width* points at *size* points.

    Breaks at spaces and between Chinese characters, but not before a closing mark or after an
    opening one; a single word that is too wide is cut. Line ends in *text* are kept.
    """
    lines: list[str] = []
    for paragraph in drawable(text).split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and text_width((line + piece).rstrip(), size) > width:
                lines.append(line.rstrip())
                line = ""
                piece = piece.lstrip()
            while text_width(piece.rstrip(), size) > width and len(piece) > 1:
                cut = max(_fitting(piece, width, size), 1)
                lines.append(piece[:cut])
                piece = piece[cut:]
            line += piece
        lines.append(line.rstrip())
    return lines


def _fitting(piece: str, width: float, size: float) -> int:
    """How many characters of *piece* fit into *width*."""
    used = 0.0
    for count, character in enumerate(piece):
        used += size * _advance(character)
        if used > width:
            return count
    return len(piece)


def _pieces(text: str) -> Iterator[str]:
    """Stretches of *text* that stay on one line, each with the spaces that follow it."""
    piece = ""
    for character in text:
        if piece and _may_break(piece[-1], character):
            yield piece
            piece = ""
        piece += character
    yield piece


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NOT_AT_LINE_START or before in _NOT_AT_LINE_END:
        return False
    return before == " " or _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
