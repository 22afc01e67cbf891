"""Renders templates to pages that stand alone: one file, its own style, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import posixpath
from collections.abc import Iterable
from functools import cache, partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import xuke
from xuke.catalog import DEFINITIONS
from xuke.publish.browse import in_page
from xuke.publish.words import TAGS, fill, words
from xuke.wording import LANGUAGES

_SCRIPT_WORDS = ("showing", "nothing", "n_figures", "not_reported")


def page(template: str, language: str, path: str, *, script: bool = False, **values: Any) -> str:
    """One page of the site as HTML.

    *path* is where it will lie, relative to the site; links are written relative to it.
    *script* puts the script for sorting and filtering into the page. ``crumbs``, ``menu`` and
    ``counterpart`` (the path of the same page in the other language) may be among *values*.
    """
    other = next(each for each in LANGUAGES if each != language)
    code = _script() if script else ""
    found = {name: words(language)[name] for name in _SCRIPT_WORDS}
    common: dict[str, Any] = {
        "language": language,
        "lang_tag": TAGS[language],
        "other_tag": TAGS[other],
        "w": words(language),
        "path": path,
        "rel": partial(relative, path),
        "policy": policy(code),
        "style": Markup(style()),  # noqa: S704 - our own file
        "script": Markup(code),  # noqa: S704 - our own file
        "script_words": in_page(found) if script else "",
        "version": xuke.__version__,
        "home": f"{language}/index.html",
        "menu": menu(language),
        "crumbs": (),
        "counterpart": counterpart(path, language),
        "bare_title": False,
    }
    return _environment().get_template(f"{template}.html.j2").render({**common, **values})


def start_page() -> str:
    """The page at the top of a site, from which a reader chooses the language."""
    entrances = [(TAGS[each], words(each), f"{each}/index.html") for each in LANGUAGES]
    return (
        _environment()
        .get_template("start.html.j2")
        .render(entrances=entrances, policy=policy(""), style=Markup(style()))  # noqa: S704
    )


def menu(language: str) -> list[tuple[str, str]]:
    """Labels and paths of the pages that every page links to."""
    names = (("reports", "index"), ("codebook", "codebook"), ("downloads", "data"))
    return [(words(language)[word], f"{language}/{name}.html") for word, name in names]


def counterpart(path: str, language: str) -> str:
    """The path of the same page in the other language."""
    other = next(each for each in LANGUAGES if each != language)
    return f"{other}/{path.removeprefix(f'{language}/')}"


def relative(path: str, target: str) -> str:
    """The link from the page at *path* to *target*, both relative to the site."""
    return posixpath.relpath(target, posixpath.dirname(path) or ".")


def policy(script: str) -> str:
    """The content security policy of a page: its own style and pictures, and this one script.

    Whatever slipped into a page, a browser neither loads anything for it nor runs it.
    """
    allowed = "'none'"
    if script:
        digest = hashlib.sha256(script.encode()).digest()
        allowed = f"'sha256-{base64.b64encode(digest).decode()}'"
    return (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {allowed}; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def style() -> str:
    """The style of all pages and that of the site."""
    files = (DEFINITIONS / "page.css", DEFINITIONS / "site" / "site.css")
    return "".join(file.read_text(encoding="utf-8") for file in files)


@cache
def _script() -> str:
    return (DEFINITIONS / "site" / "site.js").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(DEFINITIONS / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["fill"] = fill
    environment.filters["select_marked"] = _marked
    return environment


def _marked(cells: Iterable[Any], mark: str) -> bool:
    return any(mark in cell.marks for cell in cells)
