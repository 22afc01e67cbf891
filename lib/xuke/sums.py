"""Sums of metrics over every report and item of a panel at once, and how sure they are.

A qualified figure is a range: 300 余 is at least 300, 近千 at most 1000, and a rounded figure may
be off by half a unit in its last place. Checks compare ranges, so that rounding is never called
a contradiction; indicators use the values as stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from xuke import catalog
from xuke.catalog import Indicator, Term
from xuke.model import Basis, Qualifier
from xuke.panel import REPORT

ROW = [*REPORT, "item"]
"""What one row of a sum is: a report, or one item of it."""


class Figure(NamedTuple):
    """One figure of the panel as it is worded; ``correction`` is why it was corrected, or empty."""

    value: float
    unit: str
    qualifier: str
    stated_as: str
    correction: str


@dataclass(frozen=True)
class Sum:
    """A sum of terms for each row of `Sums.rows`; arrays of that length.

    All are NaN where a required term is not reported. ``low`` and ``high`` bound ``value`` by the
    qualifiers of its terms. Where ``left_out``, an optional term is not reported and counts as 0,
    though it may be anything above.
    """

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    left_out: np.ndarray

    def replaced(self, where: np.ndarray, other: Sum) -> Sum:
        """A sum with the rows of *other* in place of these where *where* is true."""
        pairs = ((getattr(other, each.name), getattr(self, each.name)) for each in fields(self))
        return Sum(*(np.where(where, new, old) for new, old in pairs))


@dataclass(frozen=True)
class Ratio:
    """An indicator's numerator and denominator for each row of `Sums.rows`, and their quotient.

    ``value``, ``low`` and ``high`` are in the indicator's unit; ``concluded`` tells where the
    denominator is that of concluded cases.
    """

    numerator: Sum
    denominator: Sum
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    concluded: np.ndarray


class Sums:
    """Looks up and adds the figures of a panel.

    ``rows`` is the index (district, agency, year, item): every report has a row for its total,
    with an empty item, and one for each of its items. ``row_of_figure`` tells the row of each
    figure of the panel, ``row_of_total`` that of the report that a row belongs to.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        totals = frame[REPORT].drop_duplicates().assign(item="")
        keys = pd.concat([frame[ROW], totals]).drop_duplicates().sort_values(ROW)
        self.rows = pd.MultiIndex.from_frame(keys)
        self.row_of_figure = self.rows.get_indexer(pd.MultiIndex.from_frame(frame[ROW]))
        whole = pd.MultiIndex.from_frame(keys.assign(item=""))
        self.row_of_total = self.rows.get_indexer(whole)

    @property
    def is_total(self) -> np.ndarray:
        """Which rows stand for a whole report."""
        return np.asarray(self.row_of_total == np.arange(len(self.rows)))

    def column(self, term: Term) -> np.ndarray:
        """Positions in the panel of a term's figures, -1 where it is not reported."""
        found = self._of_metric.get(term.metric)
        if found is None:
            found = np.full(len(self.rows), -1)
        return found[self.row_of_total] if term.total else found

    def add(self, terms: Sequence[Term]) -> Sum:
        """The sum of *terms* for each row."""
        shape = len(self.rows)
        value, low, high = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        left_out = np.zeros(shape, dtype=bool)
        for term in terms:
            at = self.column(term)
            absent = at < 0
            for total, stated in ((value, self._value), (low, self._low), (high, self._high)):
                total += np.where(absent, 0.0 if term.optional else np.nan, stated[at])
            if term.optional:
                left_out |= absent
        # Adding cents as binary fractions leaves dust that would read as a difference.
        return Sum(value.round(6), low.round(6), high.round(6), left_out)

    def ratio(self, indicator: Indicator, *, concluded: bool | None = None) -> Ratio:
        """The quotient that defines *indicator*; NaN where a figure is missing or divides by 0.

        The denominator is that of concluded cases where the numerator's basis says so, or for
        every row or none as *concluded* tells.
        """
        numerator, denominator = self.add(indicator.numerator), self.add(indicator.denominator)
        among = np.zeros(len(self.rows), dtype=bool)
        if indicator.concluded:
            among = self.concluded(indicator.numerator) if concluded is None else among | concluded
            denominator = denominator.replaced(among, self.add(indicator.concluded))
        # A share of the whole is asked of the parts only.
        of_whole = any(term.total for term in indicator.denominator)
        usable = (denominator.value > 0) & ~(of_whole & self.is_total)
        scale = catalog.units()[indicator.unit].scale
        with np.errstate(divide="ignore", invalid="ignore"):
            value, low, high = (
                np.where(usable, scale * above / below, np.nan)
                for above, below in (
                    (numerator.value, denominator.value),
                    (numerator.low, denominator.high),
                    (numerator.high, denominator.low),
                )
            )
        return Ratio(numerator, denominator, value, low, high, among)

    def concluded(self, terms: Sequence[Term]) -> np.ndarray:
        """Where a figure of *terms* is stated of concluded cases."""
        basis = np.append(self.frame["basis"].to_numpy(dtype=object), "")
        return np.asarray((basis[self.positions(terms)] == Basis.CONCLUDED.value).any(axis=1))

    def positions(self, terms: Sequence[Term]) -> np.ndarray:
        """Positions in the panel of each term's figures: one row per row, one column per term."""
        columns = [self.column(term) for term in terms]
        return np.column_stack(columns) if columns else np.empty((len(self.rows), 0), dtype=int)

    def labels(self, positions: np.ndarray) -> list[tuple[Any, ...]]:
        """The row labels in the panel behind each row of *positions*, each once, none if absent."""
        return [self.label(row) for row in positions.tolist()]

    def label(self, places: Sequence[int]) -> tuple[Any, ...]:
        """The row labels in the panel of the figures at *places*, each once, none if absent."""
        return tuple(self._index[place] for place in dict.fromkeys(places) if place >= 0)

    @cached_property
    def figures(self) -> list[Figure]:
        """The figures of the panel in its order."""
        columns = (self.frame[name].tolist() for name in Figure._fields)
        return [Figure(*each) for each in zip(*columns, strict=True)]

    @cached_property
    def corrected(self) -> np.ndarray:
        """Whether each figure of the panel was corrected; the last entry is for position -1."""
        return np.append((self.frame["correction"] != "").to_numpy(), np.False_)

    @cached_property
    def keys(self) -> list[tuple[Any, ...]]:
        """District, agency, year and item of each row."""
        return self.rows.tolist()

    @cached_property
    def _index(self) -> list[Any]:
        return self.frame.index.tolist()

    @cached_property
    def _of_metric(self) -> dict[str, np.ndarray]:
        found: dict[str, np.ndarray] = {}
        for metric, places in self.frame.groupby("metric", observed=True).indices.items():
            column = np.full(len(self.rows), -1)
            column[self.row_of_figure[places]] = places
            found[str(metric)] = column
        return found

    # The last entry answers for position -1, a figure that is not reported.
    @cached_property
    def _value(self) -> np.ndarray:
        return np.append(self.frame["value"].to_numpy(dtype=float), np.nan)

    @cached_property
    def _low(self) -> np.ndarray:
        return self._bound({Qualifier.NEARLY: -np.inf, Qualifier.AT_MOST: -np.inf}, -0.5)

    @cached_property
    def _high(self) -> np.ndarray:
        return self._bound({Qualifier.OVER: np.inf, Qualifier.AT_LEAST: np.inf}, 0.5)

    def _bound(self, fixed: dict[Qualifier, float], half: float) -> np.ndarray:
        bound = self._value.copy()
        qualifier = self.frame["qualifier"].to_numpy(dtype=object)
        for name, value in fixed.items():
            bound[:-1][qualifier == name.value] = value
        for place in np.flatnonzero(qualifier == Qualifier.ROUNDED.value):
            bound[place] += half * rounding_step(bound[place])
        return bound


def rounding_step(value: float) -> float:
    """The unit of a rounded figure's last non-zero digit: 1000 for 2279000, 0.1 for 2.5."""
    if decimals := printed_decimals(value):
        return float(10.0**-decimals)
    digits = f"{value:.0f}"
    return float(10.0 ** (len(digits) - len(digits.rstrip("0")))) if value else 1.0


def printed_decimals(value: float) -> int:
    """How many decimals *value* was printed with, at least; final zeros are not known."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])
