"""All indicators over all districts of one year, with what is missing shown as missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from xuke import catalog
from xuke.figures import style
from xuke.figures.comparison import cells, names
from xuke.figures.exhibit import Exhibit
from xuke.figures.page import Page
from xuke.wording import NOT_REPORTED

_CELL, _TALL = 39.0, 17.0
_TURN = 20
"""With more reporters than this they go down the page, the indicators across."""


def heat(marked: pd.DataFrame, language: str, source: str = "") -> Exhibit:
    """A cell per indicator and reporter, shaded from the lowest to the highest comparable value.

    Parameters
    ----------
    marked : rows of one year and level (`xuke.comparison.comparable.mark`), those without a value
        included; indicators that nobody reports are left out and named in the caption.
    """
    given = marked.groupby("indicator", sort=False)["value"].transform("count") > 0
    rows, unseen = marked[given], marked.loc[~given, "indicator"].unique()
    year = int(marked["year"].iloc[0])
    units = len(rows[["district", "agency"]].drop_duplicates())
    counted = {
        "year": year,
        "reporters": units,
        "indicators": rows["indicator"].nunique(),
        "reported": int(rows["value"].notna().sum()),
        "cells": len(rows),
        "apart": int((rows["value"].notna() & ~rows["comparable"]).sum()),
    }
    sentence = catalog.sentence("compare_heat", language, **counted)
    caption = [catalog.sentence("compare_heat_caption", language)]
    if legend := names.marks_legend(rows[rows["value"].notna()], language):
        caption.append(catalog.sentence("compare_frame", language, legend=legend))
    if len(unseen):
        listed = names.listing((names.indicator_label(name, language) for name in unseen), language)
        caption.append(catalog.sentence("compare_heat_unseen", language, names=listed))
    caption += filter(None, [source])
    return Exhibit(
        name="compare_heat",
        language=language,
        caption="\n".join(caption),
        alt=sentence,
        draw=lambda: _draw(rows, year, caption, language),
        sentence=sentence,
    )


def _draw(rows: pd.DataFrame, year: int, caption: list[str], language: str) -> Figure:
    rows = rows.assign(
        who=[
            names.reporter(d, a, language)
            for d, a in zip(rows["district"], rows["agency"], strict=True)
        ],
        what=[names.with_unit(name, language) for name in rows["indicator"]],
        position=_positions(rows),
    )
    who, what = list(dict.fromkeys(rows["who"])), list(dict.fromkeys(rows["what"]))
    down, across = (who, what) if len(who) > _TURN else (what, who)
    turned = down is who
    size = style.NOTE_SIZE
    label = min(max(style.text_width(words, size) for words in down), 210) + 8
    words_across = [word for words in across for word in words.split()]
    longest = max(style.text_width(word, style.CAPTION_SIZE) for word in words_across)
    cell_width = min(max(_CELL, longest + 4), 70.0)
    page = Page(max(style.WIDTH, 2 * style.MARGIN + label + cell_width * len(across)), language)
    title, under = (
        catalog.sentence(name, language, year=year)
        for name in ("compare_heat_title", "compare_heat_under")
    )
    page.title(title, under)
    left = page.left + label
    heads = [style.wrap(words, cell_width - 3, style.CAPTION_SIZE) for words in across]
    lines = max(map(len, heads))
    for column, head in enumerate(heads):
        y = page.y + (lines - len(head)) * style.LINE * style.CAPTION_SIZE
        page.text(
            left + cell_width * (column + 0.5), y, "\n".join(head), size=style.CAPTION_SIZE,
            color=style.SOFT, align="center",
        )  # fmt: skip
    page.y += lines * style.LINE * style.CAPTION_SIZE + 3
    at = {words: place for place, words in enumerate(across)}
    for words in down:
        page.text(left - 6, page.y + 3, words, size=size, align="right")
        line = rows[rows["who" if turned else "what"] == words]
        filled = set()
        for cell in line.to_dict("records"):
            column = at[cell["what" if turned else "who"]]
            filled.add(column)
            _cell(page, left + cell_width * column, page.y, cell_width - 1, cell, language)
        page.y += _TALL
    page.y += 7
    low, high = (catalog.sentence(f"compare_{name}", language) for name in ("lowest", "highest"))
    cells.key(page, low, high, language)
    page.caption(*caption)
    return page.finish()


def _positions(rows: pd.DataFrame) -> pd.Series:
    """Where each comparable value lies between the lowest and the highest of its indicator."""
    compared = rows["value"].where(rows["comparable"])
    by_indicator = compared.groupby(rows["indicator"], sort=False)
    return by_indicator.transform(
        lambda values: cells.positions(values.to_numpy()) if values.notna().any() else np.nan
    )


def _cell(page: Page, x: float, y: float, wide: float, cell: names.Row, language: str) -> None:
    words = names.value_words(cell, language, unit=False)
    high = _TALL - 1
    if words == NOT_REPORTED:
        cells.missing_cell(page, x, y, wide, high)
        return
    ink = style.INK
    if cell["comparable"]:
        color = cells.shade(float(cell["position"]))
        page.bar(x, y, wide, high, color)
        ink = cells.ink_on(color)
    else:
        page.bar(x + 0.5, y + 0.5, wide - 1, high - 1, "white", edge=style.FAINT)
        words += names.signs(cell["marks"])
    size = min(
        style.CAPTION_SIZE,
        style.CAPTION_SIZE * (wide - 3) / style.text_width(words, style.CAPTION_SIZE),
    )
    page.text(x + wide / 2, y + high / 2 - 0.7 * size, words, size=size, color=ink, align="center")
