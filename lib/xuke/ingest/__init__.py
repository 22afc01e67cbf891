"""Brings reports into the panel: what would change, then all of it or nothing.

A figure that the panel has with the same value stays, and gains its words and their place where
they were not known. A figure that it has with another value is refused, or replaced where that is
asked for. The observations, the register of sources and the initiatives change together
(`xuke.transaction`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from xuke import corrections, panel, transaction
from xuke.checks import run_checks
from xuke.ingest.merge import CHANGES, CONFLICT, Merge, Row, describe_conflicts
from xuke.ingest.tables import Tables, changed_mentions, mentioned, of_report, registered
from xuke.model import ReportKey, Verdict, XukeError
from xuke.reading import ReportDocument, as_panel, source_name
from xuke.safety import spreadsheet_safe

__all__ = ["Plan", "Tables", "describe_conflicts", "ingest", "plan"]


@dataclass(frozen=True)
class Plan:
    """What ingesting some reports would do.

    ``changes`` has one row per figure that is not simply the same: change (added, replaced,
    located: the same figure gains its place in a document, removed, conflict), the figure's key,
    before and after (value with unit), their sources, the document and its words. ``failures``
    are the checks that fail for these reports, as `xuke.checks.run_checks` gives them.
    """

    before: Tables
    after: Tables
    changes: pd.DataFrame
    failures: pd.DataFrame

    @property
    def conflicts(self) -> pd.DataFrame:
        """Changes that are refused unless the new value is to replace the old one."""
        return self.changes[self.changes["change"] == CONFLICT]

    @property
    def mentions(self) -> pd.DataFrame:
        """Initiatives that would be added or removed, as `changed_mentions` gives them."""
        return changed_mentions(self.before.mentions, self.after.mentions)

    @property
    def files(self) -> dict[str, bytes]:
        """Contents of the files that would change, by name."""
        before, after = self.before.files(), self.after.files()
        return {name: data for name, data in after.items() if data != before[name]}


def plan(
    readings: Iterable[ReportDocument],
    data: Path,
    *,
    accessed: datetime.date,
    replace: bool = False,
) -> Plan:
    """What would become of the tables in *data* with *readings* in them.

    *accessed* is noted as the day of access for reports that are new. Raises XukeError for a
    document without figures, and PanelError where a correction would no longer match.
    """
    readings = list(readings)
    before = after = Tables.load(data)
    changes: list[Row] = []
    for reading in readings:
        _require_figures(reading)
        after, found = _merged(after, reading, accessed, replace=replace)
        changes += found
    observations = panel.validate(after.observations, data / "observations.csv")
    corrected = corrections.apply(observations, corrections.read(data / "corrections.csv"))
    results = run_checks(corrected)
    keys = {reading.key for reading in readings}
    rows = zip(results["district"], results["year"], results["agency"], strict=True)
    ours = pd.Series([ReportKey(*row) in keys for row in rows], index=results.index, dtype=bool)
    failing = results["verdict"] == Verdict.FAILS.value
    table = pd.DataFrame(changes, columns=CHANGES)
    return Plan(before, after, table, results[ours & failing])


def ingest(
    readings: Sequence[ReportDocument],
    data: Path,
    *,
    accessed: datetime.date,
    replace: bool = False,
) -> Plan:
    """Write what `plan` says, whole or not at all, and return the plan.

    Raises XukeError, before anything is written, when a figure conflicts with the panel and
    *replace* does not allow it.
    """
    with transaction.locked(data):
        made = plan(readings, data, accessed=accessed, replace=replace)
        if len(made.conflicts):
            raise XukeError(describe_conflicts(made.conflicts))
        if made.files:
            transaction.replace_together(data, made.files)
    return made


def _require_figures(reading: ReportDocument) -> None:
    if not reading.extraction.observations:
        left = len(reading.extraction.unassigned)
        raise XukeError(
            f"{reading.document.name}: no figures were found, so there is nothing to ingest; "
            f"numbers not understood: {left} (xuke extract --unassigned lists them)"
        )


def _merged(
    tables: Tables, reading: ReportDocument, accessed: datetime.date, *, replace: bool
) -> tuple[Tables, list[Row]]:
    known = of_report(tables.sources, reading.key)
    name = str(known["source"].iloc[0]) if len(known) else source_name(reading.key)
    read_from = str(known["sha256"].iloc[0]) if len(known) else ""
    same = read_from in ("", reading.document.sha256)
    new = as_panel(reading.extraction.observations).assign(source=name)
    for column in ("item", "words"):
        new[column] = new[column].map(spreadsheet_safe)
    merge = Merge(tables.observations, new, reading.document.name, same=same, replace=replace)
    if not same and not merge.changes:
        return tables, []
    sources = registered(tables.sources, name, reading, accessed)
    mentions = mentioned(tables.mentions, name, reading, replace=replace)
    return Tables(merge.result(), sources, mentions), merge.changes
