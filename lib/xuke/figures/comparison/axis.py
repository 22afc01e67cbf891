"""Values to points on a page, ticks without an Axes, and labels that keep out of each other's way.

An Axes costs ten times what the marks of these figures do, and the explorer redraws them while a
slider moves.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from matplotlib.ticker import MaxNLocator

from xuke.figures import style
from xuke.figures.page import Page
from xuke.wording import format_number

Numbers = Sequence[float] | npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from *low* to *high* laid on the points from *start* to *stop*."""

    low: float
    high: float
    start: float
    stop: float
    log: bool = False

    def __call__(self, values: float | Numbers) -> npt.NDArray[np.float64]:
        """The points of *values*."""
        v, low, high = np.asarray(values, float), self.low, self.high
        if self.log:
            v, low, high = np.log(v), math.log(low), math.log(high)
        return np.asarray(self.start + (v - low) / (high - low) * (self.stop - self.start))

    def ticks(self, most: int = 6) -> list[float]:
        """Round values within the scale, at most *most* or so."""
        if self.log:
            powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            for steps in ((1, 2, 5), (1, 3), (1,)):
                round_values = [step * 10.0**power for power in powers for step in steps]
                inside = [value for value in round_values if self.low <= value <= self.high]
                if len(inside) <= most:
                    break
            return inside
        found = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(self.low, self.high)
        slack = 1e-9 * (self.high - self.low)
        return [float(t) for t in found if self.low - slack <= t <= self.high + slack]


def spanning(
    values: Iterable[float], start: float, stop: float, *, within: tuple[float, float] | None = None
) -> Scale:
    """A scale that holds all finite *values* with a little room, not beyond *within*."""
    finite = [v for v in values if math.isfinite(v)] or [0.0, 1.0]
    low, high = min(finite), max(finite)
    room = 0.06 * (high - low) or max(abs(high) * 0.1, 0.5)
    low, high = low - room, high + room
    if within:
        low, high = max(low, within[0]), min(high, within[1])
    return Scale(low, high, start, stop)


def draw_ticks(
    page: Page,
    scale: Scale,
    top: float,
    bottom: float,
    say: Callable[[float], str],
    *,
    most: int = 6,
) -> None:
    """Vertical grid lines from *top* to *bottom* with the ticks' words below."""
    for tick in scale.ticks(most):
        x = float(scale(tick))
        page.line([x, x], [top, bottom], style.RULE, 0.5)
        page.text(x, bottom + 3, say(tick), size=style.NOTE_SIZE, color=style.SOFT, align="center")


def say_ticks(ticks: Sequence[float]) -> Callable[[float], str]:
    """Words for ticks, all with the decimals that tell them apart."""
    steps = np.diff(np.asarray(ticks, float))
    step = float(steps.min()) if len(steps) else 1.0
    decimals = next((d for d in range(8) if abs(round(step, d) - step) < 1e-9 * step), 8)

    return partial(format_number, decimals=decimals)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions near *wanted*, in the same order, at least *gap* apart, within low and high.

    Neighbours that are too close are pushed apart around their common middle.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    blocks: list[tuple[float, int]] = []  # the middle of a block of labels, and how many
    for i in order:
        middle, size = min(max(wanted[i], low + gap / 2), high - gap / 2), 1
        while blocks and middle - size * gap / 2 < blocks[-1][0] + blocks[-1][1] * gap / 2:
            other, others = blocks.pop()
            middle = (middle * size + other * others) / (size + others)
            size += others
            middle = min(max(middle, low + size * gap / 2), high - size * gap / 2)
        blocks.append((middle, size))
    placed = [middle + (k - (size - 1) / 2) * gap for middle, size in blocks for k in range(size)]
    result = [0.0] * len(wanted)
    for i, position in zip(order, placed, strict=True):
        result[i] = position
    return result


class Labels:
    """Words beside points, each put where it covers neither a point nor other words."""

    def __init__(self, page: Page, points: Iterable[tuple[float, float]], size: float) -> None:
        self._page, self._size = page, size
        self._taken = [(x - 3, y - 3, x + 3, y + 3) for x, y in points]

    def put(self, x: float, y: float, words: str, color: str = style.INK) -> bool:
        """Write *words* beside (*x*, *y*); False where there is no room for them."""
        wide, high = style.text_width(words, self._size), style.LINE * self._size
        for left, top in (
            (x + 5, y - high / 2),
            (x - 5 - wide, y - high / 2),
            (x - wide / 2, y - 4 - high),
            (x - wide / 2, y + 4),
            (x + 4, y - 2 - high),
            (x + 4, y + 2),
            (x - 4 - wide, y - 2 - high),
            (x - 4 - wide, y + 2),
        ):
            box = (left, top, left + wide, top + high)
            inside = left >= self._page.left and box[2] <= self._page.right
            if inside and not any(_overlap(box, other) for other in self._taken):
                self._taken.append(box)
                self._page.text(left, top, words, size=self._size, color=color)
                return True
        return False


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
