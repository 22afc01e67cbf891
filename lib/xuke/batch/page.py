"""An executed notebook as one HTML page that reads like a briefing and loads nothing.

Markdown, tables and figures are shown in their order; code, warnings and prompts are not.
nbconvert makes such a page in 0.5 to 1 s of processor time and 300 kB of styles and scripts,
some of them loaded from elsewhere; this takes a few milliseconds.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import mistune
from markupsafe import Markup

from xuke.batch.exhibits import PNG, Picture, text_of

DEFINITIONS = Path(__file__).parents[1] / "definitions"
_TAG = {"zh": "zh-CN", "en": "en"}
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_DATA_URI = "data:image/png;base64,"


def render_page(notebook: Any, pictures: Sequence[Picture], language: str, name: str) -> str:
    """The page of an executed *notebook*; *name* is its title where it has no heading.

    *pictures* are those of `xuke.batch.exhibits.take_pictures`, in the order of the outputs.
    """
    body = "\n".join(_blocks(notebook, iter(pictures), language))
    title = next((_plain(found[2]) for found in _HEADING.finditer(body)), name)
    if "<h1" not in body:
        body = f"<h1>{html.escape(name)}</h1>\n{body}"
    page: str = _template().render(
        title=title,
        language=_TAG[language],
        # Made here from escaped text, and from HTML that the library's own tables give.
        body=Markup(_in_order(body)),  # noqa: S704
        style=Markup((DEFINITIONS / "page.css").read_text(encoding="utf-8")),  # noqa: S704
    )
    return page


def _blocks(notebook: Any, pictures: Iterator[Picture], language: str) -> Iterator[str]:
    for cell in notebook["cells"]:
        if "guide" in cell.get("metadata", {}).get("tags", ()):
            continue  # tells who runs the notebook what to do, and the reader nothing
        if cell["cell_type"] == "markdown":
            yield _markdown(text_of(cell["source"]))
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if PNG in data:
                yield _figure(next(pictures), language)
            elif "text/html" in data:
                yield _boxed(text_of(data["text/html"]), language)
            elif "text/markdown" in data:
                yield _boxed(_markdown(text_of(data["text/markdown"])), language)
            elif "text/plain" in data:
                yield f"<pre>{html.escape(text_of(data['text/plain']))}</pre>"
            elif output["output_type"] == "stream" and output["name"] == "stdout":
                yield f"<pre>{html.escape(text_of(output['text']))}</pre>"


def _figure(picture: Picture, language: str) -> str:
    source = _DATA_URI + base64.b64encode(picture.png).decode("ascii")
    size = ""
    if picture.width and picture.height:
        size = f' width="{picture.width}" height="{picture.height}"'
    links = [f"figures/{picture.name}.{language}.{end}" for end in ("svg", "png")]
    shown = [link for link in links if picture.svg or link.endswith("png")]
    files = " ".join(
        f'<a href="{html.escape(link)}" download>{link.rpartition(".")[2].upper()}</a>'
        for link in shown
    )
    return (
        f'<figure id="{html.escape(picture.name)}">'
        f'<img src="{source}" alt="{html.escape(picture.alt)}"{size}>'
        f'<figcaption>{html.escape(picture.caption)} <span class="files">{files}</span>'
        "</figcaption></figure>"
    )


def _boxed(markup: str, language: str) -> str:
    """Have wide tables scroll within their own box, reachable by keyboard, not with the page."""
    label = {"zh": "表格", "en": "Table"}[language]
    box = f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
    if 'class="scroll"' in markup:
        return markup
    return _TABLE.sub(lambda found: f"{box}{found[0]}</div>", markup)


def _in_order(body: str) -> str:
    """Headings without gaps: each at most one level below the one before, one of the first."""
    last, seen_first = 0, False

    def level(found: re.Match[str]) -> str:
        nonlocal last, seen_first
        wanted = int(found[1])
        if wanted == 1 and seen_first:
            wanted = 2
        last = min(wanted, last + 1)
        seen_first = seen_first or last == 1
        return f"<h{last}>{found[2]}</h{last}>"

    return _HEADING.sub(level, body)


def _markdown(text: str) -> str:
    rendered = _renderer()(text)
    assert isinstance(rendered, str)  # noqa: S101 - mistune returns syntax trees on demand only
    return rendered


def _plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


@cache
def _renderer() -> mistune.Markdown:
    return mistune.create_markdown(escape=True, plugins=["table", "footnotes", "def_list"])


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(DEFINITIONS / "templates")
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True)
    return environment.get_template("run.html.j2")
