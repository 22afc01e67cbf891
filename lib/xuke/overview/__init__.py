"""`open_comparison` and `open_trend`: districts against each other, years against each other."""

from xuke.overview.comparison import Comparison, compare, open_comparison
from xuke.overview.trend import Trend, follow, open_trend

__all__ = ["Comparison", "Trend", "compare", "follow", "open_comparison", "open_trend"]
