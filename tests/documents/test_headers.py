"""Which headers a cell of a table has."""

from __future__ import annotations

import pytest
from read_bytes import cells, read_bytes

from made_documents import xlsx_bytes

TABLES = {
    "headers in one row, values in the next, twice": (
        [["申请", "受理"], [120, 118], ["收费办件", "收费金额"], [3, 47.5]],
        [("120", (), ("申请",)), ("118", (), ("受理",)),
         ("3", (), ("收费办件",)), ("47.5", (), ("收费金额",))],
    ),
    "labels before values, without a header": (
        [["申请", 120], ["受理", 118]],
        [("120", ("申请",), ()), ("118", ("受理",), ())],
    ),
    "pairs of label and value side by side": (
        [["申请", 120, "受理", 118], ["批准", 110, "不予批准", 8]],
        [("120", ("申请",), ()), ("118", ("受理",), ()),
         ("110", ("批准",), ()), ("8", ("不予批准",), ())],
    ),
    "units in a column of their own": (
        [["指标", "单位", "2022", "2023"], ["申请", "件", 100, 120]],
        [("100", ("申请", "件"), ("2022",)), ("120", ("申请", "件"), ("2023",))],
    ),
    "groups of rows": (
        [["事项", "件数"], ["食品", None], ["经营", 70], ["生产", 5], ["药品", None], ["经营", 9]],
        [("70", ("食品", "经营"), ("件数",)), ("5", ("食品", "生产"), ("件数",)),
         ("9", ("药品", "经营"), ("件数",))],
    ),
    "months name rows": (
        [["月份", "受理"], ["1月", 40], ["2月份", 60], ["合计", 100]],
        [("40", ("1月",), ("受理",)), ("60", ("2月份",), ("受理",)), ("100", ("合计",), ("受理",))],
    ),
    "months name columns": (
        [["指标", "1月", "2月"], ["受理", 40, 60]],
        [("40", ("受理",), ("1月",)), ("60", ("受理",), ("2月",))],
    ),
    "a dash for what is not reported": (
        [["指标", "数值"], ["撤销", "—"], ["受理", 118]],
        [("—", ("撤销",), ("数值",)), ("118", ("受理",), ("数值",))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_headers_follow_from_where_the_figures_stand(tmp_path, name):
    rows, expected = TABLES[name]
    found = cells(read_bytes(tmp_path, "a.xlsx", xlsx_bytes(rows)))
    labels = {str(cell) for row in rows for cell in row if isinstance(cell, str) and cell != "—"}
    assert [cell for cell in found if cell[0] not in labels] == expected
