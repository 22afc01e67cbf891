"""The flow of cases from application to decision."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd
from matplotlib.figure import Figure

from xuke.figures import style
from xuke.figures.exhibit import Exhibit, Note
from xuke.figures.page import Page, new_figure
from xuke.figures.reading import Reading, Stated, derived
from xuke.figures.texts import capital, say
from xuke.wording import format_number

_STEPS = (
    ("applications", ()),
    ("accepted", ("not_accepted",)),
    ("approved", ("not_approved", "pending", "revoked")),
)
"""Each step of a case, and what leaves the way on reaching it."""
_METRICS = [metric for step, leaving in _STEPS for metric in (step, *leaving)]
_COLORS = {"applications": style.PALE, "accepted": style.MID, "approved": style.DEEP}
_UNACCOUNTED = "unaccounted"
_NO_GAP = Stated(_UNACCOUNTED, 0, "")

_BAR_LEFT, _BAR_WIDTH = 118.0, 200.0
_SIDE_LEFT, _SIDE_WIDTH = 346.0, 180.0
_SIDE_BAR = 150.0
"""The longest bar in the side column."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its cases, and the parts of the step before that do not reach it.

    ``gap`` is what the parts leave unexplained, negative where they are too many.
    """

    cases: Stated
    parts: tuple[Stated, ...] = ()
    gap: Stated = _NO_GAP


def flow(observations: pd.DataFrame, sources: pd.DataFrame, language: str = "zh") -> Exhibit | Note:
    """Cases of one report from application to acceptance to approval, and where the rest went.

    Steps are bars on one scale. What does not reach the next step, often less than one in a
    thousand, stands beside on a larger scale that the figure names; cases that no figure of the
    report explains are hatched and called so. Parameters as for `Reading`.
    """
    reading = Reading(observations, sources, language, _METRICS)
    steps = _steps(reading)
    if len(steps) < 2:
        stated = [reading.phrase(step.cases) for step in steps]
        name = "flow_one" if stated else "flow_none"
        said = say(name, language, subject=reading.subject, stated="".join(stated))
        return Note("flow", language, said)
    sentence = reading.clauses(_clauses(reading, steps))
    return Exhibit(
        "flow",
        language,
        caption=f"{say('flow_caption', language)} {reading.source}",
        alt=f"{say('flow_alt', language)} {sentence}",
        draw=lambda: _draw(reading, steps),
        sentence=sentence,
    )


def _steps(reading: Reading) -> list[Step]:
    steps: list[Step] = []
    parts: list[Stated] = []
    for metric, leaving in _STEPS:
        parts += filter(None, map(reading.get, leaving))
        cases = reading.get(metric)
        if cases is None:
            continue
        if steps:
            before = steps[-1].cases
            gap = before.value - cases.value - sum(part.value for part in parts)
            apart = derived(_UNACCOUNTED, gap, cases.unit, before, cases, *parts)
            steps.append(Step(cases, tuple(parts), apart))
        else:
            steps.append(Step(cases))
        parts = []
    return steps


def _clauses(reading: Reading, steps: list[Step]) -> list[str]:
    said = [reading.phrase(steps[0].cases)]
    for before, step in pairwise(steps):
        for each in (step.cases, *step.parts):
            said.append(reading.phrase(each) + _share(reading, each, before.cases))
        for each in _unexplained(step):
            said.append(reading.phrase(each, say(_UNACCOUNTED, reading.language)))
        if step.gap.value < 0:
            said.append(_excess(reading, before, step))
    return said


def _share(reading: Reading, part: Stated, whole: Stated) -> str:
    if not whole.value or part.none:
        return ""
    share = reading.share(part, whole)
    said = say("of_whole", reading.language, share=share, whole=reading.label(whole.metric))
    return f"（{said}）" if reading.language == "zh" else f" ({said})"


def _excess(reading: Reading, before: Step, step: Step) -> str:
    count = replace(step.gap, value=-step.gap.value)
    whole = reading.label(before.cases.metric)
    return say("excess", reading.language, count=reading.said(count), whole=whole)


def _draw(reading: Reading, steps: list[Step]) -> Figure:
    page = new_figure(language=reading.language)
    ends = {"first": reading.phrase(steps[0].cases), "last": reading.phrase(steps[-1].cases)}
    page.title(say("flow_title", reading.language, subject=reading.subject, **ends))
    scale = _BAR_WIDTH / max(*(step.cases.value for step in steps), 1)
    leaving = [each.value for step in steps for each in (*step.parts, *_unexplained(step))]
    zoom = _round_down(_SIDE_BAR / scale / max(leaving)) if any(leaving) else 1.0
    before: Step | None = None
    for step in steps:
        top = page.y
        page.text(page.left, top, reading.heading(step.cases.metric), color=style.SOFT, width=98)
        page.text(page.left, top + 13, reading.said(step.cases), size=12)
        width = max(scale * step.cases.value, 0.8)
        color = _COLORS[step.cases.metric]
        page.bar(_BAR_LEFT, top, width, 30, color, label=step.cases.metric)
        bottom = top + 30
        if before is not None:
            bottom = max(bottom, _draw_leaving(page, reading, before, step, scale, zoom))
        elif any(leaving):
            page.text(_SIDE_LEFT, top, _say_zoom(zoom, reading.language), size=style.NOTE_SIZE,
                      color=style.SOFT, width=_SIDE_WIDTH)  # fmt: skip
        page.y = bottom + 12
        before = step
    page.y -= 12
    page.caption(say("flow_note", reading.language) if any(leaving) else "", reading.source)
    return page.finish()


def _draw_leaving(
    page: Page, reading: Reading, before: Step, step: Step, scale: float, zoom: float
) -> float:
    """The parts that do not reach *step*, beside it; returns the bottom of the last."""
    y = page.y
    start, end = (_BAR_LEFT + scale * each.cases.value for each in (step, before))
    if end - start > 0.3:
        page.bar(start, y, end - start, 30, "white", edge=style.FAINT, label="difference")
    shown = [each for each in (*step.parts, *_unexplained(step)) if each.value > 0]
    if shown:
        page.line([max(start, end) + 3, _SIDE_LEFT - 5], [y + 6, y + 6], style.FAINT)
    for each in shown:
        unknown = each.metric == _UNACCOUNTED
        label = say(_UNACCOUNTED, reading.language) if unknown else reading.label(each.metric)
        words = capital(reading.phrase(each, label)) + _share(reading, each, before.cases)
        y = page.text(_SIDE_LEFT, y, words, width=_SIDE_WIDTH) + 2
        page.bar(
            _SIDE_LEFT,
            y,
            max(scale * zoom * each.value, 0.8),
            9,
            "white" if unknown else style.MID if each.metric == "pending" else style.ALERT,
            hatch=style.UNKNOWN_HATCH if unknown else "",
            edge=style.SOFT if unknown else "none",
            label=each.metric,
        )
        y += 15
    if step.gap.value < 0:
        words = capital(_excess(reading, before, step))
        y = page.text(_SIDE_LEFT, y, words, color=style.ALERT_TEXT, width=_SIDE_WIDTH)
    zeros = [reading.phrase(each) for each in step.parts if each.none]
    for words in zeros:
        y = page.text(_SIDE_LEFT, y, words, color=style.SOFT, width=_SIDE_WIDTH)
    return y


def _unexplained(step: Step) -> tuple[Stated, ...]:
    return (step.gap,) if step.gap.value > 0 else ()


def _say_zoom(zoom: float, language: str) -> str:
    if zoom == 1:
        return say("same_scale", language)
    name, factor = ("larger_scale", zoom) if zoom > 1 else ("smaller_scale", 1 / zoom)
    return say(name, language, factor=format_number(round(factor)))


def _round_down(factor: float) -> float:
    """The largest of 1, 2, 5, 10, … (or 1/2, 1/5, …) that is no more than *factor*."""
    power = 10.0 ** math.floor(math.log10(factor))
    steps = (5, 2, 1) if factor >= 1 else (5, 2.5, 2, 1)
    return next(step * power for step in steps if step * power <= factor * (1 + 1e-9))
