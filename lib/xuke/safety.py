"""Makes words of a report harmless where another program would take them as something to run."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def spreadsheet_safe(cell: str) -> str:
    """Words as a spreadsheet shows them, never as a formula.

    A cell that begins with ``= + - @``, a tab or a line end gets an apostrophe before it, which
    spreadsheets do not show (OWASP, *CSV Injection*). Numbers stay numbers: ``-1.5`` is left as
    it is. White space and marks of direction do not hide a formula.
    """
    shown = cell.lstrip(
        " \u00a0\u3000\ufeff\u200b\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
    )
    folded = shown[:1].translate({0xFF1D: "=", 0xFF0B: "+", 0xFF0D: "-", 0xFF20: "@"})
    if not folded.startswith(_FORMULA) or _is_number(shown):
        return cell
    return "'" + cell


def _is_number(text: str) -> bool:
    digits = text[1:] if text[:1] in "+-" else text
    whole, _, part = digits.partition(".")
    return whole.isascii() and whole.isdecimal() and (not part or part.isdecimal())
