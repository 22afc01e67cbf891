"""`open_explorer`: choose district, year, indicator and grouping, and see them at once."""

from xuke.explorer.panel_view import Choice, Data, Grouping, Shown, show
from xuke.explorer.quotes import Quote, quote
from xuke.explorer.widgets import Explorer, open_explorer

__all__ = [
    "Choice",
    "Data",
    "Explorer",
    "Grouping",
    "Quote",
    "Shown",
    "open_explorer",
    "quote",
    "show",
]
