"""Which licence a phrase names, and when its unknown words are none."""

from __future__ import annotations

from dataclasses import replace

from xuke.extraction import lists
from xuke.extraction.ledger import Ledger
from xuke.extraction.rules import STEPS
from xuke.extraction.state import BODY, DEPARTMENT, UNKNOWN
from xuke.extraction.subsets import CHANNELS
from xuke.extraction.tokens import Phrase, joined
from xuke.model import Quantity

_BODIES = ("部门", "机关")  # 区文旅部门, 公安机关
_REMARK_LENGTH, _FEW = 40, 6
_CAME: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("accepted", "not_accepted"), ("applications",)),
    **dict.fromkeys(("approved", "not_approved", "concluded"), ("applications", "accepted")),
    **dict.fromkeys(CHANNELS, ("applications", "accepted", "handled")),
}
_OF_ALL = (frozenset({"license", "scope.own"}), frozenset({"license", "time.whole"}))
_COUNTED = STEPS | {"case"}


class Naming(Ledger):
    """A ledger that knows the names in the words of a figure."""

    def without_own(self, figure: Quantity, said: Phrase) -> Phrase:
        """*said* without the author's own name, and without examples (市场监管局等28家单位)."""
        if said.name is None:
            return said
        counted = {"department", "items"} & (said.concepts | said.tail)
        before = self.layout.said[max(0, figure.span.start - 4) : figure.span.start]
        example = counted and before.rstrip().endswith("等")
        core = self._core(said)
        field = "license" in said.tail and self.names.is_field(core)
        own = self.names.is_own(core)
        if self.names.is_system(core):  # 淮委系统共受理287件，其中委机关受理109件
            own, self.state.now = True, self.state.now._replace(scope="wide")
        if own:  # 依据水利部授权，我委实施许可6项
            self.state.no_longer_of_others()
        return said.nameless() if example or field or own else said

    def of_department(self, figure: Quantity, said: Phrase) -> Phrase:
        """*said* without the department before a licence: 区市场监管局办理食品经营许可3200件."""
        if said.name is None or said.name[1] > figure.span.start:
            return said
        start = self.names.after_department(self.layout.flow, *said.name)
        if start == said.name[0]:
            return said
        rest = self.words.phrase(start, figure.span.start)
        if not self._of_licence(rest):
            return said
        self.state.of_others(DEPARTMENT)
        return joined(rest, self.words.phrase(figure.span.end, said.end))  # …共有3200件申请

    def granted(self, item: str) -> str:
        """The licence that a department is said to grant, by the words of a figure or before it.

        区市场监管局办理食品经营许可3200件: nobody else of the area grants it. But not one named
        before the department: 取水许可50件，其中区水务局12件.
        """
        licence = item or (self.state.now.item if self.state.now.item == self.state.granted else "")
        return licence if self.names.is_licence(licence) else ""

    def names_several(self, said: Phrase) -> bool:
        """Whether *said* names several licences, or some as examples: A、B许可; A许可等事项."""
        if said.name is None:
            return False
        name = self.names.trimmed(self.layout.flow, *said.name)
        after = self.layout.said[said.name[1] : said.name[1] + _REMARK_LENGTH].lstrip()
        return lists.several_named(name) or (after.startswith("等") and self.names.is_licence(name))

    def in_cases(self, figure: Quantity, item: str) -> Quantity:
        """*figure*, as one of cases where those are counted that apply for or are given a licence.

        予以认定2079人, 受理5621户.
        """
        persons, licence = self._settings.persons, item or self.state.now.item
        granted = figure.unit in persons.units and licence.endswith(persons.licences)
        holders = self._settings.holders.units
        granted = granted or (figure.unit in holders and self.names.is_licence(licence))
        return replace(figure, unit="件") if granted else figure

    def names_all(self, said: Phrase, concepts: frozenset[str]) -> bool:
        """Whether all licences of the author or of the year are spoken of, in so many words."""
        spelt = "许可" in self.layout.said[said.start : said.end]  # but 按告知承诺方式
        return spelt and any(concepts >= each for each in _OF_ALL)

    def told(self, metric: str, item: str) -> bool:
        """Whether the sentence has given *metric* of *item* already."""
        here = self.findings.since(self.sentence.start) if item else ()
        return any(each.metric == metric and each.item == item for each in here)

    def more_than_came(self, figure: Quantity, metric: str, item: str) -> bool:
        """Whether *metric* would be more cases of *item* than right before are said to come in."""
        came = _CAME.get(metric, ()) if item else ()
        return bool(came) and any(
            each.item == item and each.metric in came and each.value < figure.value
            for each in self.findings.candidates[-_FEW:]
            if each.start >= self.sentence.start
        )

    def names_department(self, said: Phrase) -> bool:
        """Whether a department of the area is named in *said*."""
        return said.name is not None and self.whose(said) == DEPARTMENT

    def _core(self, said: Phrase) -> str:
        if not said.name:
            return ""
        flow, start = self.layout.flow, said.name[0]
        end = said.core + 2 if flow.startswith(_BODIES, said.core) else said.core
        return self.names.trimmed(flow, start, end)

    def _bare(self, name: str) -> str:
        """*name* as its list has it: 食品经营许可 of 食品经营许可事项 and 食品经营许可业务."""
        bare = name.removesuffix("事项").removesuffix("业务")
        return bare if self.names.is_licence(bare) else name

    def _of_licence(self, said: Phrase) -> bool:
        """Whether *said* names a licence and no other matter, as 抵押权登记 may be."""
        other = any(each.startswith("topic.") for each in said.concepts)
        if said.name is None or said.torn or other:
            return False
        name = self.names.trimmed(self.layout.flow, *said.name)
        return self.names.is_licence(name) and not name.endswith("登记")

    def _all_kinds(self, said: Phrase) -> bool:
        """Whether the name in *said* is that of a licence of all kinds: 各类零售许可."""
        at = said.name[0] if said.name else 0
        return self.layout.said[max(0, at - 2) : at] in ("各类", "各种", "各项")

    def whose(self, said: Phrase) -> str:
        """Why what the body in *said* does is not counted: another's, or a department's alone."""
        start, core = said.name[0] if said.name else 0, said.core
        return DEPARTMENT if self.names.is_department(self.layout.flow, start, core) else BODY

    def item_of(self, said: Phrase) -> tuple[str, str]:
        """The licence that a phrase names, or why its unknown words cannot be one."""
        if said.name is None:
            return "", UNKNOWN if said.torn else ""
        name = self.names.trimmed(self.layout.flow, *said.name)
        if self.names.is_body(self._core(said), name):
            whose = self.whose(said)
            self.state.of_others(whose)
            return "", whose
        if of_body := self.names.after_body(name):
            if not self.names.is_own(name[:of_body]):
                self.state.of_others()
                return "", BODY
            name = name[of_body:]
        after = self.layout.said[said.name[1] : said.name[1] + _REMARK_LENGTH].lstrip()
        if said.torn or after.startswith("等") or lists.several_named(name):
            return "", UNKNOWN  # 从业许可等事项受理21件: more than one licence
        if self._all_kinds(said) and self.findings.only_one_licence:
            return "", ""  # 各类烟草专卖零售许可申请1012件
        if self.names.is_licence(name) and "license" not in said.tail:
            return name, ""  # 涉水行政许可 may be all that the agency grants: not one licence
        licence = name.removesuffix("事项")
        of_step = licence != name and "行政许可" not in name and said.concepts & _COUNTED
        if of_step and self.names.is_licence(licence):
            return licence, ""  # 排水许可事项申请385件
        klass = lists.class_named(name)
        if klass and self.names.is_plain(klass):
            return klass, ""
        listed = self.state.now.parts or self.state.now.listed
        other = self.names.is_applicant(name) or name.endswith("费")  # 其中涉企98765件
        if listed and self.names.is_plain(name) and not said.concepts & STEPS and not other:
            return self._bare(name), ""
        return "", UNKNOWN
