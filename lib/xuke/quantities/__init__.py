"""Every number of a Chinese text, exactly: value, unit, qualifier, and what it is if no figure."""

from xuke.quantities.forms import normal
from xuke.quantities.scan import find

__all__ = ["find", "normal"]
