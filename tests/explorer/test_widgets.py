"""The explorer without a browser: moving a widget redraws, and nothing loads from elsewhere."""

import re
from pathlib import Path

import pytest

from invented import invented_panel, invented_sources
from small_panels import observation, panel_of
from xuke.explorer import Choice, Data, Explorer, Grouping, open_explorer
from xuke.model import UnknownNameError


@pytest.fixture(scope="module")
def data() -> Data:
    return Data(invented_panel(), invented_sources(invented_panel()))


def explorer(data: Data, **choice: object) -> Explorer:
    return Explorer(data, Choice("full_online_rate", 2024, **choice))  # type: ignore[arg-type]


def table_of(shown: Explorer) -> str:
    return str(shown.rows_view.outputs[0]["data"]["text/html"])


def test_moving_any_widget_redraws_figure_and_table(data: Data) -> None:
    shown = explorer(data, language="en")
    seen = {shown.picture.value}
    for widget, value in (
        (shown.indicator, "on_the_spot_rate"),
        (shown.year, 2023),
        (shown.districts, ("shanghai-yangpu", "shanghai-putuo")),
        (shown.grouping, Grouping.YEARS),
    ):
        widget.value = value
        seen.add(shown.picture.value)
    assert len(seen) == 5
    chosen = shown.shown.choice
    assert (chosen.indicator, chosen.year, chosen.grouping) == (
        "on_the_spot_rate",
        2023,
        Grouping.YEARS,
    )
    assert set(chosen.districts) == {"shanghai-yangpu", "shanghai-putuo"}
    assert "Putuo" in table_of(shown)
    assert "Minhang" not in table_of(shown)


def test_the_picture_has_an_alternative_text(data: Data) -> None:
    alt = re.search(r'alt="([^"]*)"', explorer(data, language="en").picture.value)
    assert alt
    assert alt[1].startswith("Full-online rate in 2024, 14 comparable reports")


def test_nothing_is_loaded_from_elsewhere(data: Data) -> None:
    shown = explorer(data)
    for text in (shown.picture.value, table_of(shown)):
        loads = re.findall(r"""(?:src|from|url\(|import\()\s*=?\s*["']?(https?:)?//""", text)
        assert loads == []
    assert "window._itables" in table_of(shown)


def test_text_of_a_report_stays_text() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    rows = [
        observation(metric, value, agency=hostile, year=2024, words=hostile)
        for metric, value in (("applications", 10), ("accepted", 9))
    ]
    observations = panel_of(*rows)
    shown = Explorer(
        Data(observations, invented_sources(observations)),
        Choice("acceptance_rate", 2024, Grouping.AGENCIES),
    )
    label = int(observations.index[0])
    shown.row.value = label
    for text in (shown.picture.value, table_of(shown), shown.sentence.value):
        assert "<img src=x" not in text
    assert "&lt;img" in shown.sentence.value


def test_a_chosen_row_shows_its_words_or_that_they_are_not_at_hand(data: Data) -> None:
    shown = explorer(data, language="en")
    assert shown.row.options[0][0] == "—"
    shown.row.value = shown.row.options[1][1]
    assert "not at hand" in shown.sentence.value
    shown.row.value = shown.row.options[0][1]
    assert shown.sentence.value == ""


def test_an_export_says_where_it_went_or_why_not(
    data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "observations.csv").touch()
    monkeypatch.setenv("XUKE_HOME", str(tmp_path))
    shown = explorer(data, language="en")
    assert "written to" in shown.export("csv")
    assert list((tmp_path / "outputs" / "explore").iterdir())
    shown.indicator.value = "exemption_rate"
    assert shown.export("png").startswith("there is nothing to export")


def test_the_static_twin_needs_no_widgets(data: Data) -> None:
    shown = explorer(data, language="en")
    assert shown.figure is shown.shown.figure
    assert len(shown.table.frame) == 16
    bundle = shown._repr_mimebundle_()
    assert bundle["text/plain"] == shown.figure.alt
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_the_project_panel_opens_and_unknown_names_are_refused() -> None:
    assert open_explorer("受理率", 2024).choice.indicator == "acceptance_rate"
    with pytest.raises(UnknownNameError, match="did you mean"):
        open_explorer("acceptance_rat")
    with pytest.raises(UnknownNameError, match="language"):
        open_explorer(language="fr")
