from __future__ import annotations

from typing import NoReturn

import pytest

from xuke import validation
from xuke.catalog import definitions
from xuke.cli import main
from xuke.model import DefinitionError


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
