"""Figures that set districts and years beside each other: frames in, exhibits out."""

from xuke.figures.comparison.dots import dots
from xuke.figures.comparison.funnel import funnel
from xuke.figures.comparison.heat import heat
from xuke.figures.comparison.mentions import mentions
from xuke.figures.comparison.slope import slope
from xuke.figures.comparison.tiles import has_tile, tiles
from xuke.figures.comparison.trend import trend, years_apart

__all__ = [
    "dots",
    "funnel",
    "has_tile",
    "heat",
    "mentions",
    "slope",
    "tiles",
    "trend",
    "years_apart",
]
