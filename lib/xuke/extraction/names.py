"""What an unknown name between known words is: a licence, the report's own author, another body."""

from __future__ import annotations

import re

from xuke.catalog.settings import Settings
from xuke.quantities import normal

_TRIM = " “”《》\"'、，:的-·●•◆■▪○◇★"
_FIRSTLY = re.compile("^(?:[一二三四五六七八九十]是|集中[在于])(?=.)")
_APPLICANTS = ("涉企", "涉农", "涉民")
_PAREN = re.compile(r"（[^（）]*）$")
_SEVERAL = re.compile("等[^等]{0,6}(?:许可|审批)(?:事项)?$")  # 人员执照、体检合格证等高频许可
# 在建设工程领域, but 在公路增设或改造平面交叉道口审批
_PLACE = re.compile(
    "在(?!建工程|建项目|.{2,20}(?:增设|改建|新建|扩建|从事|进行|修建|设置|铺设|修筑|架设|埋设|举办"
    "|搭建|堆放|挖掘|作业|建设))"
)
_LEVELS = frozenset("省市区县州")
_BRANCH = re.compile("局[^局]{2,4}分局")
_SYSTEM = re.compile("(?:系统|部门|机关|机构)(?:各级)?$")
_ALL_LEVELS = re.compile("^(?:全[国省市区县])?各级")
_WE = frozenset("局委厅署")
_AROUND = re.compile("([^省市区县\\n]{2,12}[省市])(?=[^省市区县\\n]{1,6}[区县])")
# The last letter of a place's name: no 绿化市容局, 市场监管局, 城市管理局 (but 盐城市), 地区. A set
# stands first, which the engine looks for quickly.
LEVEL = "[省市区县州旗](?<!地区)(?:(?<!市)|(?![容场政])(?:(?<!城市)|(?!管理|更新)))"
_PLACES = re.compile(f"(?:[一-鿿]{{2,8}}?{LEVEL})+")
_GOVERNMENT = re.compile("(?:人民)?政府$")  # 区政府, 区人民政府
_AREA = re.compile("([省市区县州旗])(?= {0,2}(?:20|人民政府|关于|行政许可))")
_DEPARTMENT = re.compile(
    "[我本全]?([省市区县州旗])[^，。；、:\\d]{1,14}(?:局|委|办|[支大总]队|委员会|办公室)"
)
_DEPARTMENT_BEFORE = re.compile(
    "[我本全]?[省市区县州旗][^，。；、:\\d]{1,12}?(?:局|[支大总]队|[经科建]委|[健理革村务通]委)"
    "(?=[^，。；、:\\d员]{3})"
)
# 区水务局取水许可 in a report of another; but no 区域性…, 市政…, 县级以上…
_BODY_BEFORE = re.compile(
    "[^，。；、:\\d]{0,6}?[省市区县州旗](?![域场政级])[^，。；、:\\d]{1,10}?"
    "(?:局|委员会|[经科建]委|[健理革村务通]委)(?!员)"
)
_LICENCE = re.compile(r"(?:行政)?(?:许可|审批)(?:事项)?$")


def shortens(name: str, whole: str) -> bool:
    """Whether the letters of *name* stand in *whole* in this order: 区应急局, 区应急管理局."""
    letters = iter(whole)
    return all(letter in letters for letter in name)


class Names:
    """Judges names by the settings and by who wrote the report (*title*, *agency*)."""

    def __init__(
        self, settings: Settings, title: str, agency: str, *, of_agency: bool = True
    ) -> None:
        self._item, self._category = settings.item, settings.category
        place = None if of_agency else _AREA.search(normal(title))
        self._area = place[1] if place else ""
        self._own = normal(title) + "\n" + normal(agency)
        self._around = _AROUND.findall(self._own)
        places = _PLACES.match(self._own)
        self._level = places[0][-1] if places and of_agency else ""
        self._field = self._own[places.end() :].partition("2")[0] if places else ""

    def trimmed(self, flow: str, start: int, end: int) -> str:
        """The name at ``start:end`` without quotation marks and particles around it."""
        return _FIRSTLY.sub("", flow[start:end].strip(_TRIM)).removeprefix("是")

    def is_own(self, name: str) -> bool:
        """Whether *name* is the author's: a body named in the title, in full or in short.

        区水务局 is another in a report of 上海市水务局, as 市公安局 is in one of its 分局.
        """
        name = name.partition("及其")[0]  # 某海关及其隶属海关
        if name in _WE:  # 局窗口 in a report of that 局
            return name in self._own
        if len(name) < 2 or not self.is_body(name) or self._is_elsewhere(name):
            return False
        if name[-1] in _LEVELS and any(each.endswith(name) for each in self._around):
            return False  # 上海市 in a report of 上海市青禾区
        if _BRANCH.search(self._own) and not name.endswith("分局") and name[0] not in "我本":
            return False
        if name in self._own or self._governs(name):
            return True
        short = name.lstrip("上海市区县本我")
        branch = name.endswith("分局") and self._has_letters(short)
        if branch or self._is_short(name):
            return True
        if name[0] in _LEVELS and name[:2] not in self._own:
            return False
        if len(short) >= 3 and self._shortens(short):
            return True
        other = name[0] in _LEVELS or name[0] in "我本该各"
        return (
            len(name) == 2 and name[1] in "委局关署" and not other and self._shortens(name)
        )  # 淮委

    def _governs(self, name: str) -> bool:
        """Whether *name* is the government of the area that reports: 区政府, 青禾区人民政府."""
        place = _GOVERNMENT.sub("", name)
        own = place[-1:] == self._area and place in self._own
        return bool(self._area) and place != name and own

    def _has_letters(self, name: str) -> bool:
        """Whether all letters of *name*, whatever their order, are the author's: 松江公安分局."""
        return len(name) > 3 and set(name) <= set(self._own)

    def _is_elsewhere(self, name: str) -> bool:
        """Whether *name* tells a place of another level: 虚构市体育局 in a report of 青禾区."""
        places = _PLACES.match(name)
        return places is not None and self._level not in ("", places[0][-1])

    def _is_short(self, name: str) -> bool:
        """Whether *name* is the author's in short, with its level or without: 区建委, 市场局."""
        name = name.removeprefix("新") if name.startswith("新区") else name
        short = name[1:] if name[0] == self._level else name
        first = short[:1] == self._field[:1]
        return (first or len(short) > 2) and len(short) > 1 and shortens(short, self._field)

    def is_system(self, name: str) -> bool:
        """Whether *name* is all that the author belongs to: 烟草系统, 气象部门, 各级税务机关."""
        name = _ALL_LEVELS.sub("", name)
        if self._level and not self._is_elsewhere(name):
            name = _PLACES.sub("", name, count=1)
        stem = _SYSTEM.sub("", name)
        return stem != name and 2 <= len(stem) <= 6 and self._shortens(stem)

    def _shortens(self, name: str) -> bool:
        return shortens(name, self._own)

    def is_kind_of(self, kind: str, licence: str) -> bool:
        """Whether *licence* tells this *kind* of it: 缓学 and 休学 in 延缓入学或者休学审批."""
        return kind in self._item.kinds and shortens(kind, licence)

    def is_field(self, name: str) -> bool:
        """Whether *name* is the field of the author: 卫生 in a report of 卫生健康委员会."""
        field = name.removeprefix("全市").removesuffix("领域").removesuffix("行业")
        told = len(field) <= 4 and field in self._own
        if field == "水":  # 水行政许可 of a 水利委员会
            return told
        return 2 <= len(field) <= 6 and (told or (len(field) > 2 and self._shortens(field)))

    def is_body(self, name: str, whole: str = "") -> bool:
        """Whether *name* names an authority, a window, a company.

        Not where *whole*, with the licensing words after it, is a licence that bodies are given.
        """
        if not name.endswith(self._item.bodies) or name.endswith(self._item.tools):
            return False
        return not _PAREN.sub("", whole).endswith(self._item.licensed)

    def is_department(self, flow: str, start: int, end: int) -> bool:
        """Whether ``flow[start:end]`` names a department, or several, of the area that reports.

        区水务局; the level's letter may stand before it, where it is a known word.
        """
        names = flow[self._from_level(flow, start) : end].strip(_TRIM).split("、")
        found = [_DEPARTMENT.fullmatch(self._without_area(each)) for each in names]
        return all(each is not None and each[1] == self._area for each in found)

    def _without_area(self, name: str) -> str:
        """区市场监管局 for 青禾区市场监管局 in a report of 青禾区."""
        at = name.find(self._area, 1) if self._area else -1
        return name[at:] if at > 0 and name[: at + 1] in self._own else name

    def after_department(self, flow: str, start: int, end: int) -> int:
        """Where the licence starts in 区应急局危险化学品经营许可; *start* without a department."""
        first = end - len(self._without_area(flow[self._from_level(flow, start) : end]))
        found = _DEPARTMENT_BEFORE.match(flow, first, end)
        return found.end() if found and self.is_department(flow, *found.span()) else start

    def after_body(self, name: str) -> int:
        """How long the body is that is named before a licence, 区水务局取水许可; 0 if none is."""
        found = _BODY_BEFORE.match(name)
        rest = name[found.end() :] if found else ""
        return found.end() if found and len(rest) > 3 and self.is_licence(rest) else 0

    def _from_level(self, flow: str, start: int) -> int:
        return start - 1 if self._area and flow[start - 1 : start] == self._area else start

    def is_licence(self, name: str) -> bool:
        """Whether *name* names a licence by its ending."""
        bare = _PAREN.sub("", name).removesuffix("类")
        if bare.endswith("行政许可"):  # 税务行政许可 are all that the author grants
            return False
        ends = bare.endswith(self._item.endings) and not bare.endswith(self._item.modes)
        ends = ends and (bare not in self._item.endings or bare in self._item.kinds)  # 不予注册
        ends = ends and not _SEVERAL.search(bare) and not _PLACE.match(bare)
        return ends and self.is_plain(name) and not self.is_category(bare)

    def is_category(self, name: str) -> bool:
        """Whether *name* is a group of licences: 涉企许可, 市场准入类许可."""
        core = _LICENCE.sub("", name)
        if core == name or name.startswith(self._category.starts):
            return core != name
        field = next((core.removesuffix(e) for e in self._category.ends if core.endswith(e)), "")
        single = (*self._item.endings, *self._category.single)
        return bool(field) and not field.endswith(single)  # 社会组织登记类许可 is one

    def is_applicant(self, name: str) -> bool:
        """Whether *name* is a group of licences by those who apply: 涉企, 涉农."""
        return name.startswith(_APPLICANTS)

    def may_end_licence(self, words: str) -> bool:
        """Whether *words* end as a licence's name does, marks aside."""
        return words.rstrip(_TRIM + "（）").endswith(self._item.endings)

    def is_plain(self, name: str) -> bool:
        """Whether *name* can be a name at all: no sentence, no particle at its start."""
        return (
            2 <= len(name) <= 60
            and not name.startswith(self._item.not_names)
            and not self.is_body(name, name)
            and not any(mark in name for mark in "，；:。？！\n")
        )
