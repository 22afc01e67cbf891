"""An audit as JSON, and as SARIF 2.1.0 for editors and code-review tools."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from xuke import __version__
from xuke.audit import Audit, Finding, restoring
from xuke.audit.passages import Passage, is_verbatim, position
from xuke.audit.text import name_report
from xuke.model import Document
from xuke.wording import LANGUAGES

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(audit: Audit) -> str:
    """Everything that an audit says, in both languages; ``failed`` tells the exit status."""
    key = audit.report.key
    shown = {
        "document": audit.report.document.name,
        "sha256": audit.report.document.sha256,
        "district": key.district,
        "agency": key.agency,
        "year": key.year,
        "failed": audit.failed,
        "verdicts": {verdict.value: count for verdict, count in audit.verdicts.items()},
        "compared_with": list(audit.previous),
        "findings": [_finding(audit, finding) for finding in audit.findings],
        "restoring": [
            {
                "checks": list(imbalance.checks),
                "complete": imbalance.complete,
                "changes": [
                    [
                        {**_figure(audit, figure), "from": str(low), "to": high and str(high)}
                        for figure, (low, high) in zip(change.figures, change.ranges, strict=True)
                    ]
                    for change in imbalance.changes
                ],
            }
            for imbalance in audit.imbalances
        ],
        "unassigned": [
            {"words": each.quantity.words, "start": each.quantity.span.start,
             "end": each.quantity.span.end, "reason": each.reason, "context": each.context}
            for each in audit.report.extraction.unassigned
        ],
    }  # fmt: skip
    return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"


def _finding(audit: Audit, finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "level": finding.level,
        **{f"title_{language}": finding.title[language] for language in LANGUAGES},
        **{f"message_{language}": finding.message[language] for language in LANGUAGES},
        "figures": [_figure(audit, figure) for figure in finding.figures],
        "passages": [
            {"start": each.span.start, "end": each.span.end, "place": each.place,
             "words": each.words}
            for each in finding.passages
        ],
    }  # fmt: skip


def _figure(audit: Audit, figure: int) -> dict[str, Any]:
    row = audit.figures.to_dict("index")[figure]
    return {
        "metric": row["metric"],
        "item": row["item"],
        "value": float(row["value"]),
        "unit": row["unit"],
        "qualifier": row["qualifier"],
        "start": int(row["start"]),
        "end": int(row["end"]),
        "words": row["words"],
        "rule": row["rule"],
    }


def as_sarif(audit: Audit, language: str) -> str:
    """One run with a result per finding, at its sentences.

    Regions are those of the file where its text is the document's (.md, .txt); other files are
    located by page, paragraph or cell.
    """
    rules = {finding.rule: finding for finding in audit.findings}
    driver = {
        "name": "xuke",
        "version": __version__,
        "rules": [
            {"id": name, "shortDescription": {"text": finding.title[language]}}
            for name, finding in rules.items()
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "properties": {"report": name_report(audit.report.key, language)},
        "results": [_result(audit, finding, list(rules), language) for finding in audit.findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _result(audit: Audit, finding: Finding, rules: list[str], language: str) -> dict[str, Any]:
    document = audit.report.document
    said = [finding.message[language]]
    for imbalance in audit.imbalances:
        if finding.rule in imbalance.checks:
            said.append(restoring.heading(imbalance, language))
            said += restoring.options(imbalance, audit.figures, language)
    locations = [_location(document, passage) for passage in finding.passages]
    first = locations[:1] or [{"physicalLocation": {"artifactLocation": _artifact(document)}}]
    related = [{"id": number, **each} for number, each in enumerate(locations[1:], 1)]
    return {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": finding.level,
        "message": {"text": "\n".join(said)},
        "locations": first,
        **({"relatedLocations": related} if related else {}),
    }


def _artifact(document: Document) -> dict[str, str]:
    return {"uri": quote(document.name)}


def _location(document: Document, passage: Passage) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(document)}
    if is_verbatim(document):
        physical["region"] = _region(document.text, passage)
    return {
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": passage.place}],
        "message": {"text": passage.words},
    }


def _region(text: str, passage: Passage) -> dict[str, Any]:
    line, column = position(text, passage.span.start)
    end_line, end_column = position(text, passage.span.end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "snippet": {"text": passage.span.of(text)},
    }
