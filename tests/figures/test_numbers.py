from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.text import Text

from drawn import bars, words
from small_panels import observation, panel_of, report
from xuke import panel
from xuke.figures import Exhibit, Note, reform, supervision
from xuke.figures.style import text_width

SOURCES = pd.DataFrame(columns=["source", "title", "publisher", "published"])


def drawn(function, *rows: dict, language: str = "zh") -> Exhibit:
    exhibit = function(panel_of(*rows), SOURCES, language)
    assert isinstance(exhibit, Exhibit)
    return exhibit


def test_numbers_keep_their_qualifiers_and_units() -> None:
    said = words(
        drawn(
            supervision,
            *report(physicians_inspected=(300, "over"), joint_inspection_fields=38),
            observation("violations_found", 6, item="施工许可"),
        )
    )
    for each in (
        "300+ 人次",
        "38 个",
        "发现违法违规行为（施工许可）",
        "双随机、一公开",
        "麻精药品",
    ):
        assert each in said


def test_a_long_number_leaves_its_group_heading_legible() -> None:
    exhibit = drawn(supervision, observation("supervision_inspections", 297000, unit="人次",
                    qualifier="rounded"), language="en")  # fmt: skip
    lines = {each.get_text(): each for each in exhibit.figure.findobj(Text)}
    number = lines["about 297,000 person-times"]
    start = number.get_position()[0] - text_width(number.get_text(), number.get_fontsize())
    heading = [line for text, line in lines.items() if text in ("Supervision after", "approval")]
    assert len(heading) == 2
    for line in heading:
        end = line.get_position()[0] + text_width(line.get_text(), line.get_fontsize())
        assert end < start


def test_only_percentages_have_a_bar_and_a_lower_bound_leaves_room() -> None:
    exhibit = drawn(
        reform,
        *report(kiosks=45, form_prefill_rate_max=(90, "at_least"), talents_served=(1000, "nearly")),
        language="en",
    )
    assert set(bars(exhibit)) == {"whole", "form_prefill_rate_max"}
    said = words(exhibit)
    for each in ("≥ 90 %", "nearly 1,000 person-times", "Self-service kiosk"):
        assert each in said


def test_the_title_tells_what_was_inspected_and_found() -> None:
    exhibit = drawn(supervision, *report(supervision_inspections=3144, violations_found=76))
    assert exhibit.sentence == "杨浦区 2023 年：批后监管次数 3,144 次，发现违法违规行为 76 件"


@pytest.mark.parametrize("function", [supervision, reform])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_report_without_such_figures_gives_a_sentence(function, language: str) -> None:
    assert isinstance(function(panel_of(*report(accepted=5)), SOURCES, language), Note)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("function", [supervision, reform])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_yangpu_is_drawn_the_same_each_time(function, language: str) -> None:
    frame = panel.select(panel.load_panel(), district="shanghai-yangpu")
    first, second = (function(frame, panel.load_sources(), language) for _ in range(2))
    assert (first.png(), first.svg()) == (second.png(), second.svg())
