"""A file's bytes as text, refused before reading it could cost anything."""

from __future__ import annotations

import re
from pathlib import Path as FilePath

from plans.problems import Problem

MOST_BYTES = 1_000_000
"""The plan of 25 tasks takes 25 kB; a thousand tasks fit. The parser reads about 0.5 MB in a second."""

MOST_WORDS = 60_000
"""Tokens are what parsing costs; each is set apart by a blank or a bracket. A thousand tasks take about 45,000."""

LONGEST_LINE = 20_000
"""The parser's cost of some lines (a tag of a million letters) grows with the square of their length."""

_WORD_BREAK = re.compile(r"\n|[^\S\n]+|[,:?\[\]{}-](?=\S)")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def read_source(path: FilePath) -> str | Problem:
    """The text of ``path``, or why it is refused."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            return _whole(path, f"文件有 {size / 1_000_000:.1f} MB，太大", f"应不超过 {MOST_BYTES // 1_000_000} MB")
        return _checked(path, path.read_bytes()[: MOST_BYTES + 1].decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return _whole(path, "不是 UTF-8 编码的文本", "应以 UTF-8 编码另存", line)
    except FileNotFoundError:
        return Problem(str(path), 1, "文件", "找不到", "请核对文件名和路径")
    except OSError:
        return Problem(str(path), 1, "文件", "读不出来", "应为可以读取的 YAML 文件")


def _checked(path: FilePath, text: str) -> str | Problem:
    if unprintable := _UNPRINTABLE.search(text):
        before = text.count("\n", 0, unprintable.start())
        return _whole(path, "含有不可见的控制字符", "应只有普通文字", before + 1)
    if not text.strip():
        return _whole(path, "文件是空的", "应写有内容")
    if sum(1 for _ in _WORD_BREAK.finditer(text)) > MOST_WORDS:
        return _whole(path, "内容过多", f"应不超过 {MOST_WORDS} 个词")
    for number, row in enumerate(text.split("\n"), start=1):
        if len(row) > LONGEST_LINE:
            return _whole(path, "一行太长", f"每行应不超过 {LONGEST_LINE} 字", number)
    return text


def _whole(path: FilePath, wrong: str, expected: str, line: int = 1) -> Problem:
    return Problem(str(path), line, "全文", wrong, expected)
