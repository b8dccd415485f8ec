"""The numbers that papers put before headings and items: 一、（一）1.（1）① 第一条 任务1."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.numerals import NUMERAL, number_of

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
STYLES = {
    "article": rf"第(?P<article>{NUMERAL}|\d{{1,3}})[条项章节款部](?:分)?[\s、:]*",
    "named": rf"(?:重点|主要|专项|整改|具体|工作)?"
    rf"(?:任务|问题|事项|措施|清单|项目|目标|专项)\s?(?P<named>{NUMERAL}|\d{{1,3}})"
    r"(?:[.、:\s]|(?=[^\d\w]))\s?",
    "chinese": rf"(?P<chinese>{NUMERAL})\s?[、.](?:(?!\d)|(?=\d{{1,4}}[年月]))\s?",
    "chinese-bracket": rf"\(\s?(?P<chinese_bracket>{NUMERAL})\s?\)\s?[、.]?\s?",
    "decimals": r"(?P<decimals>\d{1,2}(?:\.\d{1,2}){1,3})(?![\d%])[.、\s]?\s?(?=[^\d\s.%个项万亿元米公平吨年月日])",
    "digit": r"(?P<digit>\d{1,3})\s?(?:[.、](?:(?!\d)|(?=(?:20\d\d年|\d{1,2}月)))|、(?=\d+[^\d、.])"
    r"|(?=\s[^\d\s:.年月日个项万亿元%]))\s?",
    "digit-bracket": r"\(\s?(?P<digit_bracket>\d{1,3})\s?\)\s?[、.]?\s?",
    "digit-half": r"(?P<digit_half>\d{1,3})\)\s?",
    "circled": rf"(?P<circled>[{_CIRCLED}])\s?",
}
_AT_START = re.compile(r"\s*(?:" + "|".join(STYLES.values()) + ")")


@dataclass(frozen=True, slots=True)
class Mark:
    """``text`` is the number as written; what it numbers starts at ``end``."""

    style: str
    number: int
    end: int
    text: str


def mark_of(flat: str, text: str, start: int = 0) -> Mark | None:
    """The mark at ``start`` of folded ``flat``; ``text`` is the same as the paper writes it."""
    found = _AT_START.match(flat, start)
    if found is None:
        return None
    group = found.lastgroup or ""
    value = found[group]
    style = group.replace("_", "-")
    if style == "decimals":
        number = int(value.rsplit(".", 1)[-1])
        style += f"-{value.count('.')}"
    elif style == "circled":
        number = _CIRCLED.index(value) + 1
    else:
        try:
            number = number_of(value)
        except ValueError:
            return None
    return Mark(style, number, found.end(), text[start : found.end()].strip().rstrip("、.．,:： "))
