"""Web pages: the article alone; the page here is invented."""

from __future__ import annotations

import pytest
from read_bytes import cells, read_bytes, shape

PAGE = """<!doctype html><html><head><meta charset="{charset}">
<meta name="ArticleTitle" content="甲区2023年度行政许可实施情况年度报告">
<meta name="PubDate" content="2024-03-19 10:00"><title>甲区报告-甲区人民政府</title>
<style>.x{{color:red}}</style></head><body>
<nav>首页 第 7 栏目</nav>
<div class="site-header"><ul class="menu"><li>政务公开 31 条</li></ul></div>
<div class="crumbs">当前位置：首页 &gt; 公告</div>
<div id="wrap"><div class="text"><p>申请&nbsp;120 件，<b>受理</b> <span>118</span> 件，</p>
<script>document.write("收费 99999 件")</script><!-- 不予受理 77 件 -->
<p style="display: none">隐藏 66 件</p>
<h2>一、收费</h2><p>收费办件 3 件，<br>收费金额 47.5 元。</p>
<ul><li>其一 1 件</li><li>其二 2 件</li></ul>
<table><tr><th rowspan="2">事项</th><th colspan="2">办理（件）</th></tr>
<tr><th>申请</th><th>受理</th></tr>
<tr><td>食品经营</td><td>70</td><td>69</td></tr><tr><td>合计</td><td>120</td><td>118</td></tr></table>
</div></div>
<ul><li><a href="a">别的报告 2022</a></li>
<li><a href="b">别的 2021</a></li><li><a href="c">又 5</a></li></ul>
<p>版权所有：甲区人民政府 沪ICP备12345号</p><footer>电话 12345678</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_web_page_gives_its_article_alone(tmp_path, charset):
    data = PAGE.format(charset=charset).encode("gb18030" if charset == "gb2312" else charset)
    document = read_bytes(tmp_path, "a.html", data)
    assert [shown for shown in shape(document) if shown[0] != "cell"] == [
        ("heading", 1, "title of the page", "甲区2023年度行政许可实施情况年度报告"),
        ("paragraph", 0, "publication date of the page", "2024-03-19 10:00"),
        ("paragraph", 0, "paragraph 1", "申请 120 件，受理 118 件，"),
        ("heading", 2, "paragraph 2", "一、收费"),
        ("paragraph", 0, "paragraph 3", "收费办件 3 件，"),
        ("paragraph", 0, "paragraph 4", "收费金额 47.5 元。"),
        ("list_item", 0, "paragraph 5", "其一 1 件"),
        ("list_item", 0, "paragraph 6", "其二 2 件"),
    ]


def test_merged_cells_head_every_column_they_cover(tmp_path):
    document = read_bytes(tmp_path, "a.htm", PAGE.format(charset="utf-8"))
    assert cells(document) == [
        ("食品经营", (), ("事项",)),
        ("70", ("食品经营",), ("办理（件）", "申请")),
        ("69", ("食品经营",), ("办理（件）", "受理")),
        ("合计", (), ("事项",)),
        ("120", ("合计",), ("办理（件）", "申请")),
        ("118", ("合计",), ("办理（件）", "受理")),
    ]
