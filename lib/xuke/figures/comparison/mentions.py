"""Which reforms the districts' reports name, and what they say of their state."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from xuke import catalog
from xuke.figures import style
from xuke.figures.comparison import cells, names
from xuke.figures.exhibit import Exhibit
from xuke.figures.page import Page

_CELL, _ROW = 62.0, 16.0


def mentions(frame: pd.DataFrame, language: str, source: str = "") -> Exhibit:
    """A line per initiative, a column per report; a cell is filled where the report names it.

    Parameters
    ----------
    frame : one row per mention: district, agency, year, initiative, status.
    """
    year = int(frame["year"].iloc[0])
    reports = frame[["district", "agency"]].drop_duplicates()
    counts = frame["initiative"].value_counts()
    shared = int((counts > 1).sum())
    key = "compare_mentions_one" if len(reports) == 1 else "compare_mentions"
    sentence = catalog.sentence(
        key,
        language,
        year=year,
        count=len(counts),
        shared=shared,
        reports=len(reports),
        reporters=names.reporters(reports, language),
    )
    caption = [catalog.sentence("compare_mentions_caption", language), *filter(None, [source])]
    return Exhibit(
        name="compare_initiatives",
        language=language,
        caption="\n".join(caption),
        alt=sentence,
        draw=lambda: _draw(frame, year, caption, language),
        sentence=sentence,
    )


def _draw(frame: pd.DataFrame, year: int, caption: list[str], language: str) -> Figure:
    who = list(dict.fromkeys(zip(frame["district"], frame["agency"], strict=True)))
    order = frame["initiative"].value_counts(sort=True)
    known = catalog.initiatives()
    # By how many reports name it, then in the order of the register.
    what = sorted(order.index, key=lambda name: (-order[name], list(known).index(name)))
    labels = [known[n].name_zh if language == "zh" else known[n].name_en for n in what]
    label = min(max(style.text_width(words, style.NOTE_SIZE) for words in labels) + 10, 230)
    page = Page(max(style.WIDTH, 2 * style.MARGIN + label + _CELL * len(who)), language)
    page.title(catalog.sentence("compare_mentions_title", language, year=year))
    left = page.left + label
    heads = [style.wrap(names.reporter(d, a, language), _CELL - 4, style.NOTE_SIZE) for d, a in who]
    lines = max(map(len, heads))
    for column, head in enumerate(heads):
        y = page.y + (lines - len(head)) * style.LINE * style.NOTE_SIZE
        words = "\n".join(head)
        page.text(left + _CELL * (column + 0.5), y, words, size=style.NOTE_SIZE, align="center")
    page.y += lines * style.LINE * style.NOTE_SIZE + 3
    status = {
        (d, a, i): s
        for d, a, i, s in frame[["district", "agency", "initiative", "status"]].itertuples(
            index=False
        )
    }
    for name, words in zip(what, labels, strict=True):
        page.text(left - 6, page.y + 2.5, words, size=style.NOTE_SIZE, align="right")
        for column, (district, agency) in enumerate(who):
            x = left + _CELL * column
            found = status.get((district, agency, name))
            if found is None:
                page.line([x + _CELL / 2 - 3, x + _CELL / 2 + 3], [page.y + 7] * 2, style.RULE, 1)
                continue
            page.bar(x + 1, page.y, _CELL - 2, _ROW - 2, style.MID)
            said = _status(found, language)
            if said:
                size = min(
                    style.CAPTION_SIZE,
                    style.CAPTION_SIZE * (_CELL - 5) / style.text_width(said, style.CAPTION_SIZE),
                )
                page.text(
                    x + _CELL / 2, page.y + (_ROW - 2) / 2 - 0.72 * size, said, size=size,
                    color=cells.ink_on(style.MID), align="center",
                )  # fmt: skip
        page.y += _ROW
    page.caption(*caption)
    return page.finish()


def _status(status: str, language: str) -> str:
    found = catalog.statuses().get(status)
    return "" if found is None else found.label(language)
