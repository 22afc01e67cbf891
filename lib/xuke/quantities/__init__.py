"""Every number of a Chinese text, exactly: value, unit, qualifier, and what it is if no figure."""

from xuke.quantities.forms import normal
from xuke.quantities.pages import Pages
from xuke.quantities.scan import find, find_in

__all__ = ["Pages", "find", "find_in", "normal"]
