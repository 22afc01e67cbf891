"""Precision and recall of the reader, on the gold report and on the samples.

    python tests/backtests/measure.py

A figure counts as right if metric, item, value, unit, qualifier and the way it is stated are.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from xuke.catalog import metrics
from xuke.documents import read
from xuke.extraction import Extraction, extract

ROOT = Path(__file__).parents[2]
GOLD = ROOT.parent / "shared" / "reports" / "shanghai-yangpu-2023.gold.csv"
SAMPLES = ROOT / "data" / "samples"
COUNTED = ("list", "handling", "fees")

Figure = tuple[str, str, Decimal, str, str]


def expected(path: Path) -> set[Figure]:
    """The figures of a table written by hand."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            (r["metric"], r.get("item", ""), Decimal(r["value"]), r["unit"], r["qualifier"])
            for r in csv.DictReader(file)
        }


def found(extraction: Extraction) -> set[Figure]:
    """The figures that were read."""
    return {(o.metric, o.item, o.value, o.unit, str(o.qualifier)) for o in extraction.observations}


def line(name: str, wanted: set[Figure], got: set[Figure], groups: tuple[str, ...] = ()) -> str:
    """A row of the table, of the metrics of *groups* or of all."""
    if groups:
        wanted, got = (
            {f for f in each if metrics()[f[0]].group in groups} for each in (wanted, got)
        )
    right = len(wanted & got)
    precision = right / len(got) if got else 1.0
    recall = right / len(wanted) if wanted else 1.0
    return f"{name:<44} {len(wanted):>8} {len(got):>6} {right:>6} {precision:>10.1%} {recall:>7.1%}"


def main() -> None:
    """Print the table, and the unassigned numbers of the gold report."""
    print(f"{'':<44} {'expected':>8} {'read':>6} {'right':>6} {'precision':>10} {'recall':>7}")
    if GOLD.exists():
        gold = extract(read(GOLD.with_name("shanghai-yangpu-2023.md")), year=2023)
        print(line("gold report", expected(GOLD), found(gold)))
        print(line("  list, handling, fees", expected(GOLD), found(gold), COUNTED))
        left = ", ".join(each.quantity.words for each in gold.unassigned) or "none"
        print(f"  unassigned: {left}; dismissed with a reason: {len(gold.dismissed)}")
    wanted: set[Figure] = set()
    got: set[Figure] = set()
    for path in sorted(SAMPLES.iterdir()):
        if path.name.endswith(".expected.csv"):
            continue
        here, there = (
            expected(path.with_name(f"{path.stem}.expected.csv")),
            found(extract(read(path))),
        )
        if here != there:
            print(line(f"  {path.stem}", here, there))
        wanted |= {(path.stem + "/" + m, *rest) for m, *rest in here}  # type: ignore[misc]
        got |= {(path.stem + "/" + m, *rest) for m, *rest in there}  # type: ignore[misc]
    print(line("samples", wanted, got))


if __name__ == "__main__":
    main()
