from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuke.lines import records, toml
from xuke.model import DefinitionError


def written(folder: Path, text: bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(text)
    return path


def test_each_record_comes_with_the_line_it_begins_on(tmp_path: Path) -> None:
    path = written(tmp_path, b'\xef\xbb\xbfa,b\r\n\r\n1,"two\nlines"\r\n3,4\r\n')
    assert list(records(path)) == [
        (1, ["a", "b"]),
        (3, ["1", "two\nlines"]),
        (5, ["3", "4"]),
    ]


def test_an_empty_file_has_no_records(tmp_path: Path) -> None:
    assert list(records(written(tmp_path, b"\n\n"))) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"a,b\n1\n", ":2: expected 2 fields, found 1"),
        (b"a,b\n1,2\n1,2,3\n", ":3: expected 2 fields, found 3"),
        (b'a,b\n1,2\n"3,4\n5,6\n', ":3: a quotation mark"),
        (b'a,b\n"1"x,2\n', ":2: a quotation mark"),
        ("a,b\n1,2\n甲,2\n".encode("gb18030"), ":3: is not UTF-8"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: bytes, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DefinitionError) as error:
        list(records(path))
    assert str(error.value).startswith(str(path))
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a = 1\nb = \n", 2, "Invalid value"),
        ("a = 1\n[b\n", 2, "Expected ']'"),
        ("a = 1\na = 2\n", 2, "Cannot overwrite"),
        ('a = """\nb\n', 3, "Unterminated string"),
    ],
)
def test_a_fault_of_a_toml_file_is_told_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(DefinitionError) as error:
        toml(text, "some.toml")
    assert (error.value.path, error.value.line) == ("some.toml", line)
    assert said in error.value.problem


@given(text=st.text(st.sampled_from('a,"\n\r 甲'), max_size=30))
def test_any_text_is_read_or_refused_in_our_own_words(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = written(tmp_path_factory.mktemp("lines"), text.encode())
    try:
        found = list(records(path))
    except DefinitionError:
        return
    assert len({len(fields) for _, fields in found}) <= 1
