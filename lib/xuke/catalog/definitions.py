"""Reads the definition files, row by row through their models, and checks them among each other."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from xuke.catalog.rows import (
    KINDS_WITH_RULE,
    Agency,
    Check,
    Concept,
    District,
    Indicator,
    Initiative,
    Label,
    Metric,
    Tile,
    Unit,
)
from xuke.lines import plain, records
from xuke.model import DefinitionError, UnknownNameError

DEFINITIONS = Path(__file__).resolve().parents[1] / "definitions"
"""The folder of the definition files."""

RowT = TypeVar("RowT", bound=BaseModel)


def read_lines(path: Path, row: type[RowT]) -> Iterator[tuple[int, str, RowT]]:
    """Records of the CSV file *path* as *row*, each with its line and the text of its first field.

    Raises `DefinitionError` for a file that is no CSV and a line that does not fit *row*.
    """
    lines = records(path)
    _, header = next(lines, (1, []))
    for line, fields in lines:
        try:
            parsed = row.model_validate(dict(zip(header, fields, strict=True)))
        except ValidationError as error:
            raise DefinitionError(path, line, _first_problem(error)) from None
        yield line, fields[0], parsed


def read_rows(path: Path, row: type[RowT]) -> dict[str, tuple[int, RowT]]:
    """Rows of the CSV file *path* by their first column, each with its line number.

    Raises `DefinitionError` as `read_lines` does, and for a line that repeats a key.
    """
    rows: dict[str, tuple[int, RowT]] = {}
    for line, name, parsed in read_lines(path, row):
        if name in rows:
            raise DefinitionError(path, line, f"{name!r} is defined twice")
        rows[name] = line, parsed
    return rows


def read_texts(path: Path) -> Mapping[str, Label]:
    """Texts with named places for values, by name.

    Raises `DefinitionError` also where the two languages name different places.
    """
    rows = read_rows(path, Label)
    for line, row in rows.values():
        if apart := _places(row.label_zh) ^ _places(row.label_en):
            named = ", ".join(sorted(apart))
            raise DefinitionError(path, line, f"place in one language only: {named}")
    return _plain(rows)


def check_references(
    path: Path,
    rows: Mapping[str, tuple[int, BaseModel]],
    field: str,
    known: Iterable[str],
    kind: str = "",
) -> None:
    """Raise `DefinitionError` at the first row whose *field* holds a name that is not *known*.

    *kind* says what the names are, where the field is called otherwise; the nearest are suggested.
    """
    allowed = dict.fromkeys(known)
    for line, row in rows.values():
        value = getattr(row, field)
        for name in (value,) if isinstance(value, str) else value:
            if name and name not in allowed:
                problem = UnknownNameError(kind or field, name, allowed)
                raise DefinitionError(path, line, f"{field}: {problem}")


@cache
def units(folder: Path = DEFINITIONS) -> Mapping[str, Unit]:
    """Units by their printed form."""
    return _plain(read_rows(folder / "units.csv", Unit))


@cache
def metrics(folder: Path = DEFINITIONS) -> Mapping[str, Metric]:
    """Metrics by name, in the order of the file."""
    path = folder / "metrics.csv"
    rows = read_rows(path, Metric)
    check_references(path, rows, "unit", units(folder))
    return _plain(rows)


@cache
def checks(folder: Path = DEFINITIONS) -> Mapping[str, Check]:
    """Checks by name, in the order of the file; every metric of a rule is a known one."""
    path = folder / "checks.csv"
    rows = read_rows(path, Check)
    for line, check in rows.values():
        if check.kind in KINDS_WITH_RULE:
            _require_metrics(path, line, check.linear.metrics, folder)
    return _plain(rows)


@cache
def indicators(folder: Path = DEFINITIONS) -> Mapping[str, Indicator]:
    """Indicators by name, in the order of the file; every metric they name is a known one."""
    path = folder / "indicators.csv"
    rows = read_rows(path, Indicator)
    check_references(path, rows, "unit", units(folder))
    for line, indicator in rows.values():
        _require_metrics(path, line, indicator.metrics, folder)
    return _plain(rows)


@cache
def districts(folder: Path = DEFINITIONS) -> Mapping[str, District]:
    """Districts by slug."""
    path = folder / "districts.csv"
    rows = read_rows(path, District)
    check_references(path, rows, "parent", rows)
    return _plain(rows)


@cache
def agencies(folder: Path = DEFINITIONS) -> Mapping[str, Agency]:
    """Agencies by Chinese name."""
    path = folder / "agencies.csv"
    rows = read_rows(path, Agency)
    slugs: set[str] = set()
    for line, agency in rows.values():
        if agency.slug in slugs:
            raise DefinitionError(path, line, f"slug {agency.slug!r} is used twice")
        slugs.add(agency.slug)
    return _plain(rows)


@cache
def initiatives(folder: Path = DEFINITIONS) -> Mapping[str, Initiative]:
    """Initiatives by name."""
    return _plain(read_rows(folder / "initiatives.csv", Initiative))


@cache
def statuses(folder: Path = DEFINITIONS) -> Mapping[str, Label]:
    """What a report says of an initiative's state, by the name used in tables."""
    return _plain(read_rows(folder / "statuses.csv", Label))


@cache
def sections(folder: Path = DEFINITIONS) -> Mapping[str, Label]:
    """The usual sections of a report by their Chinese heading without its number."""
    return _plain(read_rows(folder / "sections.csv", Label))


@cache
def sentences(folder: Path = DEFINITIONS) -> Mapping[str, Label]:
    """Sentences with named places for values, by name; a language may do without a place."""
    return _plain(read_rows(folder / "sentences.csv", Label))


@cache
def concepts(folder: Path = DEFINITIONS) -> Mapping[str, Concept]:
    """Concepts by name: what words of a report may stand for."""
    return _plain(read_rows(folder / "concepts.csv", Concept))


@cache
def tiles(folder: Path = DEFINITIONS) -> Mapping[str, Tile]:
    """Tiles of the schematic map by district; no two lie on one place."""
    path = folder / "tiles.csv"
    rows = read_rows(path, Tile)
    check_references(path, rows, "district", districts(folder))
    taken: dict[tuple[int, int], str] = {}
    for line, tile in rows.values():
        other = taken.setdefault((tile.row, tile.column), tile.district)
        if other != tile.district:
            raise DefinitionError(path, line, f"{tile.district} lies on the tile of {other}")
    return _plain(rows)


@cache
def digest(folder: Path = DEFINITIONS) -> str:
    """Sha256 over every definition that a notebook's results can depend on.

    The font is fixed, and what only frames the site changes no report.
    """
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent.name not in ("font", "site"):
            total.update(path.relative_to(folder).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
    return total.hexdigest()


def _plain(rows: Mapping[str, tuple[int, RowT]]) -> Mapping[str, RowT]:
    return MappingProxyType({name: row for name, (_, row) in rows.items()})


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _require_metrics(path: Path, line: int, names: Iterable[str], folder: Path) -> None:
    for name in names:
        if name not in metrics(folder):
            raise DefinitionError(
                path, line, str(UnknownNameError("metric", name, metrics(folder)))
            )


def _first_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    shown = f" (found {first['input']!r})" if first["type"] != "missing" else ""
    return f"{where}: {plain(first['msg'])}{shown}"
