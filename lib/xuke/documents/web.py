"""A web page: the words of its article, without navigation, footers and scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from xuke.documents.layout import Piece, one_line
from xuke.documents.table import Cell, cell_name, table_pieces
from xuke.model import BlockKind, DocumentError

_NEVER_TEXT = (
    "script, style, noscript, template, svg, math, nav, footer, aside, form, iframe, object, "
    "embed, video, audio, canvas, button, select, input, textarea, dialog, head"
)
_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar"}
_FURNITURE = re.compile(
    r"(?<![a-z])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|footer|foot|sidebar|share|toolbar"
    r"|pager|pagination|copyright|related|recommend|qrcode|search|login|skip|banner|topbar|dqwz|mbx"
    r"|xgyd|xglj|friendlink|links|tools)(?![a-z])"
)
_ARTICLE = (
    "article, main, [role=main], #zoom, #UCAP-CONTENT, #ivs_content, .TRS_Editor, "
    ".Article_content, .article-content, .article_content, .pages_content, .view-content"
)
_NOTICE = re.compile(
    r"(?:当前|您(?:现在)?(?:所在)?的?)位置|首页\s*[>＞»]|上一篇|下一篇|分享到|【?打印|字(?:体|号)[:：\s]"
    r"|浏览次数|扫一扫|相关(?:链接|阅读|文档|新闻|附件)$|版权所有|[主承]办单位|网站(?:标识码|地图)"
    r"|.{0,40}(?:ICP备|公网安备)"
)
_BLOCKS = re.compile(
    "address|article|blockquote|body|br|caption|center|dd|details|div|dl|dt|fieldset|figcaption"
    "|figure|header|hr|html|main|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_NOTICE = 120
MAX_DEPTH = 250
_MOST_POSITIONS = 200_000


def web_pieces(html: str) -> Iterator[Piece]:
    """Title, date of publication and article of a page, in the order of the page."""
    soup = BeautifulSoup(html, "lxml")
    _check_depth(soup)
    title, published = _title(soup), _meta(soup, "PubDate")
    for tag in soup.select(_NEVER_TEXT):
        tag.extract()
    body = soup.body or soup
    _remove_furniture(body)
    article = _article(body)
    pieces = [
        piece
        for piece in _Walk().pieces(article)
        if len(piece.text) > _LONGEST_NOTICE or not _NOTICE.match(piece.text)
    ]
    start = "".join("".join(piece.text.split()) for piece in pieces[:6])
    if title and "".join(title.split()) not in start:
        yield Piece(BlockKind.HEADING, title, "title of the page", level=1)
    if published and published not in start:
        yield Piece(BlockKind.PARAGRAPH, published, "publication date of the page")
    yield from pieces


def _check_depth(soup: BeautifulSoup) -> None:
    """Refuse markup nested so deeply that walking through it takes forever."""
    depths = {id(soup): 0}
    for element in soup.descendants:
        depths[id(element)] = depth = depths[id(element.parent)] + 1
        if depth > MAX_DEPTH:
            raise DocumentError("nests its elements too deeply to be a report; save it as text")


def _meta(soup: BeautifulSoup, name: str) -> str:
    tag = soup.find("meta", attrs={"name": re.compile(f"^{name}$", re.IGNORECASE)})
    return one_line(str(tag.get("content", ""))) if isinstance(tag, Tag) else ""


def _title(soup: BeautifulSoup) -> str:
    heading = one_line(soup.h1.get_text()) if soup.h1 else ""
    # What follows the dash is the name of the site.
    window = re.split(r"[-_|—]", one_line(soup.title.get_text()))[0] if soup.title else ""
    stated = [text for text in (_meta(soup, "ArticleTitle"), heading, window.strip()) if text]
    return next((text for text in stated if "报告" in text or "许可" in text), "".join(stated[:1]))


def _lengths(body: Tag) -> dict[int, int]:
    """Number of characters of each element that are not in a link; one pass from the leaves."""
    lengths: dict[int, int] = {}
    for element in reversed(list(body.descendants)):
        if isinstance(element, NavigableString):
            length = 0 if isinstance(element, PreformattedString) else len(element.strip())
        else:
            length = lengths.get(id(element), 0)
            if isinstance(element, Tag) and element.name == "a":
                length = lengths[id(element)] = 0
        parent = id(element.parent)
        lengths[parent] = lengths.get(parent, 0) + length
    return lengths


def _remove_furniture(body: Tag) -> None:
    lengths = _lengths(body)
    most = lengths.get(id(body), 0) / 3  # whoever calls a third of the page a menu is mistaken
    for tag in body.find_all(True):
        if isinstance(tag, Tag) and _is_furniture(tag):
            hidden = _HIDDEN.search(str(tag.get("style", ""))) or tag.has_attr("hidden")
            if hidden or lengths.get(id(tag), 0) <= most:
                tag.extract()


def _is_furniture(tag: Tag) -> bool:
    if not tag.attrs:
        return False
    names = f"{tag.get('id', '')} {tag.get('class', '')}".lower()
    return (
        bool(_FURNITURE.search(names))
        or str(tag.get("role", "")) in _ROLES
        or tag.has_attr("hidden")
        or bool(_HIDDEN.search(str(tag.get("style", ""))))
    )


def _article(body: Tag) -> Tag:
    """The element that holds the article: a known one, or the smallest with most of the words."""
    lengths = _lengths(body)
    known = [tag for tag in body.select(_ARTICLE) if isinstance(tag, Tag)]
    article = max(known, key=lambda tag: lengths.get(id(tag), 0), default=body)
    if lengths.get(id(article), 0) < 0.4 * lengths.get(id(body), 0):
        article = body
    while True:
        tags = [child for child in article.children if isinstance(child, Tag)]
        inner = max(tags, key=lambda tag: lengths.get(id(tag), 0), default=None)
        if (
            inner is None
            or inner.name not in {"div", "section", "article", "main", "body", "center"}
            or lengths.get(id(inner), 0) < 0.9 * lengths.get(id(article), 0)
            or any(tag.name in {"h1", "h2", "table"} for tag in tags)
        ):
            return article
        article = inner


class _Walk:
    """Goes through an article and gathers the words of each block."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.kind = BlockKind.PARAGRAPH
        self.level = 0
        self.paragraphs = 0
        self.tables = 0

    def pieces(self, root: Tag) -> Iterator[Piece]:
        yield from self._inside(root)
        yield from self._flush()

    def _flush(self) -> Iterator[Piece]:
        text = one_line("".join(self.words)).strip()
        self.words.clear()
        if text:
            self.paragraphs += 1
            yield Piece(self.kind, text, f"paragraph {self.paragraphs}", self.level)

    def _inside(self, tag: Tag) -> Iterator[Piece]:
        for child in tag.children:
            yield from self._node(child)

    def _node(self, node: PageElement) -> Iterator[Piece]:
        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):
                self.words.append(str(node))
        elif isinstance(node, Tag):
            heading = re.fullmatch(r"h([1-6])", node.name)
            if heading:
                yield from self._as(node, BlockKind.HEADING, int(heading[1]))
            elif node.name == "li":
                yield from self._as(node, BlockKind.LIST_ITEM, 0)
            elif node.name == "table" and (grid := self._grid(node)):
                yield from self._flush()
                yield from table_pieces(grid)
            elif node.name in {"ul", "ol"} and _only_links(node):
                yield from self._flush()
            elif _BLOCKS.fullmatch(node.name):
                yield from self._flush()
                yield from self._inside(node)
                yield from self._flush()
            else:
                yield from self._inside(node)

    def _as(self, tag: Tag, kind: BlockKind, level: int) -> Iterator[Piece]:
        yield from self._flush()
        before = self.kind, self.level
        self.kind, self.level = kind, level
        yield from self._inside(tag)
        yield from self._flush()
        self.kind, self.level = before

    def _grid(self, table: Tag) -> list[list[Cell | None]]:
        def read(tag: Tag, place: str) -> Cell:
            return Cell(_cell_text(tag), place, header=tag.name == "th")

        grid = table_grid(table, f"table {self.tables + 1}", read)
        self.tables += bool(grid)
        return grid


def table_grid(table: Tag, name: str, read: Callable[[Tag, str], Cell]) -> list[list[Cell | None]]:
    """Cells of a table of data, merged ones at each of their places, as *read* makes them.

    A table that only lays out the page gives none.
    """
    rows = table.find_all("tr")
    if table.find("table") or max((len(_cells(row)) for row in rows), default=0) < 2:
        return []
    grid: list[list[Cell | None]] = [[] for _ in rows]
    positions = 0
    for r, row in enumerate(rows):
        for tag in _cells(row):
            c = next((c for c, cell in enumerate(grid[r]) if cell is None), len(grid[r]))
            cell = read(tag, f"{name}, {cell_name(r, c)}")
            down = min(_number(tag, "rowspan"), len(rows) - r)
            across = min(_number(tag, "colspan"), 1000)
            positions += down * across
            if positions > _MOST_POSITIONS:
                down = across = 1
            for below in grid[r : r + down]:
                below.extend([None] * (c + across - len(below)))
                below[c : c + across] = [cell] * across
    return grid


def _cells(row: Tag) -> list[Tag]:
    return [tag for tag in row.find_all(["td", "th"], recursive=False) if isinstance(tag, Tag)]


def _only_links(listing: Tag) -> bool:
    """Whether a list is a menu or a list of other articles."""
    links = listing.find_all("a")
    return len(links) > 2 and _lengths(listing).get(id(listing), 0) == 0


def _cell_text(tag: Tag) -> str:
    for block in tag.find_all(["br", "p", "div"]):
        block.insert_before("\n")
    return one_line(tag.get_text()).strip()


def _number(tag: Tag, name: str) -> int:
    text = str(tag.get(name, "1"))
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
