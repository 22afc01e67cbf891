"""From a figure back to the sentence of the report that it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from xuke import documents, project
from xuke.model import Document, DocumentError

_STOPS = "。！？；\n"


@dataclass(frozen=True, slots=True)
class Quote:
    """A figure's words within their sentence, and the document's file name.

    ``before`` and ``after`` are empty where the document is not at hand; ``document`` then too.
    """

    words: str
    before: str = ""
    after: str = ""
    document: str = ""


def quote(observation: pd.Series, sources: pd.DataFrame, folder: Path | None = None) -> Quote:
    """The sentence that *observation*, a row of the panel, was read from.

    The document is looked for in *folder* (``data/reports`` of the project) by the name and
    digest in the register of sources. One that has changed since, so that the figure's words no
    longer stand where they did, is not quoted.
    """
    words = str(observation["words"])
    if pd.isna(observation["start"]) or not words:
        return Quote(words)
    document = _document(str(observation["source"]), sources, folder or _reports())
    if document is None:
        return Quote(words)
    start, end = int(observation["start"]), int(observation["end"])
    text = document.text
    if text[start:end] != words:
        return Quote(words)
    first = max(text.rfind(stop, 0, start) for stop in _STOPS) + 1
    ends = [at for stop in _STOPS if (at := text.find(stop, end)) >= 0]
    last = min(ends) + 1 if ends else len(text)
    return Quote(words, text[first:start].lstrip(), text[end:last].rstrip(), document.name)


def _reports() -> Path:
    return project.root() / "data" / "reports"


def _document(source: str, sources: pd.DataFrame, folder: Path) -> Document | None:
    known = sources[sources["source"] == source]
    if known.empty or "document" not in known or not folder.is_dir():
        return None
    row: Any = known.iloc[0]
    # The register's name is never taken as a path: only files of the folder itself are opened.
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name == row["document"]:
            stat = path.stat()
            try:
                document = _read(path, stat.st_mtime_ns, stat.st_size)
            except DocumentError:
                return None
            return document if row["sha256"] in ("", document.sha256) else None
    return None


@lru_cache(maxsize=32)
def _read(path: Path, *_state: int) -> Document:
    return documents.read(path)
