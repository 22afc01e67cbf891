"""Cases concluded on time and overdue, and the decisions that they should add up to."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from xuke import catalog
from xuke.figures import rows, style
from xuke.figures.exhibit import Exhibit, Note
from xuke.figures.page import Page, new_figure
from xuke.figures.reading import Reading, Stated, derived
from xuke.figures.texts import capital, say
from xuke.model import StatedAs
from xuke.wording import format_number, format_value, join_words, share_decimals

_CASES = ("decided_on_time", "decided_overdue", "decided_on_the_spot")
_METRICS = (*_CASES, "on_time_rate_stated", "approved", "not_approved")
_PER = 10_000
_SQUARE, _PITCH = 5.0, 8.0
_IN_A_LINE, _MOST = 25, 100
"""Squares in a line, and in all: beyond, each stands for ten cases or for a hundred."""


@dataclass(frozen=True, slots=True)
class _Figures:
    """The figures of one report; ``decided`` is approved and not approved where both are given."""

    reading: Reading
    on_time: Stated | None
    overdue: Stated | None
    on_the_spot: Stated | None
    decided: Stated | None

    @property
    def gap(self) -> float:
        """Decisions that are neither on time nor overdue, negative where they are too few."""
        parts = sum(each.value for each in (self.on_time, self.overdue) if each)
        return self.decided.value - parts if self.decided else 0.0

    @property
    def apart(self) -> Stated:
        """The gap without its sign, as exact as the figures that it rests on."""
        known = [each for each in (self.decided, self.on_time, self.overdue) if each]
        return derived("apart", abs(self.gap), known[0].unit, *known)


def timeliness(
    observations: pd.DataFrame, sources: pd.DataFrame, language: str = "zh"
) -> Exhibit | Note:
    """Cases of one report concluded on time and overdue, beside its decisions.

    Bars for decisions, cases on time and on-the-spot cases share a scale. Overdue cases, often
    one in ten thousand, are drawn as squares, one for each case where they are at most a hundred;
    their ratio is 10 000 overdue / (on time + overdue). Decisions that are counted as neither
    are hatched and named. Parameters as for `Reading`.
    """
    reading = Reading(observations, sources, language, _METRICS)
    on_time, overdue, spot = map(reading.get, _CASES)
    found = _Figures(reading, on_time, overdue, spot, _decided(reading))
    known = [each for each in (on_time, overdue, found.decided) if each]
    if len(known) < 2 or not (on_time or overdue):
        rate = reading.get("on_time_rate_stated")
        stated = [reading.phrase(each) for each in (on_time, rate, spot) if each]
        stated += [_say_overdue(found)] if overdue else []
        name = "timeliness_one" if stated else "timeliness_none"
        said = say(name, language, subject=reading.subject, stated=join_words(stated, language))
        return Note("timeliness", language, said)
    sentence = reading.clauses(_clauses(found))
    return Exhibit(
        "timeliness",
        language,
        caption=f"{say('timeliness_caption', language)} {reading.source}",
        alt=f"{say('timeliness_alt', language)} {sentence}",
        draw=lambda: _draw(found),
        sentence=sentence,
    )


def _decided(reading: Reading) -> Stated | None:
    approved, refused = reading.get("approved"), reading.get("not_approved")
    if approved is None or refused is None:
        return None
    total = approved.value + refused.value
    return derived("decided", total, approved.unit, approved, refused)


def _clauses(found: _Figures) -> list[str]:
    reading, language = found.reading, found.reading.language
    said = [_say_on_time(found), _say_overdue_with_ratio(found)]
    if found.decided:
        count = reading.said(found.decided)
        said.append(say("timeliness_decisions_said", language, count=count))
        said.append(_say_gap(found))
    else:
        missing = [m for m in ("approved", "not_approved") if reading.get(m) is None]
        named = join_words(map(reading.label, missing), language)
        said.append(say("timeliness_decisions_missing", language, missing=named))
    if found.on_the_spot:
        spot = reading.phrase(found.on_the_spot)
        said.append(rows.bracketed([spot, *_say_on_the_spot(found)], language))
    return said


def _say_on_time(found: _Figures) -> str:
    if found.on_time is None:
        return say("timeliness_on_time_missing", found.reading.language)
    return found.reading.phrase(found.on_time)


def _say_overdue(found: _Figures) -> str:
    overdue = found.overdue
    if overdue is None:
        return say("timeliness_overdue_missing", found.reading.language)
    if overdue.none and overdue.stated_as == StatedAs.WORDS:
        return say("timeliness_none_in_words", found.reading.language)
    return found.reading.phrase(overdue)


def _say_overdue_with_ratio(found: _Figures) -> str:
    return rows.bracketed([_say_overdue(found), _say_ratio(found)], found.reading.language)


def _say_ratio(found: _Figures) -> str:
    """Overdue cases per 10 000 concluded ones; empty where none are overdue or one is missing."""
    if not (found.on_time and found.overdue) or found.overdue.none:
        return ""
    value = _PER * found.overdue.value / (found.on_time.value + found.overdue.value)
    ratio = derived("ratio", value, "per 10 000", found.on_time, found.overdue)
    language = found.reading.language
    return format_value(
        value,
        catalog.unit_label(ratio.unit, language),
        ratio.qualifier,
        language,
        decimals=share_decimals(value, _PER),
        corrected=ratio.corrected,
    )


def _say_gap(found: _Figures) -> str:
    """How cases on time and overdue compare with decisions; only where decisions are known."""
    reading, language, decided = found.reading, found.reading.language, found.decided
    if decided is None:
        return ""
    if found.gap == 0:
        return say("timeliness_equal", language)
    count = reading.said(found.apart)
    if found.gap < 0:
        name = "timeliness_excess" if found.overdue else "timeliness_excess_on_time"
        return say(name, language, count=count)
    if found.on_time is None:
        return say("timeliness_apart_on_time", language, count=count)
    if found.overdue is None:
        return say("timeliness_apart_unjudged", language, count=count)
    share = reading.share(found.apart, decided)
    return say("timeliness_apart", language, count=count, share=share)


def _say_on_the_spot(found: _Figures) -> list[str]:
    """The share of decisions, and whether on-the-spot cases are among those on time.

    Reports count them within or beside; that they overlap is known only where both together
    exceed the decisions.
    """
    spot, decided, language = found.on_the_spot, found.decided, found.reading.language
    if spot is None or spot.none:
        return []
    said = []
    if decided and not decided.none:
        share = found.reading.share(spot, decided)
        said.append(say("timeliness_share_of_decisions", language, share=share))
    if decided and found.on_time and decided.value < spot.value + found.on_time.value:
        return [*said, say("timeliness_overlap", language)]
    return [*said, say("timeliness_overlap_unknown", language)]


def _draw(found: _Figures) -> Figure:
    reading, language = found.reading, found.reading.language
    page = new_figure(language=language)
    page.title(_say_title(found))
    stated = filter(None, (found.decided, found.on_time, found.on_the_spot, found.overdue))
    scale = rows.MARK_WIDTH / max(*(each.value for each in stated), 1)
    if found.decided:
        heading = capital(say("timeliness_decisions", language))
        mark = rows.bar(page, scale, found.decided.value, style.PALE, "decided")
        beside = [capital(say("timeliness_decisions_are", language))]
        rows.row(page, heading, reading.said(found.decided), mark, beside)
    _row_on_time(page, found, scale)
    _row_overdue(page, found)
    _row_on_the_spot(page, found, scale)
    hatched = found.gap > 0 or not (found.on_time and found.overdue)
    notes = [say("timeliness_note", language)]
    notes += [say("timeliness_note_hatched", language)] if hatched else []
    page.caption(("" if language == "zh" else " ").join(notes), reading.source)
    return page.finish()


def _say_title(found: _Figures) -> str:
    subject, language = found.reading.subject, found.reading.language
    if found.overdue:
        said = _say_overdue_with_ratio(found)
        return say("timeliness_title", language, subject=subject, said=said)
    first, last = _say_on_time(found), _say_overdue(found)
    return say("timeliness_title_two", language, subject=subject, first=first, last=last)


def _row_on_time(page: Page, found: _Figures, scale: float) -> None:
    reading, on_time = found.reading, found.on_time
    words = capital(_say_gap(found))
    beside, alert = ([words], []) if found.gap >= 0 else ([], [words])

    def mark(top: float) -> float:
        if on_time is None:
            return rows.unknown(page, "decided_on_time")(top)
        bottom = rows.bar(page, scale, on_time.value, style.DEEP, on_time.metric)(top)
        if found.decided and found.gap > 0:
            end = rows.MARK_LEFT + scale * found.decided.value
            rows.unexplained(page, end - scale * found.gap, end, top)
        return bottom

    heading = reading.heading("decided_on_time")
    rows.row(page, heading, rows.value_of(reading, on_time), mark, filter(None, beside), alert)


def _row_overdue(page: Page, found: _Figures) -> None:
    reading, overdue, language = found.reading, found.overdue, found.reading.language
    heading, value = reading.heading("decided_overdue"), rows.value_of(reading, overdue)
    if overdue is None:
        mark, beside = rows.unknown(page, "decided_overdue"), [rows.say_nothing(None, language)]
    elif overdue.none:
        mark, beside = rows.nothing(page, overdue), [rows.say_nothing(overdue, language)]
    else:
        per = 10 ** max(0, math.ceil(math.log10(overdue.value / _MOST)))
        mark = _squares(page, math.ceil(overdue.value / per), overdue.metric)
        name = "timeliness_square" if per == 1 else "timeliness_squares"
        beside = [_say_ratio(found), say(name, language, per=format_number(per))]
    rows.row(page, heading, value, mark, [capital(each) for each in beside if each])


def _row_on_the_spot(page: Page, found: _Figures, scale: float) -> None:
    reading, spot = found.reading, found.on_the_spot
    if spot is None:
        return
    if spot.none:
        mark, beside = rows.nothing(page, spot), [rows.say_nothing(spot, reading.language)]
    else:
        mark = rows.bar(page, scale, spot.value, style.MID, spot.metric)
        beside = _say_on_the_spot(found)
    heading, value = reading.heading(spot.metric), reading.said(spot)
    rows.row(page, heading, value, mark, map(capital, beside))


def _squares(page: Page, count: int, label: str) -> Callable[[float], float]:
    def draw(top: float) -> float:
        places = [divmod(each, _IN_A_LINE) for each in range(count)]
        xs = [rows.MARK_LEFT + _SQUARE / 2 + _PITCH * column for _, column in places]
        ys = [top + 4 + _SQUARE / 2 + _PITCH * line for line, _ in places]
        page.dots(xs, ys, style.ALERT, _SQUARE, marker="s", label=label)
        return max(ys) + _PITCH

    return draw
