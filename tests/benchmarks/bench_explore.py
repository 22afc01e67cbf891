"""How long the explorer takes to redraw after a widget has moved; the aim is less than 0.3 s.

Run it: ``python tests/benchmarks/bench_explore.py [repeats]``.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from invented import invented_panel, invented_sources
from xuke.explorer import Choice, Data, Explorer, Grouping

INDICATORS = ("full_online_rate", "on_the_spot_rate", "overdue_ratio", "fee_per_charged_case")


def main(repeats: int) -> None:
    """Move the indicator's widget under every grouping and print the times."""
    panel = invented_panel()
    data = Data(panel, invented_sources(panel))
    explorer = Explorer(data, Choice(INDICATORS[-1], 2024))
    print(f"{len(panel)} invented figures, 16 districts, 4 years; seconds per redraw")
    print(f"{'grouping':12}{'median':>8}{'longest':>9}")
    for grouping in Grouping:
        explorer.grouping.value = grouping
        taken = []
        for _ in range(repeats):
            for indicator in INDICATORS:
                start = time.perf_counter()
                explorer.indicator.value = indicator
                taken.append(time.perf_counter() - start)
        print(f"{grouping:12}{statistics.median(taken):8.3f}{max(taken):9.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
