"""A document as sentences and sections: where figures stand, before anything is read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from xuke.catalog.patterns import Patterns
from xuke.catalog.settings import Settings
from xuke.extraction.author import without_author
from xuke.extraction.wraps import mended
from xuke.model import Block, BlockKind, Document

_NUMERALS = "[一二三四五六七八九十]{1,3}"
_HEADING = re.compile(
    rf"[ #*]*(?:(?P<one>{_NUMERALS}[、.． ]|第{_NUMERALS}(?:部分|章))"
    rf"|附[件表](?:{_NUMERALS}|\d{{0,2}})(?:[: ]|$)|(?P<two>（{_NUMERALS}）)"
    rf"|(?P<three>\d{{1,2}}[、.](?!\d)|（\d{{1,2}}）))[ *]*"
    r"(?P<words>[^\n]*)"
)
_HEADS = frozenset("#第附（一二三四五六七八九十0123456789")
_MARKDOWN = re.compile(r" *(?P<marks>#{1,6}) +(?P<words>[^\n]*)")
_COUNTED = re.compile(r"\d\s{0,2}(?:件|宗|项|个|万|元|%)")
# A remark in brackets that counts nothing (行政许可事项（含子项）共928项), and a rule that is cited
# (根据《某市行政许可事项清单》，).
_REMARK = re.compile(
    r"（(?!件|宗|项|个|次|万|元|亿|%)(?:[^（）\d\n]|20\d\d(?= {0,2}[年版])){2,40}）"
    r"|《[^《》\n]{1,60}》(?=（?[，、及和等规要有《]|精神|(?:我[局委办厅]|本[局委办区市县])?(?:实施|承担|公布|明确|确定))"
    r"|通过[^，。；:（）\d\n]{2,30}(?:等渠道|等平台|等方式|渠道|平台|系统)(?=(?:网上|线上|在线|全程))"
    r"|通过[^，。；:（）\d\n]{2,40}等(?=(?:网上|线上|在线)(?:渠道|平台|方式|途径)?(?:受理|办理|申请))"
)
_VALUE = re.compile(r": {0,2}\d[\d,.]*[ *]*$")  # 1.申请数（件）: 410646
_MARKS = "*#`_~"
_PAUSES = frozenset("，、")
_ENDS = frozenset("。；！？：:;!?.")
# A sentence without an end is cut at a pause, so that its words are looked at a bounded number
# of times: reading stays linear in the length of any text.
_SENTENCE = re.compile(r"[^。！？\n]{1,900}(?:[^。！？\n，；]{0,600}[，；]?)")
_LONGEST_TITLE = 100
_ROW, _PROSE = 3, re.compile("[，。；:]")
_LINE = re.compile(r"[^\n]+")
# 受理数（件）: 409102 above 批准数（件）: 408916 is whole
_LABELLED = re.compile(r"[^，。；:\d]{2,24}: {0,2}\d[\d,.]*")
_COUNT = re.compile(r"\d(?:件|宗)[ *]*$")
_ALL_LABELLED = re.compile(_LABELLED.pattern + r" {0,2}[万亿]?(?:件|宗|项|个|家|元|%)?[ *]*")
_OPENS_PARAGRAPH = re.compile(
    rf"[ ]*(?:{_NUMERALS}[、是]|（(?:{_NUMERALS}|\d{{1,2}})）|\d{{1,2}}[、.](?!\d)"
    r"|[①-⑳]|[#|•●]|—|- )"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with those above it, and the group of sections that its words put it in."""

    start: int
    headings: tuple[str, ...]
    group: str

    @property
    def heading(self) -> str:
        """The nearest heading's words, empty before the first."""
        return self.headings[-1] if self.headings else ""

    @property
    def top(self) -> str:
        """The outermost heading's words."""
        return self.headings[0] if self.headings else ""


class Sentence(NamedTuple):
    """``flow[start:end]`` is one sentence; ``paragraph`` is where its paragraph starts."""

    start: int
    end: int
    section: Section
    paragraph: int


@dataclass(frozen=True)
class Layout:
    """A document's text in one form (``lines``, same length), its title, sections and cells.

    ``source`` is the text as it is: in ``lines`` tabs and the marks of Markdown are spaces.
    In ``flow`` a line break inside a sentence is a space, so that a number and its unit, or a
    sentence, that a page break has cut are whole again, and so are words that a line break cuts;
    in ``said`` remarks in brackets that count nothing are spaces too.
    """

    source: str
    lines: str
    flow: str
    said: str
    title: str
    sections: tuple[Section, ...]
    cells: tuple[Block, ...]

    @cached_property
    def bold(self) -> bool:
        """Whether anything is marked as bold."""
        return "**" in self.source

    def section_at(self, position: int) -> Section:
        """The section that *position* lies in."""
        return self.sections[bisect_right(self.sections, position, key=_start) - 1]

    def sentences(self) -> Iterator[Sentence]:
        """The sentences outside table cells, in order."""
        cells = [(cell.span.start, cell.span.end) for cell in self.cells]
        section, cell, paragraph = 0, 0, 0
        for found in _SENTENCE.finditer(self.flow):
            start, end = found.span()
            if start and self.flow[start - 1] == "\n":
                paragraph = start
            if found.group().isspace():
                continue
            while section + 1 < len(self.sections) and self.sections[section + 1].start <= start:
                section += 1
            while cell < len(cells) and cells[cell][1] <= start:
                cell += 1
            if cell < len(cells) and cells[cell][0] < end:
                continue
            yield Sentence(start, end, self.sections[section], paragraph)


def _start(section: Section) -> int:
    return section.start


def lay_out(document: Document, text: str, known: Patterns) -> Layout:
    """The layout of *document*, whose text in normal form is *text*.

    Headings and cells are those of its blocks; what its lines look like tells of more headings.
    """
    marked = {block.span.start for block in document.blocks if block.kind is BlockKind.HEADING}
    cells = tuple(block for block in document.blocks if block.kind is BlockKind.CELL)
    breaks, sections, title = [], [Section(0, (), "")], ""
    stack: list[tuple[int, str]] = []
    previous, opened = "", False
    for found in _LINE.finditer(text):
        line = found.group()
        if not line.strip(" *#"):
            continue
        level, words = _heading(line, marked=_starts_in(found.start(), found.end(), marked))
        if not opened:
            opened = True
            if _is_title(line):
                title = line.strip(" #*")
                continue
        if level:
            stack = [each for each in stack if each[0] < level]
            stack.append((level, words))
            headings = tuple(each for _, each in stack)
            sections.append(Section(found.start(), headings, _group(headings, known.settings)))
        elif previous and _continues(previous, line):
            breaks.append(found.start())
        previous = "" if level else line
    lines = text
    for mark in _MARKS:
        lines = lines.replace(mark, " ")
    whole, at = "", 0
    for start in breaks:
        before = lines[at:start].rstrip("\n ")
        whole += before + " " * (start - at - len(before))
        at = start
    whole += lines[at:]
    if breaks:
        whole = mended(whole, breaks, known.compounds)
    said = without_author(without_remarks(whole), title)
    return Layout(document.text, lines, whole, said, title, tuple(sections), cells)


def without_remarks(text: str) -> str:
    """*text* with spaces in place of remarks in brackets that count nothing."""
    return _REMARK.sub(lambda found: " " * len(found.group()), text)


def _is_title(line: str) -> bool:
    """Whether the first line of a document is its title, and not already a sentence of it."""
    return len(line) <= _LONGEST_TITLE and not _COUNTED.search(line) and "。" not in line


def _starts_in(start: int, end: int, marked: set[int]) -> bool:
    return bool(marked) and not marked.isdisjoint(range(start, min(end, start + 9)))


def _heading(line: str, *, marked: bool) -> tuple[int, str]:
    """Level and words of a heading, level 0 where *line* is none.

    The numbering outranks the mark: published pages carry headings of the wrong level.
    """
    if not marked and line.lstrip(" *")[:1] not in _HEADS:
        return 0, ""
    numbered = _HEADING.match(line)
    sign = _MARKDOWN.match(line)
    short = len(line) <= 45 and not ({"。", "；"} & set(line.rstrip(" *。")))
    if not (marked or sign or (numbered and short)) or len(line) > 80:
        return 0, ""
    if _COUNTED.search(line) or _VALUE.search(line):
        return 0, ""
    if numbered:
        level = 2 if numbered["two"] else 3 if numbered["three"] else 1
        return level, numbered["words"].strip(" *。")
    words = sign["words"] if sign else line
    return (4 if not sign else min(len(sign["marks"]), 4)), words.strip(" *#")


def _group(headings: tuple[str, ...], settings: Settings) -> str:
    """The group of the nearest heading that any group's words fit."""
    for heading in reversed(headings):
        for group, words in settings.sections.items():
            if any(word in heading for word in words):
                return group
    return ""


def _continues(previous: str, line: str) -> bool:
    """Whether the line break between the two lies inside a sentence."""
    last = previous.rstrip(" *")[-1:]
    if last in _PAUSES and not _OPENS_PARAGRAPH.match(line):
        return True
    if last == "|" or (len(previous.split()) >= _ROW and not _PROSE.search(previous)):
        return False  # a row of a table
    if _COUNT.search(previous) and _COUNT.search(line):
        return False  # lines of a list without marks: 旅行社设立许可38件
    if _LABELLED.match(line) and _ALL_LABELLED.fullmatch(previous):
        return False
    return last not in _ENDS and len(previous) > 12 and not _OPENS_PARAGRAPH.match(line)
