"""Corrections of figures that a published report states wrongly, from ``data/corrections.csv``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from annotated_types import Ge
from pydantic import BaseModel, BeforeValidator, ConfigDict, FiniteFloat, field_validator

from xuke import catalog
from xuke.catalog.definitions import read_lines
from xuke.catalog.rows import Text
from xuke.model import (
    DefinitionError,
    NoFiguresError,
    PanelError,
    StatedAs,
    UnknownNameError,
    XukeError,
)

COLUMNS = ("corrected_from", "correction")
"""What a correction leaves on its figure: the value that the report states, and the reason."""

_TOTAL = "(the total)"
_EXACT = 15  # digits that a float64 holds


def _digits(text: str) -> str:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text.strip()):
        raise ValueError("write a number in digits alone, such as 407058 or 22.26")
    if len(text.replace(".", "")) > _EXACT:
        raise ValueError(f"has more than {_EXACT} digits, which a table does not hold exactly")
    return text


_Number = Annotated[FiniteFloat, BeforeValidator(_digits)]


class Correction(BaseModel):
    """One line of the file: a figure by source, item and metric, what it is and what it should be.

    ``expected`` is the value that the report states; ``item`` is empty for the total.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Text
    item: str
    metric: Text
    expected: _Number
    value: Annotated[_Number, Ge(0)]
    reason: str

    @field_validator("reason")
    @classmethod
    def _says_why(cls, reason: str) -> str:
        if not reason.strip():
            raise ValueError("say why the figure is wrong")
        return reason.strip()


@dataclass(frozen=True, slots=True)
class Line:
    """A correction and where it stands, as ``file:line``."""

    where: str
    correction: Correction


def read(path: Path) -> list[Line]:
    """The corrections in the file *path*; PanelError names a faulty line."""
    try:
        return [Line(f"{path}:{line}", each) for line, _, each in read_lines(path, Correction)]
    except DefinitionError as error:
        raise PanelError(str(error)) from None


def apply(frame: pd.DataFrame, lines: Iterable[Line]) -> pd.DataFrame:
    """A copy of a panel with each correction made, its former value and reason beside it.

    A correction that matches no figure, or whose figure is no longer what it expects (because the
    source has been mended, say), is a PanelError: an unused correction hides a change. So is half
    a case, or half of anything else that is counted.
    """
    corrected = frame.copy()
    done: dict[int, str] = {}
    for line in lines:
        fix = line.correction
        try:
            label = _find(frame, fix)
        except XukeError as error:
            raise PanelError(f"{line.where}: {error}") from None
        if label in done:
            raise PanelError(f"{line.where}: the figure is corrected already in {done[label]}")
        done[label] = line.where
        stated: Any = frame.at[label, "value"]
        if fix.value == fix.expected:
            raise PanelError(f"{line.where}: the new value is the one that the report states")
        if stated != fix.expected:
            raise PanelError(
                f"{line.where}: {fix.metric} of {fix.source} is expected to be "
                f"{fix.expected:.10g}, but the panel holds {stated:.10g}; mend or remove the line"
            )
        unit = str(frame.at[label, "unit"])
        if catalog.units()[unit].counted and fix.value % 1:
            raise PanelError(f"{line.where}: value: {fix.value:.10g} {unit} is no whole number")
        if unit == "%" and fix.value > 100:
            raise PanelError(f"{line.where}: value: {fix.value:.10g} % is more than all of them")
        corrected.loc[label, "value"] = fix.value
        # "None" in words is a zero; what it is corrected to is a figure.
        corrected.loc[label, "stated_as"] = StatedAs.FIGURE.value
        corrected.loc[label, "corrected_from"] = stated
        corrected.loc[label, "correction"] = fix.reason
    return corrected


def _find(frame: pd.DataFrame, fix: Correction) -> int:
    """The row label of the one figure that *fix* is about."""
    rows = frame[frame["source"] == fix.source]
    if rows.empty:
        raise NoFiguresError("source", fix.source, frame["source"].unique())
    for column, wanted, kind in (
        ("metric", fix.metric, f"metric of {fix.source}"),
        ("item", fix.item, f"item of {fix.metric} of {fix.source}"),
    ):
        found = rows[rows[column] == wanted]
        if found.empty:
            known = (name or _TOTAL for name in rows[column].unique())
            raise UnknownNameError(kind, wanted or _TOTAL, known)
        rows = found
    if len(rows) > 1:
        raise PanelError(f"{fix.metric} of {fix.source} are {len(rows)} figures, of several years")
    return int(rows.index[0])
