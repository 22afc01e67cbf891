"""The definition files as they ship, and what is said of a faulty one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from xuke import catalog
from xuke.model import DefinitionError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the definitions that a test may spoil."""
    for file in catalog.DEFINITIONS.glob("*.csv"):
        shutil.copy(file, tmp_path)
    return tmp_path


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} is not once in {name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_every_definition_that_ships_is_read() -> None:
    assert len(catalog.metrics()) == 67
    assert len(catalog.indicators()) == 22
    assert len(catalog.checks()) == 13
    assert len(catalog.districts()) == 21
    assert len(catalog.initiatives()) == 32


def test_labels_of_metrics_are_unambiguous_in_both_languages() -> None:
    for language in ("zh", "en"):
        labels = [catalog.metric_label(metric, language) for metric in catalog.metrics()]
        assert sorted(set(labels)) == sorted(labels)


def test_every_initiative_of_the_real_panel_is_linked_to_its_figures_by_system() -> None:
    systems = {metric.system for metric in catalog.metrics().values()}
    linked = {each.initiative for each in catalog.initiatives().values() if each.name_zh in systems}
    assert {"no_application", "material_bank", "kiosk", "double_random", "medical_waste"} <= linked


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "problem"),
    [
        ("metrics.csv", "metric,label_zh,", "metric,lable_zh,", 2, "label_zh: Field required"),
        ("metrics.csv", "\naccepted,受理,", "\napplications,受理,", 7, "'applications' is defined"),
        (
            "checks.csv",
            "charged_cases <= accepted",
            "charged_cases <= acepted",
            9,
            "unknown metric 'acepted'; did",
        ),
        ("checks.csv", "charged_cases <= accepted", "charged_cases < accepted", 9, "one = or <="),
        ("checks.csv", "charged_cases <= accepted", "charged_cases = accepted", 9, "needs '<='"),
        ("checks.csv", "plausibility,3", "plausibility,0.5", 14, "a factor above 1"),
        (
            "indicators.csv",
            "charged_amount,charged_cases",
            "fees,charged_cases",
            14,
            "unknown metric 'fees'",
        ),
        (
            "indicators.csv",
            "approval rate,approved,approved +",
            "approval rate,approved,+",
            3,
            "'' is not a metric",
        ),
        (
            "units.csv",
            "\n宗,宗,case,cases,1,yes",
            "\n宗,宗,case,cases,1,no",
            3,
            "counted: yes, or empty",
        ),
        ("units.csv", "\n宗,宗,", "\n件,宗,", 3, "defined twice"),
        ("districts.csv", "municipality", "hamlet", 2, "level: should be"),
        ("districts.csv", "\nguangzhou,440100", "\nguangzhou,44010", 20, "code: should"),
        ("agencies.csv", ",justice,", ",police,", 4, "slug 'police' is used twice"),
    ],
)
def test_a_faulty_definition_is_named_by_file_and_line(
    folder: Path, file: str, old: str, new: str, line: int, problem: str
) -> None:
    spoil(folder, file, old, new)
    read = getattr(catalog, file.removesuffix(".csv"))
    with pytest.raises(DefinitionError) as error:
        read(folder)
    assert (Path(error.value.path).name, error.value.line) == (file, line)
    assert problem in error.value.problem


def test_a_unit_that_is_not_listed_is_refused(folder: Path) -> None:
    spoil(folder, "metrics.csv", "applications,申请,applications,件,", "applications,申请,a,条,")
    with pytest.raises(DefinitionError, match=r"metrics.csv:6: unit: unknown unit '条'"):
        catalog.metrics(folder)


def test_a_line_with_a_field_too_many_is_refused(folder: Path) -> None:
    spoil(folder, "units.csv", "\n宗,宗,case,cases,1,yes", "\n宗,宗,case,cases,1,yes,2")
    with pytest.raises(DefinitionError, match=r"units.csv:3: expected 6 fields"):
        catalog.units(folder)


def test_the_digest_changes_with_a_definition_and_not_with_line_ends(folder: Path) -> None:
    before = catalog.digest(folder)
    catalog.digest.cache_clear()
    units = folder / "units.csv"
    units.write_bytes(units.read_bytes().replace(b"\n", b"\r\n"))
    assert catalog.digest(folder) == before
    catalog.digest.cache_clear()
    spoil(folder, "checks.csv", "plausibility,3", "plausibility,4")
    assert catalog.digest(folder) != before
