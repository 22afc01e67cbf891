"""A schematic map of Shanghai: one tile for each of its 16 districts, where it lies."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from xuke import catalog
from xuke.figures import style
from xuke.figures.comparison import cells, names
from xuke.figures.exhibit import Exhibit
from xuke.figures.page import Page
from xuke.wording import join_clauses

_TILE, _GAP = 78.0, 3.0


def tiles(marked: pd.DataFrame, language: str, source: str = "") -> Exhibit:
    """Each district's value as the shade of its tile; hatched where it is not reported.

    Parameters
    ----------
    marked : rows of one indicator and year (`xuke.comparison.comparable.mark`); districts outside
        Shanghai have no tile and are left out.
    """
    places = catalog.tiles()
    rows = marked[has_tile(marked)]
    first = marked.iloc[0]
    reported = rows[rows["value"].notna()]
    sentence = catalog.sentence(
        "compare_tiles",
        language,
        label=names.indicator_label(str(first["indicator"]), language),
        year=int(first["year"]),
        count=len(reported),
        total=len(places),
    )
    caption = [catalog.sentence("compare_tiles_caption", language)]
    if legend := names.marks_legend(reported, language):
        caption.append(catalog.sentence("compare_frame", language, legend=legend))
    caption += filter(None, [source])
    listed = [
        f"{names.reporter(row['district'], '', language)} {_value(row, language)}"
        for row in reported.to_dict("records")
    ]
    return Exhibit(
        name="compare_tiles",
        language=language,
        caption="\n".join(caption),
        alt=f"{sentence} {join_clauses(listed, language)}".strip(),
        draw=lambda: _draw(rows, names.title(marked, language), caption, language),
        sentence=sentence,
    )


def has_tile(rows: pd.DataFrame) -> pd.Series:
    """Whether each row is of a district, as a whole, that has a tile on the map."""
    return rows["district"].isin(list(catalog.tiles())) & (rows["agency"] == "")


def _value(row: names.Row, language: str) -> str:
    return names.value_words(row, language) + names.signs(row["marks"])


def _draw(rows: pd.DataFrame, title: str, caption: list[str], language: str) -> Figure:
    page = Page(language=language)
    page.title(title)
    by_district = {str(row["district"]): row for row in rows.to_dict("records")}
    compared = rows["value"].where(rows["comparable"]).to_numpy(float)
    place = dict.fromkeys(rows["district"], np.nan)
    if np.isfinite(compared).any():
        place = dict(zip(rows["district"], cells.positions(compared), strict=True))
    tiles = catalog.tiles().values()
    columns = 1 + max(tile.column for tile in tiles)
    left = page.left + (page.right - page.left - columns * _TILE) / 2
    for tile in tiles:
        x, y = left + tile.column * _TILE, page.y + tile.row * 0.62 * _TILE
        _tile(page, x, y, tile.district, by_district.get(tile.district), place, language)
    page.y += (1 + max(tile.row for tile in tiles)) * 0.62 * _TILE + 6
    low, high = (catalog.sentence(f"compare_{name}", language) for name in ("lowest", "highest"))
    in_order = rows[rows["comparable"]].sort_values("value")
    if len(in_order) > 1:
        low += f" {names.value_words(in_order.iloc[0], language)}"
        high += f" {names.value_words(in_order.iloc[-1], language)}"
    cells.key(page, low, high, language)
    page.caption(*caption)
    return page.finish()


def _tile(
    page: Page,
    x: float,
    y: float,
    district: str,
    row: names.Row | None,
    place: dict[str, float],
    language: str,
) -> None:
    wide, high = _TILE - _GAP, 0.62 * _TILE - _GAP
    ink, second = style.INK, ""
    if row is None or row["value"] != row["value"]:
        cells.missing_cell(page, x, y, wide, high)
        ink = style.SOFT
    elif row["comparable"]:
        color = cells.shade(place[district])
        page.bar(x, y, wide, high, color)
        ink, second = cells.ink_on(color), _value(row, language)
    else:
        page.bar(x, y, wide, high, "white", edge=style.FAINT)
        second = _value(row, language)
    name = names.reporter(district, "", language)
    lines = [(name, style.LABEL_SIZE), *([(second, style.NOTE_SIZE)] if second else [])]
    top = y + high / 2 - sum(style.LINE * size for _, size in lines) / 2
    for words, size in lines:
        fitted = min(size, size * (wide - 4) / style.text_width(words, size))
        page.text(x + wide / 2, top, words, size=fitted, color=ink, align="center")
        top += style.LINE * size
