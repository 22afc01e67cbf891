"""Each district's value with its interval, in order."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from xuke import catalog
from xuke.figures import style
from xuke.figures.comparison import names
from xuke.figures.comparison.axis import draw_ticks, say_ticks, spanning
from xuke.figures.exhibit import Exhibit
from xuke.figures.page import Page

_ROW = 17.0
_TIGHT_ROW = 12.0
_MANY = 40


def dots(ranked: pd.DataFrame, apart: pd.DataFrame, language: str, source: str = "") -> Exhibit:
    """A dot for each value, a line for its 95 % interval, the places it may hold at the right.

    Parameters
    ----------
    ranked : comparable rows of one indicator and year, as `xuke.comparison.frames.ranking` makes.
    apart : rows of the same that something sets apart (`xuke.comparison.comparable.set_apart`);
        drawn below, hollow, without a place.
    """
    rows = pd.concat([ranked, apart], ignore_index=True)
    indicator, year = str(rows["indicator"].iloc[0]), int(rows["year"].iloc[0])
    label = names.indicator_label(indicator, language)
    sentence = _sentence(ranked, apart, label, year, language)
    return Exhibit(
        name="compare_dots",
        language=language,
        caption=_caption(rows, language, source),
        alt=_alt(rows, sentence, language),
        draw=lambda: _draw(ranked, apart, language, source),
        sentence=sentence,
    )


def _draw(ranked: pd.DataFrame, apart: pd.DataFrame, language: str, source: str) -> Figure:
    rows = pd.concat([ranked, apart], ignore_index=True)
    indicator = str(rows["indicator"].iloc[0])
    page = Page(language=language)
    page.title(names.title(rows, language))
    who = [
        names.reporter(d, a, language)
        for d, a in zip(rows["district"], rows["agency"], strict=True)
    ]
    height = _ROW if len(rows) <= _MANY else _TIGHT_ROW
    size = style.LABEL_SIZE if len(rows) <= _MANY else style.NOTE_SIZE
    left = page.left + min(max(style.text_width(name, size) for name in who) + 10, 190)
    values = [_value(row, language) for row in rows.to_dict("records")]
    places = [names.place_words(row, language) for row in rows.to_dict("records")]
    right = page.right - max(style.text_width(words, size) for words in places)
    value_end = right - (12 if any(places) else 0)
    right = value_end - max(style.text_width(words, size) for words in values) - 12
    whole = catalog.units()[catalog.indicators()[indicator].unit].scale
    ends = [*rows["value"], *rows["low"], *rows["high"]]
    proportion = bool(catalog.indicators()[indicator].interval) and rows["value"].max() <= whole
    scale = spanning(ends, left + 4, right - 8, within=(0, whole) if proportion else None)
    gap = 9 if len(apart) and len(ranked) else 0
    top, bottom = page.y, page.y + height * len(rows) + gap
    draw_ticks(page, scale, top, bottom, say_ticks(scale.ticks()))
    for place, (row, name) in enumerate(zip(rows.to_dict("records"), who, strict=True)):
        y = top + height * (place + 0.5) + (gap if place >= len(ranked) else 0)
        above = y - 0.68 * size
        page.text(left - 8, above, _cut(name, left - 8 - page.left, size), size=size, align="right")
        x = float(scale(row["value"]))
        if row["low"] == row["low"]:
            page.line([float(scale(row["low"])), float(scale(row["high"]))], [y, y], style.MID, 3.2)
        page.dots([x], [y], style.DEEP, 5.5, fill=None if row["comparable"] else "white")
        page.text(value_end, above, values[place], size=size, align="right")
        page.text(page.right, above, places[place], size=size, color=style.SOFT, align="right")
    if gap:
        y = top + height * len(ranked) + gap / 2
        page.line([page.left, page.right], [y, y], style.RULE, 0.6)
    page.y = bottom + 16
    page.caption(*_caption(rows, language, source).split("\n"))
    return page.finish()


def _value(row: names.Row, language: str) -> str:
    return names.value_words(row, language) + names.signs(row["marks"])


def _caption(rows: pd.DataFrame, language: str, source: str) -> str:
    read = "compare_dots_caption" if rows["low"].notna().any() else "compare_dots_no_interval"
    lines = [catalog.sentence(read, language)]
    if any(names.place_words(row, language) for row in rows.to_dict("records")):
        lines.append(catalog.sentence("compare_places_caption", language))
    if legend := names.marks_legend(rows, language):
        lines.append(catalog.sentence("compare_hollow", language, legend=legend))
    return "\n".join(filter(None, [*lines, source]))


def _sentence(
    ranked: pd.DataFrame, apart: pd.DataFrame, label: str, year: int, language: str
) -> str:
    if ranked.empty:
        return catalog.sentence(
            "compare_none_comparable", language, label=label, year=year, count=len(apart)
        )
    best, last = ranked.iloc[0], ranked.iloc[-1]
    said = {
        "label": label,
        "year": year,
        "count": len(ranked),
        "first": names.reporter(best["district"], best["agency"], language),
        "last": names.reporter(last["district"], last["agency"], language),
        "first_value": names.value_words(best, language),
        "last_value": names.value_words(last, language),
    }
    if len(ranked) == 1:
        return catalog.sentence("compare_one", language, **said)
    told_apart = pd.notna(best["worst"]) and best["worst"] < last["best"]
    known = ranked["best"].notna().all()
    key = "compare_range" if not known else "compare_clear" if told_apart else "compare_unclear"
    return catalog.sentence(key, language, **said)


def _alt(rows: pd.DataFrame, sentence: str, language: str) -> str:
    listed = [
        " ".join(
            filter(
                None,
                [
                    names.reporter(row["district"], row["agency"], language),
                    _value(row, language),
                    names.place_words(row, language),
                ],
            )
        )
        for row in rows.head(30).to_dict("records")
    ]
    more = (
        [catalog.sentence("compare_more", language, count=len(rows) - 30)] if len(rows) > 30 else []
    )
    return (
        f"{sentence} {'；'.join([*listed, *more])}"
        if language == "zh"
        else (f"{sentence} {'; '.join([*listed, *more])}")
    )


def _cut(words: str, width: float, size: float) -> str:
    """*words* on one line, shortened with an ellipsis where they are wider than *width*."""
    if style.text_width(words, size) <= width:
        return words
    while words and style.text_width(words + "…", size) > width:
        words = words[:-1]
    return words + "…"
