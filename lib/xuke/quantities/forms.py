"""One form for the many forms of a character, one to one, so that spans stay valid."""

from __future__ import annotations

import re

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
# Variants and traditional forms of the characters that tell a figure: 违法行爲, 申請, 収費.
_VARIANTS_FROM = (
    "爲為証證準許辦結請費當場諾網項個數業萬億餘収區額總計單條審決責務報監聯經營執電線"
    "無從調處罰檢發現違規訴舉門開關進駐應類級縣國過間時佔預達實際約徵繳納減變續銷補換"
    "動態對與將後於稱詢熱屬較儲設備權機環節兩極"
)
_VARIANTS_TO = (
    "为为证证准许办结请费当场诺网项个数业万亿余收区额总计单条审决责务报监联经营执电线"
    "无从调处罚检发现违规诉举门开关进驻应类级县国过间时占预达实际约征缴纳减变续销补换"
    "动态对与将后于称询热属较储设备权机环节两极"
)
# Radicals in place of characters, as some PDF fonts give them: ⽉, ⾏.
_RADICALS_FROM = "⾏⽉⽇⼀⼆⼗⽹⽤⼤⼩⼯⼈⼾⾄⾮⽆⽅⾯⼒⼝⽣⾦⻔⾷⽔⼟⽂⾃⽴⼦⼥⼿⽬⽀⻓"
_RADICALS_TO = "行月日一二十网用大小工人户至非无方面力口生金门食水土文自立子女手目支长"
_LETTERFORMS = dict(zip(_VARIANTS_FROM + _RADICALS_FROM, _VARIANTS_TO + _RADICALS_TO, strict=True))
_FORMS = {**_FULL, **_LETTERS, **_SIGNS, **_SPACES, **_LETTERFORMS}
_TABLE = str.maketrans(_FORMS)
# Few characters of a text have another form, and translating all of them takes five times as long.
_CHANGES = re.compile(f"[{re.escape(''.join(_FORMS))}]+")
# A comma is a pause but for one between digits: 受理1,234件,批准1,230件.
_PAUSE = re.compile(r",(?:(?!\d)|(?<=\D,))")

# So is a point behind a word that nothing but another word follows: 受理12件.批准11件, but 一.概况.
_STOP = re.compile(
    r"\.(?<=[一-鿿）”%]\.)(?<![一二三四五六七八九十]\.)(?<![一二三四五六七八九十\d]）\.)"
    r"(?=[ \n]*(?:[一-鿿“《（〔]|20\d\d {0,2}年|$))"
)


def normal(text: str) -> str:
    """*text* with digits, signs, brackets and variant characters in one form.

    The result has the length of *text*: a span found in one is a span of the other.
    """
    text = _CHANGES.sub(lambda found: found.group().translate(_TABLE), text)
    return _STOP.sub("。", _PAUSE.sub("，", text))
