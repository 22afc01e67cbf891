"""One form for the many forms of a character, one to one, so that spans stay valid."""

from __future__ import annotations

_FULL = {chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)}
_LETTERS = {
    chr(code): chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_SIGNS = {
    "％": "%",
    "．": ".",
    "－": "-",
    "−": "-",
    "＋": "+",
    "：": ":",
    "(": "（",
    ")": "）",
    "[": "〔",
    "]": "〕",
    "［": "〔",
    "］": "〕",
    "【": "〔",
    "】": "〕",
    ";": "；",
    "?": "？",
    "!": "！",
    "｜": "|",
    "「": "“",
    "」": "”",
    "＂": '"',
}
_SPACES = dict.fromkeys("\u00a0\u2002\u2003\u2009\u200a\u200b\u3000\ufeff\t\r\u000b\u000c", " ")
# Variants of a character that occur in published reports: 违法行爲, 爲/為, 証照, 裏.
_VARIANTS = {
    "爲": "为",
    "為": "为",
    "証": "证",
    "證": "证",
    "準": "准",
    "許": "许",
    "辦": "办",
    "結": "结",
    "請": "请",
    "費": "费",
    "當": "当",
    "場": "场",
    "諾": "诺",
    "網": "网",
    "項": "项",
    "個": "个",
    "數": "数",
    "業": "业",
    "萬": "万",
    "億": "亿",
    "餘": "余",
    "収": "收",
    "⾏": "行",
    "⽉": "月",
    "⽇": "日",
    "⼀": "一",
    "⼆": "二",
    "⼗": "十",
    "⽹": "网",
    "⽤": "用",
    "⼤": "大",
    "⼩": "小",
    "⼯": "工",
    "⼈": "人",
    "⼾": "户",
    "⾄": "至",
    "⾮": "非",
    "⻚": "页",
    "⽆": "无",
    "⽅": "方",
    "⾯": "面",
    "⼒": "力",
}
_TABLE = str.maketrans({**_FULL, **_LETTERS, **_SIGNS, **_SPACES, **_VARIANTS})


def normal(text: str) -> str:
    """*text* with digits, signs, brackets and variant characters in one form.

    The result has the length of *text*: a span found in one is a span of the other.
    """
    return text.translate(_TABLE)
