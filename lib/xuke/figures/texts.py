"""The words of figures, from ``figure_texts.csv``."""

from __future__ import annotations

import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from xuke.catalog import DEFINITIONS, Label
from xuke.catalog.definitions import read_rows
from xuke.model import DefinitionError


@cache
def texts(folder: Path = DEFINITIONS) -> Mapping[str, Label]:
    """Every text by its name; DefinitionError where the languages name different places."""
    path = folder / "figure_texts.csv"
    rows = read_rows(path, Label)
    for line, row in rows.values():
        zh, en = _places(row.label_zh), _places(row.label_en)
        if zh != en:
            named = ", ".join(sorted(zh ^ en))
            raise DefinitionError(path, line, f"place in one language only: {named}")
    return {name: row for name, (_, row) in rows.items()}


def say(name: str, language: str, **values: object) -> str:
    """The text *name* in *language* with its places filled."""
    text = texts()[name]
    return (text.label_zh if language == "zh" else text.label_en).format(**values)


def capital(words: str) -> str:
    """*words* as a label that stands alone: with a capital first letter."""
    return words[:1].upper() + words[1:]


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
