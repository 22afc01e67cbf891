"""Fees: the charged cases among those accepted, the amount, and the fee per charged case."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from xuke.figures import rows, style
from xuke.figures.exhibit import Exhibit, Note
from xuke.figures.page import Page, new_figure
from xuke.figures.reading import Reading, Stated, derived
from xuke.figures.texts import capital, say
from xuke.model import StatedAs
from xuke.wording import format_value, join_words

_METRICS = ("accepted", "charged_cases", "charged_amount")
_TERM_SPACE = 24.0
"""Between the terms of the division, its sign in the middle."""


@dataclass(frozen=True, slots=True)
class _Figures:
    """The figures of one report."""

    reading: Reading
    accepted: Stated | None
    cases: Stated | None
    amount: Stated | None

    @property
    def per_case(self) -> Stated | None:
        """Amount divided by charged cases; None where either is missing or zero."""
        cases, amount = self.cases, self.amount
        if cases is None or amount is None or cases.none or amount.none:
            return None
        fee = amount.value / cases.value
        return derived("fee_per_charged_case", fee, amount.unit, cases, amount)


def fees(observations: pd.DataFrame, sources: pd.DataFrame, language: str = "zh") -> Exhibit | Note:
    """Charged cases of one report among accepted ones, the amount charged, and the fee per case.

    The fee per charged case is amount / charged cases, where the report gives both and neither
    is zero. None charged, as a zero or in words, and not reported look and read differently.
    Parameters as for `Reading`.
    """
    reading = Reading(observations, sources, language, _METRICS)
    found = _Figures(reading, *map(reading.get, _METRICS))
    known = [each for each in (found.accepted, found.cases, found.amount) if each]
    if len(known) < 2 or not (found.cases or found.amount):
        parts = (_say_cases(found) if found.cases else "", _say_amount(found))
        stated = [words for words in parts if words]
        name = "fees_one" if found.cases or found.amount else "fees_none"
        named = join_words(stated, language)
        return Note("fees", language, say(name, language, subject=reading.subject, stated=named))
    sentence = reading.clauses(_clauses(found))
    return Exhibit(
        "fees",
        language,
        caption=f"{say('fees_caption', language)} {reading.source}",
        alt=f"{say('fees_alt', language)} {sentence}",
        draw=lambda: _draw(found),
        sentence=sentence,
    )


def _clauses(found: _Figures) -> list[str]:
    reading, language = found.reading, found.reading.language
    said = [reading.phrase(found.accepted)] if found.accepted else []
    said.append(rows.bracketed([_say_cases(found), _compared(found)], language))
    said.append(_say_amount(found) or say("fees_amount_missing", language))
    return [*said, *_say_per_case(found)]


def _say_cases(found: _Figures) -> str:
    cases, language = found.cases, found.reading.language
    if cases is None:
        return say("fees_cases_missing", language)
    if cases.none and cases.stated_as == StatedAs.WORDS:
        return say("fees_cases_none_in_words", language)
    return found.reading.phrase(cases)


def _say_amount(found: _Figures) -> str:
    """The amount in words; empty where it is not reported."""
    amount, language = found.amount, found.reading.language
    if amount is None:
        return ""
    if amount.none:
        in_words = amount.stated_as == StatedAs.WORDS
        return say("fees_none_in_words" if in_words else "fees_amount_zero", language)
    return say("fees_amount", language, said=found.reading.said(amount))


def _compared(found: _Figures) -> str:
    """Charged cases as a share of accepted ones, or by how many they exceed them."""
    reading, cases, accepted = found.reading, found.cases, found.accepted
    if not (cases and accepted) or cases.none or accepted.none:
        return ""
    whole = reading.label("accepted")
    if cases.value > accepted.value:
        more = derived("apart", cases.value - accepted.value, cases.unit, cases, accepted)
        return say("excess", reading.language, count=reading.said(more), whole=whole)
    share = reading.share(cases, accepted)
    return say("of_whole", reading.language, share=share, whole=whole)


def _say_per_case(found: _Figures) -> list[str]:
    fee, language = found.per_case, found.reading.language
    return [say("fees_per_case_said", language, said=_money(found.reading, fee))] if fee else []


def _money(reading: Reading, stated: Stated) -> str:
    """A derived amount to a hundredth of a yuan, the smallest coin."""
    unit = reading.unit(stated)
    return format_value(
        stated.value,
        unit,
        stated.qualifier,
        reading.language,
        decimals=2,
        corrected=stated.corrected,
    )


def _draw(found: _Figures) -> Figure:
    reading, language = found.reading, found.reading.language
    page = new_figure(language=language)
    page.title(_say_title(found))
    counts = [each.value for each in (found.accepted, found.cases) if each]
    scale = rows.MARK_WIDTH / max(*counts, 1, 1)
    if found.accepted:
        mark = rows.bar(page, scale, found.accepted.value, style.PALE, "accepted")
        rows.row(page, reading.heading("accepted"), reading.said(found.accepted), mark)
    _row_of_cases(page, found, scale)
    page.y += 3
    _division(page, found)
    notes = (
        say("fees_note_divided", language) if found.per_case else "",
        say("fees_note_hatched", language) if not (found.cases and found.amount) else "",
    )
    joined = ("" if language == "zh" else " ").join(filter(None, notes))
    page.caption(joined, reading.source)
    return page.finish()


def _say_title(found: _Figures) -> str:
    reading = found.reading
    said = _say_amount(found) or _say_cases(found)
    said = rows.bracketed([said, *_say_per_case(found)], reading.language)
    return say("fees_title", reading.language, subject=reading.subject, said=said)


def _row_of_cases(page: Page, found: _Figures, scale: float) -> None:
    reading, cases, language = found.reading, found.cases, found.reading.language
    heading, value = reading.heading("charged_cases"), rows.value_of(reading, cases)
    if cases is None or cases.none:
        mark = rows.nothing(page, cases) if cases else rows.unknown(page, "charged_cases")
        rows.row(page, heading, value, mark, [capital(rows.say_nothing(cases, language))])
        return
    words = [capital(each) for each in (_compared(found),) if each]
    exceeds = bool(found.accepted and cases.value > found.accepted.value)
    mark = rows.bar(page, scale, cases.value, style.DEEP, "charged_cases")
    rows.row(page, heading, value, mark, *(((), words) if exceeds else (words, ())))


def _division(page: Page, found: _Figures) -> None:
    """Amount ÷ charged cases = fee per charged case, or the amount alone."""
    reading, amount, cases, fee = found.reading, found.amount, found.cases, found.per_case
    if amount is None or amount.none:
        mark = rows.nothing(page, amount) if amount else rows.unknown(page, "charged_amount")
        beside = [capital(rows.say_nothing(amount, reading.language))]
        heading, value = reading.heading("charged_amount"), rows.value_of(reading, amount)
        rows.row(page, heading, value, mark, beside)
        return
    terms = [(reading.heading("charged_amount"), reading.said(amount))]
    if cases and fee:
        terms.append((reading.heading("charged_cases"), reading.said(cases)))
        named = capital(say("fees_per_case", reading.language))
        terms.append((named, _money(reading, fee)))
    left, low = page.left, page.y
    equals = "=" if fee is None or fee.value == round(fee.value, 2) else "≈"
    for sign, (heading, value) in zip(("", "÷", equals), terms, strict=False):
        if sign:
            page.text(left - _TERM_SPACE / 2, page.y + 12, sign, size=12, align="center")
        low = page.text(left, page.y, heading, color=style.SOFT)
        low = page.text(left, low, value, size=12)
        widths = (style.text_width(heading, style.LABEL_SIZE), style.text_width(value, 12))
        left += max(widths) + _TERM_SPACE
    page.y = low
