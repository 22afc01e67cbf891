"""Invented sentences, tables and reports beside this file, with the figures that each must give.

Notation: ``metric[@item]=value``, then ``~`` rounded, ``>`` over, ``<`` nearly, ``+`` at least,
``-`` at most, ``w`` stated in words, ``/basis``.
"""

from pathlib import Path

import pytest

from xuke.extraction import extract
from xuke.model import Document, Qualifier

HERE = Path(__file__).parent
MARKS = {
    Qualifier.EXACT: "",
    Qualifier.ROUNDED: "~",
    Qualifier.OVER: ">",
    Qualifier.NEARLY: "<",
    Qualifier.AT_LEAST: "+",
    Qualifier.AT_MOST: "-",
}
TRAP = "虚构市青禾区2023年度行政许可实施情况年度报告\n二、行政许可办理情况\n{}"


def cases():
    for name in ("wordings.txt", "tables.txt", "reports.txt"):
        _, *blocks = (HERE / name).read_text(encoding="utf-8").split("\n---\n")
        for number, block in enumerate(blocks, 1):
            text, _, expected = block.rpartition("\n=== ")
            yield pytest.param(text, set(expected.split()), id=f"{name}-{number}")


def traps():
    _, *sentences = (HERE / "traps.txt").read_text(encoding="utf-8").splitlines()
    return sentences


def shown(o):
    item = f"@{o.item}" if o.item else ""
    words = "w" if o.stated_as == "words" else ""
    basis = f"/{o.basis}" if o.basis else ""
    return f"{o.metric}{item}={o.value.normalize():f}{MARKS[o.qualifier]}{words}{basis}"


@pytest.mark.parametrize(("text", "expected"), [*cases()])
def test_text_gives_these_figures_and_no_other(text, expected):
    result = extract(Document("x", "", text, ()))
    assert {shown(o) for o in result.observations} == expected
    for each in result.readings:
        told, figure = each.observation, each.quantity.span
        assert told.words == text[told.start : told.end]
        assert told.start <= figure.start < figure.end <= told.end


@pytest.mark.parametrize("sentence", traps())
def test_same_verbs_about_something_else_give_no_figure(sentence):
    result = extract(Document("x", "", TRAP.format(sentence), ()))
    assert result.observations == ()
    assert result.dismissed or result.unassigned
