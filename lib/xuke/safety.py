"""Keeps text of a report text wherever it goes."""

from __future__ import annotations

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def spreadsheet_safe(text: str) -> str:
    """*text* with an apostrophe before it where a spreadsheet could take it for a formula.

    Leading blanks do not hide a formula from every program, nor do full-width signs.
    """
    return f"'{text}" if text.lstrip(" \u00a0\u3000\ufeff").startswith(_FORMULA_STARTS) else text
