"""Two figures pixel by pixel, where what matters is seen and not read: the small beside the vast.

`pytest tests/figures/test_pixels.py --mpl-generate-path tests/figures/baseline` makes the
baseline pictures anew; look at them before committing them.
"""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from drawn import SOURCES
from small_panels import panel_of, report
from xuke.figures import Exhibit, flow, timeliness
from xuke.figures.style import STYLE

FIGURES = {
    "applications": 410646, "accepted": 409102, "not_accepted": 1544, "approved": 408916,
    "not_approved": 186, "decided_on_time": 407058, "decided_overdue": 11,
}  # fmt: skip

compared = pytest.mark.mpl_image_compare(
    baseline_dir="baseline", style=str(STYLE), tolerance=4, savefig_kwargs={"dpi": 72}
)


def drawn(function) -> Figure:
    exhibit = function(panel_of(*report(**FIGURES)), SOURCES, "zh")
    assert isinstance(exhibit, Exhibit)
    return exhibit.figure


@compared
def test_flow() -> Figure:
    return drawn(flow)


@compared
def test_timeliness() -> Figure:
    return drawn(timeliness)
