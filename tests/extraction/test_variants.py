"""A sample written another way that says the same gives the same figures."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from xuke.extraction import extract
from xuke.model import Document

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
TEXTS = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted(SAMPLES.glob("*.md"))
    # Full-width digits are not bold in part, and 13 468 is two numbers with more spaces.
    if path.stem not in ("full-width-digits", "numbers-parted-by-spaces")
}
LAST_WORD = r"(?=\*{0,2}\d)"  # a label counts if its number follows right after it
FULL = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
NUMBER = r"(?<![\d,. 约近逾超过破０-９])\d[\d,.]*万?[件宗项%]"

# What is written another way, and how. The signs and words are those of published reports.
SIGNS = {
    "half-width commas": (r"，", ","),
    "half-width semicolons": (r"；", ";"),
    "half-width brackets": (r"[（）]", lambda found: "()"[found[0] == "）"]),
    "full-width digits": (r"(?<![\d.,])\d+(?=[件宗])", lambda found: found[0].translate(FULL)),
    "bold figures": (NUMBER, r"**\g<0>**"),
    "spaces around figures": (r"(?<=[一-鿿])(?=\d)(?!\d* )|(?<=\d)(?=[件宗项])", " "),
    "Windows line ends": (r"\n", "\r\n"),
    "indented paragraphs": (r"(?<=\n\n)(?=[一-鿿])", "　　"),
    "Chinese numerals": (
        r"(?<![\d.,，约近逾超])[1-9](?=件)",
        lambda found: "〇一二三四五六七八九"[int(found[0])],
    ),
    "grown": (r"((?:受理|批准|准予许可)\d[\d,]*件)(?=，)", r"\1（较上年增长5.2%）"),
}
WORDS = {
    "受理": ("共受理", "受理数", "受理量为", "予以受理的", "依法受理", "受理各类行政许可申请"),
    "准予许可": ("批准", "予以批准", "作出准予行政许可决定", "准予许可数", "审批通过"),
    "不予许可": ("不予批准", "作出不予行政许可决定的有", "未予许可", "不同意"),
    "不予受理": ("不受理", "未予受理", "作出不予受理决定", "不予受理的有"),
    "当场办结": ("即时办结", "当场办理", "当场作出决定的"),
    "网上受理": ("线上受理", "网上办理", "通过“一网通办”受理", "在线受理"),
    "全程网办": ("全程网上办理", "实现全程网办", "全流程网办"),
    "按期办结": ("按时办结", "在法定期限内办结", "在承诺时限内办结"),
    "超期办结": ("逾期办结", "超时办结", "超过法定期限办结"),
    "收费金额": ("收取费用", "收费总额", "收取行政事业性收费"),
    "收费办件": ("涉及收费的办件", "收费件数"),
}
REWRITINGS = {
    **SIGNS,
    **{
        f"{old} as {new}": (rf"(?<!不予)(?<!网上){old}{LAST_WORD}", new)
        for old, many in WORDS.items()
        for new in many
    },
}


def tabbed(text: str) -> str:
    """*text* with its tables as a browser copies them."""
    rules = re.compile(r"(?m)^\|[ :|-]+\|\s*\n")
    cells = re.compile(r"(?m)^\|(.*)\|\s*$")
    return cells.sub(
        lambda row: "\t".join(each.strip() for each in row[1].split("|")), rules.sub("", text)
    )


def figures(text: str) -> set[tuple[str, str, object]]:
    found = extract(Document("x", "", text, ()), year=None).observations
    return {(o.metric, re.sub(r"\s|[（）()]", "", o.item), o.value) for o in found}


@pytest.fixture(scope="module")
def read_plainly() -> dict[str, set[tuple[str, str, object]]]:
    return {name: figures(text) for name, text in TEXTS.items()}


def compare(rewrite: Callable[[str], str], plain: dict[str, set[tuple[str, str, object]]]) -> None:
    rewritten = {name: rewrite(text) for name, text in TEXTS.items()}
    read = {name: figures(text) for name, text in rewritten.items() if text != TEXTS[name]}
    assert read, "no sample is written another way"
    differ = {
        name: (found - plain[name], plain[name] - found)
        for name, found in read.items()
        if found != plain[name]
    }
    assert differ == {}


def paged(sign: str) -> Callable[[str], str]:
    """A rewriting that ends a page behind every pause, with its number on a line of its own."""

    def rewrite(text: str) -> str:
        lines = []
        for line in text.split("\n"):
            prose = len(line) > 20 and not line.startswith(("|", "#"))
            lines.append(
                re.sub("(?<=，)(?=[一-鿿].{12})", f"\n\n{sign}\n\n", line) if prose else line
            )
        return "\n".join(lines)

    return rewrite


@pytest.mark.parametrize("name", REWRITINGS)
def test_the_same_said_otherwise_gives_the_same_figures(name, read_plainly):
    old, new = REWRITINGS[name]
    compare(lambda text: re.sub(old, new, text), read_plainly)


def test_a_table_as_a_browser_copies_it_gives_the_same_figures(read_plainly):
    compare(tabbed, read_plainly)


@pytest.mark.parametrize("sign", ["— 3 —", "- 3 -", "第 3 页", "第3页 共8页"])
def test_page_numbers_between_the_lines_change_no_figure(sign, read_plainly):
    compare(paged(sign), read_plainly)
