"""Which runs there are, and which of them must be made: decided before anything starts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from xuke import __version__, catalog
from xuke.batch.notebook import Notebook, Reads
from xuke.batch.record import FAILED_FOLDER, from_json, why_stale
from xuke.batch.rows import Rows
from xuke.batch.store import Store
from xuke.model import NoFiguresError, ReportKey

AXES = ("district", "year", "agency", "language")
"""Parameters by which a notebook is run many times; options of their own choose among them."""


@dataclass(frozen=True, slots=True)
class Run:
    """One notebook with one set of parameters, and where its results go.

    ``folder`` is relative to the outputs folder, ``stem`` the name of the run's files in it.
    ``reason`` says why the run is to be made, and is empty where nothing has changed.
    """

    notebook: str
    parameters: dict[str, Any]
    folder: str
    stem: str
    inputs: dict[str, str]
    reason: str = ""

    @property
    def key(self) -> str:
        """Digest of all inputs."""
        return _digest(json.dumps(self.inputs, sort_keys=True).encode())

    @property
    def record_path(self) -> str:
        """Where the record of its success is."""
        return f"{self.folder}/{self.stem}.json"

    @property
    def failed_path(self) -> str:
        """Where the record of its failure is."""
        return f"{self.failed_folder}/{self.stem}.json"

    @property
    def failed_folder(self) -> str:
        """Where it goes if it fails: apart, so that what was made before stays."""
        return f"{FAILED_FOLDER}/{self.folder}"

    def __str__(self) -> str:
        return f"{self.folder}/{self.stem}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made, and how much is not."""

    runs: list[Run]
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Selection:
    """The reports asked for; an empty part means any."""

    districts: Sequence[str] = ()
    years: Sequence[int] = ()
    agencies: Sequence[str] = ()

    def choose(self, reports: Iterable[ReportKey]) -> list[ReportKey]:
        """Those of *reports* that are asked for; `NoFiguresError` where a part has none."""
        chosen = sorted(reports)
        for kind, attribute, wanted in (
            ("district", "district", self.districts),
            ("agency", "agency", self.agencies),
            ("year", "year", self.years),
        ):
            present = sorted({getattr(each, attribute) for each in chosen})
            for name in wanted:
                if name not in present:
                    raise NoFiguresError(kind, name, present)
            if wanted:
                chosen = [each for each in chosen if getattr(each, attribute) in wanted]
        return chosen


def plan_runs(
    notebook: Notebook,
    rows: Rows,
    selection: Selection,
    language: str,
    given: Mapping[str, Any],
) -> Iterator[Run]:
    """Every run of *notebook*: one for each district, year and agency that it has parameters for.

    *given* are values of its other parameters. Nothing is read but what is passed in.
    """
    names = notebook.parameters
    reports = selection.choose(rows.reports)
    if "agency" not in names and not selection.agencies and "district" in names:
        reports = [each for each in reports if not each.agency] or reports
    defaults = {name: each.default for name, each in names.items()}
    extra = {name: value for name, value in given.items() if value != defaults[name]}
    # Other parameters than those of the layout tell files in one folder apart.
    mark = f".{_digest(_canonical(extra))[:8]}" if extra else ""
    stem = f"{notebook.name}{mark}.{language}"
    fixed = {"notebook": notebook.sha256, "definitions": _definitions(), "library": library()}
    done: set[tuple[object, ...]] = set()
    for report in reports:
        own = {"district": report.district, "year": report.year, "agency": report.agency,
               "language": language}  # fmt: skip
        # A notebook may take the year as text, to allow for words such as latest.
        fitting = {
            name: str(own[name]) if names[name].type is str else own[name]
            for name in own
            if name in names
        }
        values = {**defaults, **given, **fitting}
        identity = tuple(values.get(name) for name in AXES)
        if identity in done:
            continue
        done.add(identity)
        inputs = {
            **fixed,
            "parameters": _digest(_canonical(values)),
            "rows": _rows_digest(notebook.reads, rows, report),
        }
        yield Run(notebook.name, values, _folder(report, names), stem, inputs)


def decide(runs: Iterable[Run], store: Store, *, fresh: bool = False) -> Plan:
    """Keep the *runs* that must be made, each with its reason."""
    every = list(runs)
    records = map(from_json, store.read_many(run.record_path for run in every))
    sizes = store.sizes_many(run.folder for run in every)
    chosen: list[Run] = []
    for run, record, found in zip(every, records, sizes, strict=True):
        reason = why_stale(record, run.inputs, found) or ("asked for" if fresh else "")
        if reason:
            chosen.append(replace(run, reason=reason))
    failures = map(from_json, store.read_many(run.failed_path for run in chosen))
    told = [
        replace(run, reason=f"failed last time: {failure['error']}") if failure else run
        for run, failure in zip(chosen, failures, strict=True)
    ]
    return Plan(told, len(every) - len(chosen))


def _folder(report: ReportKey, names: Iterable[str]) -> str:
    """``<district>/<year>[/<agency>]``, with names for all of them where a notebook spans them."""
    names = set(names)
    parts = [
        report.district if "district" in names else "all-districts",
        str(report.year) if "year" in names else "all-years",
    ]
    if "agency" in names and report.agency:
        parts.append(catalog.agency_slug(report.agency))
    return "/".join(parts)


def _rows_digest(reads: Reads, rows: Rows, report: ReportKey) -> str:
    if reads is Reads.REPORT:
        return rows.report(report)
    if reads is Reads.DISTRICT:
        return rows.district(report.district)
    if reads is Reads.YEAR:
        return rows.year(report.year)
    return rows.panel()


@cache
def library() -> str:
    """Version of this library and digest of the sources that a page can depend on."""
    package = Path(__file__).parents[1]
    total = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        # What only parses commands or frames a site changes no page.
        if path.relative_to(package).parts[0] not in ("cli", "publish"):
            total.update(path.relative_to(package).as_posix().encode())
            total.update(path.read_bytes())
    return f"{__version__}+{total.hexdigest()[:16]}"


@cache
def _definitions() -> str:
    return catalog.digest()


def _canonical(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, sort_keys=True, ensure_ascii=False).encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
