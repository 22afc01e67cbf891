"""The codebook: what every metric, indicator, check and qualifier means, in Chinese or English."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from xuke import catalog
from xuke.catalog import Check, Indicator
from xuke.model import Qualifier
from xuke.publish.words import fill, words
from xuke.wording import LANGUAGES

ABSENCES = ("reported", "zero", "words", "missing")
"""Reported, reported as zero, stated in words as none, not reported."""


def codebook(language: str) -> dict[str, Any]:
    """The rows of each table of the codebook, as its template wants them."""
    return {
        "absences": ABSENCES,
        "qualifiers": [each.value for each in Qualifier],
        "indicators": [
            {
                "name": name,
                "label": each.label(language),
                "unit": catalog.unit_label(each.unit, language),
                "formula": formula(each, language),
                "note": each.note_zh if language == "zh" else each.note_en,
            }
            for name, each in catalog.indicators().items()
        ],
        "groups": [
            {
                "name": group,
                "rows": [
                    {
                        "name": each.metric,
                        "label": each.label(language),
                        "unit": catalog.unit_label(each.unit, language) or each.unit,
                        "system": each.system,
                    }
                    for each in rows
                ],
            }
            for group, rows in groupby(catalog.metrics().values(), key=lambda each: each.group)
        ],
        "checks": [
            {
                "name": name,
                "label": each.label(language),
                "kind": words(language)[f"kind_{each.kind}"],
                "rule": rule(each, language),
            }
            for name, each in catalog.checks().items()
        ],
    }


def codebook_rows() -> list[dict[str, str]]:
    """The codebook as one table for download: a row per name that the other tables use.

    Columns: kind (metric, indicator, check, qualifier, district or agency), name, label_zh,
    label_en, unit, meaning_zh, meaning_en.
    """
    rows: list[dict[str, str]] = []

    def add(kind: str, name: str, labels: tuple[str, str], unit: str, *meaning: str) -> None:
        zh, en = meaning or ("", "")
        row = {"kind": kind, "name": name, "label_zh": labels[0], "label_en": labels[1]}
        rows.append({**row, "unit": unit, "meaning_zh": zh, "meaning_en": en})

    for metric in catalog.metrics().values():
        add("metric", metric.metric, (metric.label_zh, metric.label_en), metric.unit)
    for name, each in catalog.indicators().items():
        meanings = (_sentence(formula(each, lang), _note(each, lang)) for lang in LANGUAGES)
        add("indicator", name, (each.label_zh, each.label_en), each.unit, *meanings)
    for name, check in catalog.checks().items():
        labels = (check.label_zh, check.label_en)
        add("check", name, labels, "", *(rule(check, lang) for lang in LANGUAGES))
    for qualifier in Qualifier:
        meanings = (words(lang)[f"qualifier_{qualifier}"] for lang in LANGUAGES)
        add("qualifier", qualifier, (qualifier, qualifier), "", *meanings)
    for slug, district in catalog.districts().items():
        add("district", slug, (district.name_zh, district.name_en), "")
    for name, agency in catalog.agencies().items():
        add("agency", name, (name, agency.name_en), "")
    return rows


def formula(indicator: Indicator, language: str) -> str:
    """How an indicator is derived, in the labels of its metrics."""
    said = words(language)
    if not indicator.numerator:
        metric = catalog.metric_label(indicator.stated, language)
        return fill(said["as_stated"], metric=metric)
    text = catalog.ratio_label(indicator, language)
    if indicator.concluded:
        concluded = fill(said["on_concluded"], sum=catalog.sum_label(indicator.concluded, language))
        text += ("；" if language == "zh" else "; ") + concluded
    return text


def rule(check: Check, language: str) -> str:
    """What a check demands, in the labels of its metrics."""
    said = words(language)
    if check.kind == "items":
        return said["sum_over_items"]
    if check.kind == "stated":
        return said["share_from_counts"]
    if check.kind == "plausibility":
        return fill(said["factor"], factor=check.rule)
    sign = "=" if check.linear.relation == "=" else "≤"
    sides = (check.linear.left, check.linear.right)
    return f" {sign} ".join(catalog.sum_label(side, language) for side in sides)


def _note(indicator: Indicator, language: str) -> str:
    return indicator.note_zh if language == "zh" else indicator.note_en


def _sentence(*parts: str) -> str:
    return "; ".join(filter(None, parts))
