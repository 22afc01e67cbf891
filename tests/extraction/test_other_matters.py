"""Cases of other matters, told with the verbs of licensing in the section on licences."""

from __future__ import annotations

import pytest

from xuke.extraction import extract
from xuke.model import Document

MATTERS = """
    信息公开申请 依申请公开 投诉举报 信访件 信访事项 12345工单 市民热线工单 行政复议
    行政诉讼 行政处罚案件 行政强制 备案 企业备案 行政确认 行政给付 行政奖励 公共服务事项
    政务服务事项 人大建议 政协提案 咨询 网上咨询 仲裁案件 法律援助 公证 案卷评查 公文 稿件
    信用修复 失信信息 好差评 证照寄递 证明事项 合同备案 竣工验收备案 招投标 执法检查
    专项检查 监测任务 应急事件 居住证 身份证 婚姻登记 不动产登记 税务登记 规范性文件审查
    合法性审查 施工图审查 重大行政决策 人才引进申请 积分落户申请 退税 听证
"""
TURNS = (
    "全年共受理{}120件。",
    "2023年，我局办理{}120件，办结118件。",
    "{}受理120件，办结118件，办结率98.5%。",
    "共收到{}120件，已办结118件。",
    "全年{}120件。",
    "受理{}120件、准予118件。",
    "在{}方面，全年受理120件，办结118件。",
)
TITLE = "虚构市青禾区市场监督管理局2023年度行政许可实施情况年度报告"


def read(text: str) -> set[str]:
    told = extract(Document("x", "", f"{TITLE}\n二、行政许可办理情况\n{text}", ())).observations
    return {f"{each.metric}={each.value:f}" for each in told}


@pytest.mark.parametrize("matter", MATTERS.split())
def test_cases_of_another_matter_are_none_of_licences(matter: str) -> None:
    for turn in TURNS:
        assert read(turn.replace("{}", matter)) == set(), turn


@pytest.mark.parametrize("matter", MATTERS.split())
def test_licences_are_read_beside_another_matter(matter: str) -> None:
    assert read(f"我局受理行政许可300件，{matter}120件。") == {"accepted=300"}


@pytest.mark.parametrize("told", ["办理时效", "服务效能", "审批效率", "行政许可办理", "办理方式"])
def test_how_licensing_goes_is_no_other_matter(told: str) -> None:
    assert "on_time_rate_stated=100" in read(f"在{told}方面，按时办结率100%。")
