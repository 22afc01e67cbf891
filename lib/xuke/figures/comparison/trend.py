"""Indicators over the years, a small plot for each indicator or for each district."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from xuke import catalog
from xuke.figures import style
from xuke.figures.comparison import cells, names
from xuke.figures.comparison.axis import Scale, spanning
from xuke.figures.exhibit import Exhibit
from xuke.figures.page import Page
from xuke.wording import join_clauses

_COLUMNS, _GUTTER, _HIGH = 3, 16.0, 66.0
_MOST = 48
"""More small plots than this are no longer looked at; the rest is in the table."""


def trend(marked: pd.DataFrame, years: Sequence[int], language: str, source: str = "") -> Exhibit:
    """One reporter's indicators, each on its own scale.

    Parameters
    ----------
    marked : rows of one district or agency (`xuke.comparison.comparable.mark`) with a column
        ``restated`` (the figure was read from a later year's report); at least one has a value.
    years : every year on the axis; those without a figure are hatched.
    """
    given = marked[marked["value"].notna()]
    first = given.iloc[0]
    sentence = catalog.sentence(
        "trend_all" if given["year"].nunique() > 1 else "trend_one_year",
        language,
        reporter=names.reporter(first["district"], first["agency"], language),
        count=given["indicator"].nunique(),
        first=min(years),
        last=max(years),
        reported=given["year"].nunique(),
    )
    titled = given.assign(title=[names.with_unit(name, language) for name in given["indicator"]])
    title = catalog.sentence(
        "trend_title",
        language,
        reporter=names.reporter(first["district"], first["agency"], language),
    )
    return _small_multiples("trend", title, titled, years, sentence, language, source)


def years_apart(
    marked: pd.DataFrame, years: Sequence[int], language: str, source: str = ""
) -> Exhibit:
    """One indicator over the years, a small plot per reporter, all on one scale.

    Parameters are those of `trend`, but for rows of one indicator and any reporters.
    """
    given = marked[marked["value"].notna()]
    titles = [
        names.reporter(district, agency, language)
        for district, agency in zip(given["district"], given["agency"], strict=True)
    ]
    label = names.with_unit(str(given["indicator"].iloc[0]), language)
    sentence = catalog.sentence(
        "trend_reporters",
        language,
        label=label,
        count=len(set(titles)),
        first=min(years),
        last=max(years),
    )
    titled = given.assign(title=titles)
    title = f"{label} · {min(years)}–{max(years)}"
    return _small_multiples(
        "trend_years", title, titled, years, sentence, language, source, shared=True
    )


def _small_multiples(
    name: str,
    title: str,
    titled: pd.DataFrame,
    years: Sequence[int],
    sentence: str,
    language: str,
    source: str,
    *,
    shared: bool = False,
) -> Exhibit:
    """A plot for each ``title``, dots joined where neighbouring years are counted alike."""
    scale = catalog.sentence("trend_one_scale" if shared else "trend_own_scales", language)
    caption = [catalog.sentence("trend_caption", language), scale]
    if legend := names.marks_legend(titled, language):
        caption.append(catalog.sentence("compare_hollow", language, legend=legend))
    if titled["restated"].any():
        caption.append(catalog.sentence("trend_restated", language))
    if (left_out := titled["title"].nunique() - _MOST) > 0:
        caption.append(catalog.sentence("trend_left_out", language, count=left_out))
    caption += filter(None, [source])
    return Exhibit(
        name=name,
        language=language,
        caption="\n".join(caption),
        alt=_alt(titled, sentence, language),
        draw=lambda: _draw(titled, years, title, caption, language, shared=shared),
        sentence=sentence,
    )


def _alt(titled: pd.DataFrame, sentence: str, language: str) -> str:
    parts = []
    for title, rows in list(titled.groupby("title", sort=False))[:_MOST]:
        years = (f"{r['year']} {names.value_words(r, language)}" for r in rows.to_dict("records"))
        parts.append(f"{title}: {names.listing(years, language)}")
    return f"{sentence} {join_clauses(parts, language)}"


def _draw(
    titled: pd.DataFrame,
    years: Sequence[int],
    title: str,
    caption: list[str],
    language: str,
    *,
    shared: bool,
) -> Figure:
    page = Page(language=language)
    page.title(title)
    wide = (page.right - page.left - _GUTTER * (_COLUMNS - 1)) / _COLUMNS
    plots = [(str(head), rows) for head, rows in titled.groupby("title", sort=False)][:_MOST]
    for start in range(0, len(plots), _COLUMNS):
        line = plots[start : start + _COLUMNS]
        heads = [style.wrap(words, wide, style.NOTE_SIZE) for words, _ in line]
        head = max(map(len, heads)) * style.LINE * style.NOTE_SIZE
        for column, (_, rows) in enumerate(line):
            x = page.left + column * (wide + _GUTTER)
            page.text(x, page.y, "\n".join(heads[column]), size=style.NOTE_SIZE)
            scale = _scale(titled if shared else rows, page.y + head + 3)
            _panel(page, rows.sort_values("year"), years, scale, x, wide, language)
        page.y += head + _HIGH + 28
    page.y -= 8
    page.caption(*caption)
    return page.finish()


def _scale(rows: pd.DataFrame, top: float) -> Scale:
    """The vertical scale of the plot that starts at *top*, with room for labels at both ends."""
    found = catalog.indicators()[str(rows["indicator"].iloc[0])]
    whole = catalog.units()[found.unit].scale
    bounded = bool(found.interval) and rows["value"].max() <= whole
    return spanning(
        [*rows["value"], *rows["low"], *rows["high"]],
        top + _HIGH - 14,
        top + 14,
        within=(0, whole) if bounded else None,
    )


def _panel(
    page: Page,
    rows: pd.DataFrame,
    years: Sequence[int],
    scale: Scale,
    left: float,
    wide: float,
    language: str,
) -> None:
    top = scale.stop - 14
    step = wide / len(years)
    middle = {year: left + step * (place + 0.5) for place, year in enumerate(years)}
    by_year = {int(row["year"]): row for row in rows.to_dict("records")}
    every = max(1, round(24 / step))
    for place, year in enumerate(years):
        if year not in by_year:
            cells.missing_cell(page, middle[year] - step / 2 + 1, top, step - 2, _HIGH)
        if place % every == 0:
            words = str(year) if step > 26 else f"’{year % 100:02d}"
            page.text(
                middle[year], top + _HIGH + 2, words, size=style.CAPTION_SIZE, color=style.FAINT,
                align="center",
            )  # fmt: skip
    page.line([left, left + wide], [top + _HIGH] * 2, style.RULE, 0.6)
    for year, row in by_year.items():
        before = by_year.get(year - 1)
        if before is not None and before["basis"] == row["basis"]:
            heights = [float(scale(before["value"])), float(scale(row["value"]))]
            page.line([middle[year - 1], middle[year]], heights, style.DEEP, 1.1)
    ends = (min(by_year), max(by_year))
    for year, row in by_year.items():
        _point(page, row, middle[year], scale)
        if year in ends:
            beside = by_year.get(year + 1) or by_year.get(year - 1) or row
            below = float(beside["value"]) > float(row["value"])
            _label(page, row, middle[year], scale, language, below=below)


def _point(page: Page, row: names.Row, x: float, scale: Scale) -> None:
    y = float(scale(row["value"]))
    if row["low"] == row["low"]:
        page.line([x, x], scale([row["low"], row["high"]]).tolist(), style.MID, 2.4)
    plain = not set(row["marks"]) - {"level"}
    if row["restated"]:
        page.dots([x], [y], style.ALERT, 9, fill="white", marker="D")
    page.dots([x], [y], style.DEEP, 4.5, fill=None if plain else "white")


def _label(
    page: Page, row: names.Row, x: float, scale: Scale, language: str, *, below: bool
) -> None:
    """The value beyond its interval, on the side where no line leaves the point."""
    words = names.value_words(row, language, unit=False) + names.signs(row["marks"])
    end = row["low"] if below else row["high"]
    y = float(scale(end if end == end else row["value"]))
    top = y + 2.5 if below else y - 13.5
    page.text(x, top, words, size=style.CAPTION_SIZE, color=style.SOFT, align="center")
