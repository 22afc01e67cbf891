"""What reading a document gives: figures with their rules, and every number that is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from xuke.model import Basis, Observation, Qualifier, Quantity, Span

_Found = TypeVar("_Found")

SUM = "sum_of_classes"
BELOW = "list_below"
WEAK = 5
"""By how much the rank of a figure that gives way to others is below theirs."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An observation, the name of the rule by which it was read, and its number."""

    observation: Observation
    rule: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A number that is no figure of the report, and why."""

    quantity: Quantity
    reason: str


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A number that no rule understood, why, and the sentence that it stands in."""

    quantity: Quantity
    reason: str
    context: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Numbers that the document gives for one figure and that differ; all are unassigned."""

    metric: str
    item: str
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A named reform that the document mentions.

    ``section`` is its outermost heading, ``agency`` who does it where the sentence says so,
    ``status`` a name of ``statuses.csv``, ``status_words`` the words that tell it, ``metrics``
    those of the document's figures that belong to it.
    """

    initiative: str
    span: Span
    words: str
    section: str
    agency: str
    status: str
    status_words: tuple[str, ...]
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was read in a document: each number stands in exactly one of the lists.

    A number with several readings (受理、办结均为 358 件) has several observations.
    """

    readings: tuple[Reading, ...]
    dismissed: tuple[Dismissal, ...]
    unassigned: tuple[Unassigned, ...]
    initiatives: tuple[Mention, ...]
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The figures of the document, in the order of the text."""
        return tuple(reading.observation for reading in self.readings)


@dataclass(slots=True)
class Candidate:
    """A figure as one sentence gives it, before the whole document has been weighed.

    ``named`` says that its own words name the ``item``. ``scope`` is ``wide`` for the figure of a
    larger area of which a part follows; ``part`` says that it stands among the parts of another
    figure. ``of`` is that figure, and ``needs_sum`` that the parts count only if they add up to
    it. ``rank`` tells how central its section is, ``latest`` that
    it is said to be how things are now, ``line`` where the numbered line starts that it stands
    in, -1 if in none.
    """

    quantity: Quantity
    metric: str
    start: int
    end: int
    rule: str
    item: str = ""
    named: bool = False
    value: Decimal = Decimal(0)
    unit: str = ""
    basis: Basis = Basis.UNSTATED
    scope: str = ""
    part: bool = False
    rank: int = 0
    latest: bool = False
    line: int = -1
    qualifier: Qualifier = Qualifier.EXACT
    of: Candidate | None = None
    needs_sum: bool = False

    @property
    def numbered(self) -> bool:
        """Whether it stands in a numbered line."""
        return self.line >= 0

    @property
    def ranked(self) -> bool:
        """Whether it stands for what a list of those with most cases counts of each."""
        return not self.quantity.words and self.rule.startswith("labels:")


def stand_in(metric: str, rule: str, span: Span) -> Candidate:
    """A total without a number that the words at *span* speak of, for its parts to be *of*."""
    return Candidate(Quantity(span, "", Decimal(0)), metric, span.start, span.end, rule)


@dataclass(slots=True)
class Findings:
    """What the sentences of a document gave, in the order of the text.

    ``sums`` stands for the total of the classes of business of a metric, in one section;
    ``of_kinds`` are the totals of tables by kind of case, which may be of one licence only;
    ``wider`` the metrics and licences of which figures of a larger area were told.
    """

    candidates: list[Candidate] = field(default_factory=list)
    dismissed: list[Dismissal] = field(default_factory=list)
    left: list[tuple[Quantity, str]] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    of_kinds: list[Candidate] = field(default_factory=list)
    sums: dict[tuple[str, int], Candidate] = field(default_factory=dict)
    wider: set[tuple[str, str]] = field(default_factory=set)

    def since(self, start: int) -> list[Candidate]:
        """The last candidates, those whose numbers stand at *start* of the text or after it."""
        return self.candidates[_first(self.candidates, start, _place) :]

    def left_since(self, start: int, unit: str) -> list[Quantity]:
        """The last numbers in *unit* that nobody understood, at *start* of the text or after it."""
        last = self.left[_first(self.left, start, lambda each: each[0].span.start) :]
        return [each for each, _ in last if each.unit == unit]

    def dismissed_since(self, start: int, unit: str, reason: str = "") -> list[Quantity]:
        """The last numbers in *unit* dismissed, for *reason* or any, at *start* or after it."""
        tail = self.dismissed[_first(self.dismissed, start, _place) :]
        last = (each for each in tail if reason in ("", each.reason))
        return [each.quantity for each in last if each.quantity.unit == unit]

    def take_back(self, start: int, unwanted: Iterable[Candidate]) -> None:
        """Remove *unwanted* from the candidates `since` *start*, among which they are."""
        tail, gone = self.since(start), {id(each) for each in unwanted}
        first = len(self.candidates) - len(tail)
        self.candidates[first:] = [each for each in tail if id(each) not in gone]

    @property
    def only_one_licence(self) -> bool:
        """Whether the list of licences, if it was read, has one of them only."""
        listed = [each for each in self.candidates if each.metric == "licensing_items"]
        return bool(listed) and all(each.quantity.value == 1 for each in listed)

    def settle(self) -> None:
        """Decide on the totals by kind of case: they are the report's if it has one licence."""
        if self.only_one_licence:
            self.candidates.extend(self.of_kinds)
        else:
            for each in self.of_kinds:
                self.leave(each.quantity, "part_of_total")
        self.of_kinds.clear()

    def sum_of(self, metric: str, section: int) -> Candidate:
        """What the classes of business of *metric* in a section must add up to, not yet known.

        *metric* is empty where nothing says what is counted of each.
        """
        return self.sums.setdefault((metric, section), stand_in(metric, SUM, Span(0, 0)))

    def dismiss(self, quantity: Quantity, reason: str) -> None:
        """Record that *quantity* is no figure of the report."""
        self.dismissed.append(Dismissal(quantity, reason))

    def leave(self, quantity: Quantity, reason: str) -> None:
        """Record that nobody understood *quantity*."""
        self.left.append((quantity, reason))


def _place(found: Candidate | Dismissal) -> int:
    return found.quantity.span.start


def _first(found: Sequence[_Found], start: int, place: Callable[[_Found], int]) -> int:
    """Where the tail of *found* begins whose places are at *start* of the text or after it.

    Looked for from the end: what one sentence gave is short, and the whole is not in order.
    """
    at = len(found)
    while at and place(found[at - 1]) >= start:
        at -= 1
    return at
