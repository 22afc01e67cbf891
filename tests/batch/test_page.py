"""Pages and figures from the outputs of an executed notebook."""

from __future__ import annotations

import base64
import itertools
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from xuke.batch.exhibits import take_pictures
from xuke.batch.page import render_page

PNG = base64.b64encode(b"\x89PNG invented").decode()
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def shown(data: dict[str, Any], **metadata: Any) -> Any:
    return new_output("display_data", data=data, metadata=metadata)


def figure(name: str, **other: Any) -> Any:
    size = {"alt": f"alt of {name}", "width": 640, "height": 320}
    said = {"name": name, "caption": f"caption of {name}"} | other
    data = {"image/png": PNG, "image/svg+xml": "<svg/>", "text/plain": "x"}
    return shown(data, **{"image/png": size, "xuke": said})


def page_of(*cells: Any, language: str = "zh") -> str:
    notebook = new_notebook(cells=list(cells))
    return render_page(notebook, take_pictures(notebook), language, "fallback")


def outputs(*made: Any) -> Any:
    return new_code_cell("code that is not shown", outputs=list(made))


def test_figures_are_named_described_and_stripped_of_their_svg() -> None:
    plain = shown({"image/png": PNG})
    notebook = new_notebook(
        cells=[outputs(figure("flow"), plain), outputs(figure("flow"), figure("../etc/passwd"))]
    )
    pictures = take_pictures(notebook)
    assert [(p.name, p.alt, p.caption, p.svg) for p in pictures] == [
        ("flow", "alt of flow", "caption of flow", "<svg/>"),
        ("figure-2", "", "", ""),
        ("figure-3", "alt of flow", "caption of flow", "<svg/>"),
        ("figure-4", "alt of ../etc/passwd", "caption of ../etc/passwd", "<svg/>"),
    ]
    assert {p.png for p in pictures} == {b"\x89PNG invented"}
    for cell in notebook.cells:
        assert all("image/svg+xml" not in output.data for output in cell.outputs)


def test_a_page_reads_like_a_briefing() -> None:
    page = page_of(
        new_markdown_cell("# 标题\n\n正文 *强调*"),
        outputs(figure("flow"), new_output("stream", name="stderr", text="a warning")),
        outputs(shown({"text/html": "<table><tr><td>1</td></tr></table>", "text/plain": "t"})),
        outputs(shown({"text/markdown": "## 结论", "text/plain": "c"})),
    )
    soup = BeautifulSoup(page, "lxml")
    assert soup.html["lang"] == "zh-CN"
    assert soup.title.text == "标题"
    assert [(each.name, each.text) for each in soup.main.find_all(re.compile("^h[1-6]$"))] == [
        ("h1", "标题"), ("h2", "结论"),
    ]  # fmt: skip
    image = soup.main.figure.img
    assert (image["alt"], image["width"], image["height"]) == ("alt of flow", "640", "320")
    assert "caption of flow" in soup.main.figure.figcaption.text
    box = soup.main.table.parent
    assert (box["class"], box["tabindex"], box["role"]) == (["scroll"], "0", "region")
    for hidden in ("code that is not shown", "a warning"):
        assert hidden not in page


@pytest.mark.parametrize(
    "cell",
    [
        new_markdown_cell(HOSTILE),
        new_markdown_cell(f"[x](javascript:alert(1)) {HOSTILE}"),
        outputs(new_output("stream", name="stdout", text=HOSTILE)),
        outputs(shown({"text/plain": HOSTILE})),
        outputs(shown({"text/markdown": HOSTILE, "text/plain": "x"})),
        outputs(figure("flow", caption=HOSTILE)),
        outputs(shown({"image/png": PNG}, **{"image/png": {"alt": f'"{HOSTILE}'}})),
    ],
)
def test_text_stays_text(cell: Any) -> None:
    soup = BeautifulSoup(page_of(cell), "lxml")
    assert soup.find("script") is None
    for image in soup.find_all("img"):
        assert image["src"].startswith("data:image/png;base64,")
        assert "onerror" not in image.attrs
    assert not [a for a in soup.find_all("a") if a["href"].startswith("javascript")]


def test_a_page_loads_nothing_and_says_so() -> None:
    page = page_of(outputs(figure("flow")))
    soup = BeautifulSoup(page, "lxml")
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")
    assert not soup.find_all(["script", "link", "iframe"])
    assert "url(" not in page
    assert "@import" not in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_headings_have_no_gaps_and_one_is_first(language: str) -> None:
    cells = [new_markdown_cell(text) for text in ("### a", "# b", "#### c", "# d", "## e")]
    soup = BeautifulSoup(page_of(*cells, language=language), "lxml")
    levels = [int(each.name[1]) for each in soup.main.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_page_without_a_heading_is_named_by_its_notebook() -> None:
    soup = BeautifulSoup(page_of(outputs(shown({"text/plain": "1"}))), "lxml")
    assert soup.title.text == soup.main.h1.text == "fallback"
