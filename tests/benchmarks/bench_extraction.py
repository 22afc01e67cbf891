"""How fast reports are read, whether time grows with length alone, and what hostile text costs.

    python tests/benchmarks/bench_extraction.py

Processor time of one core, the best of several rounds, so that a busy machine tells the same.
How Python was built tells as much as the machine: one without profile-guided optimisation, as
pyenv builds it unless told, reads a quarter fewer reports a second than a distribution's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from xuke.documents import read
from xuke.extraction import extract
from xuke.model import Document

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data" / "samples"
# A published report, denser than the invented one; it is not redistributed, and left out if absent.
PUBLISHED = ROOT.parent / "shared" / "reports" / "shanghai-yangpu-2023.md"
REPORT_LENGTH, ROUNDS = 4000, 25
FIGURES = """2023年度本区行政许可事项共 199 项，涵盖 27 个主管部门。
2023年本区行政许可事项办理情况如下：申请 41064 件，其中，受理 40910 件，不予受理 154 件，
批准 40891 件，不予批准 18 件；网上受理 8984 件，全程网办 3273 件，告知承诺 425 件，
当场办结 15038 件，按期办结 40705 件，超期办结 1 件；收费办件 27430 件，收费金额 4790138.6 元。
"""
PROSE = """在重点行业领域，按照风险等级实行分类管理，通过日常监管与专项检查相结合的形式，
加大对重点领域的风险排摸，实现监管力量优化配置。推出“免申即享”服务 28 个，
涉及民政局等 9 个部门，直接服务用户 42.8 万人次。进一步深化改革，创新服务举措，
让政务服务触手可及，持续优化营商环境，办事人可获得同效服务，做实做细提前服务。
"""
HOSTILE = {
    "digits": "1",
    "groups": "1,",
    "full-width groups": "12，",
    "Chinese numerals": "一",
    "open brackets": "（",
    "nested brackets": "（1件",
    "open quotation marks": "“1",
    "denials": "无",
    "labels": "受理",
    "labelled numbers": "受理1件，",
    "parts": "其中1件",
    "classes": "受理药品类1件，",
    "openers": "办理情况如下：\n1.食品许可1件；\n",
    "parts of one's own": "全区受理许可2件，其中我局办理1件。",
    "levels": "其中市级受理3件，",
    "licences joined": "甲许可、乙审批分别受理1件、2件，",
    "names joined": "食品许可和",
    "licences with two numbers each": "受理、批准量分别为：食品许可3件、2件；",
    "steps of licences joined": "甲许可、乙审批受理量分别为1件、2件，",
    "glued words": "食品许可数量3件，",
    "numbered lines": "1.公寓：受理3件，批准2件。\n",
    "lists without a step": "食品经营许可3件；",
    "numbers restated": "受理突破1万件，达到10001件，",
    "items and cases": "办理3项5件，",
    "certificates": "核发食品许可证3张，",
    "names with kinds": "民办学校设立、变更、",
    "licences and": "取水许可38件和",
    "reasons": "3件因不符合",
    "bold": "受理**12件**，",
    "commas": "受理1,2,3,",
    "tabs": "1\t取水许可\t3\n",
    "headers and values": "受理\n批准\n3\n2\n",
    "numbers": "1件",
    "lines of numbers": "1\n",
    "bars": "|1",
    "flat table": "申请\n1\n",
    "wide flat table": ("受理\n", "1\n"),
    "headings": "一、收费\n",
    "page numbers": "受理1\n— 3 —\n件，\n",
    "departments": "区水务局办理取水许可3件，",
    "names": "区市场监管局受理",
    "initiatives": "免申即享",
}
# What is repeated between words that have it looked at closely.
BETWEEN = {
    "spaces in a line": ("全区推行免申即", " ", "\n享服务12项"),
    "cases in a cell": ("\n食品许可  ", "12件", "  3件\n取水许可    4件\n"),
    "years in a cell": ("|事项|受理|\n|---|---|\n|食品许可", "2023年", "|3|\n"),
}


def report() -> str:
    """An invented report of 4 000 characters: a title, figures, and prose with some figures."""
    title = "上海市虚构区2023年度行政许可实施情况年度报告\n二、行政许可办理情况\n"
    prose = PROSE * (REPORT_LENGTH // len(PROSE) + 1)
    return (title + FIGURES + "四、改革创新情况\n" + prose)[:REPORT_LENGTH]


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least processor time of *rounds* runs."""
    least = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return least


def document(text: str) -> Document:
    """A text as a document without blocks."""
    return Document("benchmark", "", text, ())


def hostile(name: str, length: int) -> str:
    """The hostile text of that *name*, some *length* characters long."""
    if name in BETWEEN:
        before, unit, after = BETWEEN[name]
        return before + unit * (length // len(unit)) + after
    unit = HOSTILE[name]
    parts = (unit,) if isinstance(unit, str) else unit
    return "".join(part * (length // len("".join(parts))) for part in parts)


def main() -> None:
    """Print the three tables."""
    samples = [read(p) for p in sorted(SAMPLES.iterdir()) if not p.name.endswith(".expected.csv")]
    one = document(report())
    extract(one)
    took = seconds(lambda: [extract(one) for _ in range(10)]) / 10
    print(f"invented report of {REPORT_LENGTH} characters: {took * 1e3:.2f} ms, {1 / took:.0f}/s")
    if PUBLISHED.exists():
        whole = read(PUBLISHED)
        took = seconds(lambda: extract(whole)) * REPORT_LENGTH / len(whole.text)
        print(f"published report, {REPORT_LENGTH} of it: {took * 1e3:.2f} ms, {1 / took:.0f}/s")
    took = seconds(lambda: [extract(each) for each in samples])
    characters = sum(len(each.text) for each in samples)
    rate = characters / REPORT_LENGTH / took
    print(
        f"{len(samples)} samples, nothing but figures: {rate:.0f} x {REPORT_LENGTH} characters/s\n"
    )
    print(f"{'length':>10} {'s':>8} {'us per character':>18}")
    for times in (1, 12, 125, 1250):
        text = report() * times
        took = seconds(lambda text=text: extract(document(text)), 3 if times < 1250 else 1)
        print(f"{len(text):>10} {took:>8.3f} {took / len(text) * 1e6:>18.2f}")
    print(f"\n{'hostile text':<22} {'us per character':>18} {'of a text 10 x as long':>24}")
    for name in (*HOSTILE, *BETWEEN):
        costs = []
        for length in (20_000, 200_000):
            text = hostile(name, length)
            took = seconds(lambda text=text: extract(document(text)), 1)
            costs.append(took / len(text) * 1e6)
        print(f"{name:<22} {costs[0]:>18.2f} {costs[1]:>24.2f}")


if __name__ == "__main__":
    main()
