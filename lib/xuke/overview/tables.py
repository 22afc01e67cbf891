"""The tables of a comparison and of a trend as frames of finished text."""

from __future__ import annotations

import pandas as pd

from xuke import catalog
from xuke.figure_words import rests_on_corrected
from xuke.figures.comparison.names import (
    Row,
    change_words,
    indicator_label,
    interval_words,
    marks_words,
    place_words,
    reporter,
    value_words,
)
from xuke.wording import format_number


def labelled(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """*frame* with its columns named in *language*; columns without any entry are left out."""
    filled = [column for column in frame if (frame[column].notna() & (frame[column] != "")).any()]
    named = {column: catalog.sentence(f"column_{column}", language) for column in filled}
    return frame[filled].rename(columns=named)


def values_table(ranked: pd.DataFrame, apart: pd.DataFrame, language: str) -> pd.DataFrame:
    """Reporter, value, 95 % interval, places, numerator, denominator, what sets it apart, and
    which figures under it were corrected.
    """
    rows = [*ranked.to_dict("records"), *apart.to_dict("records")]
    return pd.DataFrame(
        {
            "reporter": [reporter(row["district"], row["agency"], language) for row in rows],
            "value": [value_words(row, language) for row in rows],
            "interval": [interval_words(row) for row in rows],
            "place": [place_words(row, language) for row in rows],
            "numerator": [_count(row["numerator"]) for row in rows],
            "denominator": [_count(row["denominator"]) for row in rows],
            "set_apart": [marks_words(row["marks"], language) for row in rows],
            "corrected": [rests_on_corrected(row, language) for row in rows],
        }
    )


def changes_table(
    changes: pd.DataFrame, first: int, second: int, language: str, *, of: str
) -> pd.DataFrame:
    """Change with its interval per reporter (*of* ``reporter``) or indicator (``indicator``)."""
    rows = changes.to_dict("records")
    names = {
        "reporter": lambda row: reporter(row["district"], row["agency"], language),
        "indicator": lambda row: indicator_label(row["indicator"], language),
    }
    return pd.DataFrame(
        {
            of: [names[of](row) for row in rows],
            "first_year": [_one(row, "first", first, language) for row in rows],
            "second_year": [_one(row, "second", second, language) for row in rows],
            "change": [change_words(row, language) for row in rows],
            "set_apart": [marks_words(row["marks"], language) for row in rows],
        }
    )


def parts_table(parts: pd.DataFrame) -> pd.DataFrame:
    """Items of a decomposed change: rates and weights of both years, mix and rate effect."""
    shown = {
        name: [format_number(100 * value, decimals=2) for value in parts[name]]
        for name in ("first_rate", "second_rate", "first_weight", "second_weight", "mix", "rate")
    }
    return pd.DataFrame({"item": parts["part"].tolist(), **shown})


def _one(row: Row, side: str, year: int, language: str) -> str:
    value = {
        "indicator": row["indicator"],
        "value": row[side],
        "qualifier": "",
        "corrected": row[f"{side}_corrected"],
    }
    return f"{year}{'：' if language == 'zh' else ': '}{value_words(value, language)}"


def _count(value: float) -> str:
    return "" if pd.isna(value) else format_number(value)
