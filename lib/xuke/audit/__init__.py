"""What does not add up in one report, in which sentence, and what would restore the balance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from xuke.audit.balance import imbalances
from xuke.audit.findings import (
    Finding,
    contradictions,
    corrected,
    failing_checks,
    no_longer_reported,
    nothing_read,
    restated,
)
from xuke.audit.passages import Passage, Passages
from xuke.audit.repeated import repeated
from xuke.checks import run_checks
from xuke.model import Verdict, XukeError
from xuke.panel import select
from xuke.reading import ReportDocument, as_panel
from xuke.restore import Imbalance

__all__ = ["Audit", "Finding", "Passage", "audit"]


@dataclass(frozen=True)
class Audit:
    """The result of auditing one report.

    ``figures`` has the columns of the panel and ``rule``, by which each figure was read; its rows
    are numbered from 0 in the order of the text. Findings name rows of it. ``imbalances`` tell,
    for checks that fail together, every smallest set of figures whose change would mend them,
    without claiming that one of them is wrong. ``verdicts`` counts the checks.
    """

    report: ReportDocument
    figures: pd.DataFrame
    findings: tuple[Finding, ...]
    imbalances: tuple[Imbalance[int], ...]
    verdicts: Mapping[Verdict, int]
    previous: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether anything that was found is more than a note."""
        return any(finding.level != "note" for finding in self.findings)


def audit(
    report: ReportDocument, known: pd.DataFrame, against: Sequence[ReportDocument] = ()
) -> Audit:
    """Judge the figures of *report* among themselves and against what is known.

    Parameters
    ----------
    report
        The report as read.
    known
        A panel. Its figures of the same report, if any, must be the same; those of the year
        before are compared with.
    against
        Reports of earlier years of the same district and agency, used in place of what *known*
        has of their years. Raises XukeError for any other report.
    """
    key = report.key
    figures = as_panel(report.extraction.observations)
    same = select(known, district=key.district, agency=key.agency)
    earlier = same[same["year"] < key.year]
    for each in against:
        if (each.key.district, each.key.agency) != (key.district, key.agency) or (
            each.key.year >= key.year
        ):
            raise XukeError(
                f"{each.document.name} is the report of {each.key}, which {report.document.name} "
                f"of {key} cannot be compared with; give an earlier report of the same authority"
            )
        rest = earlier[earlier["year"] != each.key.year]
        earlier = pd.concat([rest, as_panel(each.extraction.observations)], ignore_index=True)
    latest = earlier[earlier["year"] == earlier["year"].max()]
    passages = Passages(report.document)
    results = run_checks(pd.concat([figures, earlier], ignore_index=True))
    results = results[results["year"] == key.year]
    findings = (
        *nothing_read(figures, len(report.extraction.unassigned)),
        *contradictions(report.extraction.contradictions, passages),
        *failing_checks(results, figures, passages),
        *restated(figures, same[same["year"] == key.year], passages, own=True),
        *corrected(figures, same[same["year"] == key.year], passages),
        *restated(repeated(report), earlier, passages, own=False),
        *no_longer_reported(figures, latest),
    )
    counts = results["verdict"].value_counts()
    rules = [reading.rule for reading in report.extraction.readings]
    return Audit(
        report,
        figures.assign(rule=rules),
        findings,
        imbalances(figures),
        {verdict: int(counts.get(verdict.value, 0)) for verdict in Verdict},
        tuple(latest["source"].unique().tolist()),
    )
