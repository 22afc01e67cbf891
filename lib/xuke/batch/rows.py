"""Digests of the rows that stand behind each report, read line by line from the panel's files.

A run is repeated when its rows change. Reading text and hashing it takes no table in memory, so
that the rows of 30 000 reports are told apart in seconds and in little space, and a batch that
has nothing to do never loads pandas.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from xuke import transaction
from xuke.lines import not_utf8
from xuke.model import PanelError, ReportKey


@dataclass(frozen=True)
class Rows:
    """What each report's rows are, as digests; ``common`` is what belongs to no one report."""

    reports: Mapping[ReportKey, bytes]
    common: bytes
    _by_district: dict[str, list[ReportKey]] = field(default_factory=dict, repr=False)
    _by_year: dict[int, list[ReportKey]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for key in sorted(self.reports):
            self._by_district.setdefault(key.district, []).append(key)
            self._by_year.setdefault(key.year, []).append(key)

    def report(self, key: ReportKey) -> str:
        """Digest of a report's rows and of the year before, which it is compared with."""
        before = ReportKey(key.district, key.year - 1, key.agency)
        return self._digest((key, before))

    def district(self, district: str) -> str:
        """Digest of all rows of a district, its agencies included."""
        return self._digest(self._by_district.get(district, ()))

    def year(self, year: int) -> str:
        """Digest of all rows of a year and the one before."""
        return self._digest((*self._by_year.get(year, ()), *self._by_year.get(year - 1, ())))

    def panel(self) -> str:
        """Digest of everything."""
        return self._digest(sorted(self.reports))

    def _digest(self, keys: Iterator[ReportKey] | list[ReportKey] | tuple[ReportKey, ...]) -> str:
        total = hashlib.sha256(self.common)
        for key in keys:
            total.update(self.reports.get(key, b"none"))
        return total.hexdigest()


def read_rows(data: Path) -> Rows:
    """Digest the rows of ``observations.csv``, ``sources.csv`` and every other table of *data*.

    A row belongs to the report that its columns district, agency and year name, or to the one
    whose source its column source names. Reports are those with observations.
    """
    transaction.finish(data)
    digests: dict[ReportKey, hashlib._Hash] = defaultdict(hashlib.sha256)
    common = hashlib.sha256()
    owner: dict[str, ReportKey] = {}
    known: set[ReportKey] = set()
    others = sorted(set(data.glob("*.csv")) - {data / "sources.csv", data / "observations.csv"})
    for path in (data / "sources.csv", data / "observations.csv", *others):
        if not path.exists():
            continue
        try:
            for key, source, line in _rows(path):
                if path.name == "sources.csv" and key is not None:
                    owner[source] = key
                elif path.name == "observations.csv" and key is not None:
                    known.add(key)
                key = key or owner.get(source)
                (common if key is None else digests[key]).update(line)
        except UnicodeDecodeError:
            raise not_utf8(path) from None
    return Rows({key: digests[key].digest() for key in known}, common.digest())


def _rows(path: Path) -> Iterator[tuple[ReportKey | None, str, bytes]]:
    """Each row's report, its source, and what is hashed of it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        place = {name: at for at, name in enumerate(header)}
        full = all(name in place for name in ("district", "agency", "year"))
        mark = (path.name + "\x1f" + "\x1f".join(header)).encode()
        at_source = place.get("source")
        yield None, "", mark
        for row in reader:
            if len(row) != len(header):
                raise PanelError(
                    f"{path}:{reader.line_num}: {len(row)} values for {len(header)} columns"
                )
            key = None
            if full:
                key = _key(row[place["district"]], row[place["agency"]], row[place["year"]], path)
            source = "" if at_source is None else row[at_source]
            yield key, source, "\x1f".join((path.name, *row, "\x1e")).encode()


@cache
def _key(district: str, agency: str, year: str, path: Path) -> ReportKey:
    try:
        return ReportKey(district, int(year), agency)
    except ValueError:
        raise PanelError(f"{path}: year {year!r} is not a number") from None
