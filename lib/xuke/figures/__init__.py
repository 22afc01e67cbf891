"""Frame in, figure out: what a notebook shows of one report, in house style.

Nothing here reads a data file. Every function gives an `Exhibit`, a `Table`, or a `Note` where
there is nothing to draw.
"""

from xuke.figures.channels import channels
from xuke.figures.exhibit import Exhibit, Note
from xuke.figures.fees import fees
from xuke.figures.flow import flow
from xuke.figures.indicators import indicators
from xuke.figures.numbers import reform, supervision
from xuke.figures.table import Table
from xuke.figures.timeliness import timeliness

__all__ = [
    "Exhibit",
    "Note",
    "Table",
    "channels",
    "fees",
    "flow",
    "indicators",
    "reform",
    "supervision",
    "timeliness",
]
