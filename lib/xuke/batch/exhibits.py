"""Figures of an executed notebook, taken from its outputs: nothing is drawn again."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PNG, SVG = "image/png", "image/svg+xml"
_NAME = re.compile(r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$")


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure as a notebook displayed it; ``svg`` is empty where it gave none."""

    name: str
    alt: str
    caption: str
    png: bytes
    svg: str
    width: int | None = None
    height: int | None = None


def take_pictures(notebook: Any) -> list[Picture]:
    """The figures of an executed notebook in their order; their SVG is removed from its outputs.

    A notebook would hold each figure twice otherwise, and glyphs as paths are most of its bytes.
    A figure's name, caption and alternative text are what `xuke.figures` puts in the metadata; a
    plain matplotlib figure is named by its position.
    """
    taken: list[Picture] = []
    names: set[str] = set()
    for bundle in bundles(notebook):
        data, metadata = bundle["data"], bundle.get("metadata", {})
        said = metadata.get("xuke", {})
        name = str(said.get("name", ""))
        if not _NAME.match(name) or name in names:
            # Names become files: anything else than a plain word does not.
            name = f"figure-{len(taken) + 1}"
        names.add(name)
        size = metadata.get(PNG, {})
        taken.append(
            Picture(
                name=name,
                alt=str(size.get("alt", "")),
                caption=str(said.get("caption", "")),
                png=base64.b64decode(text_of(data[PNG])),
                svg=text_of(data.pop(SVG, "")),
                width=_whole(size.get("width")),
                height=_whole(size.get("height")),
            )
        )
    return taken


def bundles(notebook: Any) -> Iterator[Any]:
    """Outputs of *notebook* that hold a PNG."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            if PNG in output.get("data", ()):
                yield output


def text_of(value: str | list[str]) -> str:
    """A text of a notebook, which may be kept as a list of lines."""
    return value if isinstance(value, str) else "".join(value)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and value > 0 else None
