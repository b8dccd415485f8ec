"""pydantic's reasons, in the words of an office."""

from __future__ import annotations

from datetime import date

from pydantic_core import ErrorDetails

from plans.fields import FIRST_YEAR, LAST_YEAR
from plans.problems import quoted

_FIXED = {
    "missing": ("缺少这一项", "应填写"),
    "extra_forbidden": ("没有这个字段", "应为方案规定的字段，请核对拼写"),
    "string_unicode": ("含有无效字符", "应为普通文字"),
    "string_too_short": ("是空的", "应填写文字"),
    "string_pattern_mismatch": ("含有换行或不可见字符", "应为普通文字"),
    "int_from_float": ("带小数", "应为整数"),
}
_EXPECTED = {
    "string_type": "应为文字（纯数字、日期须加引号）",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "float_type": "应为数字",
    "finite_number": "应为有限的数字",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "tuple_type": "应为列表，如 [甲, 乙]",
    "model_type": "应为若干“字段: 值”",
    "model_attributes_type": "应为若干“字段: 值”",
    "day_type": "应为日期，如 2021-06-30",
    "day_unknown": "应为日历上有的日期，如 2021-06-30",
    "day_range": f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间",
    "time_of_day": '应为加引号的时刻，如 "09:00"',
}
_BOUNDED = {
    "greater_than": ("gt", "应大于 {}"),
    "greater_than_equal": ("ge", "应不小于 {}"),
    "less_than": ("lt", "应小于 {}"),
    "less_than_equal": ("le", "应不大于 {}"),
    "string_too_long": ("max_length", "应不超过 {} 字"),
    "decimal_max_places": ("decimal_places", "小数应不超过 {} 位"),
    "enum": ("expected", "应为 {} 之一"),
}


def misfit_words(error: ErrorDetails) -> tuple[str, str]:
    """What is wrong with the value, and what was expected instead."""
    kind = error["type"]
    if kind in _FIXED:
        return _FIXED[kind]
    wrong = f"写的是{_said(error['input'])}"
    if kind in _BOUNDED:
        limit, sentence = _BOUNDED[kind]
        bound = str(error.get("ctx", {}).get(limit, ""))
        bound = bound.replace(", ", "、").replace(" or ", "、").replace("'", "")
        return wrong, sentence.format(bound)
    return wrong, _EXPECTED.get(kind, "应按方案的格式填写")


def _said(value: object) -> str:
    if value is None:
        return "空值"
    if isinstance(value, bool):
        return f" {str(value).lower()} "
    if isinstance(value, dict):
        return "一组字段"
    if isinstance(value, tuple):
        return "一个列表"
    if isinstance(value, int | float | date):
        return f" {value} "
    return f"“{quoted(value)}”"
