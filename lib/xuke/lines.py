"""CSV files that people edit, record by record, with the line that each begins on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from xuke.model import DefinitionError


def records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each record of *path* that is not blank, the header first, with its line from 1 on.

    Raises `DefinitionError` for text that is not UTF-8, a quotation mark out of place, and a
    record with more or fewer fields than the header.
    """
    width = 0
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            for fields in reader:
                if fields:
                    width = width or len(fields)
                    if len(fields) != width:
                        problem = f"expected {width} fields, found {len(fields)}"
                        raise DefinitionError(path, line, problem)
                    yield line, fields
                line = reader.line_num + 1
    except csv.Error:
        problem = 'a quotation mark (") is not closed, or text follows the closing one'
        raise DefinitionError(path, line, problem) from None
    except UnicodeDecodeError:
        raise DefinitionError(path, line, "is not UTF-8: save it as “CSV UTF-8”") from None
