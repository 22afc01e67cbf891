"""The words of the field as frozen dataclasses, and the errors that Xuke raises.

Nothing here reads a file or knows a definition; every other module imports this one.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

YEARS = range(2000, 2101)
"""The years that a report may be of."""


class Qualifier(StrEnum):
    """How exactly a report states a figure; it stays with the figure into every table."""

    EXACT = "exact"
    ROUNDED = "rounded"  # 227.9 万件
    OVER = "over"  # 300 余, 2000 多
    NEARLY = "nearly"  # 近千
    AT_LEAST = "at_least"  # 90% 以上
    AT_MOST = "at_most"


class StatedAs(StrEnum):
    """Whether a figure stands as a number or in words (均未收取费用); a zero may be either."""

    FIGURE = "figure"
    WORDS = "words"


class Basis(StrEnum):
    """The cases that a channel or timeliness figure is counted among, where the report says so."""

    UNSTATED = ""
    ACCEPTED = "accepted"
    CONCLUDED = "concluded"  # approved and not approved


class Verdict(StrEnum):
    """What a check says of one report."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "cannot_be_judged"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters: ``text[start:end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that the span covers in *text*."""
        return text[self.start : self.end]


class BlockKind(StrEnum):
    """What a stretch of a document's text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document's text and where it stands in the file.

    ``level`` is that of a heading (1 to 6, else 0). ``row`` and ``column`` are the headers of a
    table cell, outermost first. ``place`` says where the block stands in the file, for a person:
    ``page 3``, ``paragraph 12``, ``Sheet1!B4``.
    """

    kind: BlockKind
    span: Span
    place: str
    level: int = 0
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A published report as text: ``text[block.span]`` is the text of each block.

    ``sha256`` is that of the file's bytes, so a document is known again wherever it lies.
    """

    name: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: exact value, unit and qualifier, and the words it was read from.

    ``span`` covers number, unit and qualifier. ``kind`` is ``figure`` or the reason why it is
    none (``year``, ``date``, ``document_number``, ``list_number``, ``edition``, ``rank``, …).
    ``step`` is the value of one unit in the last place as printed (1000 for 227.9 万), which
    bounds the error of a rounded figure.
    """

    span: Span
    words: str
    value: Decimal
    unit: str = ""
    qualifier: Qualifier = Qualifier.EXACT
    stated_as: StatedAs = StatedAs.FIGURE
    kind: str = "figure"
    step: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, order=True)
class ReportKey:
    """One report: a district (slug), an agency (empty for the whole district) and a year."""

    district: str
    year: int
    agency: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.district, self.agency, str(self.year))))


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure of one report. Key: district, agency, year, item, metric.

    ``start``, ``end`` and ``words`` are None and empty where the document was not at hand.
    """

    district: str
    agency: str
    year: int
    item: str
    metric: str
    value: Decimal
    unit: str
    qualifier: Qualifier
    source: str
    stated_as: StatedAs = StatedAs.FIGURE
    basis: Basis = Basis.UNSTATED
    start: int | None = None
    end: int | None = None
    words: str = ""


class XukeError(Exception):
    """Anything that Xuke refuses: its message names what, where, and what to do."""


class DefinitionError(XukeError):
    """A definition file that cannot be used."""

    def __init__(self, path: Path | str, line: int, problem: str) -> None:
        super().__init__(path, line, problem)
        self.path, self.line, self.problem = str(path), line, problem

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.problem}"


class PanelError(XukeError):
    """A table of observations, sources or corrections that breaks its schema."""


class DocumentError(XukeError):
    """A file that cannot be read as a report."""


class UnknownNameError(XukeError):
    """A name that is not among the allowed ones; the nearest of those are suggested."""

    _said = "unknown {kind} {name!r}"

    def __init__(self, kind: str, name: object, allowed: Iterable[object]) -> None:
        self.kind, self.name = kind, str(name)
        self.allowed = tuple(dict.fromkeys(str(each) for each in allowed))
        super().__init__(kind, self.name, self.allowed)

    @property
    def nearest(self) -> tuple[str, ...]:
        """Up to three allowed names that look like the one given."""
        return tuple(difflib.get_close_matches(self.name, self.allowed, n=3, cutoff=0.5))

    def __str__(self) -> str:
        said = self._said.format(kind=self.kind, name=self.name)
        if self.nearest:
            return f"{said}; did you mean {' or '.join(self.nearest)}?"
        shown = ", ".join(self.allowed[:20]) + (", …" if len(self.allowed) > 20 else "")
        return f"{said}; allowed: {shown or 'none'}"


class NoFiguresError(UnknownNameError):
    """A district, agency, year or source that the panel has no figures of."""

    _said = "there are no figures of {kind} {name!r}"
