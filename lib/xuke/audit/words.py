"""The words of an audit in both languages, from ``definitions/audit.csv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from xuke.catalog import DEFINITIONS, Label
from xuke.catalog.definitions import read_texts


def say(name: str, language: str, **values: object) -> str:
    """The words *name* in *language*, with their places filled."""
    return _words()[name].label(language).format(**values)


@cache
def _words() -> Mapping[str, Label]:
    return read_texts(DEFINITIONS / "audit.csv")
