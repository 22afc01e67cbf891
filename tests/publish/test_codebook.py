import re

import pytest

from xuke import catalog
from xuke.model import DefinitionError
from xuke.publish.codebook import codebook, codebook_rows, formula, rule
from xuke.publish.words import words


def test_every_metric_indicator_and_check_is_in_the_codebook():
    for language in ("zh", "en"):
        book = codebook(language)
        metrics = [row["name"] for group in book["groups"] for row in group["rows"]]
        assert metrics == list(catalog.metrics())
        assert [row["name"] for row in book["indicators"]] == list(catalog.indicators())
        assert [row["name"] for row in book["checks"]] == list(catalog.checks())


@pytest.mark.parametrize(
    ("indicator", "language", "expected"),
    [
        ("overdue_ratio", "zh", "超期办结 ÷ (按期办结 + 超期办结)"),
        (
            "full_online_rate",
            "en",
            "cases handled wholly online ÷ accepted cases; (approved cases + cases not approved), "
            "where the report counts among concluded cases",
        ),
        ("exemption_rate", "zh", "报告写明的 窗口受理用证免交比率"),
    ],
)
def test_a_formula_is_written_in_the_labels_of_its_metrics(indicator, language, expected):
    assert formula(catalog.indicators()[indicator], language) == expected


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("applications_split", "applications = (accepted cases + applications not accepted)"),
        ("online_within_accepted", "cases accepted online ≤ accepted cases"),
        ("year_on_year", "the factor against the year before is at most 3"),
    ],
)
def test_a_rule_is_written_in_the_labels_of_its_metrics(check, expected):
    assert rule(catalog.checks()[check], "en") == expected


def test_the_table_of_the_codebook_explains_every_qualifier_in_both_languages():
    rows = {row["name"]: row for row in codebook_rows() if row["kind"] == "qualifier"}

    assert list(rows) == ["exact", "rounded", "over", "nearly", "at_least", "at_most"]
    assert all(row["meaning_zh"] and row["meaning_en"] for row in rows.values())


def test_the_words_of_the_pages_hold_the_same_names_to_fill_in_in_both_languages():
    zh, en = words("zh"), words("en")

    assert [name for name in zh if sorted(re.findall(r"{\w+}", zh[name])) != sorted(
        re.findall(r"{\w+}", en[name]))] == []  # fmt: skip


@pytest.mark.parametrize(
    ("line", "problem"),
    [("skip,跳过,", "expected name, zh and en"), ("site,许可,Xuke", "'site' is defined twice")],
)
def test_a_faulty_line_of_words_is_named(tmp_path, line, problem):
    (tmp_path / "words.csv").write_text(f"name,zh,en\nsite,许可,Xuke\n{line}\n", "utf-8")

    with pytest.raises(DefinitionError, match=rf"words\.csv:3: {problem}"):
        words("en", tmp_path)


def test_every_word_of_the_pages_is_used_in_one():
    package = catalog.DEFINITIONS.parent
    files = [*package.glob("definitions/**/*.j2"), *package.glob("publish/*.py")]
    text = "".join(path.read_text("utf-8") for path in files)
    used = set(re.findall(r'(?:\bw\.|")(\w+)', text))
    composed = ("level_", "group_", "kind_", "qualifier_", "absence_", "table_")

    unused = [name for name in words("zh") if name not in used and not name.startswith(composed)]

    assert unused == []
