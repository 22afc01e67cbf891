"""The small language of checks and indicators: sums of metrics, and two sums compared.

``approved + not_approved`` is a sum. A term may be marked:

- ``pending?``: a report may leave it out; what it then amounts to is unknown, but not negative.
- ``total(handled)``: the figure of the whole report, also where the others are of one item.

``accepted = approved + not_approved + pending?`` is a rule; its relation is ``=`` or ``<=``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_TERM = re.compile(r"(?:(?P<total>total)\(\s*(?P<whole>[a-z0-9_]+)\s*\)|(?P<metric>[a-z0-9_]+))"
                   r"(?P<optional>\?)?")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One metric in a sum."""

    metric: str
    optional: bool = False
    total: bool = False

    def __str__(self) -> str:
        return (f"total({self.metric})" if self.total else self.metric) + "?" * self.optional


@dataclass(frozen=True, slots=True)
class Rule:
    """Two sums and how the left one must stand to the right one."""

    left: tuple[Term, ...]
    relation: Literal["=", "<="]
    right: tuple[Term, ...]

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics on both sides, in the order written."""
        return tuple(term.metric for term in (*self.left, *self.right))

    def __str__(self) -> str:
        left, right = (" + ".join(map(str, side)) for side in (self.left, self.right))
        return f"{left} {self.relation} {right}"


def parse_sum(text: str) -> tuple[Term, ...]:
    """Read a sum such as ``approved + not_approved``; ValueError where it is none."""
    return tuple(_parse_term(part.strip(), text) for part in text.split("+"))


def parse_rule(text: str) -> Rule:
    """Read a rule such as ``accepted = approved + not_approved``; ValueError where it is none."""
    sides = re.split(r"(<=|=)", text)
    if len(sides) != 3:
        raise ValueError(f"expected one = or <= in {text!r}")
    left, relation, right = sides
    return Rule(parse_sum(left), "=" if relation == "=" else "<=", parse_sum(right))


def _parse_term(part: str, whole: str) -> Term:
    match = _TERM.fullmatch(part)
    if match is None:
        raise ValueError(f"{part!r} is not a metric in {whole!r}")
    metric = match["whole"] or match["metric"]
    return Term(metric, optional=match["optional"] is not None, total=match["total"] is not None)
