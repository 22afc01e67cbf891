"""The words of numbers, read from ``definitions/quantities.toml`` and compiled once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, ValidationError

from xuke.lines import toml
from xuke.model import DefinitionError, Qualifier
from xuke.quantities.numerals import CHINESE

FILE = "definitions/quantities.toml"
# Besides a unit, what may follow a Chinese numeral that is a number, a date or a list number.
_AFTER_NUMERAL = "余多%‰年月季分 \n，。；、）:！.是要方"


class _Zero(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    denials: tuple[str, ...]
    weak: tuple[str, ...]
    after_weak: tuple[str, ...]
    denied: tuple[str, ...]
    trailing: tuple[str, ...]
    not_denials: tuple[str, ...]
    labels: tuple[str, ...]


class _Sayings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    words: tuple[str, ...]


class Definitions(BaseModel):
    """What ``definitions/quantities.toml`` must hold, and nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    units: tuple[str, ...]
    not_units: tuple[str, ...]
    after_ge: tuple[str, ...]
    unit_kinds: dict[str, str]
    qualifiers_before: dict[str, Qualifier]
    not_qualifiers: dict[str, tuple[str, ...]]
    qualifiers_after: dict[str, Qualifier]
    zero: _Zero
    sayings: _Sayings


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The compiled words: each pattern is anchored or bounded, so none can backtrack far.

    ``units`` are by their first characters, ``trails`` are those of what may follow a unit. Before
    a character that is not one of ``after_numeral`` a Chinese numeral is part of a word.
    """

    units: dict[str, re.Pattern[str]]
    after_numeral: frozenset[str]
    unit_kinds: dict[str, str]
    qualifiers_before: dict[str, Qualifier]
    qualifier_ends: frozenset[str]
    not_before: re.Pattern[str]
    after: re.Pattern[str]
    trails: frozenset[str]
    qualifiers_after: dict[str, Qualifier]
    zero: re.Pattern[str]
    sayings: tuple[tuple[int, re.Pattern[str]], ...]


def alternatives(words: Iterable[str]) -> str:
    """An alternation of literal *words*, the longest first, as one group."""
    return "(?:" + "|".join(map(re.escape, sorted(set(words), key=len, reverse=True))) + ")"


def _compile(data: Definitions) -> Vocabulary:
    zero, kinds = data.zero, tuple(data.unit_kinds)
    doubled = [f"{unit}（次）" for unit in data.units if f"{unit}次" in data.units]
    after_ge = [f"个{unit}" for unit in data.after_ge]
    units = _by_first([*data.units, *kinds, *doubled, *after_ge], data.not_units)
    denials = [(word, "") for word in zero.denials]
    denials += [(word, f"(?={alternatives(zero.after_weak)})") for word in zero.weak]
    # One flat alternation of literals: the engine then looks at their first characters only.
    denial = "|".join(
        re.escape(word) + _unless(word, zero.not_denials) + then
        for word, then in sorted(denials, key=lambda each: len(each[0]), reverse=True)
    )
    trail = f"{alternatives(zero.trailing)}{{0,4}}"
    end = r"\s{0,2}(?:[，。；、！（）:]|$|\n)"
    labelled = "|".join(f"(?<={re.escape(word)}[:：]无)" for word in zero.labels)
    return Vocabulary(
        units=units,
        after_numeral=frozenset([*_AFTER_NUMERAL, *units]),
        unit_kinds=data.unit_kinds,
        qualifiers_before=data.qualifiers_before,
        qualifier_ends=frozenset(word[-1] for word in data.qualifiers_before),
        not_before=re.compile(
            "|".join(f"{alternatives(words)}$" for words in data.not_qualifiers.values())
        ),
        after=re.compile(alternatives(data.qualifiers_after)),
        trails=frozenset(["余", "多", *(word[0] for word in data.qualifiers_after)]),
        qualifiers_after=data.qualifiers_after,
        zero=re.compile(
            rf"(?:{denial})(?:[^，。；、！？：（）\s\d]{{0,12}}?{alternatives(zero.denied)}"
            rf"{trail}(?={end}|[且并和及也]|(?<=“零..)”)"
            # 均免费 needs nothing behind it that is denied
            rf"|(?<=免费){trail}(?={end})"
            rf"|(?:{labelled})(?={end})"  # 收费情况：无。
            # the name of a licence may be long: 未收到生产、储存烟花爆竹建设项目设计审查申请
            r"|(?:收到|接到)[^，。；！？：（）\s\d]{2,40}?申请(?=[，。；\n]|$))"
        ),
        sayings=tuple(_by_offset(data.sayings.words)),
    )


def _by_first(units: Iterable[str], others: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """One pattern per first character: a unit, where none of the *others* stands."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for unit in units:
        grouped[unit[0]].append(unit)
    return {
        first: re.compile(
            _unless("", [each for each in others if each[0] == first])
            + alternatives(those)
            + "(?!分之)"
        )
        for first, those in grouped.items()
    }


def _unless(word: str, others: Iterable[str]) -> str:
    """What must not follow *word*: the rest of one of *others*, longer words that begin with it."""
    rests = [each.removeprefix(word) for each in others if each.startswith(word)]
    return f"(?!{alternatives(rests)})" if rests else ""


def _by_offset(sayings: tuple[str, ...]) -> Iterator[tuple[int, re.Pattern[str]]]:
    """One pattern per place at which the first numeral of a saying stands."""
    numeral = re.compile(f"[{CHINESE}]")
    offsets: dict[int, list[str]] = {}
    for saying in sayings:
        for found in numeral.finditer(saying):
            offsets.setdefault(found.start(), []).append(saying)
    for offset, words in sorted(offsets.items()):
        yield offset, re.compile(alternatives(words))


@cache
def vocabulary() -> Vocabulary:
    """The words of numbers.

    Raises
    ------
    DefinitionError
        if ``definitions/quantities.toml`` is not as :class:`Definitions` wants it.
    """
    text = files("xuke").joinpath(FILE).read_text(encoding="utf-8")
    try:
        return _compile(Definitions.model_validate(toml(text, FILE)))
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0])
        line = next((n for n, each in enumerate(text.splitlines(), 1) if key in each), 1)
        place = ".".join(map(str, first["loc"]))
        raise DefinitionError(FILE, line, f"{place}: {first['msg']}") from error
