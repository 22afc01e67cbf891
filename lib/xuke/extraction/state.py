"""What a sentence has said so far: whose cases, of which year, of which licence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from xuke.extraction.cues import STRONG, hint
from xuke.extraction.results import Candidate
from xuke.model import Basis, StatedAs

UNKNOWN, PARTS, WHICH = "unknown_words", "part_of_total", "licence_not_named"
OTHERS, BODY, DEPARTMENT = "other_scope", "another_body", "one_department"
BODIES = frozenset({BODY, DEPARTMENT})
ON_COMMITMENT = "on_commitment"


class Standing(NamedTuple):
    """What is known of the next figure before its own words; exchanged whole, never changed.

    ``topic`` and ``time`` are reasons to dismiss it, ``unsure`` is one to leave it. ``item`` is the
    licence that it is about, ``scope`` the area, ``basis`` the cases that it is counted among.
    ``parts`` says that 其中 has opened the parts of a total, ``listed`` that licences are listed,
    ``plan`` that all this is but meant to be.
    """

    topic: str = ""
    time: str = ""
    scope: str = ""
    item: str = ""
    unsure: str = ""
    basis: Basis = Basis.UNSTATED
    parts: bool = False
    listed: bool = False
    plan: bool = False

    def of(self, item: str) -> Standing:
        """The same about one licence, which ends a list of them."""
        return self._replace(item=item, listed=False)

    def doubted(self, reason: str) -> Standing:
        """The same with a reason to leave what follows, unless there is one already."""
        return self if self.unsure else self._replace(unsure=reason)

    def in_bracket(self) -> Standing:
        """A bracket does not go on with the parts before it."""
        return self._replace(parts=False, listed=False)

    def after_semicolon(self, time: str) -> Standing:
        """Parts and a narrower scope end, a list of items may; a licence stays open."""
        return self._replace(
            scope="wide" if self.scope == "wide" else "",
            time=time,
            unsure="" if self.unsure == PARTS else self.unsure,
            parts=self.parts and self.listed,
        )

    def after_list(self) -> Standing:
        """The list of licences is over, and with it the last one of them."""
        return self._replace(item="", parts=False, listed=False)


@dataclass(slots=True)
class Trail:
    """The figures that a later one may speak of.

    ``head`` is the total whose parts 其中 opens, ``total`` the last figure of all licences,
    ``last`` the last figure, ``count`` the last that is no share. ``lost`` says that a count that
    nobody understood came after them: 其中 would open the parts of that one.
    """

    head: Candidate | None = None
    total: Candidate | None = None
    last: Candidate | None = None
    count: Candidate | None = None
    lost: bool = False

    def add(self, found: Candidate, *, labelled: bool, parts: bool) -> None:
        """Go on from *found*; one with a label of its own is a head unless it is among *parts*.

        A denial is none: 受理8423件，无撤销许可件。其中A类492件 are parts of those accepted.
        """
        self.last = found
        if found.unit != "%":
            self.count = found
        counted = found.unit not in ("%", "元") and found.quantity.stated_as is StatedAs.FIGURE
        if labelled and not found.item and counted:
            self.total = found
            self.head = self.head if parts else found
            self.lost = False


@dataclass(slots=True)
class State:
    """Where the reader stands in one sentence.

    ``now`` is what stands here, ``outer`` what stood before each open bracket. Of the whole
    sentence are told: the ``opening_time``, a ``reform`` or service spoken of, whether it is
    ``licensed`` (names licences), that items were ``changed``, and that another body is
    named in a ``remark`` on figures; until the next semicolon: ``channel``, cases of one channel
    only, and ``closing``, the end of a list; until the next pause: ``compared``.
    ``licences`` are those named so far, ``each`` those that 分别 counts, ``before_parts`` the one
    before the parts opened, ``granted`` the one that a department was said to grant, and
    ``list_of`` the total of a list, one of whose licences has parts of its own. ``part`` says that
    a heading names the own level (市本级): a total may stand elsewhere; ``kind`` that a kind of
    case was told among the parts last, ``kinds`` that some were in the sentence.
    """

    now: Standing = field(default_factory=Standing)
    trail: Trail = field(default_factory=Trail)
    outer: list[Standing] = field(default_factory=list)
    opening_time: str = ""
    reform: bool = False
    licensed: bool = False
    changed: bool = False
    channel: bool = False
    closing: bool = False
    compared: bool = False
    begun: bool = False
    remark: bool = False
    part: bool = False
    kind: bool = False
    kinds: bool = False
    before_parts: str = ""
    granted: str = ""
    list_of: Candidate | None = None
    each: tuple[str, ...] = ()
    licences: set[str] = field(default_factory=set)

    @property
    def off_topic(self) -> bool:
        """Whether a reform, an inspection or a service was spoken of, and no licence so far."""
        return self.reform and not self.licensed

    @property
    def listed_total(self) -> Candidate | None:
        """The total whose parts or licences are being listed, if any are."""
        return self.trail.head if self.now.parts or self.now.listed else None

    def doubt(self, reason: str) -> None:
        """Leave what follows for *reason*, unless there is one already."""
        self.now = self.now.doubted(reason)

    def of_others(self, whose: str = BODY) -> None:
        """What follows is another body's, until the author speaks of its own.

        *whose* is `DEPARTMENT` for one of the area's own, whose licences are the area's. Where
        figures stand before it, it is but a remark on them, which a semicolon ends.
        """
        self.now = self.now._replace(unsure=whose)
        self.granted = ""
        self.remark = self.begun

    def no_longer_of_others(self) -> None:
        """The author speaks of its own again."""
        if self.now.unsure == OTHERS or self.now.unsure in BODIES:
            self.now = self.now._replace(unsure="")

    def of_kind(self) -> None:
        """Doubt what follows the first kind of case, but not what follows several.

        其中新办1520件，准予1510件 are of those; 其中新办、变更、注销各若干，准予5602件 are of all.
        """
        if self.kind:
            self.now = self.now._replace(unsure="" if self.now.unsure == PARTS else self.now.unsure)
        else:
            self.doubt(PARTS)
        self.kind = self.kinds = True

    def about(self, item: str) -> None:
        """What follows is about one licence."""
        self.licences.add(item)
        self.now = self.now.of(item)
        if self.now.unsure == DEPARTMENT:
            self.granted = item
        if item and self.now.unsure == WHICH:
            self.now = self.now._replace(unsure="")  # 在药品经营许可方面，全年受理186件

    def dated(self, time: str) -> None:
        """The sentence is about another *time* from its beginning."""
        self.opening_time = time
        self.now = self.now._replace(time=time)

    def passed(self, sign: str) -> None:
        """Go on behind a punctuation mark, or behind a word that opens parts."""
        if sign in ("，", "；", "）"):
            self.compared = False
        if sign == "（":
            self.outer.append(self.now)
            listed = self.trail.count if self.now.listed else None
            self.now = self.now.in_bracket()
            if listed is not None and listed.item:
                self.now = self.now.of(listed.item)  # 其中A5621件（网上受理1865件）
        elif sign == "）" and self.outer:
            self.now = self.outer.pop()
        elif sign == "；":
            self._next()
        elif sign == "part":
            self._open_parts()
        elif sign == "respectively":
            head = self.trail.head
            if head is None or not head.ranked:  # 办件量居前三位的分别为: they are open
                self._open_parts()

    def _next(self) -> None:
        """Go on behind a semicolon."""
        if self.list_of is not None:
            # 主要为：A4108件，其中B类1263件；C2711件: the list of the total goes on
            self.trail.head, self.list_of = self.list_of, None
            self.now = self.now.after_semicolon(self.opening_time)
            self.now = self.now._replace(item="", parts=True, listed=True)
        elif self.now.parts and not self.now.listed:
            last = self.trail.count
            own_step = last is not None and last.named and last.rule.startswith("labels:")
            self.about(self.before_parts)  # 其中A许可300件；不予许可2件
            if own_step and not self.before_parts:
                self.doubt(WHICH)  # 其中A许可受理41件；批准39件
        self.closing, self.channel = self.now.listed, False
        self.now = self.now.after_semicolon(self.opening_time)
        if self.remark and self.now.unsure in BODIES:
            self.now = self.now._replace(unsure="")  # 其中区市场监管局3456件；当场办结12件

    def _open_parts(self) -> None:
        """Parts follow: those of the last figure, of one licence if that was the last."""
        self.list_of = self.trail.head if self.now.listed else self.list_of
        self.before_parts = self.before_parts if self.now.parts else self.now.item
        self.now = self.now._replace(parts=True)
        last = self.trail.count
        of_item = last is not None and bool(last.item)
        self.trail.head = last if of_item else self.trail.total or self.trail.head
        if self.trail.lost:
            self.trail.head = None

    def about_one(self, heading: str) -> bool:
        """Whether the sentence told of one licence only, which its *heading* does not name."""
        told = self.now.item and self.now.item != heading and self.trail.total is None
        return bool(told) and len(self.licences - {""}) == 1

    def ranked(self, head: Candidate) -> None:
        """The licences with most cases follow; *head* says what is counted of each."""
        self.trail.head = head
        self.now = self.now._replace(item="", unsure="", parts=True, listed=True)

    def miss(self) -> None:
        """A count was not understood."""
        if not self.now.parts and not self.outer:
            self.trail.lost = True

    def close(self) -> None:
        """A label of its own after the semicolon ends a list of parts: 其中A3件；B4件；办结7件."""
        if self.closing:
            self.closing = False
            self.now = self.now.after_list()

    def hear(self, concepts: frozenset[str], *, near: bool) -> None:
        """Take in the *concepts* of a phrase; *near* if a figure follows right after it."""
        if "compare" in concepts:
            return
        told = hint(concepts)
        topic, time, unsure = self.now.topic, self.now.time, self.now.unsure
        if told.strong or (near and told.topic):
            topic = told.topic
        elif told.topic:
            self.reform = True
        elif told.licence:
            # 热线受理诉求34567件，其中涉及行政许可123件: they are calls still
            calls = self.now.parts and topic in STRONG and "revoke" not in concepts
            topic, self.licensed = topic if calls else "", True
            licences = unsure == WHICH and "license" in concepts
            if licences or unsure in (UNKNOWN, ON_COMMITMENT, OTHERS):
                unsure = ""
        time = time if told.time is None else told.time
        if (topic, time, unsure) != (self.now.topic, self.now.time, self.now.unsure):
            self.now = self.now._replace(topic=topic, time=time, unsure=unsure)
        if not self.begun:
            self.opening_time = time
        if "plan" in concepts:
            self.now = self.now._replace(plan=True)
