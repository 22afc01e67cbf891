from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from xuke import validation
from xuke.catalog import DEFINITIONS, definitions
from xuke.cli import main
from xuke.model import DefinitionError

EVERY = sorted(each.relative_to(DEFINITIONS) for each in DEFINITIONS.rglob("*.csv"))


@pytest.mark.parametrize("name", EVERY, ids=str)
def test_a_quotation_mark_left_open_in_any_file_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: Path
) -> None:
    text = (DEFINITIONS / name).read_text(encoding="utf-8-sig")
    broken = tmp_path / name
    broken.parent.mkdir(parents=True, exist_ok=True)
    broken.write_text(f'{text}"left open', encoding="utf-8", newline="\n")
    monkeypatch.setattr(validation, "DEFINITIONS", tmp_path)
    at = text.count("\n") + 1
    with pytest.raises(DefinitionError, match=rf"{broken.name}:{at}: a quotation mark"):
        validation.validate_definitions()


def refuse() -> NoReturn:
    raise DefinitionError("some.csv", 7, "is not defined")


@pytest.mark.parametrize("arguments", [["extract", "none.md"], ["check"], ["run", "--dry-run"]])
@pytest.mark.parametrize(
    "broken", [(definitions, "checks"), (validation, "patterns"), (validation, "vocabulary")]
)
def test_a_fault_in_any_definition_stops_every_command(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    broken: tuple[object, str],
) -> None:
    monkeypatch.setattr(*broken, refuse)
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "some.csv:7: is not defined" in capsys.readouterr().err
