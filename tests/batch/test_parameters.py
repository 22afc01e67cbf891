from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papermill.translators import translate_parameters

from xuke.batch.parameters import ParameterError, check_all, declared, verify_injected
from xuke.model import UnknownNameError

SOURCE = """\
from typing import Literal

district: str = "shanghai-yangpu"  # slug, code # or name
year: int = 2023
share: float = 0.5
bare: bool = False
names: list[str] = ["a"]
language: Literal["zh", "en"] = "zh"  # 语言
limit: int | None = None
"""


def test_each_line_of_the_parameters_cell_declares_one() -> None:
    found = declared(SOURCE, "n.ipynb")
    assert [(p.name, p.annotation, p.default, p.help) for p in found.values()] == [
        ("district", "str", "shanghai-yangpu", "slug, code # or name"),
        ("year", "int", 2023, ""),
        ("share", "float", 0.5, ""),
        ("bare", "bool", False, ""),
        ("names", "list[str]", ["a"], ""),
        ("language", "Literal['zh', 'en']", "zh", "语言"),
        ("limit", "int | None", None, ""),
    ]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("year = 2023", "line 1: write it as `name: type = value`"),
        ("year: int", "line 1: write it as"),
        ("year: int = 1\nyear: int = 2", "line 2: year is declared twice"),
        ("year: int = print()", "the default of year is not a literal"),
        ("year: int = '2023'", "parameter year: '2023' is not of type int"),
        ("year: complex = 1", "type complex is not one of str, int"),
        ("year: list[print()] = 1", "is not one of"),
        ("for x in y: pass", "write it as"),
        ("year: int = (", "was never closed"),
    ],
)
def test_anything_else_in_the_cell_is_refused(source: str, said: str) -> None:
    with pytest.raises(ParameterError, match=r"n\.ipynb: the parameters cell|parameter year") as e:
        declared(source, "n.ipynb")
    assert said in str(e.value)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("district", "010", "010"),
        ("district", "true", "true"),
        ("year", "2021", 2021),
        ("share", "1e-3", 0.001),
        ("bare", "true", True),
        ("names", '["x", "y"]', ["x", "y"]),
        ("language", "en", "en"),
        ("limit", "7", 7),
    ],
)
def test_a_text_from_the_command_line_becomes_the_declared_type(
    name: str, text: str, value: Any
) -> None:
    read = check_all(declared(SOURCE, "n"), {name: text}, "n")
    assert read == {name: value}
    assert type(read[name]) is type(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("year", "2021.5"),
        ("year", "twenty"),
        ("year", ""),
        ("year", "__import__('os')"),
        ("bare", "maybe"),
        ("names", "x"),
        ("names", "[1]"),
        ("language", "fr"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(ParameterError, match=f"^parameter {name}: .* is not of type "):
        check_all(declared(SOURCE, "n"), {name: text}, "n")


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"'distric'; did you mean district"):
        check_all(declared(SOURCE, "n"), {"distric": "x"}, "n")


values = st.one_of(
    st.text(),
    st.integers(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.none(),
    st.lists(st.text(), max_size=3),
)


@settings(deadline=None)  # the first call imports papermill
@given(st.dictionaries(st.sampled_from(["district", "year", "language"]), values))
def test_values_are_never_code_whatever_they_hold(given_values: dict[str, Any]) -> None:
    cell = translate_parameters("python3", "python", given_values, "Parameters")
    verify_injected(cell, given_values)


@pytest.mark.parametrize(
    "hostile",
    ['"; import os; os.abort() #', "\\", '\\"', "'''", "\n1/0", "{district}", "\u2028", "\x00"],
)
def test_a_hostile_text_reads_back_as_itself(hostile: str) -> None:
    cell = translate_parameters("python3", "python", {"district": hostile}, "Parameters")
    names: dict[str, Any] = {}
    exec(cell, names)
    assert names["district"] == hostile
    verify_injected(cell, {"district": hostile})


@pytest.mark.parametrize(
    "cell", ["year = 2023\nimport os", "year = int('2023')", "year = 2024", "", "year += 1"]
)
def test_a_cell_that_does_not_give_the_values_back_is_refused(cell: str) -> None:
    with pytest.raises(ParameterError):
        verify_injected(cell, {"year": 2023})


def test_an_indicator_is_taken_by_its_labels_and_an_unknown_one_refused_before_the_start() -> None:
    parameters = declared('indicator: str = "approval_rate"', "compare")
    given = {"indicator": "全程网办率"}
    assert check_all(parameters, given, "compare") == {"indicator": "full_online_rate"}
    with pytest.raises(UnknownNameError, match="unknown indicator 'aproval_rate'; did you mean"):
        check_all(parameters, {"indicator": "aproval_rate"}, "compare")


def test_a_level_is_one_of_four_or_an_agency_of_the_panel() -> None:
    parameters = declared('level: str = "district"', "compare")
    for level in ("city", "绿化和市容管理局", "某地某局"):
        given = {"level": level}
        assert check_all(parameters, given, "compare", agencies=["某地某局"]) == given
    with pytest.raises(UnknownNameError, match="unknown level 'distrikt'; did you mean district"):
        check_all(parameters, {"level": "distrikt"}, "compare")


def test_a_notebook_of_the_user_may_call_another_thing_a_level_or_an_indicator() -> None:
    parameters = declared('level: float = 0.95\nindicator: str = "co2"', "own")
    given = {"level": "0.9", "indicator": "ch4"}
    assert check_all(parameters, given, "own") == {"level": 0.9, "indicator": "ch4"}
