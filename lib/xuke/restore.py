"""The smallest sets of figures whose change would make a contradictory report balance.

Which figure is wrong cannot be told from the report alone; which could be, can. The problem is
solved in two halves that take turns, as minimal hitting sets (Reiter 1987, *A theory of diagnosis
from first principles*): a master picks the smallest set of figures that no earlier refusal rules
out, and an integer program tells whether values for that set, and no others, restore every
balance. A set that cannot, nor can its subsets, so that the next one must hold a figure outside
it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as stated, and the range that it may stand for; None where that has no end."""

    value: Decimal
    low: Decimal | None
    high: Decimal | None

    @classmethod
    def exact(cls, value: Decimal | int) -> Stated:
        """A figure that stands for itself alone."""
        return cls(Decimal(value), Decimal(value), Decimal(value))


@dataclass(frozen=True, slots=True)
class Balance(Generic[Name]):
    """``sum(factor * figure) = 0``, or ``<= 0`` if *bound*.

    *open_terms* are the factors of figures that the report leaves out, of any value from 0 on.
    """

    check: str
    terms: Mapping[Name, int]
    bound: bool = False
    open_terms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Change(Generic[Name]):
    """Figures that must change together, and the least and the most that each may then be.

    An end that is None has no limit.
    """

    figures: tuple[Name, ...]
    ranges: tuple[tuple[Decimal, Decimal | None], ...]


@dataclass(frozen=True, slots=True)
class Imbalance(Generic[Name]):
    """Checks that fail and bear on each other, and every smallest change that would mend them.

    ``complete`` tells whether ``changes`` are all there are, or the search stopped at the limit.
    """

    checks: tuple[str, ...]
    changes: tuple[Change[Name], ...]
    complete: bool


def smallest_changes(
    figures: Mapping[Name, Stated], balances: Sequence[Balance[Name]], *, most: int = 60
) -> tuple[Imbalance[Name], ...]:
    """For each group of connected balances that fail, the smallest sets of figures to change.

    Every figure is a count or a sum of money, never negative, changed by whole steps of the
    smallest decimal place in use. Balances that hold stay so. Up to *most* sets are given for
    each group, in the order of *figures*; nothing for a report that balances.
    """
    found = []
    for group in _connected(balances):
        names = [name for name in figures if any(name in balance.terms for balance in group)]
        problem = _Problem(names, [figures[name] for name in names], group)
        if not problem.solvable(frozenset()):
            found.append(problem.imbalance(most))
    return tuple(found)


def _connected(balances: Sequence[Balance[Name]]) -> list[list[Balance[Name]]]:
    """Balances in groups that share no figure, in the order given."""
    groups: list[list[Balance[Name]]] = []
    for balance in balances:
        apart, joined = [], [balance]
        for group in groups:
            shares = any(not each.terms.keys().isdisjoint(balance.terms) for each in group)
            if shares:
                joined = [*group, *joined]
            else:
                apart.append(group)
        groups = [*apart, joined]
    return groups


class _Problem(Generic[Name]):
    """The balances of one group as a matrix over figures and left-out figures, in whole steps."""

    def __init__(
        self, names: Sequence[Name], stated: Sequence[Stated], balances: Sequence[Balance[Name]]
    ) -> None:
        self.names, self.balances = names, balances
        self.step = min((_place(each.value) for each in stated), default=Decimal(1))
        free = sum(len(balance.open_terms) for balance in balances)
        self.matrix = np.zeros((len(balances), len(names) + free))
        column = len(names)
        for row, balance in enumerate(balances):
            for name, factor in balance.terms.items():
                self.matrix[row, names.index(name)] = factor
            for factor in balance.open_terms:
                self.matrix[row, column] = factor
                column += 1
        self.value = np.array([self._steps(each.value, 0) for each in stated])
        self.low = np.array([self._steps(each.low, 0) for each in stated] + [0.0] * free)
        self.high = np.array([self._steps(each.high, np.inf) for each in stated] + [np.inf] * free)
        lower = np.where([balance.bound for balance in balances], -np.inf, 0.0)
        self.rows = LinearConstraint(self.matrix, lower, np.zeros(len(balances)))

    def imbalance(self, most: int) -> Imbalance[Name]:
        # A refused set names the figures outside it, of which one at least must change.
        outside: list[frozenset[int]] = [self._refused(frozenset())]
        found: list[frozenset[int]] = []
        while len(found) <= most:
            chosen = self._smallest(outside, found)
            if chosen is None or (found and len(chosen) > len(found[0])):
                break
            if self.solvable(chosen):
                found.append(chosen)
            else:
                outside.append(self._refused(chosen))
        failing = tuple(
            balance.check
            for row, balance in enumerate(self.balances)
            if not self.solvable(frozenset(), row)
        )
        sets = sorted(found[:most], key=sorted)
        return Imbalance(failing, tuple(map(self._change, sets)), complete=len(found) <= most)

    def solvable(self, changed: frozenset[int], row: int | None = None) -> bool:
        """Whether the balances, or that of *row*, can hold with only *changed* figures moved."""
        return self._solve(changed, np.zeros(self.matrix.shape[1]), row) is not None

    def _solve(
        self, changed: frozenset[int], aim: np.ndarray, row: int | None = None
    ) -> np.ndarray | None:
        low, high = self.low.copy(), self.high.copy()
        free = list(changed)
        low[free], high[free] = 0, np.inf
        rows = self.rows
        if row is not None:
            rows = LinearConstraint(self.matrix[[row]], rows.lb[[row]], rows.ub[[row]])
        # Counted from what is stated, the numbers are as small as the gap and stay exact.
        base = np.append(self.value, np.zeros(len(low) - len(self.value)))
        shift = rows.A @ base
        moved = LinearConstraint(rows.A, rows.lb - shift, rows.ub - shift)
        bounds = Bounds(low - base, high - base)
        result = milp(aim, integrality=np.ones(len(low)), bounds=bounds, constraints=moved)
        return None if result.x is None else np.round(result.x + base)

    def _refused(self, changed: frozenset[int]) -> frozenset[int]:
        """Figures outside the largest set around *changed* that still restores nothing."""
        for each in range(len(self.names)):
            if each not in changed and not self.solvable(changed | {each}):
                changed |= {each}
        return frozenset(range(len(self.names))) - changed

    def _smallest(
        self, outside: Sequence[frozenset[int]], found: Sequence[frozenset[int]]
    ) -> frozenset[int] | None:
        """Smallest set that meets each of *outside* and holds none of *found*."""
        count = len(self.names)
        held = [*outside, *found]
        least = [1.0] * len(outside) + [-np.inf] * len(found)
        most = [np.inf] * len(outside) + [len(each) - 1.0 for each in found]
        matrix = np.array([[float(n in each) for n in range(count)] for each in held])
        rows = LinearConstraint(matrix, least, most)
        result = milp(np.ones(count), integrality=np.ones(count), bounds=(0, 1), constraints=rows)
        return None if result.x is None else frozenset(np.flatnonzero(result.x > 0.5).tolist())

    def _change(self, changed: frozenset[int]) -> Change[Name]:
        order = sorted(changed)
        ranges = tuple(
            (self._end(changed, each, 1), self._end(changed, each, -1)) for each in order
        )
        return Change(
            tuple(self.names[each] for each in order),
            tuple((low or Decimal(0), high) for low, high in ranges),
        )

    def _end(self, changed: frozenset[int], figure: int, sign: int) -> Decimal | None:
        """Least (*sign* 1) or most (-1) that a figure may be when *changed* are free to move."""
        aim = np.zeros(self.matrix.shape[1])
        aim[figure] = sign
        solved = self._solve(changed, aim)
        return None if solved is None else Decimal(int(solved[figure])) * self.step

    def _steps(self, value: Decimal | None, otherwise: float) -> float:
        return otherwise if value is None else float(value / self.step)


def _place(value: Decimal) -> Decimal:
    """Unit of the last decimal place in use, 1 for whole numbers."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(0, exponent)) if isinstance(exponent, int) else Decimal(1)
