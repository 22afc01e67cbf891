"""The font of every figure, read from memory.

matplotlib has FreeType read a font through a Python file, a glyph at a time: from the disk that
takes three times as long, a fifth of a figure's time, and processes forked from one another share
their place in the file, so that two which read at once would get each other's bytes.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from xuke.catalog import DEFINITIONS

FONT = DEFINITIONS / "font" / "NotoSansSC-Regular.ttf"


@cache
def face() -> FT2Font:
    """The font by itself, 100 points high, to measure text without a figure."""
    opened = FT2Font(_file())
    opened.set_size(100, 72)
    return opened


@contextmanager
def from_memory() -> Iterator[None]:
    """Have matplotlib find the font in memory; outside it opens the file, which PDF embeds.

    Of a function that matplotlib calls its own, so kept to the drawing of a figure and to where
    that function is there: without it figures are the same, and slower.
    """
    if _open is None:
        yield
        return
    before = font_manager._get_font  # type: ignore[attr-defined]
    font_manager._get_font = _get_font  # type: ignore[attr-defined]
    try:
        yield
    finally:
        font_manager._get_font = before  # type: ignore[attr-defined]


def in_memory() -> bool:
    """Whether matplotlib finds the font in memory now."""
    return getattr(font_manager, "_get_font", None) is _get_font


@cache
def _content() -> bytes:
    return FONT.read_bytes()


def _file() -> io.BytesIO:
    return io.BytesIO(_content())


_open: Any = getattr(font_manager, "_get_font", None)


@lru_cache(64)
def _get_font(*given: Any, **options: Any) -> FT2Font:
    """What matplotlib's function of this name does, with the house font's file in memory."""
    house = os.path.realpath(FONT)
    try:
        (paths,) = given
        known = tuple((_file(), at) if path == house else (path, at) for path, at in paths)
        opened: FT2Font = _open.__wrapped__(known, **options)
    except (AttributeError, TypeError, ValueError):
        # Another matplotlib calls it otherwise.
        opened = _open(*given, **options)
    return opened


# As matplotlib does for its own: a font it falls back to is still read from its file.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_get_font.cache_clear)
