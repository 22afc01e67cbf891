"""Figures of running text: each sentence in its paragraph and section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from xuke.extraction import lists, units
from xuke.extraction.cues import OWN, scope_of, time_concept
from xuke.extraction.layout import Layout, Sentence
from xuke.extraction.names import Names
from xuke.extraction.results import Candidate, Findings
from xuke.extraction.rules import STEPS, Rules
from xuke.extraction.sentence import SentenceReader
from xuke.extraction.state import BODY, DEPARTMENT, PARTS, UNKNOWN, WHICH, Standing
from xuke.extraction.subsets import SOME_ITEMS
from xuke.extraction.tokens import phrase, tokens
from xuke.model import Quantity, StatedAs

_TITLE_LENGTH, _LONGEST_PLACE, _ENDING = 40, 12, 8
_LEVEL = re.compile("[级全本各]|街|镇|园区|社区|基层")
_TOTAL = re.compile("合计|共计|总计|总共|共|全部|所有|各类|各项")
_PART = re.compile(r"\s*其中(?![，]?有)")
_ABOVE = re.compile(
    r"(?:上述|以上)[^，。；:\d]{0,6}(?:事项|许可|审批|办件|业务|申请|共计|合计|总计)"
)
_OF_ALL = frozenset(
    {"license", "items", "list", "handle", "case", "process", "permit", "each", "all", "part"}
    | {"time.whole", "scope.own", "scope.district", "scope.level", "list_number", "plain"}
)
_LISTED_STEPS = {"apply": "applications", "accept": "accepted", "approve": "approved"}
_LISTED_STEPS |= {"conclude": "concluded"}
_NO_NAME = STEPS | {"license", "each", "promise", "promise_type", "spot", "unattended"}
_NO_NAME |= {"online", "fullonline", "platform", "topic.reform"}  # 三、告知承诺和信用审批
# (一)建筑工程施工许可批后监管: what is found below is of that licence
_OVERSIGHT = re.compile(
    "(?:的)?(?:(?:批后|证后|事后|事中事后|后续|许可后)?(?:监督检查|监督管理|监管)(?:情况)?"
    "|(?:办理|受理|实施|审批)情况)[ *。:]*$"
)
# But 主要许可事项办理情况 and 行政许可事项办理情况 name none
_NAMED_HEADING = re.compile("(?!主要|各|分|全部|具体|重点|许可|审批)(?:(?!行政许可).){5,}")
# 综上，共申请454件 after the last of several licences is of all of them
_IN_ALL = re.compile(
    r"(?:20\d\d {0,2}年(?:度)?，?|全年，?)?"
    r"(?:综上|总体(?:来|上)?看|总的来[看说]|汇总|合计|总计|全[局委办厅])"
)
# (二)推进建设工程联合验收 names what is done and no licence
_DOES = re.compile(
    "(?:[一-鿿]{0,4}(?:推进|优化|加强|深化|强化|规范|创新|提升|落实|开展|做好|完善|压缩|简化|实行|推行|严格|全面|持续|统筹|聚焦|加快))"
)
_TOP = re.compile(r"[\s#*>◆—-]*(?:（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、)")
_NUMBERING = re.compile(
    r"[\s#*>◆—-]*(?:（?[一二三四五六七八九十\d]{1,3}[）、.]|[①-⑳]|[一二三四五六七八九十]{1,2}是"
    r"|(?:许可)?事项(?:名称)?[一二三四五六七八九十\d]{0,2}:)?\s*"
)


class Subject(NamedTuple):
    """What a heading tells of the figures under it: a licence, an area, a reason to leave them."""

    item: str = ""
    scope: str = ""
    unsure: str = ""


class Prose:
    """Reads the sentences of one document in order.

    From one sentence of a paragraph to the next it keeps the figure that 其中 may open, and what
    a heading or a sentence of its own has said that the figures are about.
    """

    def __init__(self, layout: Layout, rules: Rules, names: Names) -> None:
        self._layout, self._rules, self._names = layout, rules, names
        self._flow = layout.said
        self.findings = Findings()
        self._paragraph = -1
        self._head: Candidate | None = None
        self._about = Subject()
        self._one = self._of_one = self._levels = False
        self._open: Candidate | None = None
        self._below: Candidate | None = None
        self._heading = ""
        self._headings: dict[str, Subject] = {}
        self._line: Subject | None = None

    def read(self, sentence: Sentence, quantities: Sequence[Quantity]) -> None:
        """Read the *quantities* of *sentence* into the findings."""
        if sentence.paragraph != self._paragraph:
            self._paragraph, self._head, self._one = sentence.paragraph, None, False
            self._of_one = self._levels = False
            heading = sentence.section.heading
            if heading != self._heading:
                self._heading, self._below = heading, None
            if heading not in self._headings:
                self._headings[heading] = self._headed(heading, 0, len(heading))
            self._about = self._line or self._headings[heading]
            self._line = None
        figures = [
            each if each.unit else units.stated(self._flow, each)
            for each in quantities
            if each.kind == "figure"
        ]
        for each in quantities:
            if each.kind != "figure":
                self.findings.dismiss(each, each.kind)
        if not figures:
            self._open = self._opened(sentence, quantities)
            if sentence.end - sentence.start <= _TITLE_LENGTH:
                number = _NUMBERING.match(self._flow, sentence.start, sentence.end)
                start = number.end() if number else sentence.start
                flow, numbered = self._layout.flow, start > sentence.start
                told = (self._headed if numbered else self._subject)(flow, start, sentence.end)
                if any(told):
                    self._about = told
                    self._line = told if told.item and self._alone(sentence) else None
                elif numbered and _TOP.match(flow, sentence.start, sentence.end):
                    self._about = Subject()  # (三)旅馆业监管 after the section of a licence
            return
        if sentence.section.group == "excluded":
            for each in figures:
                self.findings.dismiss(each, "section_of_other_matters")
            return
        if figures[-1].stated_as is StatedAs.WORDS and self._heads(sentence):
            for each in figures:  # （三）无办件事项情况
                self.findings.leave(each, "no_rule")
            return
        reader = SentenceReader(
            self._layout,
            sentence,
            self._rules,
            self._names,
            self.findings,
            quantities,
        )
        state, about = reader.state, self._about
        state.trail.head, state.part = self._head, about.scope in OWN
        state.now = Standing(item=about.item, unsure=about.unsure)
        if about.scope == "other" or self._levels:
            # 各级受理8万件，其中市级3千件。办结7万件，其中市级2千件: both are of all levels
            state.now = state.now._replace(scope=about.scope or "wide")
        if self._open is not None and lists.goes_on(self._flow, sentence):
            reader.state.trail.head = self._open
            state.now = state.now._replace(parts=True, listed=True)
        else:
            self._open = None
        before = self._flow[sentence.start : figures[0].span.start]
        if ("上" in before and _ABOVE.search(before)) or _IN_ALL.match(before.lstrip()):
            state.now = Standing()  # 上述事项网上受理143件, after the last of several headings
        one = self._one and not self.findings.only_one_licence
        if one and not about.item and not _TOTAL.search(before):
            state.doubt(WHICH)  # 受理零售许可1523件。准予许可1500件: of all licences?
        if self._of_one and _PART.match(self._flow, sentence.start, sentence.end):
            # (三)建设项目审查受理187件。其中安全条件审查84件: parts of that licence, no others
            state.trail.head, state.now = None, Standing(unsure=PARTS)
        reader.run(figures)
        self._head = state.trail.head
        total = state.trail.total
        if self._open is None and total and lists.opens(self._flow, sentence):
            last = state.trail.count  # 企业类许可1085件，具体为: opens the licences of that class
            of_class = last is not None and lists.is_class(last.item)
            self._open = last if of_class else total
        self._one = state.about_one(about.item)
        self._levels = self._levels or any(
            each.scope in OWN
            and each.rule.startswith("part_of:")
            and _LEVEL.search(self._flow, max(0, each.start - 4), each.end)
            for each in self.findings.since(sentence.start)
        )
        self._of_one = bool(state.now.item) and state.now.item != about.item

    def _heads(self, sentence: Sentence) -> bool:
        """Whether *sentence* is a heading that names what is told below it."""
        words = self._flow[sentence.start : sentence.end].rstrip(" *")
        section = sentence.section
        return bool(section.heading) and sentence.start == section.start and words.endswith("情况")

    def _alone(self, sentence: Sentence) -> bool:
        """Whether *sentence* is a line by itself, a heading for the paragraph below it."""
        flow, end = self._layout.flow, sentence.end
        line = flow[sentence.start : end].rstrip(" *:")
        return (
            sentence.start == sentence.paragraph
            and flow[end : end + 1] in ("", "\n")
            and not line.endswith(("。", "；"))
        )

    def _opened(self, sentence: Sentence, dates: Sequence[Quantity]) -> Candidate | None:
        """What the list counts that *sentence*, which has no figure, opens or heads a part of."""
        if lists.opens(self._flow, sentence):
            if lists.names_parts(self._flow, sentence):
                self._below = None
                return self._head or self._open
            metric = self._counted(sentence, dates)
            self._below = None if metric is None else lists.below(sentence, metric)
            return self._below
        if self._below is None or not lists.class_of(self._flow, sentence.start, sentence.end):
            return None
        return self._below

    def _counted(self, sentence: Sentence, dates: Sequence[Quantity]) -> str | None:
        """The metric that a list below *sentence* counts; None where it is of some cases only.

        主要事项准予许可情况: names its step, 主要事项办理情况如下: none, and 具体如下: leaves it to
        the total that they add up to. But 不予许可办理情况如下:, 上半年主要事项办理情况如下: and
        各街道办理情况如下: are of some.
        """
        year = self._rules.report.year
        when = (
            time_concept(each, year, self._flow) for each in dates if each.kind in ("year", "date")
        )
        known = tokens(self._flow, sentence.start, sentence.end, self._rules.known)
        told = frozenset().union(*(word.concepts for word in known), *when)
        step = told - _OF_ALL
        if not step:
            return "" if told.isdisjoint({"handle", "case"}) else "handled"
        named = _LISTED_STEPS.get("".join(step))
        return None if "handle" in told else named

    def _may_be_place(self, words: str) -> bool:
        if len(words) > _LONGEST_PLACE:
            return False
        return _LEVEL.search(words) is not None or self._names.is_body(words.rstrip(" :*）"))

    def _headed(self, flow: str, start: int, end: int) -> Subject:
        """What a heading or a numbered line tells, with 批后监管 at its end or without."""
        found = _OVERSIGHT.search(flow, max(start, end - 16), end)
        if found and _NAMED_HEADING.fullmatch(flow, start, found.start()):
            end = found.start()
        told = self._subject(flow, start, end)
        if any(told) or (found and lists.class_of(flow, start, end)):
            return told  # (三)加强重点领域监管 names no class of business
        told = self._numbered(flow, start, end)
        unknown = not any(told) and self._ends_as_licence(flow, start, end)
        return Subject(unsure=UNKNOWN) if unknown else told

    def _ends_as_licence(self, flow: str, start: int, end: int) -> bool:
        """Whether a licence may be named that nobody knows: what is below is no total then."""
        if not self._names.may_end_licence(flow[max(start, end - _ENDING) : end]):
            return False
        words = tokens(flow, start, end, self._rules.known)
        said = phrase(flow, start, end, words, self._rules.known.settings)
        known = any(word.concepts & _NO_NAME for word in words)
        return said.name is not None and not known and not _DOES.match(flow, start, end)

    def _numbered(self, flow: str, start: int, end: int) -> Subject:
        """The class or licence of a numbered line, also with known words: 4.测站设立和调整审批."""
        if field := lists.class_of(flow, start, end):
            return Subject(field)
        name = self._names.trimmed(flow, start, end)
        if not self._names.is_licence(name):
            return Subject()
        said = tokens(flow, start, end, self._rules.known)
        return Subject() if any(word.concepts & _NO_NAME for word in said) else Subject(name)

    def _subject(self, flow: str, start: int, end: int) -> Subject:
        """What a heading or a sentence without figures says that figures are about, if it can."""
        may_be_licence = self._names.may_end_licence(flow[max(start, end - 8) : end])
        if not may_be_licence and not self._may_be_place(flow[start:end]):
            return Subject()
        words = tokens(flow, start, end, self._rules.known)
        settings = self._rules.known.settings
        said = phrase(flow, start, end, words, settings)
        if said.torn or said.concepts - settings.neutral.always:
            return Subject()
        if said.name is None:
            return Subject(scope=scope_of(said.concepts, self._rules.report.level))
        name = self._names.trimmed(flow, *said.name)
        if self._names.is_own(name):
            return Subject()
        if self._names.is_category(name):
            return Subject(name, unsure=SOME_ITEMS)
        if self._names.is_licence(name):
            return Subject(name)
        if self._names.is_department(flow, *said.name):
            return Subject(unsure=DEPARTMENT)
        return Subject(unsure=BODY if self._names.is_body(name) else "")
