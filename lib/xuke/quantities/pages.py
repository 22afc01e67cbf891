"""Page numbers that a copy has left between the lines of a text: — 3 —, 第3页 共8页.

They cut sentences, words and numbers in two, so a text is read without them, and what was found
is put back to its place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate

from xuke.model import Quantity, Span

# A number alone on its line may be a cell of a table, so there must be more to it. Half-width
# signs and digits only: *plain* is in normal form.
_LINE = re.compile(
    r"(?m)^ *(?:[-—–―─·]{1,3} {0,3}(?P<dashed>(?!(?:19|20)\d\d)\d{1,4}) {0,3}[-—–―─·]{1,3}"
    r"|(?:共 {0,2}\d{1,4} {0,2}页[ ，,/|]{0,3})?第 {0,2}(?P<page>\d{1,4}) {0,2}页"
    r"(?:[ ，,/|（]{0,3}共 {0,2}\d{1,4} {0,2}页）?)?)"
    r" *(?:\n+(?= *\S)|$)"
)


class Pages:
    """The page numbers of *text*, whose normal form is *plain*, and the text without their lines.

    ``numbers`` are quantities of the kind ``page_number``; ``text`` is what is left.
    """

    def __init__(self, text: str, plain: str) -> None:
        self._whole_text = text
        lines = list(_LINE.finditer(plain))
        self.numbers = [_number(text, line) for line in lines]
        self._lines = [Span(*line.span()) for line in lines]
        self._starts = [line.start for line in self._lines]
        # How much is gone before each line, and where that line was in what is left.
        self._gone = [*accumulate((line.end - line.start for line in self._lines), initial=0)]
        self._cuts = [line.start - self._gone[at] for at, line in enumerate(self._lines)]
        ends = [0, *(line.end for line in self._lines)]
        starts = [*(line.start for line in self._lines), len(text)]
        self.text = "".join(text[a:b] for a, b in zip(ends, starts, strict=True))

    def left(self, span: Span) -> Span:
        """*span* of the whole text, in what is left of it."""
        return Span(self._left(span.start), self._left(span.end))

    def whole(self, span: Span) -> Span:
        """*span* of what is left, in the whole text."""
        first = self._gone[bisect_right(self._cuts, span.start)]
        last = self._gone[bisect_right(self._cuts, span.end - 1)]
        return Span(span.start + first, span.end + last)

    def put_back(self, quantity: Quantity) -> Quantity:
        """*quantity* of what is left, as it stands in the whole text."""
        span = self.whole(quantity.span)
        return replace(quantity, span=span, words=span.of(self._whole_text))

    def apart(self, quantities: Iterable[Quantity]) -> list[Quantity]:
        """The page numbers that are in none of *quantities*, as one is in 12.87, — 3 —, 万件."""
        spans = sorted(each.span for each in quantities if "\n" in each.words)
        starts, found = [span.start for span in spans], []
        for number in self.numbers:
            before = bisect_right(starts, number.span.start) - 1
            if before < 0 or spans[before].end <= number.span.start:
                found.append(number)
        return found

    def _left(self, at: int) -> int:
        before = bisect_left(self._starts, at)
        if before == 0:
            return at
        line = self._lines[before - 1]
        return at - self._gone[before - 1] - (min(line.end, at) - line.start)


def _number(text: str, line: re.Match[str]) -> Quantity:
    start, end = line.span(line.lastgroup or 0)
    return Quantity(
        Span(start, end), text[start:end], Decimal(line[line.lastgroup or 0]), kind="page_number"
    )
