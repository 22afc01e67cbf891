"""Files that people edit, CSV and TOML, with the line of whatever is wrong in them."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xuke.model import DefinitionError


def records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each record of *path* that is not blank, the header first, with its line from 1 on.

    Raises `DefinitionError` for a file that is not there, text that is not UTF-8, a quotation
    mark out of place, and a record with more or fewer fields than the header.
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
    except FileNotFoundError:
        problem = "the file is missing; a table without rows still needs its header"
        raise DefinitionError(path, line, problem) from None
    except csv.Error:
        problem = 'a quotation mark (") is not closed, or text follows the closing one'
        raise DefinitionError(path, line, problem) from None
    except UnicodeDecodeError:
        raise not_utf8(path) from None


def not_utf8(path: Path) -> DefinitionError:
    """What to say of a file in another encoding, as some spreadsheets save one."""
    data = path.read_bytes()
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return DefinitionError(path, line, "is not UTF-8: save the file as “CSV UTF-8”")
    return DefinitionError(path, 1, "cannot be read as text")


def plain(said: str) -> str:
    """What pydantic *said* of a value, without its own way of naming one."""
    return re.sub(r"^(Value error, |Input |String )", "", said)


def toml(text: str, path: Path | str) -> dict[str, Any]:
    """The TOML in *text*, which is that of the file *path*; `DefinitionError` names the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said, _, place = str(error).partition(" (at ")
        found = re.match(r"line (\d+)", place)
        line = int(found[1]) if found else text.count("\n") + 1  # else it is the document's end
        raise DefinitionError(path, line, said) from None
