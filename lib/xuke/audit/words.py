"""The words of an audit in both languages, from ``definitions/audit.csv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from xuke.catalog import DEFINITIONS, Label
from xuke.catalog.definitions import read_rows


def say(name: str, language: str, **values: object) -> str:
    """The words *name* in *language*, with their places filled."""
    label = _words()[name]
    return (label.label_zh if language == "zh" else label.label_en).format(**values)


@cache
def _words() -> Mapping[str, Label]:
    return {name: row for name, (_, row) in read_rows(DEFINITIONS / "audit.csv", Label).items()}
