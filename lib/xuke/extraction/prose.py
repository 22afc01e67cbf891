"""Figures of running text: each sentence in its paragraph and section."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xuke.extraction.fixed import Phrases
from xuke.extraction.layout import Layout, Sentence
from xuke.extraction.names import Names
from xuke.extraction.results import Candidate, Findings
from xuke.extraction.rules import Rules
from xuke.extraction.sentence import SentenceReader
from xuke.extraction.state import WHICH
from xuke.extraction.subsets import SOME_ITEMS
from xuke.extraction.tokens import phrase, tokens
from xuke.model import Quantity

_TITLE_LENGTH = 40
_TOTAL = re.compile("合计|共计|总计|总共|共|全部|所有|各类|各项")
_NUMBERING = re.compile(r"[\s#*>◆—-]*(?:（?[一二三四五六七八九十\d]{1,3}[）、.]|[①-⑳])?\s*")


class Prose:
    """Reads the sentences of one document in order.

    From one sentence of a paragraph to the next it keeps the figure that 其中 may open, and the
    licence that a sentence of its own has named.
    """

    def __init__(self, layout: Layout, rules: Rules, names: Names) -> None:
        self._layout, self._rules, self._names = layout, rules, names
        self._flow = layout.said
        self._phrases = Phrases(self._flow, rules.known)
        self.findings = Findings()
        self._paragraph = -1
        self._head: Candidate | None = None
        self._item = ""
        self._one = False
        self._headings: dict[str, str] = {}

    def read(self, sentence: Sentence, quantities: Sequence[Quantity]) -> None:
        """Read the *quantities* of *sentence* into the findings."""
        if sentence.paragraph != self._paragraph:
            self._paragraph, self._head, self._one = sentence.paragraph, None, False
            heading = sentence.section.heading
            if heading not in self._headings:
                self._headings[heading] = self._licence_in(heading, 0, len(heading))
            self._item = self._headings[heading]
        figures = [each for each in quantities if each.kind == "figure"]
        for each in quantities:
            if each.kind != "figure":
                self.findings.dismiss(each, each.kind)
        if not figures:
            if sentence.end - sentence.start <= _TITLE_LENGTH:
                number = _NUMBERING.match(self._flow, sentence.start, sentence.end)
                start = number.end() if number else sentence.start
                named = self._licence_in(self._layout.flow, start, sentence.end)
                self._item = named or self._item
            return
        if sentence.section.group == "excluded":
            for each in figures:
                self.findings.dismiss(each, "section_of_other_matters")
            return
        reader = SentenceReader(
            self._layout,
            sentence,
            self._rules,
            self._names,
            self.findings,
            quantities,
            self._phrases,
        )
        reader.state.trail.head = self._head
        reader.state.about(self._item)
        before = self._flow[sentence.start : figures[0].span.start]
        if self._one and not self._item and not _TOTAL.search(before):
            reader.state.doubt(WHICH)  # 受理零售许可1523件。准予许可1500件: of all licences?
        if self._names.is_category(self._item):
            reader.state.now = reader.state.now._replace(unsure=SOME_ITEMS)
        reader.run(figures)
        self._head = reader.state.trail.head
        self._one = reader.state.about_one(self._item)

    def _licence_in(self, flow: str, start: int, end: int) -> str:
        """The licence that is all that a heading or a sentence without figures says."""
        if not self._names.may_end_licence(flow[max(start, end - 8) : end]):
            return ""
        words = tokens(flow, start, end, self._rules.known)
        settings = self._rules.known.settings
        said = phrase(flow, start, end, words, settings)
        if said.name is None or said.torn or said.concepts - settings.neutral.always:
            return ""
        name = self._names.trimmed(flow, *said.name)
        named = self._names.is_licence(name) or self._names.is_category(name)
        return name if named and not self._names.is_own(name) else ""
