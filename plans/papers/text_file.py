"""A text file's bytes as lines."""

from __future__ import annotations

import re

from plans.papers.blocks import Paper, PaperRefused, Paragraph

_CODINGS = ("utf-8-sig", "gb18030", "big5")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u2060\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_MOST_ODD = 0.05


def read_text(data: bytes) -> Paper:
    """The lines that hold anything; PaperRefused where the bytes are no text."""
    text = _decoded(data)
    odd = sum(1 for char in _UNPRINTABLE.findall(text) if char not in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
    if odd > len(text) * _MOST_ODD or "\x00" in text:
        raise PaperRefused("文件不是文本：请打开原文，另存为 .docx 或纯文本（.txt）后再试。")
    lines = _LINE_ENDS.split(_UNPRINTABLE.sub("", text))
    return Paper(tuple(Paragraph(place, line) for place, line in enumerate(lines, 1) if line.strip()))


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    for coding in _CODINGS:
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    raise PaperRefused("认不出文件的编码：请在记事本或 WPS 中另存为 UTF-8 编码的文本后再试。")
