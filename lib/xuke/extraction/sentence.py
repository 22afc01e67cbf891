"""One sentence: which of its words belong to which of its numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xuke.catalog import metrics
from xuke.extraction import columns, context, denials, inspections, rankings, shifts
from xuke.extraction.chunks import Chunk, Cuts, right_of
from xuke.extraction.cues import OWN, basis_in, scope_of
from xuke.extraction.fixed import phrases
from xuke.extraction.judge import Judge
from xuke.extraction.known import words_of
from xuke.extraction.layout import Layout, Sentence
from xuke.extraction.names import Names
from xuke.extraction.results import Findings
from xuke.extraction.rules import STEPS, Rules
from xuke.extraction.state import DEPARTMENT, UNKNOWN, State
from xuke.extraction.tokens import Phrase, joined
from xuke.model import Quantity, StatedAs

_LABELS = STEPS | {"online", "fullonline", "charge", "spot"}
_AHEAD = _LABELS | {"permit", "promise", "ontime", "overdue"}
_NOUNS = frozenset({"license", "permit", "items", "department", "list"})
# Read by a phrase, but of whom and when is told as for a label: 县区实施行政许可320件
_JUDGED = frozenset({"handled", "licensing_items"})
_WHOSE = frozenset({"scope.own", "scope.district", "scope.city", "scope.province"})  # 26个县直机关
_BECAUSE = ("因", "因为", "由于")
# 对材料不齐且逾期未补正的3件不予受理: whatever the reason, but not 对食品经营许可的12件
_CONDITION = re.compile(
    r"对于?(?:(?!许可|审批|核准|事项|企业|街道|部门|单位|上年|去年)[^\d局委省市区县镇类证])"
    r"{4,60}?的(?:申请)? {0,2}"
)
# 通过“一网通办”平台、“随申办”等渠道网上受理2386件: whatever the ways are called
_THROUGH = re.compile(
    r"(?:全年|年内|本年度)?(?:通过|依托|经由|利用)[^，。；:]{2,80}?等[^，。；、\d]{0,6}"
    r"(?:渠道|平台|途径|系统|终端|方式|端口)(?=[^，。；、\d]{2,12}$)"
)
_AND = re.compile(" {0,2}(?:[和及与]|以及)(?=[^，。；、\\d]{4,60}$)")
_REASON = re.compile(
    r"(?:申请)?(?:因|由于)[^，。；\d]{4,40}，(?:被|均|依法|决定|作出|已){0,3}"
    r"(不予受理|未予受理|不予许可|不予批准|未予许可)(?:的?决定)?(?=[，。；]|$)"
)
_ANDS, _CAUSES = frozenset("和及与以"), frozenset("因由申")
_REFUSED = frozenset({"refuse_accept", "refuse"})
_BOLD = "**"


class SentenceReader:
    """Reads the figures of one sentence from left to right."""

    def __init__(
        self,
        layout: Layout,
        sentence: Sentence,
        rules: Rules,
        names: Names,
        findings: Findings,
        quantities: Sequence[Quantity],
    ) -> None:
        self._flow, self._whole, self._source = layout.said, layout.flow, layout.source
        self._bold = layout.bold
        self._sentence, self._names, self._rules = sentence, names, rules
        self._words, self._kinds = words_of(self._flow, sentence, rules, quantities)
        self._cuts = Cuts(self._flow, sentence.start, sentence.end, self._words)
        self.state = State()
        self._judge = Judge(layout, sentence, self._words, rules, names, findings, self.state)

    def run(self, figures: Sequence[Quantity]) -> None:
        """Read *figures* into the findings."""
        at, index = self._sentence.start, 0
        ranks = rankings.may_stand(self._flow, self._sentence.start, self._sentence.end)
        while index < len(figures):
            figure = figures[index]
            last = index + 1 == len(figures)
            limit = self._sentence.end if last else figures[index + 1].span.start
            pieces: Sequence[Chunk] = self._cuts.chunks(at, figure.span.start)
            pieces = self._ranked(pieces) if ranks else pieces
            taken = self._tied(pieces, figures, index)
            if taken:
                index += taken
                at = figures[index - 1].span.end
            else:
                at = self._figure(figure, pieces, limit)
                index += 1

    def _tied(self, pieces: Sequence[Chunk], figures: Sequence[Quantity], index: int) -> int:
        """Read the figures from *index* on that one turn of speech ties; how many there are."""
        judge, figure = self._judge, figures[index]
        if self.state.each or (len(pieces) > 1 and pieces[-2].sign == "respectively"):
            those = figures[index:]
            taken = shifts.listed(judge, pieces, those) or columns.for_each(judge, pieces, those)
            if taken:
                return taken
        if any(each.sign == "respectively" for each in pieces[:-1]) and (
            taken := columns.read(judge, pieces, figures[index:])
        ):
            return taken
        following = figures[index + 1] if index + 1 < len(figures) else None
        if following is None or following.span.start - figure.span.end > shifts.LONGEST_GAP:
            return 0
        if shifts.restated(self._flow, figure, following):
            judge.findings.dismiss(figure, "repeated")
            self._figure(following, pieces, following.span.end)
            return 2
        if shifts.paired(judge, pieces, figure, following):
            return 2
        if shifts.replaced(self._flow, figure, following):
            judge.findings.dismiss(figure, "old_value")
            self._figure(following, self._before_old(pieces), following.span.end)
            return 2
        return 0

    def _ranked(self, pieces: Sequence[Chunk]) -> Sequence[Chunk]:
        """The pieces without 办件量排名前三的事项为, which tells what those after it count."""
        total = self.state.trail.total
        for at, piece in enumerate(pieces):
            of = total.metric if total and not self.state.now.listed else ""
            found = rankings.find(self._flow, piece.start, piece.end, of)
            if found:
                for before in pieces[:at]:
                    context.take_in(self._judge, before)
                named = self._words.phrase(piece.start, found.start).name is not None
                one, last = named and found.end == piece.end, pieces[at + 1 :]
                if one and len(last) == 1 and self._words.phrase(last[0].start, last[0].end).empty:
                    return [piece]  # 食品经营许可办件量最大，为385件
                context.take_in(self._judge, Chunk(piece.start, found.start, ""))
                if one and last:
                    # 食品经营许可受理量最大，共受理5621件 ranks nothing after it
                    self.state.passed(piece.sign)
                    return self._ranked(last)
                self.state.ranked(found)
                return self._ranked([Chunk(found.end, piece.end, piece.sign), *last])
        return pieces

    def _before_old(self, pieces: Sequence[Chunk]) -> Sequence[Chunk]:
        """The words before the 从 of 从201个调整到203个: they tell what the new value counts."""
        last = pieces[-1]
        cut = shifts.without_from(self._flow, last.start, last.end)
        if cut == last.start and len(pieces) > 1 and pieces[-2].sign in ("，", ":"):
            return [*pieces[:-2], Chunk(pieces[-2].start, pieces[-2].end, "")]
        return [*pieces[:-1], Chunk(last.start, cut, "")]

    def _figure(self, figure: Quantity, pieces: Sequence[Chunk], limit: int) -> int:
        """Read one figure; the place from which the words belong to the next one."""
        near, near_at = self._near(pieces[-1]), len(pieces) - 1
        if near.empty and near_at and pieces[near_at - 1].sign in (":", "（", "，"):
            earlier = self._near(pieces[near_at - 1])
            listed = pieces[near_at - 1].sign != "，" or self._lists(earlier, pieces[-1])
            if listed and not earlier.empty:
                near, near_at = earlier, near_at - 1
        for piece in pieces[:near_at]:
            context.take_in(self._judge, piece)
        if "each" in near.last:
            start = pieces[near_at].start
            shared = self._flow.rfind("、", start, near.start)  # -1 where one label stands there
            context.hear_all(self._judge, self._words.phrase(start, shared))
        basis = basis_in(self._whole, pieces[0].start, figure.span.start)
        if basis is not None:
            self.state.now = self.state.now._replace(basis=basis)
        if end := self._fixed(figure, near, pieces[-1].start):
            return end
        if figure.stated_as is StatedAs.WORDS:
            inside = self._words.phrase(figure.span.start, figure.span.end)
            denials.read(self._judge, figure, inside, near)
            return figure.span.end
        end = figure.span.end
        if self._bold and self._source.startswith(_BOLD, end):
            end += len(_BOLD)  # **11件**正在办理中
        stop = right_of(self._flow, end, limit, self._words)
        said, end = self._weighed(figure, near, stop, limit)
        self._judge.read(figure, said, near, shifts)
        self.state.begun = True
        return end

    def _lists(self, said: Phrase, piece: Chunk) -> bool:
        """Whether a list counts the licence that *said* names before a pause: A许可，共3件."""
        now = self.state.now
        if not (now.parts or now.listed) or said.name is None or said.concepts:
            return False
        name = self._names.trimmed(self._whole, *said.name)
        return self._flow[piece.start : piece.end].strip() != "" and self._names.is_licence(name)

    def _fixed(self, figure: Quantity, near: Phrase, start: int) -> int:
        """Read a figure by a fixed phrase; the end of it, 0 where none fits."""
        found = phrases().find(self._flow, figure, self._sentence)
        if found is None:
            return 0
        self.state.hear(near.concepts, near=False)
        if scope_of(near.concepts, self._rules.report.level) in OWN:
            self.state.no_longer_of_others()  # 上海市公布721项，本区承接199项
        reason = "comparison" if "compare" in near.concepts else self.state.now.time
        stocks = self._rules.known.settings.stocks.units
        rate = reason == "cumulative" and figure.unit == "%"  # 累计上线36项，预填比例最高达72%
        if rate or (reason == "up_to_now" and figure.unit in stocks):
            reason = ""
        if found.metric in _JUDGED:
            beside = self._words.phrase(start, found.start)  # the rule knows the words in it
            reason = self._judge.reason(figure, beside.concepts)
        if self._judge.planned(found.start):
            reason = "plan"
        end, group = max(figure.span.end, found.end), metrics()[found.metric].group
        if reason:
            self._judge.findings.dismiss(figure, reason)
            return end
        doubt = inspections.settle(self._judge, found, near) if group == "supervision" else ""
        if group == "service_centre" and self._judge.names_department(near):
            doubt = DEPARTMENT  # 区卫生健康委的26项行政许可事项全部进驻区政务服务中心
        if doubt:
            self._judge.findings.leave(figure, doubt)
            return end
        self._judge.keep(found)
        if group in ("reform", "service_centre"):
            self.state.doubt(UNKNOWN)  # 自助终端186台，全年办件12.4万件
        return end

    def _near(self, piece: Chunk) -> Phrase:
        """What stands right before a number: the last of 受理、办结, or a name with 、 in it."""
        if refused := self._refused(piece):
            return refused
        towards = self._flow.find("对", piece.start, piece.end)
        if towards >= 0 and _CONDITION.fullmatch(self._flow, towards, piece.end):
            whose = self._words.phrase(piece.start, towards)  # 我局对符合条件的12件予以受理
            if whose.name is None:
                return whose
        if self._flow.find("等", piece.start, piece.end) >= 0:
            ways = _THROUGH.match(self._flow, piece.start, piece.end)
            if ways:
                return self._words.phrase(ways.end(), piece.end)
        cut = self._flow.rfind("、", piece.start, piece.end)
        for start, end in reversed(self._kinds):
            if start <= cut < end:
                cut = self._flow.rfind("、", piece.start, start)
        if cut < 0:
            return self._words.phrase(piece.start, piece.end)
        last = self._words.phrase(cut + 1, piece.end)
        if last.name is not None or not last.concepts & _LABELS:
            return self._words.phrase(piece.start, piece.end)
        before = self._words.phrase(piece.start, cut)
        steps = before.concepts & STEPS - last.concepts  # 当年未办结、转入下一年度办理 are one
        if before.name is None and steps and "each" not in last.last:
            return joined(before, last, torn=True)  # 申请、受理100件: nobody can tell which
        return last

    def _refused(self, piece: Chunk) -> Phrase | None:
        """The step without the reason that is told before it: 因逾期未补正不予受理29件."""
        flow, start, end = self._flow, piece.start, piece.end
        if flow.find("因", start, end) < 0 and flow.find("由于", start, end) < 0:
            return None
        words = self._words.inside(start, end)
        why = next((each for each in words if flow[each.start : each.end] in _BECAUSE), None)
        last = words[-1] if words else None
        if why is None or last is None or last.end < end or last.concepts.isdisjoint(_REFUSED):
            return None
        step = self._words.phrase(last.start, end)
        before = self._words.phrase(start, why.start)  # whose cases they are, and of which year
        return step if before.empty else joined(before, step)

    def _weighed(self, figure: Quantity, near: Phrase, stop: int, limit: int) -> tuple[Phrase, int]:
        """The words that tell what *figure* counts, and where those of the next number start."""
        shared = stop == limit and limit < self._sentence.end
        after = self._flow[figure.span.end : figure.span.end + 3].lstrip()[:1]
        listed = shared and after in _ANDS and not near.empty
        if listed and (more := _AND.match(self._flow, figure.span.end, limit)):
            return near, more.end()  # A审批38件和B审批4件
        if shared:
            stop = self._noun_end(figure.span.end, stop)
        if after in _CAUSES and (reason := _REASON.match(self._flow, figure.span.end, limit)):
            return self._words.phrase(*reason.span(1)), reason.end()  # 3件因不符条件，未予受理
        right = self._words.phrase(figure.span.end, stop)
        if right.torn or right.name is not None:
            right = self._refused(Chunk(figure.span.end, stop, "")) or right
        if right.empty:
            return near, figure.span.end
        if near.empty:
            return right, stop
        ahead = shared and (right.first & _AHEAD or right.name)
        if ahead and self._rules.label(figure, near.concepts, self.state.trail.last):
            return near, figure.span.end
        return joined(near, right), stop

    def _noun_end(self, start: int, end: int) -> int:
        """Where the noun after a number ends and the verb of the next number begins.

        In 27个实施机关共受理申请125件 the authorities are what the first number counts.
        """
        nouns: frozenset[str] = frozenset()
        for word in self._words.inside(start, end):
            if nouns and word.concepts & (STEPS - {"apply"}):
                return word.start
            if "department" in nouns and word.concepts >= {"license", "items"}:
                return word.start
            nouns |= word.concepts & _NOUNS
            if word.concepts and not nouns and not word.concepts & _WHOSE:
                break
        return end
