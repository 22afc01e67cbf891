"""The settings by which reports are read, ``reading.toml``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from xuke.catalog.rows import Name, Row, Text
from xuke.lines import plain, toml
from xuke.model import DefinitionError, UnknownNameError

Kind = Literal["cases", "items", "departments", "money", "share"]


class _Licences(Row):
    units: tuple[str, ...]
    concepts: frozenset[str]


class _Persons(Row):
    units: frozenset[str]
    licences: tuple[str, ...]


class _Holders(Row):
    units: frozenset[str]


class _Stocks(Row):
    units: frozenset[str]


class _Neutral(Row):
    always: frozenset[str]
    cases: frozenset[str]


class _Item(Row):
    endings: tuple[str, ...]
    kinds: tuple[str, ...]
    suffixes: frozenset[str]
    never_inside: frozenset[str]
    bodies: tuple[str, ...]
    tools: tuple[str, ...]
    licensed: tuple[str, ...]
    modes: tuple[str, ...]
    not_names: tuple[str, ...]


class _Category(Row):
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    single: tuple[str, ...]


class _Basis(Row):
    metrics: frozenset[str]
    accepted: tuple[str, ...]
    concluded: tuple[str, ...]


class _Rounded(Row):
    groups: frozenset[str]
    except_units: frozenset[str]


class Settings(Row):
    """What ``reading.toml`` must hold, and nothing else."""

    kinds: dict[Kind, frozenset[str]]
    licences: _Licences
    persons: _Persons
    not_counted: dict[Text, Name]
    holders: _Holders
    stocks: _Stocks
    neutral: _Neutral
    item: _Item
    category: _Category
    sections: dict[str, tuple[str, ...]]
    basis: _Basis
    shares: dict[Name, Name]
    rounded: _Rounded
    none: dict[Text, Name]
    statuses: dict[Text, Text]

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that the settings name."""
        shares = (*self.shares, *self.shares.values())
        return (*self.basis.metrics, *shares, *self.none.values())

    @property
    def concepts(self) -> tuple[str, ...]:
        """Every concept that the settings name."""
        together = " ".join((*self.item.suffixes, *self.none)).split()
        sets = (
            self.licences.concepts,
            self.neutral.always,
            self.neutral.cases,
            self.item.never_inside,
        )
        return (*together, *(name for each in sets for name in each))


def read_settings(path: Path, known: Iterable[str], concepts: Iterable[str]) -> Settings:
    """The settings of the file at *path*, which may name the metrics *known* and *concepts*.

    Raises
    ------
    DefinitionError
        for a key that does not fit, a metric or concept that is not defined.
    """
    text = path.read_text(encoding="utf-8")
    try:
        settings = Settings.model_validate(toml(text, path))
    except ValidationError as error:
        first = error.errors()[0]
        said = f"{'.'.join(map(str, first['loc']))}: {plain(first['msg'])}"
        raise DefinitionError(path, _line(text, first["loc"]), said) from None
    for kind, allowed, used in (
        ("metric", set(known), settings.metrics),
        ("concept", set(concepts), settings.concepts),
    ):
        for name in used:
            if name not in allowed:
                problem = str(UnknownNameError(kind, name, allowed))
                raise DefinitionError(path, _line(text, [name]), problem)
    return settings


def _line(text: str, place: Iterable[object]) -> int:
    """The first line that names the innermost key of *place* that the file holds."""
    lines = text.splitlines()
    for key in reversed([str(each) for each in place]):
        for number, line in enumerate(lines, 1):
            if key in line:
                return number
    return 1
