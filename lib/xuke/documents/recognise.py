"""Whose report a document is, and of which year, as far as its own words say so."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xuke.model import BlockKind, Document

_OPENING = 8  # blocks in which a title may stand
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年度|年)")
_HAN_YEAR = re.compile(r"([一二][〇○零一二三四五六七八九]{3})年")
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９（）", "0123456789()")
_DATE = re.compile(r"((?:19|20)\d\d)(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})(?:日|(?!\d))")
_HAN_DATE = re.compile(
    r"([一二][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_STATED = re.compile(r".{0,4}(?:时间|日期)[:：]?")
# A county below the place that was found: a report of 广州市天河区 is not one of 广州市.
_BELOW = re.compile(
    r"(?!市)[\u4e00-\u9fff]{2,4}?(?:新区|开发区|自治县|自治旗|区|县|旗)(?!级|域|划)"
)
_AGENCY = re.compile(
    r"[\u4e00-\u9fff]{2,20}?(?:管理委员会|委员会|管理局|分局|总队|支队|办公室|局|委|办)"
    r"(?=\(|关于|20|19|年度|行政|$)"
)
# 上海市公安局宝山分局 is of 宝山区; of which place 水上分局 is, no register tells
_BRANCH = re.compile(r"[\u4e00-\u9fff]{2,8}?局([\u4e00-\u9fff]{2,4})分局")
_GOVERNMENT = re.compile(r"人民政府(?:办公室|办公厅)?|管理委员会(?=\(|关于|20|$)|管委会")
_LONGEST_SIGNATURE = 40


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a document says of itself; empty, or None for the year, where it does not say.

    ``district`` is a slug of the register; ``agency`` is a name as the register or the title
    gives it, empty for the district as a whole; ``published`` is an ISO date.
    """

    title: str
    district: str
    agency: str
    year: int | None
    published: str
    publisher: str


def recognise(
    document: Document, districts: Iterable[tuple[str, str, str]], agencies: Iterable[str]
) -> Recognised:
    """Title, district, agency, year, date and publisher of a report.

    *districts* are triples of slug, Chinese name and English name, *agencies* names. District and
    agency are read from the title, else from the signature and the opening; what is not
    registered or not certain stays empty, for a person to name.
    """
    districts, agencies = tuple(districts), tuple(agencies)
    lines = [_plain(block.span.of(document.text)) for block in document.blocks]
    title = _title(document, lines)
    publisher, published = _signature(lines)
    opening = "\n".join(lines[:_OPENING])[:600]
    district, rest = "", ""
    for text in (title, publisher, opening):
        district, rest = _district(text, districts)
        if district or rest:
            break
    agency = _agency(rest, agencies) or _agency(_district(publisher, districts)[1], agencies)
    return Recognised(title, district, agency, _year(title, opening), published, publisher)


def _plain(text: str) -> str:
    """Words without the spaces and marks that stand between Chinese characters."""
    spaced = re.sub(r"[*_`\\#]|\s+(?=[^A-Za-z])|(?<=[^A-Za-z.,])\s+", "", text)
    return spaced.translate(_FULL_WIDTH).strip()


def _title(document: Document, lines: Sequence[str]) -> str:
    short = [line for line in lines[:_OPENING] if len(line) <= 100 and not line.endswith("。")]
    for line in short:
        if "报告" in line and ("许可" in line or _YEAR.search(line)):
            return line
    for block, line in zip(document.blocks, lines[:_OPENING], strict=False):
        if block.kind is BlockKind.HEADING and block.level == 1:
            return line
    return next((line for line in short if "许可" in line or "年度" in line), "")


def _district(text: str, districts: Sequence[tuple[str, str, str]]) -> tuple[str, str]:
    """Slug of the most exact registered place that a text opens with, and what follows it."""
    found = [(text.find(zh), -len(zh), slug, zh) for slug, zh, _ in districts if zh in text]
    if not found:
        return _english_district(text, districts), ""
    start, _, slug, name = min(found)
    end = start + len(name)
    while inner := [each for each in found if each[0] == end]:
        _, _, slug, name = min(inner)
        end += len(name)
    rest = text[end:]
    if (below := _BELOW.match(rest)) and not any(zh in below[0] for _, zh, _ in districts):
        return "", rest
    if branch := _BRANCH.match(rest):
        names = {f"{branch[1]}{level}" for level in ("区", "新区", "县", "市")}
        inside = (each for each, zh, _ in districts if zh in names and each.startswith(slug))
        slug = next(inside, "")
    return slug, rest


def _english_district(text: str, districts: Sequence[tuple[str, str, str]]) -> str:
    """Slug of the first English name in a text: *Yangpu District, Shanghai* is Yangpu."""
    found = [
        (place.start(), slug)
        for slug, _, name in districts
        if name and (place := re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE))
    ]
    return min(found)[1] if found else ""


def _agency(rest: str, agencies: Sequence[str]) -> str:
    named = [name for name in agencies if name and rest.startswith(name)]
    if named:
        return max(named, key=len)
    if _GOVERNMENT.match(rest):
        return ""
    stated = _AGENCY.match(rest)
    return stated[0] if stated else ""


def _year(title: str, opening: str) -> int | None:
    for text in (title, opening):
        years = {int(year) for year in _YEAR.findall(text)}
        years |= {int(year.translate(_HAN_DIGITS)) for year in _HAN_YEAR.findall(text)}
        if len(years) == 1:
            return years.pop()
        annual = {int(year) for year in re.findall(r"((?:19|20)\d\d)年度", text)}
        if len(annual) == 1:
            return annual.pop()
    return None


def _signature(lines: Sequence[str]) -> tuple[str, str]:
    """Publisher and ISO date of the last lines, or the date that a web page states."""
    for place in range(len(lines) - 1, max(-1, len(lines) - 6), -1):
        line = lines[place]
        signed = len(line) <= _LONGEST_SIGNATURE and _date(line)
        if not signed or signed.end() != len(line):
            continue
        before = line[: signed.start()] or (lines[place - 1] if place else "")
        known = 2 < len(before) <= _LONGEST_SIGNATURE and not re.search(r"[。；：:，\d]", before)
        return (before if known else ""), _iso(signed)
    for line in lines[:_OPENING]:
        stated = _date(_STATED.sub("", line))
        if stated and not stated.start():
            return "", _iso(stated)
    return "", ""


def _date(text: str) -> re.Match[str] | None:
    """The last date in a line that is one of the calendar."""
    dates = [*_DATE.finditer(text), *_HAN_DATE.finditer(text)]
    return next((date for date in reversed(dates) if _iso(date)), None)


def _iso(date: re.Match[str]) -> str:
    try:
        year, month, day = (_han_number(part) for part in date.groups())
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _han_number(text: str) -> int:
    """二〇二四 is 2024, 十二 is 12, 二十 is 20."""
    if text.isdecimal() or "十" not in text:
        return int(text.translate(_HAN_DIGITS))
    tens, ones = text.split("十", 1)
    return int(tens.translate(_HAN_DIGITS) or 1) * 10 + int(ones.translate(_HAN_DIGITS) or 0)
