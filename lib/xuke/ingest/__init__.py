"""Brings reports into the panel: what would change, then all of it or nothing.

A figure that the panel has with the same value stays, and gains its words and their place where
they were not known. A figure that it has with another value is refused, or replaced where that is
asked for. The observations, the register of sources and the initiatives change together
(`xuke.transaction`).
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from xuke import corrections, panel, transaction
from xuke.checks import run_checks
from xuke.model import ReportKey, Verdict, XukeError
from xuke.reading import ReportDocument, as_panel, source_name
from xuke.safety import spreadsheet_safe

CHANGES = ["change", *panel.KEY, "before", "after", "source_before", "source", "document", "words"]
ADDED, REPLACED, LOCATED, REMOVED, CONFLICT = "added", "replaced", "located", "removed", "conflict"

Row = dict[Hashable, Any]

_VALUE = ["value", "unit", "qualifier", "stated_as"]
_PLACE = ["start", "end", "words"]
_DOCUMENT = ["document", "sha256"]
_MENTION = ["source", "initiative", "section", "agency", "status"]
_MOST_SHOWN = 20


@dataclass(frozen=True)
class Tables:
    """The three tables of ``data/`` that belong together."""

    observations: pd.DataFrame
    sources: pd.DataFrame
    mentions: pd.DataFrame

    @classmethod
    def load(cls, data: Path) -> Tables:
        """Read them from the folder *data*."""
        sources = panel.read_sources(data / "sources.csv").reset_index(drop=True)
        for column in _DOCUMENT:
            if column not in sources:
                sources[column] = ""
        observations = panel.read_panel(data / "observations.csv")
        return cls(observations, sources, panel.read_mentions(data / "initiatives.csv"))

    def files(self) -> dict[str, bytes]:
        """Their contents by file name."""
        return {
            "observations.csv": panel.to_csv(self.observations).encode(),
            "sources.csv": self.sources.to_csv(index=False, lineterminator="\n").encode(),
            "initiatives.csv": self.mentions.to_csv(index=False, lineterminator="\n").encode(),
        }


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

    *accessed* is noted as the day of access for reports that are new. Raises PanelError where a
    correction would no longer match.
    """
    readings = list(readings)
    before = after = Tables.load(data)
    changes: list[Row] = []
    for reading in readings:
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


def describe_conflicts(conflicts: pd.DataFrame) -> str:
    """What is refused, a line for each figure, with both values and both sources."""
    lines = [
        f"{' '.join(filter(None, map(str, (row[name] for name in panel.KEY))))}: the panel has "
        f"{row['before'] or 'no such figure'} ({row['source_before']}), {row['document']} says "
        f"{row['after'] or 'nothing'} ({row['source']}: {row['words']})"
        for row in conflicts.head(_MOST_SHOWN).to_dict("records")
    ]
    more = len(conflicts) - len(lines)
    return "\n".join(
        [
            f"{len(conflicts)} figures differ from the panel; nothing is written. Add --replace to "
            "take the new ones",
            *lines,
            *([f"… and {more} more"] if more > 0 else []),
        ]
    )


def _merged(
    tables: Tables, reading: ReportDocument, accessed: datetime.date, *, replace: bool
) -> tuple[Tables, list[Row]]:
    register = tables.sources
    known = register[_same_report(register, reading.key)]
    name = str(known["source"].iloc[0]) if len(known) else source_name(reading.key)
    read_from = str(known["sha256"].iloc[0]) if len(known) else ""
    same_document = read_from in ("", reading.document.sha256)
    new = as_panel(reading.extraction.observations).assign(source=name)
    for column in ("item", "words"):
        new[column] = new[column].map(spreadsheet_safe)
    merge = _Merge(tables.observations, new, reading.document.name, same_document, replace)
    if not same_document and not merge.changes:
        return tables, []
    sources = _registered(register, name, reading, accessed)
    mentions = _mentioned(tables.mentions, name, reading, replace=replace)
    return Tables(merge.result(), sources, mentions), merge.changes


def _same_report(register: pd.DataFrame, key: ReportKey) -> pd.Series[bool]:
    return (
        (register["district"] == key.district)
        & (register["agency"] == key.agency)
        & (register["year"] == str(key.year))
    )


class _Merge:
    """The figures of one document put into the panel."""

    def __init__(
        self, old: pd.DataFrame, new: pd.DataFrame, document: str, same: bool, replace: bool
    ) -> None:
        self.old, self.document, self.same, self.replace = old, document, same, replace
        self.changes: list[Row] = []
        self.rows = {_key(row): row for row in old.to_dict("records")}
        read = {_key(row): row for row in new.to_dict("records")}
        for key, row in read.items():
            self._put(key, row)
        if replace and len(new):
            source = new["source"].iloc[0]
            for key, row in list(self.rows.items()):
                # What an earlier reading of the document found and this one does not; figures
                # that a person entered have no words and stay.
                if row["source"] == source and row["words"] and key not in read:
                    self._note(REMOVED, row, None)
                    del self.rows[key]

    def _put(self, key: tuple[Any, ...], row: Row) -> None:
        held = self.rows.get(key)
        if held is None:
            # Words of two documents under one source could not be told apart.
            allowed = self.same or self.replace
            self._note(ADDED if allowed else CONFLICT, None, row)
        elif any(held[name] != row[name] for name in _VALUE):
            allowed = self.replace
            self._note(REPLACED if allowed else CONFLICT, held, row)
        elif held["words"] and (self.same or not self.replace):
            return
        else:
            allowed = True
            row = row | {"source": held["source"], "basis": held["basis"] or row["basis"]}
            self._note(LOCATED, held, row)
        if allowed:
            self.rows[key] = row

    def _note(self, change: str, held: Row | None, row: Row | None) -> None:
        either = row or held or {}
        self.changes.append(
            {
                "change": change,
                **{name: either[name] for name in panel.KEY},
                "before": _say(held),
                "after": _say(row),
                "source_before": held["source"] if held else "",
                "source": either["source"],
                "document": self.document,
                "words": row["words"] if row else "",
            }
        )

    def result(self) -> pd.DataFrame:
        """The panel with the figures of one report together, others where they were."""
        frame = pd.DataFrame(list(self.rows.values()), columns=self.old.columns)
        return frame.astype(self.old.dtypes.to_dict())


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in panel.KEY)


def _say(row: Row | None) -> str:
    if row is None:
        return ""
    qualifier = "" if row["qualifier"] == "exact" else f" {row['qualifier']}"
    words = " in words" if row["stated_as"] == "words" else ""
    return f"{row['value']:.10g} {row['unit']}{qualifier}{words}"


def _registered(
    register: pd.DataFrame, name: str, reading: ReportDocument, accessed: datetime.date
) -> pd.DataFrame:
    """The register with the report's document; what it says of a known report is kept."""
    key, about, document = reading.key, reading.about, reading.document
    said = {
        "title": spreadsheet_safe(about.title),
        "publisher": spreadsheet_safe(about.publisher),
        "published": about.published,
    }
    file = {"document": spreadsheet_safe(document.name), "sha256": document.sha256}
    known = register.index[register["source"] == name]
    if not len(known):
        fixed = {"source": name, "district": key.district, "agency": key.agency,
                 "year": str(key.year), "accessed": accessed.isoformat()}  # fmt: skip
        row = dict.fromkeys(register.columns, "") | fixed | said | file
        return pd.concat([register, pd.DataFrame([row])], ignore_index=True)
    register = register.copy()
    for column, value in said.items():
        if not register.at[known[0], column]:
            register.at[known[0], column] = value
    for column, value in file.items():
        register.at[known[0], column] = value
    return register


def _mentioned(
    mentions: pd.DataFrame, name: str, reading: ReportDocument, *, replace: bool
) -> pd.DataFrame:
    """The initiatives with those of the report, unless it has some that are to stay."""
    ours = mentions["source"] == name
    if ours.any() and not replace:
        return mentions
    rows = [
        {"source": name, "initiative": each.initiative, "section": spreadsheet_safe(each.section),
         "agency": spreadsheet_safe(each.agency), "status": each.status}
        for each in reading.extraction.initiatives
    ]  # fmt: skip
    added = pd.DataFrame(rows, columns=_MENTION)
    return pd.concat([mentions[~ours], added], ignore_index=True)
