"""Takes the text of a page that a run made, so that the site can put its own frame around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from xuke.publish.records import PublishError

# A report page is still to be read, not run. The site's content security policy forbids all of
# this anyway; it is taken out so that no browser complains about it.
_ACTIVE = ("script", "iframe", "object", "embed", "link", "meta", "base", "form", "noscript")
_LINKS = ("href", "src", "xlink:href", "action", "formaction", "srcset", "poster", "background")


@dataclass(frozen=True, slots=True)
class Body:
    """The title of a page and the markup of its main part."""

    title: str
    markup: Markup
    has_heading: bool


def read_body(path: Path, links: Mapping[str, str]) -> Body:
    """The main part of the page at *path*, without anything that acts or loads.

    *links* gives the files that the page may link to, and where they are for who reads the site.

    Raises `PublishError` where the page cannot be read or has no ``main`` element.
    """
    try:
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
    except (OSError, UnicodeDecodeError) as error:
        raise PublishError(f"{path}: the page of a run cannot be read: {error}") from None
    main = soup.find("main")
    if not isinstance(main, Tag):
        raise PublishError(f"{path}: not a page that a run made: it has no main element")
    for tag in main.find_all(_ACTIVE):
        tag.decompose()
    for tag in main.find_all(True):
        for name in [each for each in tag.attrs if not _harmless(each, str(tag.attrs[each]))]:
            del tag.attrs[name]
        target = str(tag.attrs.get("href", "#"))
        if target in links:
            tag.attrs["href"] = links[target]
        elif ":" not in target and not target.startswith("#"):
            del tag.attrs["href"]
    _make_readable(soup, main)
    heading = main.find("h1")
    title = heading.get_text(" ", strip=True) if heading else ""
    if not title and soup.title:
        title = soup.title.get_text(strip=True)
    # The markup was escaped by who made the page; only what acts was in doubt.
    markup = Markup(main.decode_contents())  # noqa: S704
    return Body(title, markup, heading is not None)


def _make_readable(soup: BeautifulSoup, main: Tag) -> None:
    """Name each box that scrolls by its caption, and box pictures too wide for a phone."""
    for box in main.select(".scroll[aria-label]"):
        caption = box.find("caption")
        if caption:
            box["aria-label"] = caption.get_text(" ", strip=True)
    for picture in main.select("figure > img"):
        box = soup.new_tag("div", attrs={"class": "picture", "role": "group", "tabindex": "0"})
        caption = picture.find_next_sibling("figcaption")
        said = caption.find(string=True) if caption else None
        box["aria-label"] = str(said or picture.get("alt") or "").strip()
        picture.wrap(box)


def _harmless(name: str, value: str) -> bool:
    if name.lower().startswith("on"):
        return False
    if name.lower() not in _LINKS:
        return True
    target = "".join(value.split()).lower()
    if name.lower() == "href":
        return target.startswith(("#", "https://", "http://", "mailto:")) or ":" not in target
    return target.startswith(("data:image/", "#"))
