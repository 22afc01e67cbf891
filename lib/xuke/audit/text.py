"""An audit as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from xuke import catalog
from xuke.audit import Audit, restoring
from xuke.audit.words import say
from xuke.model import ReportKey, Verdict


def as_text(audit: Audit, language: str) -> str:
    """What fails, with its sentences, then what would restore balance, then the counts."""
    return "\n".join(_lines(audit, language)) + "\n"


def name_report(key: ReportKey, language: str) -> str:
    """A report's district, agency and year in words."""
    district = catalog.district_label(key.district, language)
    agency = catalog.agency_label(key.agency, language)
    names = [district, agency] if language == "zh" else filter(None, [agency, district])
    together = "".join(names) if language == "zh" else ", ".join(names)
    return say("report_name", language, authority=together, year=key.year)


def _lines(audit: Audit, language: str) -> Iterator[str]:
    yield f"{name_report(audit.report.key, language)} ({audit.report.document.name})"
    for finding in audit.findings:
        yield ""
        yield f"{say(f'level_{finding.level}', language)} {finding.title[language]}"
        yield f"  {finding.message[language]}"
        for passage in finding.passages:
            yield f"  {passage.place_in(language)}: {passage.words}"
    for imbalance in audit.imbalances:
        yield ""
        yield restoring.heading(imbalance, language)
        for option in restoring.options(imbalance, audit.figures, language):
            yield f"  · {option}"
    yield ""
    counts = {verdict.value: audit.verdicts[verdict] for verdict in Verdict}
    yield say("summary", language, figures=len(audit.figures), **counts)
    if audit.report.extraction.unassigned:
        yield say("unassigned", language, count=len(audit.report.extraction.unassigned))
