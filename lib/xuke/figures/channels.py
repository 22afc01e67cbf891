"""Channels of a case as nested parts: wholly online within online within all cases."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from xuke.figures import style
from xuke.figures.exhibit import Exhibit, Note
from xuke.figures.page import Page, new_figure
from xuke.figures.reading import Reading, Stated, derived, say_share
from xuke.figures.texts import capital, say
from xuke.model import Basis

_BARS = (
    (("online_accepted", "online_acceptance_rate_stated"),
     ("fully_online", "full_online_rate_stated")),
    (("commitment_based", ""),),
    (("decided_on_the_spot", "on_the_spot_rate_stated"),),
    (("", "unattended_rate_stated"),),
)  # fmt: skip
"""Each bar's parts, the wider first: the metric that counts them, the one that states a rate."""
_DECISIONS = ("approved", "not_approved")
_METRICS = ["accepted", *(metric for bar in _BARS for part in bar for metric in part if metric)]
_COLORS = {1: (style.DEEP,), 2: (style.MID, style.DEEP)}

_LEFT, _LENGTH, _HEIGHT = 118.0, 200.0, 26.0
_SIDE_LEFT, _SIDE_WIDTH = 336.0, 190.0


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of all cases: ``share`` in per cent, from counts or (``rate``) as stated."""

    stated: Stated
    share: Stated
    rate: bool


def channels(
    observations: pd.DataFrame, sources: pd.DataFrame, language: str = "zh"
) -> Exhibit | Note:
    """Cases of one report accepted online, wholly online, on commitment, and on the spot.

    Each bar is all cases of the report: accepted ones, or decided ones where it counts among
    those and says so. Parts of one bar lie within each other; parts of two bars may overlap. A
    rate that the report gives itself is drawn in outline. Parameters as for `Reading`.
    """
    reading = Reading(observations, sources, language, [*_METRICS, *_DECISIONS])
    whole = _whole(reading)
    if whole is None or whole.metric == "accepted":
        reading = Reading(observations, sources, language, _METRICS)
    found = ([_part(reading, whole, *each) for each in bar] for bar in _BARS)
    bars = [parts for bar in found if (parts := [part for part in bar if part])]
    if not bars:
        said = say("channels_none", language, subject=reading.subject)
        return Note("channels", language, said)
    sentence = reading.clauses([_clause(reading, whole, part) for bar in bars for part in bar])
    return Exhibit(
        "channels",
        language,
        caption=f"{say('channels_caption', language)} {reading.source}",
        alt=f"{say('channels_alt', language)} {sentence}",
        draw=lambda: _draw(reading, whole, bars),
        sentence=sentence,
    )


def _whole(reading: Reading) -> Stated | None:
    """What the bars stand for: accepted cases, or decisions where a part is counted among them."""
    counts = [reading.get(count) for bar in _BARS for count, _ in bar if count]
    if any(each and each.basis == Basis.CONCLUDED for each in counts):
        approved, refused = map(reading.get, _DECISIONS)
        if approved is None or refused is None:
            return None
        total = approved.value + refused.value
        return derived("decisions", total, approved.unit, approved, refused)
    return reading.get("accepted")


def _part(reading: Reading, whole: Stated | None, count: str, rate: str) -> _Part | None:
    counted, stated = reading.get(count), reading.get(rate)
    if counted and whole and whole.value:
        share = derived("share", 100 * counted.value / whole.value, "%", counted, whole)
        return _Part(counted, share, rate=False)
    return _Part(stated, stated, rate=True) if stated else None


def _name(whole: Stated | None, reading: Reading) -> str:
    if whole is None or whole.metric == "decisions":
        return say("channels_decisions" if whole else "channels_cases", reading.language)
    return reading.label(whole.metric)


def _clause(reading: Reading, whole: Stated | None, part: _Part) -> str:
    if part.rate:
        return reading.phrase(part.stated)
    share = say_share(part.share, reading.language)
    beside = say("of_whole", reading.language, share=share, whole=_name(whole, reading))
    open_, close = ("（", "）") if reading.language == "zh" else (" (", ")")
    return f"{reading.phrase(part.stated)}{open_}{beside}{close}"


def _draw(reading: Reading, whole: Stated | None, bars: list[list[_Part]]) -> Figure:
    page = new_figure(language=reading.language)
    page.title(_title(reading, whole, bars))
    counted = any(not part.rate for parts in bars for part in parts)
    if whole is not None and counted:
        heading = capital(_name(whole, reading))
        bottom = _heading(page, heading, reading.said(whole))
        page.bar(_LEFT, page.y, _LENGTH, _HEIGHT, style.PALE, label=whole.metric)
        page.y = max(bottom, page.y + _HEIGHT) + 12
    for parts in bars:
        _draw_bar(page, reading, parts)
    notes = say("channels_note", reading.language) if len(bars) > 1 else ""
    stated = any(part.rate for parts in bars for part in parts)
    page.y -= 3
    page.caption(notes, say("channels_stated", reading.language) if stated else "", reading.source)
    return page.finish()


def _draw_bar(page: Page, reading: Reading, parts: list[_Part]) -> None:
    top = page.y
    page.bar(_LEFT, top, _LENGTH, _HEIGHT, style.PALE, label="whole")
    side = top
    for part, color in zip(parts, _COLORS[len(parts)], strict=True):
        share = part.share.value
        width = max(_LENGTH * min(share, 100) / 100, 0.8 if share else 0)
        fill, edge = ("white", color) if part.rate else (color, "none")
        page.bar(_LEFT, top, width, _HEIGHT, fill, edge=edge, label=part.stated.metric)
        words = _beside(reading, part, named=len(parts) > 1)
        # A swatch ties the words to their part where one bar holds two.
        if len(parts) > 1:
            page.bar(_SIDE_LEFT - 12, side + 2, 7, 7, fill, edge=edge, label="key")
        side = page.text(_SIDE_LEFT, side, words, width=_SIDE_WIDTH) + 3
    heads = say("channels_online", reading.language) if len(parts) > 1 else ""
    heading = heads or reading.heading(parts[0].stated.metric)
    low = page.text(page.left, top, heading, color=style.SOFT, width=98)
    page.y = max(top + _HEIGHT, side, low) + 9


def _beside(reading: Reading, part: _Part, *, named: bool) -> str:
    """The words beside a bar: the part's name where the bar holds two, its cases, its share."""
    share = say_share(part.share, reading.language)
    cases = "" if part.rate else reading.said(part.stated)
    name = reading.heading(part.stated.metric) if named else ""
    if part.rate:
        return f"{name} {share}".strip()
    return f"{name} {cases}\n{share}".strip()


def _heading(page: Page, heading: str, value: str) -> float:
    low = page.text(page.left, page.y, heading, color=style.SOFT, width=98)
    return page.text(page.left, low + 1, value, size=12, width=98)


def _title(reading: Reading, whole: Stated | None, bars: list[list[_Part]]) -> str:
    first = bars[0][0]
    said = {
        "subject": reading.subject,
        "part": reading.label(first.stated.metric),
        "share": say_share(first.share, reading.language),
    }
    if first.rate:
        return say("channels_title_rate", reading.language, **said)
    return say("channels_title", reading.language, **said, whole=_name(whole, reading))
