"""An audit for reading in a notebook: a line for each part."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xuke import documents, panel, project
from xuke.audit import Audit, audit, page
from xuke.audit.text import as_text
from xuke.audit.words import say
from xuke.figure_words import name_figure, say_figure
from xuke.model import UnknownNameError
from xuke.reading import read_report
from xuke.wording import known_language

FOLDERS = ("data/reports", "data/samples")
"""Where a document is looked for that is not a path from the project's folder."""


def open_audit(document: str, language: str = "zh") -> OpenAudit:
    """Audit a report by its file: a path from the project's folder, or a name in `FOLDERS`.

    Raises UnknownNameError with the nearest files at hand, and what `xuke.reading.read_report`
    and `xuke.audit.audit` raise.
    """
    known_language(language)
    return OpenAudit(audit(read_report(_find(document)), panel.load_panel()), language)


@dataclass(frozen=True)
class Shown:
    """A part of an audit as a notebook shows it; its links lead to the other parts."""

    name: str
    language: str
    html: str
    text: str

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        data = {"text/html": self.html, "text/plain": self.text}
        return data, {"xuke": {"name": self.name, "language": self.language}}


@dataclass(frozen=True)
class OpenAudit:
    """An audit and the language that it is shown in."""

    audit: Audit
    language: str

    def findings(self) -> Shown:
        """What fails, in which sentence, and what would restore the balance."""
        return self._shown("findings", as_text(self.audit, self.language))

    def figures(self) -> Shown:
        """Every figure with the words it was read from, and the checks that it fails."""
        lines = [
            f"{name_figure(row, self.language)} {say_figure(row, self.language)}: {row['words']}"
            for row in self.audit.figures.to_dict("records")
        ]
        return self._shown("figures", "\n".join(lines))

    def text(self) -> Shown:
        """The report's text with every number marked."""
        return self._shown("text", self.audit.report.document.text)

    def unassigned(self) -> Shown:
        """The numbers that no rule understood."""
        left = self.audit.report.extraction.unassigned
        lines = [f"{each.quantity.words}: {each.context}" for each in left]
        return self._shown(
            "unassigned", "\n".join(lines) or say("page_none_unassigned", self.language)
        )

    def _shown(self, part: str, text: str) -> Shown:
        html = page.as_part(self.audit, self.language, part)
        return Shown(f"audit_{part}", self.language, html, text)


def _find(document: str) -> Path:
    root = project.root()
    candidates = [root / document, *(root / folder / document for folder in FOLDERS)]
    for path in candidates:
        if path.is_file():
            return path
    at_hand = [
        path.relative_to(root).as_posix()
        for folder in FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.suffix.lower() in documents.SUFFIXES
    ]
    raise UnknownNameError("document", document, at_hand)
