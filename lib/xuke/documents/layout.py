"""Puts the pieces that a reader found into one text, with a block for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xuke.model import Block, BlockKind, DocumentError, Span

MAX_CHARACTERS = 20_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of one block, before they have a position; ``before`` parts it from the last."""

    kind: BlockKind
    text: str
    place: str
    level: int = 0
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    before: str = "\n"


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """Text of all pieces in order, and their blocks; pieces without words are left out.

    Raises DocumentError as soon as the text is longer than any report can be.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    end = 0
    for piece in pieces:
        if not piece.text.strip():
            continue
        if blocks:
            parts.append(piece.before)
            end += len(piece.before)
        start, end = end, end + len(piece.text)
        if end > MAX_CHARACTERS:
            raise DocumentError(
                f"holds more than {MAX_CHARACTERS:,} characters; give the report alone, "
                "without its annexes"
            )
        parts.append(piece.text)
        blocks.append(
            Block(piece.kind, Span(start, end), piece.place, piece.level, piece.row, piece.column)
        )
    return "".join(parts), tuple(blocks)


def joined(before: str, after: str) -> str:
    """Two parts of a broken line as one, with a space only between Latin words and numbers.

    Two numbers in lines of their own are two numbers; joining them would make up a third.
    """
    if not before or not after:
        return before + after
    parted = all(letter.isascii() and letter.isalnum() for letter in (before[-1], after[0]))
    return before + (" " if parted else "") + after


def one_line(text: str) -> str:
    """Words with every run of white space as one space, and none where only a line was broken."""
    line = ""
    for part in text.splitlines():
        line = joined(line, " ".join(part.split()))
    return line
