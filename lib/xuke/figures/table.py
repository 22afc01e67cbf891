"""A table as a notebook shows it: accessible HTML, and plain text beside it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

_NUMBER = re.compile(r"^(?:\D{1,8}\s)?−?[\d,]+(?:\.\d+)?\+?※?(?:[\s–].{0,16})?$")
_SHORT = 12
"""A column of such short entries does not break its lines."""


@dataclass(frozen=True)
class Table:
    """A frame of finished text with a caption; its columns are headings in *language*.

    The first column heads its row. Numbers, with qualifier or unit, are set to the right, and
    short entries are not broken over lines. ``marks`` puts a class on a row, by its position, for
    a style sheet; what it means stands in a cell as well, for colour alone tells nobody anything.
    Text of a report is escaped.
    """

    name: str
    language: str
    caption: str
    frame: pd.DataFrame
    marks: dict[int, str] = field(default_factory=dict)

    def to_html(self) -> str:
        """The table as HTML; the same frame gives the same text."""
        columns = [str(name) for name in self.frame]
        kind = {name: self._attributes(name) for name in columns}
        heads = "".join(f'<th scope="col"{kind[name]}>{_text(name)}</th>' for name in columns)
        rows = []
        for place, row in enumerate(self.frame.itertuples(index=False, name=None)):
            mark = f' class="{_text(self.marks[place])}"' if place in self.marks else ""
            head = f'<th scope="row">{_text(row[0])}</th>'
            cells = "".join(
                f"<td{kind[column]}>{_text(value)}</td>"
                for column, value in zip(columns[1:], row[1:], strict=True)
            )
            rows.append(f"<tr{mark}>{head}{cells}</tr>")
        return "\n".join(
            [
                f'<table class="xuke" id="{_text(self.name)}">',
                f"<caption>{_text(self.caption)}</caption>",
                f"<thead><tr>{heads}</tr></thead>",
                "<tbody>",
                *rows,
                "</tbody>",
                "</table>",
            ]
        )

    def to_text(self) -> str:
        """The table as plain text, a line for each row."""
        lines = [self.caption, " | ".join(map(str, self.frame))]
        rows = self.frame.itertuples(index=False, name=None)
        return "\n".join([*lines, *(" | ".join(map(str, row)) for row in rows)])

    def _repr_mimebundle_(
        self,
        include: object = None,  # noqa: ARG002 - Jupyter's signature
        exclude: object = None,  # noqa: ARG002
    ) -> tuple[dict[str, str], dict[str, Any]]:
        data = {"text/html": self.to_html(), "text/plain": self.to_text()}
        return data, {"xuke": {"name": self.name, "language": self.language}}

    def _attributes(self, column: str) -> str:
        filled = [str(value) for value in self.frame[column] if value != ""]
        if filled and all(_NUMBER.match(value) for value in filled):
            return ' class="number" style="text-align: right"'
        if all(len(value) <= _SHORT for value in filled):
            return ' class="short"'
        return ""


def _text(value: object) -> str:
    return html.escape(str(value))
