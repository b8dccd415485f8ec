"""What the YAML parser says, in words that help whoever typed the file."""

from __future__ import annotations

from plans.problems import Problem

_WORDS = (
    ("found character '\\t'", "用了制表符（Tab）", "应用空格缩进"),
    ("could not find expected ':'", "缺少冒号", "字段名后应有半角冒号和空格"),
    ("mapping values are not allowed", "冒号的位置不对", "每行应只有一个“字段: 值”，含半角冒号的文字应加引号"),
    ("unexpected end of stream", "引号没有合上", "引号应成对"),
    ("expected ',' or", "括号或逗号不配对", "方括号、花括号应成对，各项以半角逗号隔开"),
    ("expected <block end>", "缩进或引号不对", "同一层的行应左对齐，引号应成对"),
    ("undefined alias", "用了引用（*）", "应把内容逐项写出"),
    ("cannot start any token", "用了不能打头的符号", "以符号打头的文字应加引号"),
)


def syntax_problem(file: str, text: str, error: Exception) -> Problem:
    """The problem behind a parser's ``error``, on the line where the parser stood."""
    told = str(getattr(error, "problem", None) or error)
    wrong, expected = next(
        ((wrong, expected) for words, wrong, expected in _WORDS if words in told),
        ("YAML 格式读不懂", "应按“字段: 值”和“- 项”的格式书写"),
    )
    return Problem(file, _line(text, error), "全文", wrong, expected)


def _line(text: str, error: Exception) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return 1
    # The parser may stand behind the last line when something was never closed.
    return int(min(mark.line + 1, max(1, len(text.splitlines()))))
