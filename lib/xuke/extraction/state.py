"""What a sentence has said so far: whose cases, of which year, of which licence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from xuke.extraction.results import Candidate
from xuke.model import Basis, Quantity

_BASIS = re.compile(
    r"(受理|办结)(?:[^，。；:\d]{0,24}|[^，。；:]{0,30}[件宗])[件宗请数量）的案可项]?中"
    r"(?=[，: 网全告当按超即])"
)
_MONTHS = re.compile(r"(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2})(?=\s?月)")
_FULL_SPAN = re.compile(
    r"(?:\d{4}\s?年\s?)?0?1\s?月?(?:\s?1\s?日)?\s?[-—–~～至]{1,2}\s?(?:\d{4}\s?年\s?)?12\s?月"
)
UNKNOWN, PARTS = "unknown_words", "part_of_total"
STRONG_TOPICS = frozenset({"topic.disclosure", "topic.hotline", "topic.complaint", "topic.punish"})


@dataclass(slots=True)
class State:
    """The standing context of a sentence, after ``figures`` of its numbers.

    ``time`` and ``topic`` are reasons to dismiss what follows, ``item`` the licence that it is
    about, ``unsure`` a reason to leave it. ``head`` is the last total, ``last`` the last
    figure, ``count`` the last that is no share,
    ``parts`` whether 其中 has opened the parts of the head, ``channel`` whether the sentence
    began with the cases of one channel.
    """

    topic: str = ""
    weak_topic: str = ""
    time: str = ""
    opening_time: str = ""
    compared: bool = False
    plan: bool = False
    scope: str = ""
    item: str = ""
    listed: bool = False
    closing: bool = False
    unsure: str = ""
    licensed: bool = False
    parts: bool = False
    channel: bool = False
    basis: Basis = Basis.UNSTATED
    figures: int = 0
    head: Candidate | None = None
    total: Candidate | None = None
    last: Candidate | None = None
    count: Candidate | None = None
    outer: list[State] = field(default_factory=list)

    @property
    def off_topic(self) -> bool:
        """Whether a reform, an inspection or a service was spoken of, and no licence so far."""
        return bool(self.weak_topic) and not self.licensed

    def enter(self) -> None:
        """A bracket opens: what it says of scope, time and parts holds inside it only."""
        self.outer.append(replace(self, outer=[]))
        self.parts = self.listed = False

    def leave(self) -> None:
        """The bracket closes."""
        if self.outer:
            before = self.outer.pop()
            self.scope, self.parts, self.time = before.scope, before.parts, before.time
            self.item, self.listed, self.topic = before.item, before.listed, before.topic
            self.basis, self.unsure = before.basis, before.unsure

    def segment(self) -> None:
        """A semicolon: parts and a narrower scope end, a list of items may; a licence stays open.

        So does the time that the sentence began with, but not that of a figure within it.
        """
        self.scope = "wide" if self.scope == "wide" else ""
        self.time = self.opening_time
        self.channel = False
        self.unsure = "" if self.unsure == PARTS else self.unsure
        self.closing = self.listed
        if not self.listed:
            self.parts = False

    def open_parts(self) -> None:
        """其中: what follows are parts of the last figure, one licence's if that was the last."""
        self.parts = True
        last = self.count
        self.head = last if last is not None and last.item else self.total or self.head

    def close(self) -> None:
        """A label of its own after the semicolon ends a list of parts: 其中A3件；B4件；办结7件."""
        if self.closing:
            self.parts = self.listed = self.closing = False
            self.item = ""

    def hear(self, concepts: frozenset[str], *, near: bool) -> None:
        """Take in the *concepts* of a phrase; *near* if a figure follows right after it."""
        if "compare" in concepts:
            return
        topics = sorted(each for each in concepts if each.startswith("topic."))
        strong = [each for each in topics if each in STRONG_TOPICS]
        if strong or (near and topics):
            self.topic = (strong or topics)[0]
        elif topics:
            self.weak_topic = topics[0]
        if concepts & {"license", "permit"} and not topics:
            self.topic, self.licensed = "", True
            self.unsure = "" if self.unsure == UNKNOWN else self.unsure
        if "time.other" in concepts:
            self.time = "other_year"
        elif "time.part" in concepts:
            self.time = "part_of_year"
        elif "time.whole" in concepts:
            self.time = ""
        if not self.figures:
            self.opening_time = self.time
        if "plan" in concepts:
            self.plan = True


def scope_of(concepts: Iterable[str], level: str) -> str:
    """``wide``, ``own`` or ``other`` by the scope words of a phrase; empty where it has none.

    *level* is that of the place that reports: ``city``, ``district`` or empty.
    """
    found = {each for each in concepts if each.startswith("scope.")}
    if not found:
        return ""
    if "scope.both" in found:
        return "wide"
    if "scope.own" in found:
        return "own"
    if found & {"scope.lower", "scope.higher"}:
        return "other"
    if level == "district":
        return "own" if "scope.district" in found else "other"
    if level == "city":
        return "own" if "scope.city" in found else "other"
    return "own"


def basis_in(flow: str, start: int, end: int) -> Basis | None:
    """The cases that ``办结办件（包括批准和不予批准）中，`` makes the denominator."""
    if flow.find("中", start, end) < 0:
        return None
    cases = [found[1] for found in _BASIS.finditer(flow, start, end)]
    if not cases:
        return None
    return Basis.ACCEPTED if cases[-1] == "受理" else Basis.CONCLUDED


def time_concept(quantity: Quantity, year: int | None) -> frozenset[str]:
    """The concept of a year or date: the report's whole year, a part of it, another year."""
    words = quantity.words
    if quantity.kind == "year":
        spanned = any(sign in words for sign in "-—–~～至")
        if spanned or (year is not None and quantity.value != year):
            return frozenset({"time.other"})
        part = "上半年" in words or "下半年" in words
        return frozenset({"time.part" if part else "time.whole"})
    if quantity.value > 1900 and year is not None and quantity.value != year:
        return frozenset({"time.other"})
    if any(sign in words for sign in "-—–~～至") and "月" in words:
        return frozenset({"time.whole" if _FULL_SPAN.match(words) else "time.part"})
    months = _MONTHS.findall(words)
    last = months[-1] if months else ""
    if last in ("12", "十二"):
        return frozenset({"time.whole"})
    return frozenset({"time.part"})
