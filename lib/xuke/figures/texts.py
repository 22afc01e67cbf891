"""The words of figures, from ``figure_texts.csv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from xuke.catalog import DEFINITIONS, Label
from xuke.catalog.definitions import read_texts


@cache
def texts(folder: Path = DEFINITIONS) -> Mapping[str, Label]:
    """Every text by its name."""
    return read_texts(folder / "figure_texts.csv")


def say(name: str, language: str, **values: object) -> str:
    """The text *name* in *language* with its places filled."""
    return texts()[name].label(language).format(**values)


def capital(words: str) -> str:
    """*words* as a label that stands alone: with a capital first letter."""
    return words[:1].upper() + words[1:]
