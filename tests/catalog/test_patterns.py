"""The definitions of wording: what they hold, and that a bad line is named with its place."""

import shutil

import pytest

from xuke.catalog.definitions import DEFINITIONS, concepts
from xuke.catalog.patterns import patterns, trie
from xuke.extraction import extract
from xuke.model import DefinitionError, Document


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "definitions"
    shutil.copytree(DEFINITIONS, copy, ignore=shutil.ignore_patterns("font"))
    return copy


def append(path, line):
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    return len(path.read_text(encoding="utf-8").splitlines())


def fault_in(folder):
    """What reading the definitions in *folder* is refused with."""
    with pytest.raises(DefinitionError) as raised:
        patterns(folder)
    return raised.value


@pytest.mark.parametrize(
    ("file", "line", "problem"),
    [
        ("words.csv", "受理,accept", "'受理' is defined twice"),
        ("words.csv", "收讫,accpt", "concepts: unknown concept 'accpt'; did you mean accept"),
        (
            "words.csv",
            "收讫,topic.hotlin",
            "unknown concept 'topic.hotlin'; did you mean topic.hot",
        ),
        ("words.csv", '"收讫,accept', "a quotation mark"),
        ("labels.csv", "new_rule,acepted,cases,accept,", "metric: unknown metric 'acepted'; did"),
        ("labels.csv", "new_rule,accepted,cases,acept,", "concepts: unknown concept 'acept'; did"),
        (
            "labels.csv",
            "new_rule,accepted,cases,accept,onlin",
            "also: unknown concept 'onlin'; did",
        ),
        ("labels.csv", "new_rule,accepted,casses,accept,", "kind: should be"),
        ("labels.csv", "new_rule,accepted", "expected 5 fields"),
        (
            "phrases.csv",
            "new_rule,kiosk,台,,部署,,,",
            "metric: unknown metric 'kiosk'; did you mean kiosks",
        ),
        (
            "initiative_words.csv",
            "kioks,自助机",
            "initiative: unknown initiative 'kioks'; did you mean kiosk",
        ),
    ],
)
def test_bad_line_is_named_with_file_and_line(folder, file, line, problem):
    number = append(folder / file, line)
    fault = fault_in(folder)
    assert fault.line == number
    assert fault.path.endswith(file)
    assert problem in str(fault)


def test_bad_key_of_the_settings_is_named_with_file_and_line(folder):
    path = folder / "reading.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('handled = "', 'handeld = "'), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"reading\.toml:\d+: unknown metric 'handeld'; did"):
        patterns(folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '"promise", "fullonline",\n',
            '"promise", "fulonline",\n',
            "unknown concept 'fulonline'; did",
        ),
        ('"license items occur" = ', '"license itms occur" = ', "unknown concept 'itms'; did you"),
        ("[shares]", "[shares", "Expected ']'"),
    ],
)
def test_a_mistyped_name_or_bracket_of_the_settings_is_told_with_its_line(folder, old, new, said):
    path = folder / "reading.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    fault = fault_in(folder)
    assert fault.line == line
    assert said in fault.problem


def test_every_concept_of_the_register_is_told_by_a_word():
    told = {name for names in patterns().concepts.values() for name in names}
    assert told == set(concepts())


def test_new_wording_is_a_line_of_data(folder, monkeypatch):
    text = Document("x", "", "全年收文并登记行政许可90件。", ())
    assert extract(text).observations == ()
    append(folder / "words.csv", "收文并登记,accept")
    taught = patterns(folder)
    monkeypatch.setattr("xuke.extraction.reader.patterns", lambda: taught)
    (only,) = extract(text).observations
    assert (only.metric, only.value) == ("accepted", 90)


def test_label_needs_exactly_its_concepts():
    known = patterns()
    assert (
        known.label("cases", frozenset({"online", "accept", "apply"})).metric == "online_accepted"
    )
    assert known.label("cases", frozenset({"online", "apply"})) is None
    assert known.label("cases", frozenset({"handle", "license"})).metric == "handled"


def test_trie_finds_the_longest_word_at_a_place():
    import re

    words = re.compile(trie(["受理", "受理中", "不予受理"]))
    assert words.findall("不予受理，受理中，受理") == ["不予受理", "受理中", "受理"]
