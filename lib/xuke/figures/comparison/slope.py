"""One district's rates in two years, joined by lines, each with the change and its interval."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from xuke import catalog
from xuke.figures import style
from xuke.figures.comparison import names
from xuke.figures.comparison.axis import Scale, spread
from xuke.figures.exhibit import Exhibit
from xuke.figures.page import Page
from xuke.wording import format_share, join_clauses

_GAP = 12.5


def slope(
    changed: pd.DataFrame, first: int, second: int, language: str, source: str = ""
) -> Exhibit:
    """Lines from the first year's rates to the second's, dark where the change is beyond chance.

    Parameters
    ----------
    changed : rows of one reporter whose unit is %, as `xuke.comparison.frames.changes` makes.
    first, second : the two years.
    """
    sure = changed[(changed["low"] > 0) | (changed["high"] < 0)]
    row = changed.iloc[0]
    said = {
        "reporter": names.reporter(row["district"], row["agency"], language),
        "first": first,
        "second": second,
        "count": len(changed),
        "risen": int((sure["change"] > 0).sum()),
        "fallen": int((sure["change"] < 0).sum()),
    }
    sentence = catalog.sentence("slope" if len(sure) else "slope_none", language, **said)
    title = catalog.sentence("slope_title", language, **said)
    caption = [catalog.sentence("slope_caption", language)]
    if legend := names.marks_legend(changed, language):
        caption.append(legend)
    caption += filter(None, [source])
    listed = [
        f"{_label(row, language)}: {_both(row, language)}" for row in changed.to_dict("records")
    ]
    return Exhibit(
        name="slope",
        language=language,
        caption="\n".join(caption),
        alt=f"{sentence} {join_clauses(listed, language)}",
        draw=lambda: _draw(changed, title, caption, language, first, second),
        sentence=sentence,
    )


def _draw(
    changed: pd.DataFrame, title: str, caption: list[str], language: str, first: int, second: int
) -> Figure:
    page = Page(language=language)
    page.title(title)
    rows = changed.to_dict("records")
    size = style.NOTE_SIZE
    right_words = [_right(row, language) for row in rows]
    left_words = [_percent(row, "first", language) for row in rows]
    start = page.left + max(style.text_width(words, size) for words in left_words) + 20
    stop = page.right - max(style.text_width(words, size) for words in right_words) - 20
    high = max(150.0, (_GAP + 4) * len(rows))
    for x, year in ((start, first), (stop, second)):
        page.text(x, page.y, str(year), size=style.LABEL_SIZE, color=style.SOFT, align="center")
    top = page.y + 18
    scale = Scale(0, 100, top + high, top)
    for x in (start, stop):
        page.line([x, x], [top, top + high], style.RULE, 0.8)
    ends = [(float(scale(row["first"])), float(scale(row["second"]))) for row in rows]
    at_left = spread([y for y, _ in ends], _GAP, top, top + high)
    at_right = spread([y for _, y in ends], _GAP, top, top + high)
    for row, (y1, y2), ly, ry, left, right in zip(
        rows, ends, at_left, at_right, left_words, right_words, strict=True
    ):
        sure = row["low"] > 0 or row["high"] < 0
        color = style.DEEP if sure else style.FAINT
        page.line([start, stop], [y1, y2], color, 1.6 if sure else 0.9)
        page.dots([start, stop], [y1, y2], color, 4.5, fill=None if sure else "white")
        page.line([start - 14, start - 3], [ly, y1], style.RULE, 0.5)
        page.line([stop + 3, stop + 14], [y2, ry], style.RULE, 0.5)
        page.text(start - 16, ly - 0.68 * size, left, size=size, color=style.SOFT, align="right")
        page.text(stop + 16, ry - 0.68 * size, right, size=size)
    page.y = top + high + 4
    page.caption(*caption)
    return page.finish()


def _label(row: names.Row, language: str) -> str:
    return names.indicator_label(str(row["indicator"]), language)


def _percent(row: names.Row, side: str, language: str) -> str:
    value, corrected = float(row[side]), bool(row[f"{side}_corrected"])
    return format_share(value, language, corrected=corrected)


def _both(row: names.Row, language: str) -> str:
    first, second = (_percent(row, side, language) for side in ("first", "second"))
    return f"{first} → {second} {names.change_words(row, language)}"


def _right(row: names.Row, language: str) -> str:
    second = _percent(row, "second", language) + names.signs(row["marks"])
    return f"{second} {_label(row, language)} {names.change_words(row, language)}".strip()
