"""A funnel plot: rates against the limits within which chance and usual variation keep them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from xuke import catalog
from xuke.figures import style
from xuke.figures.comparison import names
from xuke.figures.comparison.axis import Labels, Scale, say_ticks, spanning
from xuke.figures.exhibit import Exhibit
from xuke.figures.page import Page
from xuke.wording import CORRECTED, format_number

_HEIGHT = 250.0


def funnel(
    units: pd.DataFrame,
    curve: pd.DataFrame,
    *,
    rate: float,
    phi: float,
    widened: bool,
    language: str,
    source: str = "",
) -> Exhibit:
    """Rates over their denominators (logarithmic), with the 95 % and 99.8 % limits as bands.

    Parameters
    ----------
    units, curve, rate : as in `xuke.comparison.frames.Funnel`.
    phi, widened : how overdispersed the rates are, and whether the limits allow for it.
    """
    sentence = _sentence(units, language)
    pooled = {**units.iloc[0], "value": rate, "qualifier": "", "corrected": ""}
    said = {
        "rate": names.value_words(pooled, language),
        "phi": format_number(phi, decimals=1 if phi < 100 else 0),
    }
    reading = catalog.sentence("compare_funnel_caption", language, **said)
    limits = "compare_funnel_widened" if widened else "compare_funnel_exact"
    caption = [reading, catalog.sentence(limits, language, **said), *filter(None, [source])]
    return Exhibit(
        name="compare_funnel",
        language=language,
        caption="\n".join(caption),
        alt=f"{sentence} {reading}",
        draw=lambda: _draw(units, curve, rate, caption, language),
        sentence=sentence,
    )


def _draw(
    units: pd.DataFrame,
    curve: pd.DataFrame,
    rate: float,
    caption: list[str],
    language: str,
) -> Figure:
    page = Page(language=language)
    page.title(names.title(units, language))
    indicator = str(units["indicator"].iloc[0])
    whole = catalog.units()[catalog.indicators()[indicator].unit].scale
    # The band's ends are left out of the range: at few cases it may reach from none to all, which
    # would press all points into a line.
    near = curve[curve["denominator"] >= units["denominator"].min()]
    values = [*units["value"], *near["low_998"], *near["high_998"]]
    y = spanning(values, page.y + _HEIGHT, page.y, within=(0, whole))
    ticks = y.ticks()
    say = say_ticks(ticks)
    left = page.left + max(style.text_width(say(t), style.NOTE_SIZE) for t in ticks) + 8
    x = Scale(
        curve["denominator"].min(), curve["denominator"].max(), left, page.right - 6, log=True
    )
    for tick in ticks:
        at = float(y(tick))
        page.line([left, page.right - 6], [at, at], style.RULE, 0.5)
        page.text(
            left - 4, at - 5.5, say(tick), size=style.NOTE_SIZE, color=style.SOFT, align="right"
        )
    for low, high, color in (("low_998", "high_998", style.PALE), ("low_95", "high_95", "#cfdfec")):
        _band(page, x, y, curve, low, high, color)
    middle = float(y(rate))
    page.line([left, x.stop], [middle, middle], style.SOFT, 0.9)
    for side in ("chance_low_95", "chance_high_95"):
        chance = page.line(
            x(curve["denominator"].to_numpy()).tolist(),
            y(curve[side].to_numpy()).tolist(),
            style.SOFT,
        )
        chance.set_linestyle((0, (1.2, 2.4)))
    xs, ys = x(units["denominator"].to_numpy()), y(units["value"].to_numpy())
    labels = Labels(page, zip(xs, ys, strict=True), style.NOTE_SIZE)
    for verdict, color, marker in (
        ("within", style.DEEP, "o"),
        ("low", style.ALERT, "v"),
        ("high", style.ALERT, "^"),
        ("very_low", style.ALERT, "v"),
        ("very_high", style.ALERT, "^"),
    ):
        these = np.flatnonzero((units["verdict"] == verdict).to_numpy())
        if len(these):
            fill = "white" if verdict in ("low", "high") else None
            page.dots(xs[these], ys[these], color, 6, marker=marker, fill=fill)
    # Those beyond the limits are named first, so that room is theirs.
    beyond = (units["verdict"] != "within").to_numpy()
    for place in np.argsort(~beyond, kind="stable"):
        row = units.iloc[place]
        if beyond[place] or len(units) <= 24:
            name = names.reporter(row["district"], row["agency"], language)
            name += CORRECTED if row["corrected"] else ""
            color = style.ALERT_TEXT if beyond[place] else style.SOFT
            labels.put(float(xs[place]), float(ys[place]), name, color)
    page.y += _HEIGHT
    for tick in x.ticks():
        at = float(x(tick))
        page.line([at, at], [page.y, page.y + 3], style.SOFT, 0.6)
        words = format_number(tick)
        page.text(at, page.y + 4, words, size=style.NOTE_SIZE, color=style.SOFT, align="center")
    below = catalog.sentence("compare_funnel_axis", language)
    page.text(page.right, page.y + 16, below, size=style.NOTE_SIZE, color=style.SOFT, align="right")
    page.y += 28
    page.caption(*caption)
    return page.finish()


def _band(
    page: Page, x: Scale, y: Scale, curve: pd.DataFrame, low: str, high: str, color: str
) -> None:
    xs = x(curve["denominator"].to_numpy())
    lower, upper = (np.clip(y(curve[side].to_numpy()), y.stop, y.start) for side in (low, high))
    corners = np.column_stack([np.r_[xs, xs[::-1]], np.r_[lower, upper[::-1]]])
    edge = page.line(xs.tolist(), upper.tolist(), color)
    shape = Polygon(corners, facecolor=color, edgecolor="none", transform=edge.get_transform())
    page.figure.add_artist(shape)


def _sentence(units: pd.DataFrame, language: str) -> str:
    outside = units[units["verdict"].isin(["very_low", "very_high"])]
    near = units[units["verdict"].isin(["low", "high"])]
    said = {
        "label": names.indicator_label(str(units["indicator"].iloc[0]), language),
        "year": int(units["year"].iloc[0]),
        "count": len(units),
        "outside": names.reporters(outside, language),
        "near": names.reporters(near, language),
    }
    kinds = {(True, True): "both", (True, False): "outside", (False, True): "near"}
    kind = kinds.get((len(outside) > 0, len(near) > 0), "within")
    return catalog.sentence(f"compare_funnel_{kind}", language, **said)
