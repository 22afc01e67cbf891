"""The author of a report in its own text: 青禾区应急局, 区应急局, 本区 by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xuke.extraction.names import LEVEL, shortens

_FIELD = re.compile(r"[省市区县旗州]([一-鿿]{2,6}?)(?:监督管理局|管理局|局|厅|委员会|委)")
_WITHIN = re.compile(r"[^市]{2,4}市([^市区县]{1,6}[区县市].{2,})")
_AUTHOR = re.compile(r"([一-鿿（）]{4,30}?)(?= {0,2}(?:(?:19|20)\d\d|关于))")
_SHORT = re.compile(f"{LEVEL}(?:(?!{LEVEL}).){{2,16}}(?:局|委|办|厅|委员会)$")
_SHORTENED = re.compile(
    f"{LEVEL}(?=([^，。；、:\\W\\d]{{2,10}}?(?:局|委|办|厅|会|队))"
    "((?:行政(?:审批|服务|许可|审批服务)|政务服务|审批|受理|办事|服务)?窗口)?"
    "(?:共|全年|依法|受理|办理|办结|收到|接收|承担|实施|负责|现有|作出|批准|准予|行政许可|20\\d\\d"
    "|本级|集中|统一|行使|累计|年内|本年|目前|严格|认真|认领|承接))"
)
_PROVINCE = re.compile("[一-鿿]{2,3}[省市]$")
_BRANCH = re.compile("局([^局]{2,4}分局)$")
_PLACES = re.compile(r"([一-鿿]{2,4}?)[省市区县州]")
_AFTER_PLACE = re.compile("(?=[省市区县州](?:本级|级|直))")
_AFTER_FIELD = re.compile(
    "(?:系统|(?:行政)?(?:主管)?(?:部门|机关))(?=共|受理|办理|收到|接收|行政|实施|承担|不)"
    r"|(?=类?行政许可(?:事项|申请)?(?:[^一-鿿]|共|申请|事项|总|受理|办|的|数|量|[不均未]))"
)
_ANYTHING = re.compile("(?!及其)")


def without_author(text: str, title: str) -> str:
    """*text* with spaces in place of its author's name, place and field where they tell no more.

    For a tax bureau 税务行政许可 is all that it grants, for 青禾区 青禾区本级 is its own level.
    """
    cuts: list[tuple[int, int]] = []
    field = _FIELD.search(title)
    if author := _AUTHOR.match(title):
        cuts += _places_of(text, author[1], _ANYTHING)
        if within := _WITHIN.match(author[1]):  # 嘉定区生态环境局 of 上海市嘉定区生态环境局
            cuts += _places_of(text, within[1], _ANYTHING)
        if branch := _BRANCH.search(author[1]):  # 松江分局, 公安松江分局 of 公安局松江分局
            cuts += _places_of(text, branch[1], _ANYTHING)
            cuts += _places_of(text, field[1] + branch[1], _ANYTHING) if field else ()
        if short := _SHORT.search(author[1]):
            cuts += _places_of(text, short.group(), _ANYTHING)
        cuts += _in_short(text, author[1])
    if field:
        cuts += _places_of(text, field[1], _AFTER_FIELD)
    for place in dict.fromkeys(_PLACES.findall(title)):
        cuts += _places_of(text, place, _AFTER_PLACE)
    kept, at = [], 0
    for start, end in sorted(cuts):
        if start >= at:
            kept += [text[at:start], " " * (end - start)]
            at = end
    return "".join([*kept, text[at:]])


def _in_short(text: str, author: str) -> Iterator[tuple[int, int]]:
    """Where *text* has the *author* in short as who does something: 区应急局共受理312件.

    With its place, if that stands there too: 青禾区应急局, 虚构市青禾区应急局.
    """
    for found in _SHORTENED.finditer(text):
        start, short = found.start(), found[1]
        # Of the same level: 市应急局 is another than 区应急管理局.
        at = author.find(found[0] + short[0])
        if at < 0 or not shortens(short, author):
            continue
        place = author[:at]
        while place and not text.endswith(place, 0, start):
            place = place[1:]
        start -= len(place) if len(place) > 1 or place == "新" else 0
        around = _PROVINCE.search(text, max(0, start - 4), start) if len(place) > 1 else None
        yield around.start() if around else start, max(found.end(1), found.end(2))


def _places_of(text: str, word: str, after: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where *word* stands in *text* with what *after* matches behind it."""
    at = text.find(word)
    while at >= 0:
        if found := after.match(text, at + len(word)):
            yield at, found.end()
        at = text.find(word, at + len(word))
