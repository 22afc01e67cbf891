"""The tables of ``data/`` that a report goes into, and what it brings to its two registers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from xuke import panel
from xuke.model import ReportKey
from xuke.reading import ReportDocument
from xuke.safety import spreadsheet_safe

MENTION = ["source", "initiative", "section", "agency", "status"]
_DOCUMENT = ["document", "sha256"]


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


def of_report(register: pd.DataFrame, key: ReportKey) -> pd.DataFrame:
    """The register's rows of one report."""
    own = (
        (register["district"] == key.district)
        & (register["agency"] == key.agency)
        & (register["year"] == str(key.year))
    )
    return register[own]


def registered(
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


def mentioned(
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
    added = pd.DataFrame(rows, columns=MENTION)
    return pd.concat([mentions[~ours], added], ignore_index=True)


def changed_mentions(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The rows that one table of mentions has and the other has not: change, then `MENTION`.

    The change is ``added`` or ``removed``; a mention whose status is another is both.
    """
    both = before.merge(after, on=MENTION, how="outer", indicator=True, sort=False)
    change = both["_merge"].map({"left_only": "removed", "right_only": "added", "both": ""})
    changed = both[MENTION].assign(change=change.astype("str"))
    return changed.loc[changed["change"] != "", ["change", *MENTION]].reset_index(drop=True)
