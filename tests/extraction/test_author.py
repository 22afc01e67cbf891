"""Whose name it is: the author's in short, with its place or without, or another body's."""

from __future__ import annotations

import pytest

from xuke.extraction import extract
from xuke.model import Document

OWN = {
    "青禾区文化和旅游局": "文旅局 区文旅局 青禾区文旅局 青禾区文化旅游局 区文旅部门 我局",
    "虚构市青禾区市场监督管理局": "区市场局 市场局 市监局 青禾区市场监管局 虚构市青禾区市场监管局",
    "青禾区规划和自然资源局": "区规划资源局 青禾区规划资源局 区规划局 区自然资源局 区规自局",
    "青禾区绿化和市容管理局": "区绿化市容局 绿化市容管理局 青禾区绿化市容管理局 区绿容局",
    "青禾区建设和管理委员会": "区建管委 区建委 青禾区建设管理委",
    "青禾区城市管理行政执法局": "区城管执法局 青禾区城管局",
    "虚构市公安局青禾分局": "分局 青禾分局 区公安分局 青禾公安分局 公安青禾分局",
    "虚构市交通委员会": "市交通委 虚构市交通委 市交委 委",
    "虚构市青禾新区卫生健康委员会": "区卫健委 新区卫健委 青禾新区卫健委",
    "虚构市青禾区行政审批局": "区行政审批局 青禾区审批局 区审批局",
    "虚构市云浮新片区管理委员会": "管委会 新片区管委会 云浮新片区管委会",
    "虚构市青禾区": "区政府 区政府各部门 青禾区人民政府 全区各部门 本区 青禾区",
}
OTHERS = {
    "青禾区体育局": "区文旅局 市体育局 虚构市体育局 区审批局 公安机关 区公安机关 区教育局",
    "青禾区绿化和市容管理局": "市绿化市容局 虚构市绿化市容管理局 区城管局 区房管局 区生态环境局",
    "青禾区城市管理行政执法局": "市城管执法局 虚构市城市管理行政执法局 区市场监管部门",
    "虚构市水务局": "区水务局 青禾区水务局 市应急局",
    "虚构市青禾区": "市政府 区水务局 青禾区水务局 虚构市水务局",
}
TURNS = (
    "2023年，{}共有行政许可事项26项，共受理行政许可申请1246件，批准1200件。",
    "{}2023年共受理行政许可申请1246件，批准1200件。{}行政许可事项共26项。",
    "截至2023年底，{}现有行政许可事项共计26项，全年受理申请1246件，作出准予许可决定1200件。",
    "由{}实施的行政许可事项为26项，全年受理行政许可1246件，准予许可1200件。",
)


def named(bodies: dict[str, str]) -> list[tuple[str, str]]:
    return [(author, name) for author, names in bodies.items() for name in names.split()]


def read(author: str, name: str, turn: str) -> set[str]:
    text = turn.replace("{}", name)
    title = f"{author}2023年度行政许可实施情况年度报告"
    told = extract(Document("x", "", f"{title}\n二、行政许可办理情况\n{text}", ())).observations
    return {f"{each.metric}={each.value:f}" for each in told}


@pytest.mark.parametrize(("author", "name"), named(OWN))
def test_what_the_author_does_is_read_whatever_it_calls_itself(author: str, name: str) -> None:
    expected = {"licensing_items=26", "accepted=1246", "approved=1200"}
    for turn in TURNS:
        assert read(author, name, turn) == expected, turn


@pytest.mark.parametrize(("author", "name"), named(OTHERS))
def test_what_another_body_does_is_never_the_authors(author: str, name: str) -> None:
    for turn in TURNS:
        assert read(author, name, turn) == set(), turn
